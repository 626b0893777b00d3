import type { LogEntry } from "../contract/activity.ts";
import type { EventBus } from "../core/events.ts";
import { FloodGate, type FloodLimits } from "../core/flood-gate.ts";
import { createIdSequence } from "../core/ids.ts";
import type { Masker } from "../core/masking/masker.ts";
import { BrowserWorker } from "../driver/browser-worker.ts";
import type { Page } from "../driver/page.ts";
import type { PageEvent } from "../driver/page-events.ts";

const MAX_TEXT = 4_000;
const MAX_URL = 2_000;
/** So much more is masked than is kept: no secret is cut in half where the rest is left out. */
const MASKED = 16_000;
/** What the pages of one session may write: as much as a person could read, and a burst as pages have when they load. */
const FLOOD: FloodLimits = { perSecond: 100, burst: 2_000 };

type Place = Pick<LogEntry, "url" | "line" | "column" | "stack">;
type Said = Place & { source: LogEntry["source"]; level: LogEntry["level"]; text: string };

const NOWHERE: Place = { url: null, line: null, column: null, stack: null };

type PageLogParts = { sessionId: string; workspaceId: string; mask: Masker; events: Pick<EventBus, "publish"> };

/** Writes the log of one session: what its pages say, without secrets and never more than the server can take. */
export function createPageLog({ sessionId, workspaceId, mask, events }: PageLogParts) {
  const nextId = createIdSequence("log");
  const publish = (said: Said, tabId: string | null): void => {
    const entry: LogEntry = {
      id: nextId(),
      sessionId,
      source: said.source,
      level: said.level,
      text: told(said.text, mask, MAX_TEXT),
      url: said.url === null ? null : storable(mask.url(said.url.slice(0, MASKED))).slice(0, MAX_URL),
      line: said.line,
      column: said.column,
      stack: said.stack === null ? null : told(said.stack, mask, MAX_TEXT),
      tabId,
      createdAt: new Date().toISOString(),
    };
    events.publish({ type: "log.written", workspaceId, sessionId, entry });
  };
  const note = (text: string): void => publish({ source: "browser", level: "warning", text, ...NOWHERE }, null);
  const gate = new FloodGate(FLOOD, (count) =>
    note(`${count.toLocaleString("en-US")} lines were left out: the session's pages log more than ${FLOOD.perSecond} a second.`),
  );
  return {
    /** Writes what a page, or a worker that no page owns, tells of itself, from now on. */
    follow: (from: Page | BrowserWorker): void => {
      const tabId = from instanceof BrowserWorker ? null : from.targetId;
      from.onEvent((event) => {
        const said = saidBy(event, from.url);
        if (said !== null && gate.take()) publish(said, tabId);
      });
    },
    /** Writes a line of the server's own about the session's pages. */
    note,
    /** Writes what is still to be told. Idempotent. */
    close: (): void => gate.close(),
  };
}

/** What a page event says in the session's log; null for events that are not worth a line. */
function saidBy(event: PageEvent, pageUrl: string): Said | null {
  switch (event.type) {
    case "console":
      return { ...event, source: "console", url: event.url ?? pageUrl };
    case "exception":
      return { ...event, source: "exception", level: "error", url: event.url ?? pageUrl };
    case "entry":
      return event.source === "network"
        ? { ...event, source: "network", url: event.url ?? pageUrl }
        : { ...event, source: "browser", text: `${labelOf(event.source)}: ${event.text}`, url: event.url ?? pageUrl };
    case "requestFailed":
      return { ...NOWHERE, source: "network", level: "warning", text: `${event.errorText} ${event.method} ${event.url}`, url: event.url };
    case "dialog":
      return { ...NOWHERE, source: "browser", level: "info", text: `${event.kind} dialog: ${event.message}`, url: pageUrl };
    case "crashed":
      return { ...NOWHERE, source: "browser", level: "error", text: "The page crashed.", url: pageUrl };
    default:
      return null;
  }
}

const labelOf = (source: string): string => `${source[0]?.toUpperCase() ?? ""}${source.slice(1)}`;

const told = (text: string, mask: Masker, most: number): string => {
  const hidden = storable(mask.text(text.slice(0, MASKED)));
  return hidden.length > most ? `${hidden.slice(0, most - 1)}…` : hidden;
};

/** Text as the database takes it: NUL and halves of characters are none. */
const storable = (text: string): string => text.replaceAll("\0", "␀").toWellFormed();

/** What became of a session's browser, as a line of the session's log. */
export const browserLogEntry = (sessionId: string, text: string): LogEntry => ({
  id: createIdSequence("log")(),
  sessionId,
  source: "browser",
  level: "error",
  text: text.slice(0, MAX_TEXT),
  ...NOWHERE,
  tabId: null,
  createdAt: new Date().toISOString(),
});
