import type { PerchEvent } from "../../contract/events.ts";
import type { AutomationState, LiveControlState } from "../../contract/live-control.ts";
import { AppError } from "../../core/errors.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import { Hold, type HoldLimits, type Taker } from "./hold.ts";
import { ControlLock, type Seat } from "./lock.ts";

/** Who calls without a viewer. */
export type Caller = Pick<Seat, "name" | "userId" | "senior" | "keeper">;

/** Programs pause between two calls: automation counts as idle only when nothing came for this long. */
const IDLE_AFTER_MS = 1_500;
/** Changes that come together are told together. */
const TELL_AFTER_MS = 20;

/** How long who has control may be still, and automation may be held. */
export type DeskLimits = HoldLimits & { stillAfterMs: number };

/** What a desk is made of. */
export type DeskParts = {
  session: Pick<LiveSession, "id" | "workspaceId" | "gate" | "touch" | "automation">;
  limits: DeskLimits;
  publish: (event: PerchEvent) => void;
};

/**
 * Who controls one session: which viewer's input reaches the pages (the lock), and whether a person is in automation's
 * place (the hold). Made with the session's first viewer or hold, gone with the session.
 */
export class Desk {
  readonly lock: ControlLock;
  readonly #parts: DeskParts;
  readonly #hold: Hold;
  readonly #listeners = new Set<(state: LiveControlState) => void>();
  readonly #stopWatching: () => void;
  #automated: boolean;
  #connected: number;
  #idle: NodeJS.Timeout | undefined;
  #still: NodeJS.Timeout | undefined;
  #telling: NodeJS.Timeout | undefined;
  #disposed = false;
  /** With it the viewer who had automation's place gets it back; null while that is not open to anyone. */
  #awayKey: string | null = null;

  constructor(parts: DeskParts) {
    const { session, limits } = parts;
    this.#parts = parts;
    this.lock = new ControlLock({ stillAfterMs: limits.stillAfterMs });
    const onChange = (): void => {
      if (this.#hold.held === null) this.#awayKey = null;
      this.changed();
    };
    this.#hold = new Hold({ session, limits, publish: parts.publish, onChange });
    this.#automated = session.automation.running;
    this.#connected = session.automation.connected;
    this.#stopWatching = session.automation.onChange(() => this.#onAutomation());
  }

  /** The viewer that has control now; null when nobody has. */
  get holder(): Seat | null {
    return this.lock.holder;
  }

  get automation(): AutomationState {
    if (this.#hold.held !== null) return "held";
    return this.#automated ? "running" : "idle";
  }

  /** The person in automation's place, or null. */
  get held(): { by: Taker } | null {
    return this.#hold.held;
  }

  /** Called soon after anything changed that `state` tells. Returns the way to stop. */
  onChange(listener: (state: LiveControlState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Everything that viewers and programs may know. */
  state(): LiveControlState {
    const { holding, holder, seats, requests, isStill } = this.lock;
    const { held } = this.#hold;
    return {
      holder: holding && holder && { viewerId: holder.viewerId, name: holder.name, since: instant(holding.sinceMs), still: isStill },
      viewers: seats.map(({ viewerId, name, mode }) => ({ viewerId, name, mode })),
      requests: [...requests],
      automation: this.automation,
      programs: this.#connected,
      hold: held && { viewerId: held.by.viewerId, name: held.by.name, since: instant(held.sinceMs), endsAt: instant(held.endsAtMs) },
    };
  }

  /** Notes that something changed; listeners hear of it together with what changes right after. */
  changed(): void {
    if (this.#disposed) return;
    this.#watchStillness();
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      const state = this.state();
      for (const listener of [...this.#listeners]) listener(state);
    }, TELL_AFTER_MS);
  }

  join(seat: Seat): void {
    this.lock.join(seat);
    this.changed();
  }

  /** A viewer is gone: control is free at once, automation is held a little longer in case they come back with the key. */
  leave(viewerId: string, key: string): void {
    this.lock.leave(viewerId);
    if (this.#hold.held?.by.viewerId === viewerId) this.#awayKey = key;
    this.#hold.away(viewerId);
    this.changed();
  }

  /** Notes that the holder used the page: once it was still, that changes what others may do. */
  use(): void {
    const wasStill = this.lock.isStill;
    this.lock.use();
    if (wasStill) this.changed();
  }

  /** What follows is asked by viewers: null when it was done, else a sentence that tells why not. */
  take(viewerId: string): string | null {
    return this.#settled(this.lock.take(viewerId));
  }

  request(viewerId: string): string | null {
    return this.#settled(this.lock.request(viewerId));
  }

  /** Whoever lets go gives back automation too. */
  release(viewerId: string): string | null {
    const why = this.lock.release(viewerId);
    if (why === null && this.#hold.held?.by.viewerId === viewerId) this.#hold.giveBack("given");
    return this.#settled(why);
  }

  handOver(viewerId: string, to: string | undefined): string | null {
    return this.#settled(this.lock.handOver(viewerId, to));
  }

  decline(viewerId: string, to: string | undefined): string | null {
    return this.#settled(this.lock.decline(viewerId, to));
  }

  /** Takes control, and automation's place. */
  takeOver(viewerId: string): string | null {
    const seat = this.lock.seat(viewerId);
    const why = this.#whyNotRelieve(seat) ?? this.lock.take(viewerId);
    if (why !== null || seat === null) return why;
    this.#awayKey = null;
    this.#hold.take(seat);
    return this.#settled(null);
  }

  /** Lets automation go on, and lets go of control. */
  giveBack(viewerId: string): string | null {
    const why = this.#whyNotRelieve(this.lock.seat(viewerId));
    if (why !== null) return why;
    this.#hold.giveBack("given");
    this.lock.release(viewerId);
    return this.#settled(null);
  }

  /** Whoever held automation when their connection broke has it again. */
  resume(viewerId: string, key: string | undefined): string | null {
    const seat = this.lock.seat(viewerId);
    if (seat?.mode !== "control" || key === undefined || key !== this.#awayKey || this.#hold.held?.by.viewerId !== null)
      return "Automation was given back meanwhile.";
    this.#awayKey = null;
    this.#hold.take(seat);
    return this.#settled(this.lock.take(viewerId));
  }

  /** A program's or a person's call in automation's place; `limitMs` may only shorten the limit. @throws AppError CONFLICT */
  holdFor(by: Caller, limitMs?: number): void {
    this.#assertMay(by);
    this.#awayKey = null;
    this.#hold.take({ viewerId: null, ...by }, limitMs);
  }

  /** Idempotent. @throws AppError CONFLICT */
  giveBackFor(by: Caller): void {
    this.#assertMay(by);
    const { viewerId } = this.#hold.held?.by ?? { viewerId: null };
    this.#hold.giveBack("given");
    if (viewerId !== null) this.lock.release(viewerId);
    this.changed();
  }

  /** Idempotent. Automation's gate is left open. */
  dispose(): void {
    if (this.#disposed) return;
    this.#hold.giveBack("ended");
    this.#disposed = true;
    this.#stopWatching();
    for (const timer of [this.#idle, this.#still, this.#telling]) clearTimeout(timer);
    this.#listeners.clear();
  }

  /** Automation is held by whoever has control: it follows where that went. */
  #settled(why: string | null): string | null {
    if (why !== null) return why;
    const { holder } = this.lock;
    const { viewerId } = this.#hold.held?.by ?? { viewerId: null };
    if (viewerId !== null && holder !== null && holder.viewerId !== viewerId) this.#hold.take(holder);
    this.changed();
    return null;
  }

  /** Who holds automation is relieved by the same person, by those who need not ask, and by whoever could take control from them. */
  #whyNotRelieve(by: Pick<Seat, "userId" | "senior"> | null): string | null {
    const holding = this.#hold.held?.by;
    if (holding === undefined || by?.senior || (by !== null && by.userId !== null && by.userId === holding.userId)) return null;
    const isOwn = by !== null && "viewerId" in by && by.viewerId === holding.viewerId;
    const isRelievable = holding.viewerId === null ? this.#awayKey !== null : this.lock.isStill || this.lock.holder === null;
    return isOwn || isRelievable ? null : "Somebody else has taken over; they, or an owner of the workspace, can give back.";
  }

  #assertMay(by: Caller): void {
    const why = this.#whyNotRelieve(by);
    if (why !== null) throw new AppError("CONFLICT", why);
  }

  #onAutomation(): void {
    clearTimeout(this.#idle);
    const { running, connected } = this.#parts.session.automation;
    if (connected !== this.#connected) this.changed();
    this.#connected = connected;
    if (running && !this.#automated) this.#setAutomated(true);
    if (!running) this.#idle = setTimeout(() => this.#setAutomated(false), IDLE_AFTER_MS);
  }

  #setAutomated(automated: boolean): void {
    this.#automated = automated;
    this.changed();
  }

  /** That a holder has become still is told when it happens, though nothing else does then. */
  #watchStillness(): void {
    clearTimeout(this.#still);
    const { stillAtMs, isStill } = this.lock;
    if (stillAtMs === null || isStill) return;
    this.#still = setTimeout(() => this.changed(), Math.max(0, stillAtMs - Date.now()) + 1);
  }
}

const instant = (ms: number): string => new Date(ms).toISOString();
