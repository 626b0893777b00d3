/** Counts the programs that change a session's pages: running calls, those that wait for their turn, and runs towards a goal. */
export class Automation {
  readonly #listeners = new Set<() => void>();
  #count = 0;

  get running(): boolean {
    return this.#count > 0;
  }

  /** Notes that one has begun; dispose it when it has ended. */
  begin(): Disposable {
    const state = { mine: true };
    this.#change(1);
    return {
      [Symbol.dispose]: () => {
        if (state.mine) this.#change(-1);
        state.mine = false;
      },
    };
  }

  /** Called when the first has begun and when the last has ended. Returns the way to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #change(by: 1 | -1): void {
    const before = this.running;
    this.#count += by;
    if (this.running !== before) for (const listener of [...this.#listeners]) listener();
  }
}
