import type { NetworkEntry } from "../contract/network-log.ts";
import { BatchWriter } from "../core/batch-writer.ts";
import type { EventBus } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import { LossNotes } from "../core/loss-notes.ts";
import type { NetworkRecord } from "./record.ts";
import type { NetworkStore } from "./store.ts";

/** Most requests are over by then: they are written once. */
const WRITE_DELAY_MS = 500;
const WRITE_AT_ONCE = 1_000;
const MAX_WAITING = 20_000;
const ENTRIES_AN_EVENT = 50;

type WriterParts = { store: Pick<NetworkStore, "write">; events: Pick<EventBus, "publish">; log: Log };

/** Writes records together a moment after they have changed, each once however often it did, and tells of them once they are stored. */
export function createRecordWriter({ store, events, log }: WriterParts): BatchWriter<NetworkRecord> {
  const losses = new LossNotes(events);
  const tell = (sessionId: string, records: readonly NetworkRecord[]): void => {
    const workspaceId = records[0]?.workspaceId ?? "";
    const entries: NetworkEntry[] = records.map(({ entry }) => entry);
    for (let at = 0; at < entries.length; at += ENTRIES_AN_EVENT)
      events.publish({ type: "network.logged", workspaceId, sessionId, entries: entries.slice(at, at + ENTRIES_AN_EVENT) });
  };
  return new BatchWriter({
    what: "requests",
    log,
    keyOf: ({ entry }) => entry.id,
    delayMs: WRITE_DELAY_MS,
    mostAtOnce: WRITE_AT_ONCE,
    maxWaiting: MAX_WAITING,
    write: async (changed) => {
      // Copies: what changes while it is written is written again.
      const records = changed.map(({ workspaceId, entry, details }) => ({ workspaceId, entry: { ...entry }, details: { ...details } }));
      await store.write(records);
      for (const [sessionId, of] of Map.groupBy(records, ({ entry }) => entry.sessionId)) tell(sessionId, of);
    },
    onLost: (records, why) =>
      losses.add(
        "requests",
        records.map(({ workspaceId, entry }) => ({ workspaceId, sessionId: entry.sessionId })),
        why,
      ),
    onRound: () => losses.tell(),
  });
}
