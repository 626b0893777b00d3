import type { ViewerContext } from "../viewer-part.ts";

/** Somebody who has not moved for so long may have left: pages wait for them no more. */
export const PRESENT_FOR_MS = 120_000;
const LOOK_EVERY_MS = 1_000;

type PresenceParts = {
  /** Called when somebody is there to answer where nobody was, and the other way round. */
  onChange: (present: boolean) => void;
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
};

/**
 * Who of a session's viewers is there to answer a page: somebody who may control it now and has used it, or answered it,
 * within PRESENT_FOR_MS. Looking on is not enough: a page would wait for people who only watch automation at work.
 */
export class Presence {
  readonly #onChange: PresenceParts["onChange"];
  readonly #now: () => number;
  readonly #usedAt = new Map<ViewerContext, number>();
  #present = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ onChange, now = () => performance.now() }: PresenceParts) {
    this.#onChange = onChange;
    this.#now = now;
  }

  /** Whether somebody is there for whom the test holds. */
  some(test: (viewer: ViewerContext) => boolean): boolean {
    return [...this.#usedAt.keys()].some((viewer) => viewer.mayControl() && test(viewer));
  }

  /** A viewer's input has come. */
  use(viewer: ViewerContext): void {
    this.#usedAt.set(viewer, this.#now());
    this.look();
  }

  leave(viewer: ViewerContext): void {
    this.#usedAt.delete(viewer);
    this.look();
  }

  /** Looks anew: control may have changed hands. */
  look(): void {
    const since = this.#now() - PRESENT_FOR_MS;
    for (const [viewer, usedAt] of this.#usedAt) if (usedAt < since) this.#usedAt.delete(viewer);
    const present = this.some(() => true);
    if (this.#usedAt.size > 0) this.#timer ??= setInterval(() => this.look(), LOOK_EVERY_MS);
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    if (present === this.#present) return;
    this.#present = present;
    this.#onChange(present);
  }

  /** Nobody is there any more. Idempotent. */
  dispose(): void {
    this.#usedAt.clear();
    this.look();
  }
}
