import { expect, test } from "vitest";
import { GRACE_MS, overdue } from "./overdue.ts";

const NOW = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const at = (ms: number): Date => new Date(NOW + ms);
const row = (over: Partial<Parameters<typeof overdue>[0]>) => ({
  status: "active",
  statusAt: at(-MINUTE),
  expiresAt: at(10 * MINUTE),
  lastActivityAt: at(0),
  config: { keepAlive: false, idleTimeout: 5 * MINUTE },
  ...over,
});

test.each([
  ["runs", row({}), null],
  ["is just past its time", row({ expiresAt: at(-GRACE_MS + 1) }), null],
  ["is long past its time", row({ expiresAt: at(-GRACE_MS) }), { status: "terminated", reason: "timeout" }],
  ["is idle for as long as it may", row({ lastActivityAt: at(-5 * MINUTE) }), null],
  ["is idle for longer", row({ status: "idle", lastActivityAt: at(-5 * MINUTE - GRACE_MS) }), { status: "terminated", reason: "idle" }],
  ["is idle and kept alive", row({ lastActivityAt: at(-60 * MINUTE), config: { keepAlive: true, idleTimeout: MINUTE } }), null],
  ["is of a version without an idle timeout", row({ lastActivityAt: at(-60 * MINUTE), config: {} }), null],
  ["waits", row({ status: "queued", statusAt: at(-60 * MINUTE) }), null],
  ["waited for its whole time", row({ status: "queued", expiresAt: at(0) }), { status: "terminated", reason: "expired" }],
  ["is being created", row({ status: "creating", expiresAt: at(-MINUTE) }), null],
  ["is being created for ever", row({ status: "creating", statusAt: at(-90_000) }), { status: "error", reason: "server" }],
  ["is ending", row({ status: "terminating", statusAt: at(-59_999) }), null],
  ["is ending for ever", row({ status: "terminating", statusAt: at(-MINUTE) }), { status: "error", reason: "server" }],
  ["has ended", row({ status: "terminated", expiresAt: at(-60 * MINUTE) }), null],
])("a session that %s", (_, facts, expected) => expect(overdue(facts, NOW)).toEqual(expected));
