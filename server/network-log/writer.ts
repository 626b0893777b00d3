import type { NetworkEntry } from "../contract/network-log.ts";
import type { EventBus } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import type { NetworkRecord } from "./record.ts";
import type { NetworkStore } from "./store.ts";

/** Most requests are over by then: they are written once. */
const WRITE_DELAY_MS = 500;
const WRITE_AT_ONCE = 1_000;
/** While the database is away the newest so many wait for it. */
const MAX_WAITING = 20_000;
const ENTRIES_AN_EVENT = 50;

type WriterParts = { store: Pick<NetworkStore, "write">; events: Pick<EventBus, "publish">; log: Log };

/** Writes records together a moment after they have changed, and tells of them once they are stored. */
export class RecordWriter {
  readonly #parts: WriterParts;
  readonly #changed = new Map<string, NetworkRecord>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  /** A record is new or has changed; however often, it is written once. */
  add(record: NetworkRecord): void {
    this.#changed.set(record.entry.id, record);
    if (this.#changed.size > MAX_WAITING) {
      const [oldest] = this.#changed.keys();
      if (oldest !== undefined) this.#changed.delete(oldest);
    }
    if (this.#changed.size === WRITE_AT_ONCE) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), WRITE_DELAY_MS);
  }

  /** Resolves when all that was added before the call is written. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    // One write after the other: an older state must not be written over a newer one.
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    // Copies: what changes while it is written is written again.
    const records = [...this.#changed.values()].map(({ workspaceId, entry, details }) => ({ workspaceId, entry: { ...entry }, details: { ...details } }));
    this.#changed.clear();
    if (records.length === 0) return;
    try {
      await this.#parts.store.write(records);
    } catch (error) {
      this.#parts.log.error({ err: error, requests: records.length }, "requests could not be stored");
      return;
    }
    for (const [sessionId, of] of Map.groupBy(records, ({ entry }) => entry.sessionId)) this.#tell(sessionId, of);
  }

  #tell(sessionId: string, records: readonly NetworkRecord[]): void {
    const workspaceId = records[0]?.workspaceId ?? "";
    const entries: NetworkEntry[] = records.map(({ entry }) => entry);
    for (let at = 0; at < entries.length; at += ENTRIES_AN_EVENT)
      this.#parts.events.publish({ type: "network.logged", workspaceId, sessionId, entries: entries.slice(at, at + ENTRIES_AN_EVENT) });
  }
}
