import type { ServerResponse } from "node:http";
import type { LiveStreamEvents, LiveStreamQuery } from "../../contract/live-stream.ts";
import type { Tab } from "../../contract/tabs.ts";
import type { Log } from "../../core/log.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import type { Hub } from "../hub.ts";
import type { Grant } from "../links/grant.ts";
import type { Viewer } from "../viewer.ts";
import { type Cursor, END_ID, writeCursor } from "./cursor.ts";
import { createEventWriter, eventText } from "./event-writer.ts";
import { followLines, type StoredLines } from "./follow-lines.ts";
import type { Journal, Placed } from "./journal.ts";

const HEARTBEAT_MS = 15_000;
/** A reader that takes nothing for this long is gone, or as good as gone. */
const STALL_LIMIT_MS = 60_000;

/** How soon readers that know of it (EventSource) come back after the connection broke. */
const RETRY_MS = 2_000;
const TAB_CLOSED = "The tab that this link shows was closed.";

type StreamOptions = {
  res: ServerResponse;
  session: LiveSession;
  hub: Hub;
  grant: Pick<Grant, "tabId" | "pinned" | "readsLogs">;
  query: LiveStreamQuery;
  journal: Journal;
  stored: StoredLines;
  /** Where the reader was when it broke off. */
  from: Cursor | null;
  log: Log;
};

/** Answers with what happens in a session as server-sent events: see LIVE_STREAM_EVENTS. Its reader is a viewer like any other. */
export function openSessionStream({ res, session, hub, grant, query, journal, stored, from, log }: StreamOptions): Viewer {
  const closed = Promise.withResolvers<void>();
  const state = { ended: false, takenAtMs: performance.now() };
  startEvents(res);
  const writer = createEventWriter({ out: res, frameEveryMs: 1_000 / (query.fps || 1), cursor: grant.readsLogs ? (from ?? journal.end) : null });

  const end = (last: LiveStreamEvents["ended"]): void => {
    if (state.ended) return;
    state.ended = true;
    writer.stop();
    // Who is to come again comes back to where it was.
    const id = last.why === "restart" ? writer.cursor && writeCursor(writer.cursor) : END_ID;
    res.end(eventText("ended", last, id));
  };
  const tell = (tabs: Tab[], tabId: string): void => {
    const known = grant.pinned ? tabs.filter((tab) => tab.tabId === grant.tabId) : tabs;
    if (known.length === 0) end({ why: "session", reason: TAB_CLOSED });
    else writer.tabs({ tabs: known, tabId });
  };
  const isShown = (tabId: string): boolean => query.fps > 0 && (!grant.pinned || tabId === grant.tabId);

  tell(session.tabs.list(), hub.pageFor(grant.tabId).targetId);
  const watch = hub.watch({ onFrame: (frame) => isShown(frame.tabId) && writer.frame(frame), onTabs: tell }, grant.tabId);
  if (query.fps === 0) watch.show(null);
  const unfollow = grant.readsLogs
    ? followLines({
        journal,
        stored,
        from,
        onLine: writer.line,
        onLeftOut: writer.leftOut,
        onFailure: (error) => {
          log.warn({ err: error, sessionId: session.id }, "lines that the reader of a stream missed could not be read; it is to come again");
          res.destroy();
        },
      })
    : () => {};
  const heartbeat = setInterval(() => {
    if (!res.writableNeedDrain) state.takenAtMs = performance.now();
    if (performance.now() - state.takenAtMs > STALL_LIMIT_MS) res.destroy();
    else writer.beat();
  }, HEARTBEAT_MS);
  res.once("close", () => {
    state.ended = true;
    clearInterval(heartbeat);
    unfollow();
    watch.stop();
    writer.stop();
    closed.resolve();
  });
  return {
    end: (reason) => end({ why: "session", reason }),
    away: (reason = "The session goes on with another server; ask again.") => end({ why: "restart", reason }),
    dismiss: (why) => end({ why, reason: why === "expired" ? "The link has expired." : "The link was revoked." }),
    closed: closed.promise,
  };
}

/** Answers that there is no more to tell than what the reader missed, and why. */
export function endedStream(res: ServerResponse, reason: string, missed: readonly Placed[]): void {
  startEvents(res);
  for (const { line, cursor } of missed) res.write(eventText(line.name, line.data, writeCursor(cursor)));
  res.end(eventText("ended", { why: "session", reason }, END_ID));
}

/** Answers who came back after the last event: nothing, which tells browsers to come no more (HTML, 9.2.3). */
export function nothingMore(res: ServerResponse): void {
  res.writeHead(204, { "cache-control": "no-store" }).end();
}

function startEvents(res: ServerResponse): void {
  // Proxies that gather answers would hold the events back (nginx reads the last header).
  res.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store, no-transform", "x-accel-buffering": "no" });
  res.write(`retry: ${RETRY_MS}\n\n`);
}
