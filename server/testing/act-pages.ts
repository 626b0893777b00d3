import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ActHooks } from "../agent/resolver/resolver.ts";
import { resolveAndAct } from "../agent/resolver/resolver.ts";
import { delay } from "../core/time.ts";
import { startRunningSession } from "./running-session.ts";

const NAVIGATE_LIMIT_MS = 10_000;
const TELL_LIMIT_MS = 500;
const TELL_LOOK_MS = 20;

/**
 * Pages by name, in a real browser, acted on by the resolver alone. A page's script may tell what happened with
 * `did(text)`, which makes it the document's title.
 */
export async function startActPages(pages: Record<string, string>, signal: AbortSignal) {
  const script = "<!doctype html><meta charset=utf-8><title>-</title><script>const did = (what) => { top.document.title = what }</script>";
  const server = createServer((req, res) =>
    res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(script + (pages[req.url?.split(/[/?]/)[1] ?? ""] ?? "")),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = await startRunningSession();
  const title = async (): Promise<string> => (await run.page.evaluate<string>("document.title", { signal })).value;
  /** A frame of another process tells the page by a message, which may come a moment after the act; pages that tell nothing are waited for in vain. */
  const told = async (): Promise<void> => {
    for (const until = Date.now() + TELL_LIMIT_MS; Date.now() < until && (await title()) === "-"; ) await delay(TELL_LOOK_MS, signal);
  };
  return {
    page: run.page,
    title,
    open: (name: string) => run.page.navigate(`${base}/${name}`, { waitUntil: "load", timeoutMs: NAVIGATE_LIMIT_MS, signal }),
    /** Opens the page anew, acts, and gives the outcome (or the error's code) and what the page told. */
    async act(name: string, instruction: string, hooks?: ActHooks): Promise<[string, string]> {
      await run.page.navigate(`${base}/${name}`, { waitUntil: "load", timeoutMs: NAVIGATE_LIMIT_MS, signal });
      const outcome = await resolveAndAct(run.page, { instruction }, signal, hooks).then(
        (answer) => (answer.outcome === "done" ? "done" : `${answer.outcome}: ${answer.message}`),
        (error: { code?: string; message: string }) => `${error.code}: ${error.message}`,
      );
      if (outcome === "done") await told();
      return [outcome, await title()];
    },
    /** The value of an expression in the page as it is now. */
    value: async <T>(expression: string): Promise<T> => (await run.page.evaluate<T>(expression, { signal })).value,
    async stop(): Promise<void> {
      await run.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}
