import type { Seat } from "../live/control/lock.ts";

/** A viewer at the lock of control, with the right to it unless `over` says otherwise. */
export const seat = (viewerId: string, over: Partial<Seat> = {}): Seat => ({
  viewerId,
  name: viewerId.toUpperCase(),
  mode: "control",
  userId: `user_${viewerId}`,
  senior: false,
  keeper: null,
  ...over,
});
