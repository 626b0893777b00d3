import type { LiveClientMessage } from "../../../server/contract/live.ts";
import type { Point } from "../geometry.ts";

type Touch = Extract<LiveClientMessage, { type: "touch" }>;
type TouchInputOptions = {
  send: (message: LiveClientMessage) => void;
  /** Where in the page a pointer is; null beside the picture before anything is shown. */
  pointOf: (event: PointerEvent) => (Point & { inside: boolean }) | null;
};

/** Fingers as the page's own touches: all that are down, after each change. */
export function createTouchInput({ send, pointOf }: TouchInputOptions) {
  const down = new Map<number, Point>();
  const state = { repaint: 0 };

  const tell = (action: Touch["action"]): void =>
    send({ type: "touch", action, points: [...down].map(([id, { x, y }]) => ({ id: id % 1_000_000, x, y })), modifiers: 0 });
  const flush = (): void => {
    cancelAnimationFrame(state.repaint);
    if (state.repaint !== 0) tell("move");
    state.repaint = 0;
  };

  return {
    down: (event: PointerEvent): void => {
      const point = pointOf(event);
      if (!point?.inside) return;
      flush();
      down.set(event.pointerId, point);
      tell("start");
    },
    move: (event: PointerEvent): void => {
      const point = pointOf(event);
      if (point === null || !down.has(event.pointerId)) return;
      down.set(event.pointerId, point);
      // One move for each repaint is all that can be seen.
      state.repaint ||= requestAnimationFrame(flush);
    },
    up: (event: PointerEvent): void => {
      flush();
      if (down.delete(event.pointerId)) tell("end");
    },
    cancel: (): void => {
      cancelAnimationFrame(state.repaint);
      state.repaint = 0;
      if (down.size === 0) return;
      down.clear();
      tell("cancel");
    },
  };
}
