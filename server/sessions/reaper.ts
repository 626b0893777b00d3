import type { Env } from "../core/env.ts";
import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Sessions } from "./sessions.ts";

const SWEEP_MS = 1_000;
/** Unused for this long, a session counts as idle. */
const IDLE_AFTER_MS = 60_000;

/** Ends sessions whose time is up and those left idle; `keepAlive` spares a session from the second, not the first. */
export class Reaper {
  readonly #parts: { sessions: Sessions; env: Env; log: Log };
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: { sessions: Sessions; env: Env; log: Log }) {
    this.#parts = parts;
  }

  /** Idempotent. */
  start(): void {
    this.#timer ??= setInterval(() => void this.sweep(Date.now()), SWEEP_MS);
  }

  /** Idempotent. */
  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Looks at every running session once. `now` in milliseconds since the epoch. */
  async sweep(now: number): Promise<void> {
    const { sessions, env, log } = this.#parts;
    for (const session of sessions.all()) {
      const unusedMs = now - session.lastActivityAt;
      try {
        if (now >= session.expiresAt) await sessions.expire(session.id, "timeout");
        else if (!session.config.keepAlive && unusedMs >= env.sessionMaxIdleMs) await sessions.expire(session.id, "idle");
        else await sessions.setIdle(session, unusedMs >= IDLE_AFTER_MS);
      } catch (error) {
        log.warn({ sessionId: session.id, error: messageOf(error) }, "a session could not be looked after; the next sweep tries again");
      }
    }
  }
}
