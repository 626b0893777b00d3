import type { WebSocket } from "ws";
import { ACK_BYTES, LiveClientMessage, type LiveServerMessage } from "../contract/live.ts";
import type { Tab } from "../contract/tabs.ts";
import { messageOf } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { Room } from "./room.ts";
import { createTokenBucket } from "./token-bucket.ts";
import { openViewerFrames } from "./viewer-frames.ts";
import type { ViewerContext, ViewerPart } from "./viewer-part.ts";

/** A socket that holds this much answers to questions but never reads: it is cut. */
const MAX_STALLED_BYTES = 8 * 1024 * 1024;
const MESSAGES = { perSecond: 400, burst: 800 };
const REFUSALS = { perSecond: 1, burst: 3 };
const HEARTBEAT_MS = 15_000;

/** Close codes: of our own (RFC 6455 leaves 4000–4999 to applications), and "service restart" of the IANA registry. */
export const CLOSE = { restart: 1012, ended: 4000, linkExpired: 4001, linkRevoked: 4002, tooManyMessages: 4008 } as const;

export type ViewerOptions = {
  socket: WebSocket;
  room: Room;
  who: ViewerContext["who"];
  mode: "view" | "control";
  /** The tab to begin with; null follows the active one. */
  tabId: string | null;
  /** True: the viewer may not choose another tab. */
  pinned: boolean;
  /** True: it looks from this machine, over a road that is never narrow. */
  near: boolean;
  log: Log;
};

/** One open socket that shows a session. */
export type Viewer = {
  /** Tells why there is no more to see, and closes. Idempotent. */
  end(reason: string): void;
  /** Closes so that the viewer comes back: the session goes on with another server, or what they may do was changed. Idempotent. */
  away(reason?: string): void;
  /** Closes because the link by which the viewer came is over. Idempotent. */
  dismiss(why: "expired" | "revoked"): void;
  readonly closed: Promise<void>;
};

/** Connects a socket with its session's room: frames out by acknowledgement, everything else by the room's parts. */
export function openViewer(options: ViewerOptions): Viewer {
  const { socket, room, mode, who, log } = options;
  const { hub } = room;
  const closed = Promise.withResolvers<void>();
  const messages = createTokenBucket(MESSAGES);
  const refusals = createTokenBucket(REFUSALS);
  const state = { alive: true, ended: false };

  const say = (message: LiveServerMessage): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_STALLED_BYTES) socket.terminate();
    else socket.send(JSON.stringify(message));
  };
  const refuse = (message: string): void => {
    if (refusals.take()) say({ type: "refused", message });
  };
  const end = (reason: string): void => {
    if (state.ended) return;
    state.ended = true;
    say({ type: "ended", reason });
    socket.close(CLOSE.ended);
  };
  /** Whoever may see one tab alone is told of no other. */
  const shown = (tabs: Tab[]): Tab[] => (options.pinned ? tabs.filter(({ tabId }) => tabId === options.tabId) : tabs);
  const { tabs } = hub.session;
  // The greeting goes before the first frame, which a running screencast sends as soon as one watches.
  say({ type: "hello", mode, tabs: shown(tabs.list()), tabId: hub.pageFor(options.tabId).targetId, pinned: options.pinned });
  const parts: ViewerPart[] = [];
  const frames = openViewerFrames({
    socket,
    hub,
    tabId: options.tabId,
    pinned: options.pinned,
    near: options.near,
    say,
    refuse,
    onTabs: (tabs, tabId) => {
      if (options.pinned && shown(tabs).length === 0) return end("The tab that this link shows was closed.");
      say({ type: "tabs", tabs: shown(tabs), tabId });
      for (const part of parts) part.onTabs?.();
    },
  });
  const context: ViewerContext = {
    id: newId("view"),
    session: hub.session,
    mode,
    pinned: options.pinned,
    who,
    page: frames.page,
    mayControl: () => mode === "control" && !state.ended && parts.every((part) => part.mayControl?.() ?? true),
    say,
    refuse,
    again: (message) => onMessage(message),
    log,
  };
  for (const part of room.parts) parts.push(part.join(context));
  if (options.pinned && shown(tabs.list()).length === 0) end("The tab that this link shows was closed.");

  const onMessage = (message: LiveClientMessage): void => {
    if (message.type === "ping") say({ type: "pong", sentAtMs: message.sentAtMs });
    else if (!frames.handle(message) && parts.some((part) => part.handle(message))) frames.steered();
  };

  const heartbeat = setInterval(() => {
    // No pong since the last ping: the other side is gone without saying so.
    if (!state.alive) socket.terminate();
    state.alive = false;
    socket.ping();
  }, HEARTBEAT_MS);

  socket.on("pong", () => {
    state.alive = true;
  });
  socket.on("error", (error) => log.debug({ reason: messageOf(error) }, "a live socket failed"));
  socket.on("message", (data, isBinary) => {
    state.alive = true;
    // The other side may take its time to close: what it says meanwhile counts no more.
    if (state.ended) return;
    if (!messages.take()) {
      socket.close(CLOSE.tooManyMessages, "Too many messages.");
      return;
    }
    if (isBinary && Buffer.isBuffer(data) && data.length === ACK_BYTES) return frames.acknowledge(data.readUInt32BE(0));
    const message = isBinary ? null : parseMessage(data.toString());
    if (message === null) refuse("The message was not understood.");
    else onMessage(message);
  });
  socket.on("close", () => {
    clearInterval(heartbeat);
    frames.stop();
    for (const part of parts) part.close();
    closed.resolve();
  });

  return {
    end,
    away: (reason = "The session goes on with another server.") => {
      if (state.ended) return;
      state.ended = true;
      socket.close(CLOSE.restart, reason);
    },
    dismiss: (why) => {
      if (state.ended) return;
      state.ended = true;
      if (why === "expired") socket.close(CLOSE.linkExpired, "The link has expired.");
      else socket.close(CLOSE.linkRevoked, "The link was revoked.");
    },
    closed: closed.promise,
  };
}

function parseMessage(text: string): LiveClientMessage | null {
  try {
    return LiveClientMessage.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
