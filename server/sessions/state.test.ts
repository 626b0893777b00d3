import { describe, expect, test } from "vitest";
import { SESSION_STATUSES } from "../contract/sessions.ts";
import { canMove, isEnded, isRunning } from "./state.ts";

describe("session states", () => {
  test("a session is created, driven, left idle, woken and ended", () => {
    const path = ["creating", "active", "idle", "active", "terminating", "terminated"] as const;
    for (let i = 1; i < path.length; i++) expect(canMove(path[i - 1] as "active", path[i] as "active")).toBe(true);
  });

  test("nothing leaves an end state, and no state follows itself", () => {
    for (const from of SESSION_STATUSES) {
      expect(canMove(from, from)).toBe(false);
      if (isEnded(from)) for (const to of SESSION_STATUSES) expect(canMove(from, to)).toBe(false);
      else expect(canMove(from, "error")).toBe(true);
    }
  });

  test("only active and idle sessions have a usable browser", () => {
    expect(SESSION_STATUSES.filter(isRunning)).toEqual(["active", "idle"]);
  });
});
