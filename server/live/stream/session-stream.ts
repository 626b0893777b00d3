import type { ServerResponse } from "node:http";
import type { LiveStreamEvents, LiveStreamQuery } from "../../contract/live-stream.ts";
import type { Tab } from "../../contract/tabs.ts";
import type { EventBus } from "../../core/events.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import type { Hub } from "../hub.ts";
import type { Grant } from "../links/grant.ts";
import type { Viewer } from "../viewer.ts";
import { createEventWriter, eventText } from "./event-writer.ts";

const HEARTBEAT_MS = 15_000;
/** A reader that takes nothing for this long is gone, or as good as gone. */
const STALL_LIMIT_MS = 60_000;

type StreamOptions = {
  res: ServerResponse;
  session: LiveSession;
  hub: Hub;
  grant: Pick<Grant, "tabId" | "pinned" | "readsLogs">;
  query: LiveStreamQuery;
  events: Pick<EventBus, "subscribe">;
};

/** Answers with what happens in a session as server-sent events: see LIVE_STREAM_EVENTS. Its reader is a viewer like any other. */
export function openSessionStream({ res, session, hub, grant, query, events }: StreamOptions): Viewer {
  const closed = Promise.withResolvers<void>();
  const state = { ended: false, takenAtMs: performance.now() };
  startEvents(res);
  const writer = createEventWriter({ out: res, frameEveryMs: 1_000 / (query.fps || 1) });

  const end = (last: LiveStreamEvents["ended"]): void => {
    if (state.ended) return;
    state.ended = true;
    writer.stop();
    res.end(eventText("ended", last));
  };
  const tell = (tabs: Tab[], tabId: string): void => {
    const known = grant.pinned ? tabs.filter((tab) => tab.tabId === grant.tabId) : tabs;
    if (known.length === 0) end({ why: "session", reason: "The tab that this link shows was closed." });
    else writer.tabs({ tabs: known, tabId });
  };
  const isShown = (tabId: string): boolean => query.fps > 0 && (!grant.pinned || tabId === grant.tabId);

  tell(session.tabs.list(), hub.pageFor(grant.tabId).targetId);
  const watch = hub.watch({ onFrame: (frame) => isShown(frame.tabId) && writer.frame(frame), onTabs: tell }, grant.tabId);
  if (query.fps === 0) watch.show(null);
  const unsubscribe = grant.readsLogs
    ? events.subscribe({ workspaceId: session.workspaceId, sessionId: session.id, types: ["log.written", "action.finished"] }, (event) => {
        if (event.type === "log.written") writer.line("log", event.entry);
        else if (event.type === "action.finished") writer.line("activity", event.activity);
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
    unsubscribe();
    watch.stop();
    writer.stop();
    closed.resolve();
  });
  return {
    end: (reason) => end({ why: "session", reason }),
    away: () => end({ why: "restart", reason: "The session goes on with another server; ask again." }),
    dismiss: (why) => end({ why, reason: why === "expired" ? "The link has expired." : "The link was revoked." }),
    closed: closed.promise,
  };
}

/** Answers that there is no more to tell than why. */
export function endedStream(res: ServerResponse, reason: string): void {
  startEvents(res);
  res.end(eventText("ended", { why: "session", reason }));
}

function startEvents(res: ServerResponse): void {
  // Proxies that gather answers would hold the events back (nginx reads the last header).
  res.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store, no-transform", "x-accel-buffering": "no" });
  res.flushHeaders();
}
