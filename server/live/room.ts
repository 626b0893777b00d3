import type { Log } from "../core/log.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { createControls } from "./controls.ts";
import { Hub } from "./hub.ts";
import type { RoomPart } from "./viewer-part.ts";

/** What a room is made of. */
export type RoomParts = {
  session: LiveSession;
  /** Called once for each viewer, when it first uses the page. */
  onFirstControl: (who: { id: string; name: string }) => void;
  log: Log;
};

/** What all viewers of one session share: its pictures, and the other parts of the protocol. */
export type Room = { readonly hub: Hub; readonly parts: readonly RoomPart[]; dispose(): void };

/** Makes the room of one session; its parts are asked in their order whether a message is theirs. */
export function createRoom({ session, onFirstControl, log }: RoomParts): Room {
  const hub = new Hub(session, log);
  const parts: readonly RoomPart[] = [createControls({ session, onFirstControl })];
  return {
    hub,
    parts,
    dispose: () => {
      for (const part of parts) part.dispose();
      hub.dispose();
    },
  };
}
