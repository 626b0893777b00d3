import type { Protocol } from "devtools-protocol";
import type { CdpSession } from "../providers/cdp.ts";
import type { LogLevel, PageEvent } from "./page-events.ts";
import { textOfArguments, textOfRemote } from "./remote-text.ts";

const LEVELS: Readonly<Record<string, LogLevel>> = { error: "error", assert: "error", warning: "warning", debug: "debug", trace: "debug" };
const ENTRY_LEVELS: Readonly<Record<Protocol.Log.LogEntry["level"], LogLevel>> = { verbose: "debug", info: "info", warning: "warning", error: "error" };
const STACK_FRAMES_SHOWN = 30;
/** Calls that write no line of their own. */
const SILENT = new Set(["endGroup", "profile", "profileEnd"]);

/**
 * Tells what the scripts of one target write to the console, which errors nobody caught (rejections too), and what the
 * browser itself has to say about the target. Sends its commands before it awaits anything.
 */
export async function followConsole(cdp: CdpSession, emit: (event: PageEvent) => void): Promise<void> {
  cdp.on("Runtime.consoleAPICalled", ({ type, args, stackTrace }) => {
    if (SILENT.has(type)) return;
    const said = textOfArguments(args);
    const text = type === "assert" ? `Assertion failed${said === "" ? "" : `: ${said}`}` : type === "clear" ? "The console was cleared." : said;
    const traced = type === "trace" || type === "error" || type === "assert";
    emit({ type: "console", level: LEVELS[type] ?? "info", text, ...placeOf(stackTrace), stack: traced ? stackOf(stackTrace) : null });
  });
  cdp.on("Runtime.exceptionThrown", ({ exceptionDetails }) => emit({ type: "exception", ...thrown(exceptionDetails) }));
  cdp.on("Log.entryAdded", ({ entry }) => {
    // A request that failed is told by the network itself, a worker's line by the worker.
    if (entry.source === "worker" || (entry.source === "network" && entry.text.includes("net::ERR_"))) return;
    emit({
      type: "entry",
      source: entry.source,
      level: ENTRY_LEVELS[entry.level],
      text: entry.text.replace(/ %o$/, ""),
      url: entry.url ?? null,
      line: entry.lineNumber === undefined || entry.source === "network" ? null : entry.lineNumber + 1,
      column: null,
      stack: stackOf(entry.stackTrace),
    });
  });
  await Promise.all([cdp.send("Runtime.enable"), cdp.send("Log.enable")]);
}

/** The error's own words (which begin with its name and hold its stack), else what was thrown. */
function thrown({ text, exception, stackTrace, url, lineNumber, columnNumber }: Protocol.Runtime.ExceptionDetails) {
  const own = exception === undefined ? "" : textOfRemote(exception);
  const [message = "", ...calls] = exception?.subtype === "error" ? own.split(/\n(?= {4}at )/) : [own];
  const place = placeOf(stackTrace);
  return {
    text: own === "" ? text : `${text === "Uncaught" || text === "" ? "" : `${text.replace(/^Uncaught \(in promise\)$/, "Unhandled rejection")}: `}${message}`,
    stack: calls.length > 0 ? calls.map((call) => call.trim()).join("\n") : stackOf(stackTrace),
    ...(place.url !== null ? place : { url: url || null, line: lineNumber + 1, column: columnNumber + 1 }),
  };
}

function placeOf(trace: Protocol.Runtime.StackTrace | undefined): { url: string | null; line: number | null; column: number | null } {
  const frame = trace?.callFrames[0];
  return frame ? { url: frame.url || null, line: frame.lineNumber + 1, column: frame.columnNumber + 1 } : { url: null, line: null, column: null };
}

/** One call a line, as `Error.stack` writes them; null where none is known. */
function stackOf(trace: Protocol.Runtime.StackTrace | undefined): string | null {
  if (!trace || trace.callFrames.length === 0) return null;
  return trace.callFrames
    .slice(0, STACK_FRAMES_SHOWN)
    .map(({ functionName, url, lineNumber, columnNumber }) => `at ${functionName || "<anonymous>"} (${url}:${lineNumber + 1}:${columnNumber + 1})`)
    .join("\n");
}
