import type { LoadState } from "../contract/agent.ts";
import { abortError } from "../core/time.ts";
import type { CdpSession } from "../providers/cdp.ts";

const NAMES: Record<string, LoadState> = { DOMContentLoaded: "domcontentloaded", load: "load", networkIdle: "networkidle" };

/** How far the main frame's document has come (CDP Page.lifecycleEvent). */
export class Lifecycle {
  readonly #waiters = new Set<() => void>();
  readonly #seen = new Set<LoadState>();
  #loaderId: string | undefined;
  #generation = 0;

  /** Needs Page enabled and Page.setLifecycleEventsEnabled. */
  follow(cdp: CdpSession, mainFrameId: string, onState: (state: LoadState) => void): void {
    cdp.on("Page.lifecycleEvent", ({ frameId, loaderId, name }) => {
      if (frameId !== mainFrameId) return;
      if (loaderId !== this.#loaderId || name === "init") this.#begin(loaderId);
      const state = NAMES[name];
      if (state === undefined) return;
      this.#seen.add(state);
      this.#wake();
      onState(state);
    });
  }

  /** The document's loader; it changes with each navigation to another document. */
  get loaderId(): string | undefined {
    return this.#loaderId;
  }

  /** Counts documents. */
  get generation(): number {
    return this.#generation;
  }

  has(state: LoadState): boolean {
    return state === "commit" ? this.#loaderId !== undefined : this.#seen.has(state);
  }

  /** Waits for the state in the current document, or in the one that replaces it meanwhile. @throws the signal's reason */
  reached(state: LoadState, signal: AbortSignal, loaderId?: string): Promise<void> {
    const begun = { generation: this.#generation };
    // After a navigation's answer its own document may not have begun here yet: the old one's states do not count.
    const current = (): boolean => loaderId === undefined || this.#loaderId === loaderId || this.#generation > begun.generation;
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        this.#waiters.delete(look);
        signal.removeEventListener("abort", onAbort);
      };
      const look = (): void => {
        if (!current() || !this.has(state)) return;
        finish();
        resolve();
      };
      const onAbort = (): void => {
        finish();
        reject(abortError(signal));
      };
      if (signal.aborted) return reject(abortError(signal));
      signal.addEventListener("abort", onAbort, { once: true });
      this.#waiters.add(look);
      look();
    });
  }

  #begin(loaderId: string): void {
    this.#loaderId = loaderId;
    this.#generation++;
    this.#seen.clear();
    this.#wake();
  }

  #wake(): void {
    for (const look of [...this.#waiters]) look();
  }
}
