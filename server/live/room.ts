import type { Log } from "../core/log.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { createControlPart } from "./control/control-part.ts";
import { Desk, type DeskParts } from "./control/desk.ts";
import { Hub } from "./hub.ts";
import type { LiveUploads } from "./prompts/live-files.ts";
import type { RoomPart } from "./viewer-part.ts";

/** What a room is made of. */
export type RoomParts = {
  session: LiveSession;
  /** Called once for each viewer, when it first uses the page. */
  onFirstControl: (who: { id: string; name: string }) => void;
  /** Who controls the session. */
  control: Omit<DeskParts, "session">;
  uploads: Pick<LiveUploads, "pathsOf">;
  log: Log;
};

/** What all viewers of one session share: its pictures, and the other parts of the protocol. */
export type Room = { readonly hub: Hub; readonly desk: Desk; readonly parts: readonly RoomPart[]; dispose(): void };

/** Makes the room of one session; its parts are asked in their order whether a message is theirs. */
export function createRoom({ session, onFirstControl, control, uploads, log }: RoomParts): Room {
  const hub = new Hub(session, log);
  const desk = new Desk({ session, ...control });
  const pathsOf = (fileIds: readonly string[]): string[] => uploads.pathsOf(session, fileIds);
  const parts: readonly RoomPart[] = [createControlPart({ desk, session, onFirstControl, pathsOf })];
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
