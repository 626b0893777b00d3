import type { LiveClientMessage } from "../../contract/live.ts";
import type { ControlMessage, LiveControlState } from "../../contract/live-control.ts";
import { newId } from "../../core/ids.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import type { RoomPart, ViewerContext, ViewerPart } from "../viewer-part.ts";
import type { Desk } from "./desk.ts";
import type { Seat } from "./lock.ts";
import { isInput, ViewerInput } from "./viewer-input.ts";

const TOUCH_EVERY_MS = 1_000;

type ControlParts = {
  desk: Desk;
  session: LiveSession;
  /** Called once for each viewer, when it first uses the page. */
  onFirstControl: (who: { id: string; name: string }) => void;
  /** Paths on this machine of files that were sent into the session. */
  pathsOf: (fileIds: readonly string[]) => string[];
};

/**
 * The part of the live socket's protocol that takes input to the pages: of one viewer at a time (the lock), who may also
 * take automation's place (the hold).
 */
export function createControlPart({ desk, session, onFirstControl, pathsOf }: ControlParts): RoomPart {
  return {
    join: (viewer) => {
      const seat = seatOf(viewer);
      const key = newId("hand");
      const input = new ViewerInput({ viewer, viewport: session.config.viewport, pathsOf });
      const state = { controlled: false, touchedAt: Number.NEGATIVE_INFINITY, holds: false };
      const holds = (): boolean => desk.holder?.viewerId === viewer.id;

      const tell = (now: LiveControlState): void => {
        if (state.holds && !holds()) input.release();
        state.holds = holds();
        const shown = seat.userId === null ? withoutNames(now, desk) : now;
        const mayTake = desk.lock.whyNotTake(viewer.id) === null;
        viewer.say({ type: "control", ...shown, you: viewer.id, yours: desk.lock.othersOf(viewer.id), mayTake, key });
      };
      const use = (): void => {
        desk.use();
        if (!state.controlled) onFirstControl(viewer.who);
        state.controlled = true;
        const now = performance.now();
        if (now - state.touchedAt <= TOUCH_EVERY_MS) return;
        state.touchedAt = now;
        session.touch();
      };
      const onInput = (message: LiveClientMessage): void => {
        // A size is no use of the page: it takes no control, and goes with it.
        if (!isInput(message) || (message.type === "fit" && !holds())) return;
        const why = holds() ? null : desk.holder === null ? desk.take(viewer.id) : desk.lock.whyNotUse(viewer.id);
        if (why === null) {
          use();
          state.holds = true;
          input.handle(message);
        } else viewer.refuse(why);
      };

      const stop = desk.onChange(tell);
      desk.join(seat);
      const part: ViewerPart = {
        handle: (message) => {
          if (message.type === "control") refuseWith(viewer, ask(desk, viewer.id, message));
          else if (isInput(message)) onInput(message);
          else return false;
          return true;
        },
        mayControl: () => desk.holder === null || holds(),
        close: () => {
          stop();
          input.release();
          desk.leave(viewer.id, key);
        },
      };
      return part;
    },
    dispose: () => desk.dispose(),
  };
}

const refuseWith = (viewer: ViewerContext, why: string | null): void => {
  if (why !== null) viewer.refuse(why);
};

/** Does what a viewer asks about control, or tells why not. */
function ask(desk: Desk, viewerId: string, message: ControlMessage): string | null {
  switch (message.do) {
    case "take":
      return desk.take(viewerId);
    case "request":
      return desk.request(viewerId);
    case "release":
      return desk.release(viewerId);
    case "handOver":
      return desk.handOver(viewerId, message.to);
    case "decline":
      return desk.decline(viewerId, message.to);
    case "takeOver":
      return desk.takeOver(viewerId);
    case "giveBack":
      return desk.giveBack(viewerId);
    case "resume":
      return desk.resume(viewerId, message.to);
  }
}

function seatOf({ id, mode, who }: ViewerContext): Seat {
  const isGuest = who.userId === undefined;
  return {
    viewerId: id,
    name: who.name,
    mode,
    userId: who.userId ?? null,
    senior: who.role === "owner" || who.role === "admin",
    keeper: !isGuest && who.kind === "user" ? who.id : null,
  };
}

/** Whoever comes by a link need not learn who the workspace's members are. */
function withoutNames(state: LiveControlState, desk: Desk): LiveControlState {
  const shown = <T extends { viewerId: string | null; name: string }>(one: T): T =>
    one.viewerId === null || desk.lock.seat(one.viewerId)?.userId !== null ? { ...one, name: "A team member" } : one;
  return {
    ...state,
    holder: state.holder && shown(state.holder),
    viewers: state.viewers.map(shown),
    hold: state.hold && shown(state.hold),
  };
}
