import { describe, expect, it } from "vitest";
import type { Session } from "../../server/contract/sessions.ts";
import { endingOf } from "./session-ending.ts";

const T = Date.parse("2026-01-01T00:00:00.000Z");
const at = (ms: number) => new Date(T + ms).toISOString();
const session = (over: { status?: Session["status"]; timeout?: number; usedAt?: number; idleTimeout?: number; keepAlive?: boolean }) =>
  ({
    status: over.status ?? "active",
    createdAt: at(0),
    lastActivityAt: at(over.usedAt ?? 0),
    expiresAt: at(over.timeout ?? 600_000),
    config: { idleTimeout: over.idleTimeout ?? 1_800_000, keepAlive: over.keepAlive ?? false },
  }) as Session;
const relative = (of: Session) => {
  const ending = endingOf(of);
  return ending && { reason: ending.reason, at: ending.at - T, warnAt: ending.warnAt - T };
};

describe("endingOf", () => {
  it("is the time limit, warned of five minutes before", () => expect(relative(session({}))).toEqual({ reason: "timeout", at: 600_000, warnAt: 300_000 }));
  it("is the idle limit when that is nearer, counted from the last use", () =>
    expect(relative(session({ idleTimeout: 200_000, usedAt: 50_000 }))).toEqual({ reason: "idle", at: 250_000, warnAt: 130_000 }));
  it("is never for being idle when kept alive", () => expect(relative(session({ idleTimeout: 200_000, keepAlive: true }))?.reason).toBe("timeout"));
  it("of a short session is warned of in its last quarter", () =>
    expect(relative(session({ timeout: 100_000 }))).toEqual({ reason: "timeout", at: 100_000, warnAt: 75_000 }));
  it.each(["queued", "creating", "terminating", "terminated"] as const)("is none while %s", (status) => expect(endingOf(session({ status }))).toBeNull());
});
