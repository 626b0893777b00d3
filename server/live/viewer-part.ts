import type { Actor } from "../access/actor.ts";
import type { LiveClientMessage, LiveServerMessage } from "../contract/live.ts";
import type { Log } from "../core/log.ts";
import type { Page } from "../driver/page.ts";
import type { LiveSession } from "../sessions/live-session.ts";

/** Somebody who looks: by a link there is nothing known but whose link it is. */
export type Who = Pick<Actor, "id" | "name"> & Partial<Pick<Actor, "kind" | "userId" | "role">>;

/** One open viewer, as the parts of the socket's protocol see it. */
export type ViewerContext = {
  /** Names this socket among the viewers of its session. */
  readonly id: string;
  readonly session: LiveSession;
  /** What the server granted when the socket opened. */
  readonly mode: "view" | "control";
  /** True: this viewer is shown one tab only, and is told of no other. */
  readonly pinned: boolean;
  /** Who looks; for a link, whoever made it. */
  readonly who: Who;
  /** The page that this viewer is shown now. */
  page(): Page;
  /** Whether this viewer's input may reach the page now: granted control, and no part has something against it. */
  mayControl(): boolean;
  /** Sends one message; a socket that is closing takes none. */
  say(message: LiveServerMessage): void;
  /** Tells the viewer in a sentence why something was not done; too many are left out. */
  refuse(sentence: string): void;
  /** Takes a message of this viewer as if it had come now: a part that kept it back lets it go on. */
  again(message: LiveClientMessage): void;
  readonly log: Log;
};

/** What a part of the protocol does for one viewer. */
export type ViewerPart = {
  /** Takes a message; false when it is of another part. Must not throw and must not wait. */
  handle(message: LiveClientMessage): boolean;
  /** Called when the list of tabs changed, or which of them this viewer is shown. */
  onTabs?(): void;
  /** Whether this part lets the viewer's input pass now (a lock); without it, it does. */
  mayControl?(): boolean;
  /** The viewer is gone. Called once. */
  close(): void;
};

/** A part of the live socket's protocol for all viewers of one session: made with the session's first viewer, gone with the session. */
export type RoomPart = {
  /** A viewer has come and been greeted. */
  join(viewer: ViewerContext): ViewerPart;
  /** The session has ended: stops what runs for it; viewers may close after that. Idempotent. */
  dispose(): void;
};
