import { type GetNetworkMessagesInput, type GetNetworkMessagesOutput, NETWORK_MESSAGE_LIMITS, NetworkMessage } from "../contract/network-log.ts";
import { BatchWriter } from "../core/batch-writer.ts";
import { open, seal } from "../core/crypto.ts";
import type { Env } from "../core/env.ts";
import type { EventBus } from "../core/events.ts";
import { createIdSequence } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import { LossNotes } from "../core/loss-notes.ts";
import type { Masker } from "../core/masking/masker.ts";
import type { Db } from "../db/client.ts";
import type { TooOld } from "../settings/settings.ts";
import type { SeenMessage } from "./channels.ts";
import type { NetworkRecord } from "./record.ts";

const WRITE_DELAY_MS = 500;
const WRITE_AT_ONCE = 1_000;
/** A message has up to NETWORK_MESSAGE_LIMITS.oneBytes. */
const MAX_WAITING = 5_000;
/** So much more of a text is masked than is kept: no secret is cut in half where the rest is left out. */
const MASKED_BEYOND = 4_000;
const MAX_NAME = 200;
/** Rows are counted from time to time only. */
const TRIM_EVERY = 1_000;
const EXPORT_PAGE = 500;

type MessagesParts = { db: Db; env: Pick<Env, "contextEncryptionKey">; events: Pick<EventBus, "publish">; log: Log };
type Row = NonNullable<Awaited<ReturnType<Db["networkMessage"]["findFirst"]>>>;
/** What one session has used so far. */
type Used = { textBytes: number; sinceTrim: number };

/**
 * Messages of WebSockets and event streams as rows: how large each was and when; where bodies are kept its text too, masked
 * and, as bodies are, sealed with CONTEXT_ENCRYPTION_KEY.
 */
export function createMessages({ db, env, events, log }: MessagesParts) {
  const key = env.contextEncryptionKey;
  const nextId = createIdSequence("msg");
  const used = new Map<string, Used>();
  const losses = new LossNotes(events);
  const usedBy = (sessionId: string): Used => {
    const known = used.get(sessionId) ?? { textBytes: 0, sinceTrim: 0 };
    used.set(sessionId, known);
    return known;
  };

  /** What is beyond the limit of a session goes, the oldest first. */
  const trim = async (sessionId: string): Promise<void> => {
    const { ofSession } = NETWORK_MESSAGE_LIMITS;
    const [last] = await db.networkMessage.findMany({ where: { sessionId }, orderBy: { id: "desc" }, skip: ofSession, take: 1, select: { id: true } });
    if (last) await db.networkMessage.deleteMany({ where: { sessionId, id: { lte: last.id } } });
  };

  const writer = new BatchWriter<Row>({
    what: "messages",
    log,
    keyOf: ({ id }) => id,
    delayMs: WRITE_DELAY_MS,
    mostAtOnce: WRITE_AT_ONCE,
    maxWaiting: MAX_WAITING,
    write: async (rows) => {
      await db.networkMessage.createMany({ data: rows, skipDuplicates: true });
      for (const [sessionId, of] of Map.groupBy(rows, (row) => row.sessionId)) {
        const known = used.get(sessionId);
        if (!known) continue;
        known.sinceTrim += of.length;
        if (known.sinceTrim < TRIM_EVERY) continue;
        known.sinceTrim = 0;
        await trim(sessionId);
      }
    },
    onLost: (rows, why) => losses.add("messages", rows, why),
    onRound: () => losses.tell(),
  });

  /** The text as it may be kept; null where the session has no room left for it. */
  const kept = (sessionId: string, text: string, mask: Masker): Buffer | null => {
    const { oneBytes, sessionBytes } = NETWORK_MESSAGE_LIMITS;
    const begin = text.slice(0, oneBytes + MASKED_BEYOND);
    const shown = Buffer.from(mask.body(begin, /^\s*[[{]/.test(begin) ? "application/json" : "text/plain")).subarray(0, oneBytes);
    const known = usedBy(sessionId);
    if (known.textBytes + shown.length > sessionBytes) return null;
    known.textBytes += shown.length;
    return shown;
  };

  const shown = ({ workspaceId: _, sessionId: __, sealedText, at, kind, ...row }: Row): NetworkMessage => ({
    ...row,
    kind: NetworkMessage.shape.kind.parse(kind),
    atMs: at.getTime(),
    // A character may have been cut in half.
    text:
      sealedText &&
      open(key, Buffer.from(sealedText), row.id)
        .toString("utf8")
        .replace(/\ufffd$/, ""),
  });

  const page = async (where: object, after: string | null, take: number): Promise<NetworkMessage[]> =>
    (await db.networkMessage.findMany({ where: { ...where, ...(after !== null && { id: { gt: after } }) }, orderBy: { id: "asc" }, take })).map(shown);

  return {
    /** Notes a message of a request, its text too where there is one. */
    add: ({ workspaceId, entry: { sessionId, id: entryId } }: NetworkRecord, { text, name, atMs, ...seen }: SeenMessage, mask: Masker): void => {
      const id = nextId();
      usedBy(sessionId);
      const own = text === null ? null : kept(sessionId, text, mask);
      writer.add({
        ...seen,
        ...{ id, workspaceId, sessionId, entryId },
        name: name === null ? null : mask.text(name.slice(0, MASKED_BEYOND)).slice(0, MAX_NAME).toWellFormed().replaceAll("\0", "␀"),
        at: new Date(atMs),
        truncated: own !== null && seen.sizeBytes > NETWORK_MESSAGE_LIMITS.oneBytes,
        sealedText: own && new Uint8Array(seal(key, own, id)),
      });
    },
    flush: (): Promise<void> => writer.flush(),
    stop: (): Promise<void> => writer.stop(),
    /** Forgets what a session has used; its rows stay. */
    close: (sessionId: string): void => void used.delete(sessionId),
    /** One page of the messages of a request. */
    list: async (workspaceId: string, { limit, order, after, ...of }: GetNetworkMessagesInput): Promise<GetNetworkMessagesOutput> => {
      await writer.flush();
      const where = { workspaceId, ...of, ...(after !== undefined && { id: order === "desc" ? { lt: after } : { gt: after } }) };
      const rows = await db.networkMessage.findMany({ where, orderBy: { id: order }, take: limit + 1 });
      return { messages: rows.slice(0, limit).map(shown), hasMore: rows.length > limit };
    },
    /** A session's messages, or those of one request, one after the other, the oldest first: for exports. */
    read: async function* (workspaceId: string, of: { sessionId: string; entryId?: string }): AsyncGenerator<NetworkMessage, void> {
      for (let after: string | null = null; ; ) {
        const next: NetworkMessage[] = await page({ workspaceId, ...of }, after, EXPORT_PAGE);
        yield* next;
        after = next.at(-1)?.id ?? null;
        if (next.length < EXPORT_PAGE) return;
      }
    },
    /** Removes the messages of sessions that ended before then, of all or of one workspace; how many. */
    removeBefore: async ({ before, ...of }: TooOld): Promise<number> =>
      (await db.networkMessage.deleteMany({ where: { ...of, session: { terminatedAt: { lt: before } } } })).count,
  };
}
