import type { Log } from "../core/log.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { createControlPart } from "./control/control-part.ts";
import { Desk, type DeskParts } from "./control/desk.ts";
import { Hub } from "./hub.ts";
import { createPrompts, type PromptsParts } from "./prompts/prompts.ts";
import type { Encoders } from "./video/encoders.ts";
import type { RoomPart } from "./viewer-part.ts";

/** What a room is made of. */
export type RoomParts = {
  session: LiveSession;
  /** Called once for each viewer, when it first uses the page. */
  onFirstControl: (who: { id: string; name: string }) => void;
  /** Who controls the session. */
  control: Omit<DeskParts, "session">;
  /** What the browser asks of people, and its files. */
  prompts: Omit<PromptsParts, "session" | "log">;
  /** What makes videos of tabs. */
  encoders: Pick<Encoders, "open">;
  log: Log;
};

/** What all viewers of one session share: its pictures, and the other parts of the protocol. */
export type Room = { readonly hub: Hub; readonly desk: Desk; readonly parts: readonly RoomPart[]; dispose(): void };

/** Makes the room of one session; its parts are asked in their order whether a message is theirs. */
export function createRoom({ session, onFirstControl, control, prompts, encoders, log }: RoomParts): Room {
  const hub = new Hub(session, encoders, log);
  const desk = new Desk({ session, ...control });
  const pathsOf = (fileIds: readonly string[]): string[] => prompts.uploads.pathsOf(session, fileIds);
  // Prompts see all input first, and leave it to the others: whoever uses the page is there to answer it.
  const parts: readonly RoomPart[] = [createPrompts({ session, ...prompts, log }), createControlPart({ desk, session, onFirstControl, pathsOf })];
  return {
    hub,
    desk,
    parts,
    dispose: () => {
      for (const part of parts) part.dispose();
      hub.dispose();
    },
  };
}
