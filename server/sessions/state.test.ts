import { expect, test } from "vitest";
import { SESSION_STATUSES, type SessionStatus } from "../contract/sessions.ts";
import { canMove, illegalMove, isEnded, isRunning, sourcesOf } from "./state.ts";

/** Row: from; column: to; x: allowed. The order is that of SESSION_STATUSES. */
const TABLE: Record<SessionStatus, string> = {
  //           queued creating active idle terminating terminated error
  queued: /*    */ ". x . . . x x",
  creating: /*  */ "x . x . x . x",
  active: /*    */ ". . . x x . x",
  idle: /*      */ ". . x . x . x",
  terminating: /**/ ". . . . . x x",
  terminated: /**/ ". . . . . . .",
  error: /*     */ ". . . . . . .",
};

test.each(SESSION_STATUSES)("what may follow %s", (from) => {
  const allowed = TABLE[from].split(" ").map((mark) => mark === "x");
  expect(SESSION_STATUSES.map((to) => canMove(from, to))).toEqual(allowed);
});

test("what may come before a status is the same table, read the other way", () => {
  for (const to of SESSION_STATUSES) expect(sourcesOf(to)).toEqual(SESSION_STATUSES.filter((from) => canMove(from, to)));
});

test("nothing leaves an ended status; only active and idle have a browser to drive", () => {
  expect(SESSION_STATUSES.filter(isEnded)).toEqual(["terminated", "error"]);
  expect(SESSION_STATUSES.filter(isRunning)).toEqual(["active", "idle"]);
  for (const from of SESSION_STATUSES.filter(isEnded)) expect(SESSION_STATUSES.some((to) => canMove(from, to))).toBe(false);
});

test("an illegal move is a typed error that names both ends", () => {
  expect(illegalMove("sess_1", "terminated", "active")).toMatchObject({ code: "CONFLICT", details: { from: "terminated", to: "active" } });
});
