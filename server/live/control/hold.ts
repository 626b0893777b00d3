import type { PerchEvent } from "../../contract/events.ts";
import { newId } from "../../core/ids.ts";
import type { LiveSession } from "../../sessions/live-session.ts";

/** Who takes automation's place. */
export type Taker = {
  /** Null for a program. */
  readonly viewerId: string | null;
  readonly name: string;
  /** The person behind it; null for the bearer of a link. */
  readonly userId: string | null;
  /** The signed-in user whose own calls then pass the gate; null for programs and links. */
  readonly keeper: string | null;
};

/** Why automation goes on again. */
export type ReturnReason = "given" | "left" | "limit" | "ended";

/** A hold on automation. Times in milliseconds since the epoch. */
export type Held = { readonly by: Taker; readonly sinceMs: number; readonly endsAtMs: number };

export type HoldLimits = {
  /** The longest time for one hold. */
  holdMs: number;
  /** How long a hold outlives the connection of who has it. */
  graceMs: number;
};

const RETURNED: Readonly<Record<ReturnReason, string>> = {
  given: "It was given back.",
  left: "Whoever had taken over has left; automation goes on.",
  limit: "It was held for as long as it may be; automation goes on.",
  ended: "The session has ended.",
};
/** How long a hold outlives a broken connection: viewers come back within seconds. */
export const HOLD_GRACE_MS = 20_000;
/** A session in use does not end for want of use. */
const TOUCH_EVERY_MS = 30_000;

type HoldParts = {
  session: Pick<LiveSession, "id" | "workspaceId" | "gate" | "touch">;
  limits: HoldLimits;
  publish: (event: PerchEvent) => void;
  /** Called after a hold began, went to another person or ended. */
  onChange: () => void;
};

/** A person in automation's place: closes the session's gate, and opens it when they give back, go away for good or take too long. */
export class Hold {
  readonly #parts: HoldParts;
  #held: (Held & { activityId: string; limit: NodeJS.Timeout; touch: NodeJS.Timeout }) | null = null;
  #grace: NodeJS.Timeout | undefined;

  constructor(parts: HoldParts) {
    this.#parts = parts;
  }

  get held(): Held | null {
    return this.#held;
  }

  /** Begins a hold, or passes the one that there is on; its limit runs from its beginning. */
  take(by: Taker, limitMs = this.#parts.limits.holdMs): void {
    const { session, limits } = this.#parts;
    clearTimeout(this.#grace);
    session.gate.close(by.keeper);
    if (this.#held !== null) {
      this.#held = { ...this.#held, by };
      this.#parts.onChange();
      return;
    }
    const sinceMs = Date.now();
    const lengthMs = Math.min(limitMs, limits.holdMs);
    session.touch();
    this.#held = {
      by,
      sinceMs,
      endsAtMs: sinceMs + lengthMs,
      activityId: newId("actv"),
      limit: setTimeout(() => this.giveBack("limit"), lengthMs),
      touch: setInterval(() => session.touch(), TOUCH_EVERY_MS),
    };
    this.#tell("action.started", null);
    this.#parts.publish({ ...this.#where, type: "control.taken", by: by.name, endsAt: new Date(this.#held.endsAtMs).toISOString() });
    this.#parts.onChange();
  }

  /** Their connection broke: they have `graceMs` to come back. */
  away(viewerId: string): void {
    if (this.#held?.by.viewerId !== viewerId) return;
    clearTimeout(this.#grace);
    this.#held = { ...this.#held, by: { ...this.#held.by, viewerId: null } };
    this.#grace = setTimeout(() => this.giveBack("left"), this.#parts.limits.graceMs);
    this.#parts.onChange();
  }

  /** Lets automation go on. Idempotent. */
  giveBack(why: ReturnReason): void {
    const held = this.#held;
    if (held === null) return;
    clearTimeout(this.#grace);
    clearTimeout(held.limit);
    clearInterval(held.touch);
    this.#tell("action.finished", why);
    const heldMs = Date.now() - held.sinceMs;
    this.#held = null;
    this.#parts.session.gate.open();
    this.#parts.publish({ ...this.#where, type: "control.returned", by: held.by.name, heldMs, why });
    this.#parts.onChange();
  }

  get #where(): { workspaceId: string; sessionId: string } {
    return { workspaceId: this.#parts.session.workspaceId, sessionId: this.#parts.session.id };
  }

  /** The hold as an entry of the session's activities: who, and how long. */
  #tell(type: "action.started" | "action.finished", why: ReturnReason | null): void {
    if (this.#held === null) return;
    const { by, sinceMs, activityId } = this.#held;
    const activity = {
      id: activityId,
      sessionId: this.#parts.session.id,
      actionType: "live.takeOver",
      actionData: why === null ? null : { returned: why, reason: RETURNED[why] },
      success: why === null ? null : true,
      durationMs: why === null ? null : Date.now() - sinceMs,
      errorMessage: null,
      via: "live",
      actorName: by.name,
      createdAt: new Date(sinceMs).toISOString(),
    };
    this.#parts.publish({ ...this.#where, type, activity });
  }
}
