import { CircleAlert, CircleX, Info, type LucideIcon, Terminal } from "lucide-react";
import { memo } from "react";
import type { LogEntry } from "../../../../server/contract/activity.ts";
import { formatMoment, formatTime } from "../../../format.ts";
import { cn } from "../../../ui/cn.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { formatOffset } from "../session-time.ts";

type Look = { icon: LucideIcon; text: string; row: string };
const LOOKS: Readonly<Record<LogEntry["level"], Look>> = {
  debug: { icon: Terminal, text: "text-muted-foreground", row: "" },
  info: { icon: Info, text: "text-muted-foreground", row: "" },
  warning: { icon: CircleAlert, text: "text-warning", row: "bg-warning/5" },
  error: { icon: CircleX, text: "text-destructive", row: "bg-destructive/5" },
};

/** One line of a log: when, how grave, from where, and what it says; its stack unfolds. */
export const LogLine = memo(function LogLine({ entry, tabName, beganAtMs }: { entry: LogEntry; tabName: string | null; beganAtMs: number | null }) {
  const { icon: Icon, text, row } = LOOKS[entry.level];
  const place = placeOf(entry);
  return (
    <li className={cn("group relative px-3 py-1.5 [contain-intrinsic-size:auto_3rem] [content-visibility:auto]", row)}>
      <p className="flex min-w-0 items-baseline gap-1.5 pr-7 text-muted-foreground">
        <Icon aria-hidden="true" className={cn("size-3 shrink-0 self-center", text)} />
        <span className={cn("font-medium", text)}>{entry.level}</span>
        <time dateTime={entry.createdAt} title={formatMoment(entry.createdAt)} className="shrink-0 tabular-nums">
          {beganAtMs === null ? formatTime(entry.createdAt) : formatOffset(Date.parse(entry.createdAt), beganAtMs)}
        </time>
        <span className="shrink-0">{entry.source}</span>
        {tabName && <span className="shrink-0">{tabName}</span>}
        {place && (
          <span title={entry.url ?? undefined} className="ml-auto min-w-0 truncate [direction:rtl]">
            <bdi>{place}</bdi>
          </span>
        )}
      </p>
      <p className="mt-0.5 break-words whitespace-pre-wrap">{entry.text === "" ? " " : entry.text}</p>
      {entry.stack && (
        <details className="mt-0.5 text-muted-foreground">
          <summary className="w-fit cursor-pointer rounded-sm hover:text-foreground">Stack</summary>
          <pre className="mt-1 overflow-x-auto pl-3 leading-5">{entry.stack}</pre>
        </details>
      )}
      <span className="absolute top-0.5 right-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
        <CopyButton text={asText(entry)} label="Copy line" />
      </span>
    </li>
  );
});

/** A line as plain text. */
function asText(entry: LogEntry): string {
  const place = entry.url === null ? "" : ` (${entry.url}${entry.line === null ? "" : `:${entry.line}:${entry.column ?? 1}`})`;
  const stack = entry.stack === null ? "" : `\n${entry.stack.replace(/^/gm, "    ")}`;
  return `${entry.createdAt} ${entry.level} ${entry.source}: ${entry.text}${place}${stack}`;
}

/** The file and the place in it: `main.js:12:7`. */
function placeOf({ url, line, column }: LogEntry): string | null {
  if (url === null) return null;
  const path = url.split(/[?#]/, 1)[0] ?? url;
  const file = path.slice(path.lastIndexOf("/") + 1) || "(page)";
  return line === null ? file : `${file}:${line}:${column ?? 1}`;
}
