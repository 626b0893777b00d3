import { AsyncLocalStorage } from "node:async_hooks";
import { AppError } from "../core/errors.ts";
import { type Pauses, raceAbort } from "../core/time.ts";

/** Where the gate stood when work on a page began. */
export type Ticket = { readonly closings: number; readonly inputs: number };

const PARTLY_DONE = "A person took the page over in the middle of a step, part of which was done; look at the page before you go on.";

/**
 * Between automation and the pages of one session. While it is closed, a person has the pages: what automation would do to
 * them is refused where it would be sent (`enter`), and tried anew from the look at the page once it is open (`drive`).
 * Nothing waits with a click in its hand: the page may be another one afterwards. A person's own input does not come here.
 */
export class InputGate implements Pauses {
  readonly #through = new AsyncLocalStorage<true>();
  readonly #listeners = new Set<() => void>();
  #closed: { opened: PromiseWithResolvers<void>; keeper: string | null } | null = null;
  #closings = 0;
  #inputs = 0;
  #held: Promise<void> = Promise.resolve();

  /** Whether whoever asks must wait. */
  get closed(): boolean {
    return this.#closed !== null && this.#through.getStore() === undefined;
  }

  /** Time while it is closed is not counted: see `Pauses`. */
  get paused(): boolean {
    return this.closed;
  }

  /** Closes it; a second call changes only whose calls may still be let through (`keeps`). */
  close(keeper: string | null = null): void {
    if (this.#closed !== null) {
      const isNew = this.#closed.keeper !== keeper;
      this.#closed.keeper = keeper;
      if (isNew) this.#tell();
      return;
    }
    this.#closed = { opened: Promise.withResolvers(), keeper };
    this.#closings += 1;
    this.#tell();
  }

  /** Idempotent. */
  open(): void {
    const closed = this.#closed;
    if (closed === null) return;
    this.#closed = null;
    closed.opened.resolve();
    this.#tell();
  }

  /** Whether it is closed for that person, whose own calls are then not automation. */
  keeps(actorId: string): boolean {
    return this.#closed !== null && this.#closed.keeper === actorId;
  }

  /** Called after it was closed, passed on or opened. Returns the way to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Waits until it is open. @throws the signal's reason */
  async pass(signal: AbortSignal): Promise<Ticket> {
    while (this.#closed !== null && this.closed) await raceAbort(this.#closed.opened.promise, signal);
    signal.throwIfAborted();
    return { closings: this.#closings, inputs: this.#inputs };
  }

  /** From here on automation may look at the pages and changes nothing until this has resolved, which must not reject: see `begun`. */
  hold(until: Promise<void>): void {
    this.#held = until;
  }

  /** Resolves when the pages may be changed. For work that looks at them before it does so. @throws the signal's reason */
  async begun(signal: AbortSignal): Promise<void> {
    await raceAbort(this.#held, signal);
  }

  /** Called before what may be done twice without harm: the caret and the scroll position are moved. @throws AppError HELD_BY_PERSON */
  assertOpen(): void {
    if (this.closed) throw new AppError("HELD_BY_PERSON", "A person has the page now; this goes on once it is given back.");
  }

  /** Called before something is done that was decided at the ticket's time: the page may be another one since. @throws AppError HELD_BY_PERSON */
  assertUnbroken({ closings }: Ticket): void {
    this.assertOpen();
    if (closings !== this.#closings) throw new AppError("HELD_BY_PERSON", "A person had the page meanwhile; it must be looked at anew.");
  }

  /** Called before anything else is done to a page, once for all that is then sent in one go. @throws AppError HELD_BY_PERSON */
  enter(): void {
    this.assertOpen();
    if (this.#through.getStore() === undefined) this.#inputs += 1;
  }

  /**
   * Does work on a page once it is open, and does it anew where a person came between: what was found may be gone. `failed`
   * tells that an outcome is none to keep after that; work that is to be kept, or that was not disturbed, is done once.
   * @throws AppError HELD_BY_PERSON when part of the work had reached the page by then | the signal's reason | what the work throws
   */
  async drive<T>(signal: AbortSignal, work: () => Promise<T>, failed: (outcome: T) => boolean = () => false): Promise<T> {
    for (;;) {
      const ticket = await this.pass(signal);
      const outcome = await work().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      const isKept = "value" in outcome && !failed(outcome.value);
      if (!isKept && this.#closings !== ticket.closings && !signal.aborted) {
        if (this.#inputs !== ticket.inputs) throw partlyDone(outcome);
        continue;
      }
      if ("error" in outcome) throw outcome.error;
      return outcome.value;
    }
  }

  /** Runs what the person who has the pages asks for: it passes. */
  letThrough<T>(work: () => Promise<T>): Promise<T> {
    return this.#through.run(true, work);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function partlyDone(outcome: object): AppError {
  const cause = "error" in outcome ? outcome.error : undefined;
  // A step within this work has said it already, with what it knows.
  if (cause instanceof AppError && cause.message === PARTLY_DONE) return cause;
  return new AppError("HELD_BY_PERSON", PARTLY_DONE, { cause });
}
