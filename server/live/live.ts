import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Actor } from "../access/actor.ts";
import type { Activities } from "../activity/activities.ts";
import { PEER_HEADER } from "../cluster/peers.ts";
import type { SessionViewer, SessionViewers, SessionViewersInput } from "../contract/live-links.ts";
import type { LiveStreamQuery } from "../contract/live-stream.ts";
import type { Env } from "../core/env.ts";
import { AppError, asAppError, messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import { fromThisMachine } from "../core/this-machine.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { createControlCalls } from "./control/control-calls.ts";
import type { DeskLimits } from "./control/desk.ts";
import { HOLD_GRACE_MS } from "./control/hold.ts";
import { STILL_AFTER_MS } from "./control/lock.ts";
import type { Watch, Watcher } from "./hub.ts";
import { type Grant, grantFor, type LiveAccess, type LiveSessions } from "./links/grant.ts";
import type { LiveLinks } from "./links/links.ts";
import { publishDeed } from "./live-activity.ts";
import { publishAnswer } from "./prompts/answer-activity.ts";
import { createLiveFiles, type LiveDownloads, type LiveUploads } from "./prompts/live-files.ts";
import { createRoom, type Room } from "./room.ts";
import { END_ID, readCursor } from "./stream/cursor.ts";
import { readStored } from "./stream/follow-lines.ts";
import { createJournals } from "./stream/journal.ts";
import { endedStream, nothingMore, openSessionStream } from "./stream/session-stream.ts";
import { createThumbnails } from "./thumbnail.ts";
import { refuseUpgrade } from "./upgrade-refusal.ts";
import type { Encoders } from "./video/encoders.ts";
import { CLOSE, openViewer, type Viewer } from "./viewer.ts";

const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_VIEWERS_PER_SESSION = 200;
const CLOSE_LIMIT_MS = 1_000;
const LINK_CHANGED = "What the link allows was changed; come in again.";

type LiveParts = {
  sessions: LiveSessions;
  access: LiveAccess;
  /** Who comes in by a link, and for how long. */
  links: Pick<LiveLinks, "enter" | "attend">;
  env: Pick<Env, "liveHoldLimitMs" | "livePromptLimitMs" | "publicUrl" | "sessionsOnStop">;
  log: Log;
  events: Pick<EventBus, "publish" | "subscribe">;
  /** What was done and logged before. */
  activities: Pick<Activities, "linesSince">;
  /** Files that go into sessions and come out of them. */
  files: { uploads: LiveUploads; feed: LiveDownloads };
  /** What makes videos of tabs; stopped with the live view. */
  encoders: Encoders;
  /** Where the usual ones of control do not fit. */
  limits?: Partial<DeskLimits>;
};

/** The live view of sessions: pictures out to any number of viewers, mouse and keyboard in from those in control. */
export type Live = ReturnType<typeof createLive>;

/** Makes the live view; it works from the first socket on and holds nothing until then. */
export function createLive({ sessions, access, links, env, log, events, activities, files, encoders, limits }: LiveParts) {
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false, clientTracking: false });
  const rooms = new Map<string, Room>();
  const journalOf = createJournals(events);
  /** Each with who it is and the way to cut its connection. */
  const viewers = new Map<Viewer, { sessionId: string; shown: SessionViewer; cut: () => void }>();
  const thumbnails = createThumbnails({ sessions, currentOf: (sessionId) => rooms.get(sessionId)?.hub.current ?? null });
  const running: { stopped: Promise<void> | null } = { stopped: null };
  const controlLimits: DeskLimits = { holdMs: env.liveHoldLimitMs, graceMs: HOLD_GRACE_MS, stillAfterMs: STILL_AFTER_MS, ...limits };

  const roomOf = (session: LiveSession): Room => {
    const known = rooms.get(session.id);
    if (known?.hub.session === session) return known;
    const room = createRoom({
      session,
      onFirstControl: (who) => publishDeed(events, session, { actionType: "live.control", actionData: null, actorName: who.name }),
      control: { limits: controlLimits, publish: (event) => events.publish(event) },
      prompts: {
        uploads: files.uploads,
        downloads: files.feed,
        dialogHoldMs: env.livePromptLimitMs,
        onAnswered: (record) => publishAnswer(events, session, record),
      },
      encoders,
      log,
    });
    rooms.set(session.id, room);
    session.ended.addEventListener(
      "abort",
      () => {
        endViewers(session);
        room.dispose();
        rooms.delete(session.id);
      },
      { once: true },
    );
    return room;
  };

  const endViewers = ({ id, ended }: LiveSession): void => {
    const goesOn = ended.reason instanceof AppError && ended.reason.code === "SHUTTING_DOWN";
    for (const [viewer, { sessionId }] of viewers) {
      if (sessionId !== id) continue;
      if (goesOn) viewer.away();
      else viewer.end(messageOf(ended.reason));
    }
  };

  const attend = (viewer: Viewer, grant: Grant, { sessionId, by, cut }: { sessionId: string; by: SessionViewer["by"]; cut: () => void }): void => {
    const { link, who, mode } = grant;
    const shown = { id: newId("look"), name: who.name, linkId: link?.row.id ?? null, mode, by, since: new Date().toISOString() };
    viewers.set(viewer, { sessionId, shown, cut });
    const leave = link && links.attend(link.row, link.viewerId, (why) => (why === "changed" ? viewer.away(LINK_CHANGED) : viewer.dismiss(why)));
    void viewer.closed.then(() => {
      viewers.delete(viewer);
      leave?.();
    });
  };

  const show = (socket: WebSocket, session: LiveSession, grant: Grant, near: boolean): void => {
    const { mode, tabId, pinned, who } = grant;
    const viewer = openViewer({ socket, room: roomOf(session), who, mode, tabId, pinned, near, log });
    attend(viewer, grant, { sessionId: session.id, by: "socket", cut: () => socket.terminate() });
  };

  const admit = async (req: IncomingMessage): Promise<Grant> => {
    if (running.stopped !== null) throw new AppError("SHUTTING_DOWN", "The server is shutting down; try again in a moment.");
    const grant = await grantFor(req, { sessions, access, links, publicUrl: env.publicUrl });
    if ("id" in grant.session) {
      const { id } = grant.session;
      const looking = [...viewers.values()].filter(({ sessionId }) => sessionId === id).length;
      if (looking >= MAX_VIEWERS_PER_SESSION)
        throw new AppError("LIMIT_EXCEEDED", `A session can be watched by at most ${MAX_VIEWERS_PER_SESSION} viewers at once.`);
    }
    return grant;
  };

  const liveFiles = createLiveFiles({ uploads: files.uploads, downloads: files.feed, admit });

  const stopAll = async (): Promise<void> => {
    const open = [...viewers];
    for (const [viewer] of open) {
      if (env.sessionsOnStop === "keep") viewer.away();
      else viewer.end("The server is shutting down.");
    }
    const cut = setTimeout(() => {
      for (const { cut: cutOff } of viewers.values()) cutOff();
    }, CLOSE_LIMIT_MS);
    await Promise.all(open.map(([viewer]) => viewer.closed));
    clearTimeout(cut);
    for (const room of rooms.values()) room.dispose();
    rooms.clear();
    await encoders.stop();
    wss.close();
  };

  return {
    /** Answers an upgrade of `/ws/live/:sessionId`: the caller is known and allowed before the socket opens. Never rejects. */
    handleUpgrade: async (req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
      const onEarlyError = (error: Error): void => log.debug({ reason: messageOf(error) }, "a live socket failed before it opened");
      socket.on("error", onEarlyError);
      try {
        const grant = await admit(req);
        if (socket.destroyed) return;
        socket.off("error", onEarlyError);
        wss.handleUpgrade(req, socket, head, (opened) => {
          const { session } = grant;
          // The session may have ended between the check and the upgrade.
          if ("id" in session && !session.ended.aborted) return show(opened, session, grant, fromThisMachine(req) && req.headers[PEER_HEADER] === undefined);
          const reason = "id" in session ? messageOf(session.ended.reason) : session.endedBecause;
          opened.on("error", (error) => log.debug({ reason: messageOf(error) }, "a live socket failed"));
          opened.send(JSON.stringify({ type: "ended", reason }));
          opened.close(CLOSE.ended);
        });
      } catch (error) {
        const refusal = asAppError(error, "INTERNAL", "Something went wrong on the server.");
        if (refusal.code === "INTERNAL") log.error({ err: error }, "a live socket could not be opened");
        refuseUpgrade(socket, refusal);
      }
    },

    /**
     * Answers `GET /api/sessions/:id/live` with pictures, tabs, log lines and activities as server-sent events, to whom the
     * live view's socket would be opened; whoever comes back (`Last-Event-ID`) goes on where it was. @throws AppError as for the socket · INVALID_INPUT, for the caller's error mapper
     */
    handleStream: async (req: IncomingMessage, res: ServerResponse, query: LiveStreamQuery): Promise<void> => {
      const grant = await admit(req);
      const { session, sessionId, workspaceId } = grant;
      const came = req.headers["last-event-id"]?.toString();
      const from = grant.readsLogs ? readCursor(came) : null;
      const stored = (since: Date) => activities.linesSince({ workspaceId, sessionId }, since);
      if (!("id" in session) || session.ended.aborted) {
        if (came === END_ID) return nothingMore(res);
        const missed = from === null ? [] : (await readStored(stored, from)).lines;
        return endedStream(res, "id" in session ? messageOf(session.ended.reason) : session.endedBecause, missed);
      }
      const viewer = openSessionStream({ res, session, hub: roomOf(session).hub, grant, query, journal: journalOf(session), stored, from, log });
      attend(viewer, grant, { sessionId: session.id, by: "stream", cut: () => res.destroy() });
    },

    /** A file that a person in control sends into the session. See LiveFiles. */
    receiveFile: liveFiles.receive,
    /** A file that the session downloaded, for a person in control. See LiveFiles. */
    sendDownload: liveFiles.sendDownload,

    /** Who controls a session, and holding its automation, for callers without a viewer. */
    control: createControlCalls({ sessions, deskOf: (session) => roomOf(session).desk }),

    /** Who looks at a running session now, the first first. @throws AppError NOT_FOUND | SESSION_NOT_RUNNING */
    viewersOf: async (actor: Actor, { sessionId }: SessionViewersInput): Promise<SessionViewers> => {
      const { id } = await sessions.running(actor, sessionId);
      return { viewers: [...viewers.values()].flatMap(({ sessionId: of, shown }) => (of === id ? [shown] : [])) };
    },

    /** Watches a running session from inside the server (a recorder). Null when it does not run. */
    watch: (sessionId: string, watcher: Watcher): Watch | null => {
      const session = sessions.live(sessionId);
      return session === undefined || session.ended.aborted ? null : roomOf(session).hub.watch(watcher);
    },

    /** A JPEG of what the active tab shows now. @throws AppError NOT_FOUND | SESSION_NOT_RUNNING | FORBIDDEN | TIMEOUT */
    thumbnail: thumbnails.of,

    /** Serves `GET /api/live/:id/thumbnail.jpg`. @throws AppError as `thumbnail`, for the caller's error mapper */
    handleThumbnail: async (req: IncomingMessage, res: ServerResponse, actor: Actor): Promise<void> => {
      const sessionId = /^\/api\/live\/([^/?]+)\/thumbnail\.jpg(?:\?|$)/.exec(req.url ?? "")?.[1];
      if (sessionId === undefined) throw new AppError("NOT_FOUND", "Thumbnails are at /api/live/:id/thumbnail.jpg.");
      const image = await thumbnails.of(actor, sessionId);
      res.writeHead(200, {
        "content-type": "image/jpeg",
        "content-length": image.length,
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      });
      res.end(image);
    },

    /** Numbers of the live view: open sockets and event streams, and for each session its watches and screencasts. */
    stats: () => ({ sockets: viewers.size, sessions: [...rooms].map(([sessionId, { hub }]) => ({ sessionId, ...hub.stats })) }),

    /** Tells every viewer, closes every socket within CLOSE_LIMIT_MS and stops every screencast. Idempotent. */
    stop: (): Promise<void> => {
      running.stopped ??= stopAll();
      return running.stopped;
    },
  };
}
