import { messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import { dueWarning, type Ending, nextEnding } from "./expiry.ts";
import type { LiveSession } from "./live-session.ts";
import type { Sessions } from "./sessions.ts";

const SWEEP_MS = 1_000;
/** Unused for this long, a session counts as idle. */
const IDLE_AFTER_MS = 60_000;

type ReaperParts = { sessions: Sessions; events: EventBus; log: Log };

/** Warns of sessions that end soon, ends those whose time is up and those left idle; `keepAlive` spares a session from the second, not the first. */
export class Reaper {
  readonly #parts: ReaperParts;
  /** The last warning of each session, and of which end. */
  readonly #warned = new WeakMap<LiveSession, { at: number; leadMs: number }>();
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: ReaperParts) {
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
    const { sessions, log } = this.#parts;
    for (const session of sessions.all()) {
      const ending = nextEnding(session);
      try {
        if (now >= ending.at) await sessions.expire(session.id, ending.reason);
        else {
          this.#warn(session, ending, now);
          await sessions.setIdle(session, now - session.lastActivityAt >= IDLE_AFTER_MS);
        }
      } catch (error) {
        log.warn({ sessionId: session.id, error: messageOf(error) }, "a session could not be looked after; the next sweep tries again");
      }
    }
  }

  #warn(session: LiveSession, { reason, at }: Ending, now: number): void {
    const { id: sessionId, workspaceId, countedFrom, lastActivityAt } = session;
    const last = this.#warned.get(session);
    const leadMs = dueWarning(now, at, reason === "idle" ? lastActivityAt : countedFrom, last?.at === at ? last.leadMs : null);
    if (leadMs === null) return;
    this.#warned.set(session, { at, leadMs });
    this.#parts.events.publish({ type: "session.expiring", workspaceId, sessionId, reason, endsAt: new Date(at).toISOString() });
  }
}
