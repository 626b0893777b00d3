/** One open viewer, as the lock knows it. */
export type Seat = {
  readonly viewerId: string;
  readonly name: string;
  readonly mode: "view" | "control";
  /** Whose viewer it is: the same person may have several. Null for the bearer of a link, who may be anybody. */
  readonly userId: string | null;
  /** Owners and administrators of the workspace need not ask. */
  readonly senior: boolean;
  /** The signed-in user whose own calls are let through while they hold automation; null for programs and links. */
  readonly keeper: string | null;
};

/** Who has control, since when and when it was last used, in milliseconds of the lock's clock. */
export type Holding = { readonly viewerId: string; readonly sinceMs: number; readonly usedMs: number };

/** A holder without input for this long may be relieved by anyone with control mode. */
export const STILL_AFTER_MS = 60_000;

const WATCHING_ONLY = "You are watching only; open the session with control to use it.";
const NOT_YOURS = "You do not have control.";
/** Without a name: whoever looks by a link need not learn who works there. */
const HELD = "Another viewer has control; ask for it, or wait until they let go.";

/**
 * At most one viewer of a session has control. Each request answers null when it was done, else a sentence that tells why
 * not. Holds no timers: whether a holder is still is asked of the clock.
 */
export class ControlLock {
  readonly #seats = new Map<string, Seat>();
  readonly #nowMs: () => number;
  readonly #stillAfterMs: number;
  #holding: Holding | null = null;
  #requests: string[] = [];

  constructor({ nowMs = () => Date.now(), stillAfterMs = STILL_AFTER_MS }: { nowMs?: () => number; stillAfterMs?: number } = {}) {
    this.#nowMs = nowMs;
    this.#stillAfterMs = stillAfterMs;
  }

  get holding(): Holding | null {
    return this.#holding;
  }

  /** The viewer that has control; null when nobody has. */
  get holder(): Seat | null {
    return this.#holding && this.seat(this.#holding.viewerId);
  }

  /** Ids of the viewers who asked for control, the first first. */
  get requests(): readonly string[] {
    return this.#requests;
  }

  get seats(): Seat[] {
    return [...this.#seats.values()];
  }

  seat(viewerId: string): Seat | null {
    return this.#seats.get(viewerId) ?? null;
  }

  /** Ids of the same person's other viewers. */
  othersOf(viewerId: string): string[] {
    const userId = this.seat(viewerId)?.userId ?? null;
    return userId === null ? [] : this.seats.flatMap((seat) => (seat.userId === userId && seat.viewerId !== viewerId ? [seat.viewerId] : []));
  }

  join(seat: Seat): void {
    this.#seats.set(seat.viewerId, seat);
  }

  /** Whoever leaves leaves control free. */
  leave(viewerId: string): void {
    this.#seats.delete(viewerId);
    this.#requests = this.#requests.filter((id) => id !== viewerId);
    if (this.#holding?.viewerId === viewerId) this.#holding = null;
  }

  /** When the holder will have been still long enough, in milliseconds of the clock; null when nobody has control. */
  get stillAtMs(): number | null {
    return this.#holding && this.#holding.usedMs + this.#stillAfterMs;
  }

  get isStill(): boolean {
    return this.stillAtMs !== null && this.#nowMs() >= this.stillAtMs;
  }

  /** Why a viewer may not take control now; null when it may. */
  whyNotTake(viewerId: string): string | null {
    const seat = this.seat(viewerId);
    if (seat?.mode !== "control") return WATCHING_ONLY;
    const { holder } = this;
    if (holder === null || holder === seat || this.isStill || seat.senior || (seat.userId !== null && seat.userId === holder.userId)) return null;
    return HELD;
  }

  /** Why a viewer's input may not reach the page now; null when it may. */
  whyNotUse(viewerId: string): string | null {
    if (this.seat(viewerId)?.mode !== "control") return WATCHING_ONLY;
    return this.#holding?.viewerId === viewerId ? null : HELD;
  }

  take(viewerId: string): string | null {
    const why = this.whyNotTake(viewerId);
    if (why === null && this.#holding?.viewerId !== viewerId) this.#give(viewerId);
    return why;
  }

  /** Asks the holder; takes what may be taken. */
  request(viewerId: string): string | null {
    const seat = this.seat(viewerId);
    if (seat?.mode !== "control") return WATCHING_ONLY;
    if (this.whyNotTake(viewerId) === null) return this.take(viewerId);
    if (!this.#requests.includes(viewerId)) this.#requests.push(viewerId);
    return null;
  }

  release(viewerId: string): string | null {
    if (this.#holding?.viewerId !== viewerId) return NOT_YOURS;
    this.#holding = null;
    return null;
  }

  handOver(viewerId: string, to: string | undefined): string | null {
    if (this.#holding?.viewerId !== viewerId) return NOT_YOURS;
    const next = this.seat(to ?? "");
    if (next === null) return "That viewer is gone.";
    if (next.mode !== "control") return `${next.name} is watching only and cannot have control.`;
    this.#give(next.viewerId);
    return null;
  }

  decline(viewerId: string, to: string | undefined): string | null {
    if (this.#holding?.viewerId !== viewerId) return NOT_YOURS;
    this.#requests = this.#requests.filter((id) => id !== to);
    return null;
  }

  /** Notes that the holder has used the page. */
  use(): void {
    if (this.#holding !== null) this.#holding = { ...this.#holding, usedMs: this.#nowMs() };
  }

  #give(viewerId: string): void {
    const nowMs = this.#nowMs();
    this.#holding = { viewerId, sinceMs: nowMs, usedMs: nowMs };
    this.#requests = this.#requests.filter((id) => id !== viewerId);
  }
}
