import type { Loss } from "./batch-writer.ts";
import type { EventBus } from "./events.ts";
import { newId } from "./ids.ts";

/** Whose a row is. */
type Owned = { workspaceId: string; sessionId: string };
type Lost = Owned & { what: string; why: Loss; count: number };

/** Counts what of sessions could not be stored, and says so in their logs as soon as those can be written. */
export class LossNotes {
  readonly #events: Pick<EventBus, "publish">;
  readonly #lost = new Map<string, Lost>();

  constructor(events: Pick<EventBus, "publish">) {
    this.#events = events;
  }

  /** @param what the rows are called in the plural: `requests` */
  add(what: string, rows: readonly Owned[], why: Loss): void {
    for (const { workspaceId, sessionId } of rows) {
      const key = `${sessionId} ${what} ${why}`;
      const known = this.#lost.get(key) ?? { workspaceId, sessionId, what, why, count: 0 };
      known.count += 1;
      this.#lost.set(key, known);
    }
  }

  /** Writes one line for each session that has lost something since the last call. */
  tell(): void {
    const lost = [...this.#lost.values()];
    this.#lost.clear();
    for (const { workspaceId, sessionId, what, why, count } of lost)
      this.#events.publish({
        type: "log.written",
        workspaceId,
        sessionId,
        entry: {
          id: newId("log"),
          sessionId,
          source: "browser",
          level: "warning",
          text: `${count.toLocaleString("en-US")} ${what} were not stored: ${why}.`,
          ...{ url: null, line: null, column: null, stack: null, tabId: null },
          createdAt: new Date().toISOString(),
        },
      });
  }
}
