import type { LogEntry } from "../contract/activity.ts";
import { newId } from "../core/ids.ts";
import type { PageEvent } from "../driver/page-events.ts";

const MAX_TEXT = 4_000;

/** What a page event says in the session's log; null for events that are not worth a line. */
export function logEntryOf(sessionId: string, pageUrl: string, event: PageEvent): LogEntry | null {
  const entry = (source: LogEntry["source"], level: LogEntry["level"], text: string, url = pageUrl): LogEntry => ({
    id: newId("log"),
    sessionId,
    source,
    level,
    text: text.slice(0, MAX_TEXT),
    url,
    createdAt: new Date().toISOString(),
  });
  switch (event.type) {
    case "console":
      return entry("console", event.level, event.text);
    case "exception":
      return entry("exception", "error", event.text);
    case "requestFailed":
      return entry("network", "warning", `${event.errorText} ${event.method} ${event.url}`, event.url);
    case "dialog":
      return entry("browser", "info", `${event.kind} dialog: ${event.message}`);
    case "crashed":
      return entry("browser", "error", "The page crashed.");
    default:
      return null;
  }
}

/** What became of a session's browser, as a line of the session's log. */
export const browserLogEntry = (sessionId: string, text: string): LogEntry => ({
  id: newId("log"),
  sessionId,
  source: "browser",
  level: "error",
  text: text.slice(0, MAX_TEXT),
  url: null,
  createdAt: new Date().toISOString(),
});
