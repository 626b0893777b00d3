import type { LiveClientMessage } from "../contract/live.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { Control, type ControlMessage } from "./control.ts";
import type { RoomPart } from "./viewer-part.ts";

const TOUCH_EVERY_MS = 1_000;
const INPUTS: ReadonlySet<LiveClientMessage["type"]> = new Set(["mouse", "wheel", "key", "text"] satisfies ControlMessage["type"][]);

type ControlsParts = {
  session: Pick<LiveSession, "touch">;
  /** Called once for each viewer, when it first uses the page. */
  onFirstControl: (who: { id: string; name: string }) => void;
};

/** The part of the live socket's protocol that takes mouse and keyboard to the page. */
export function createControls({ session, onFirstControl }: ControlsParts): RoomPart {
  return {
    join: (viewer) => {
      const control = new Control(viewer.page(), viewer.log);
      const state = { controlled: false, touchedAt: Number.NEGATIVE_INFINITY };
      const use = (): void => {
        if (!state.controlled) onFirstControl(viewer.who);
        state.controlled = true;
        const now = performance.now();
        if (now - state.touchedAt <= TOUCH_EVERY_MS) return;
        state.touchedAt = now;
        session.touch();
      };
      return {
        handle: (message) => {
          if (!isInput(message)) return false;
          if (!viewer.mayControl()) viewer.refuse("You are watching only; open the session with control to use it.");
          else {
            use();
            if (!control.handle(viewer.page(), message)) viewer.refuse("The page is not answering; your input was dropped.");
          }
          return true;
        },
        close: () => control.release(),
      };
    },
    dispose: () => {},
  };
}

const isInput = (message: LiveClientMessage): message is ControlMessage => INPUTS.has(message.type);
