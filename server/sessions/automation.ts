import { disposeOnce } from "../core/dispose.ts";

/**
 * Counts the programs that change a session's pages: running calls, those that wait for their turn, and runs towards a goal;
 * and those that are connected with its browser, of which nobody knows when they do something.
 */
export class Automation {
  readonly #listeners = new Set<() => void>();
  #count = 0;
  #connected = 0;

  get running(): boolean {
    return this.#count > 0;
  }

  /** How many programs are connected with the browser itself. */
  get connected(): number {
    return this.#connected;
  }

  /** Notes that one has begun; dispose it when it has ended. */
  begin(): Disposable {
    this.#change(1);
    return disposeOnce(() => this.#change(-1));
  }

  /** Notes that one has connected with the browser; dispose it when it is gone. */
  connect(): Disposable {
    this.#connect(1);
    return disposeOnce(() => this.#connect(-1));
  }

  /** Called when the first has begun and when the last has ended, and when one has connected or gone. Returns the way to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #change(by: 1 | -1): void {
    const before = this.running;
    this.#count += by;
    if (this.running !== before) this.#tell();
  }

  #connect(by: 1 | -1): void {
    this.#connected += by;
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
