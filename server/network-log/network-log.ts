import type { Actor } from "../access/actor.ts";
import type { PerchEvent } from "../contract/events.ts";
import {
  type GetNetworkEntryInput,
  type GetNetworkEntryOutput,
  type GetNetworkLogInput,
  type GetNetworkLogOutput,
  type GetNetworkMessagesInput,
  type GetNetworkMessagesOutput,
  NETWORK_BODY_LIMITS,
  type NetworkBody,
  type NetworkEntry,
  type NetworkFilter,
  NetworkLogMode,
  type NetworkMessage,
} from "../contract/network-log.ts";
import type { Env } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { FloodGate, type FloodLimits } from "../core/flood-gate.ts";
import { createIdSequence } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { Masker } from "../core/masking/masker.ts";
import type { Db } from "../db/client.ts";
import type { BrowserWorker } from "../driver/browser-worker.ts";
import type { Page } from "../driver/page.ts";
import type { CdpSession } from "../providers/cdp.ts";
import type { Settings, TooOld } from "../settings/settings.ts";
import { type BodyKind, createBodies, type ShownBody } from "./bodies.ts";
import { Collector } from "./collector.ts";
import { createMessages } from "./messages.ts";
import type { NetworkRecord } from "./record.ts";
import { createNetworkStore, type StoredRequest } from "./store.ts";
import { createRecordWriter } from "./writer.ts";

/** Requests of one session: a burst as pages have when they load, and as many a second as a busy page needs. */
const FLOOD: FloodLimits = { perSecond: 300, burst: 5_000 };
const BODY_LIMIT_MS = 5_000;
/** Messages of one session: what is more is only counted. */
const MESSAGE_FLOOD: FloodLimits = { perSecond: 300, burst: 3_000 };
const EXPORT_PAGE = 500;
const MAX_REDIRECTS = 20;
const MAX_MISSED = 500;
const TEXT_TYPES = /^text\/|json|javascript|ecmascript|xml|x-www-form-urlencoded|multipart\/form-data|graphql|csv|yaml/i;

/** How one session's requests are logged. */
export type NetworkFollowing = {
  sessionId: string;
  workspaceId: string;
  mode: NetworkLogMode;
  mask: Masker;
  /** Writes a line in the session's log. */
  note: (text: string) => void;
};
type Session = { gates: FloodGate[]; collector: Collector; bodies: Set<Promise<void>> };
type NetworkLogParts = {
  db: Db;
  env: Pick<Env, "dataDir" | "contextEncryptionKey">;
  settings: Pick<Settings, "tooOld">;
  events: EventBus;
  log: Log;
};

/** What pages of sessions asked the network for: collected while they run, read by the session's workspace. */
export type NetworkLog = ReturnType<typeof createNetworkLog>;

/** Makes it; nothing is stored before start(). */
export function createNetworkLog({ db, env, settings, events, log }: NetworkLogParts) {
  const store = createNetworkStore({ db });
  const bodies = createBodies({ env });
  const messages = createMessages({ db, env, events, log });
  const writer = createRecordWriter({ store, events, log });
  const sessions = new Map<string, Session>();
  const state: { unsubscribe: (() => void) | null } = { unsubscribe: null };

  const sessionOf = (following: NetworkFollowing): Session => {
    const { sessionId, workspaceId, mode, mask, note } = following;
    const known = sessions.get(sessionId);
    if (known) return known;
    const limited = (limits: FloodLimits, what: string): FloodGate =>
      new FloodGate(limits, (count) => note(`${count.toLocaleString("en-US")} ${what}: the session's pages make more than ${limits.perSecond} a second.`));
    const requests = limited(FLOOD, "requests were left out of the network log");
    const passed = limited(MESSAGE_FLOOD, "messages of WebSockets and event streams were only counted");
    const collector = new Collector({
      workspaceId,
      sessionId,
      mask,
      nextId: createIdSequence("req"),
      admit: () => requests.take(),
      onChange: (record) => writer.add(record),
      onMessage: (record, message) => {
        if (passed.take()) messages.add(record, mode === "bodies" ? message : { ...message, text: null }, mask);
      },
      onRequestBody: (record, body) => {
        if (mode !== "bodies") return;
        const mimeType = headerOf(record.details.requestHeaders, "content-type");
        keepBody(made, record, "request", async () => shownBody(body, mimeType, mask));
      },
      onAnswered: (record, cdp, requestId) => {
        if (mode !== "bodies" || !TEXT_TYPES.test(record.entry.mimeType ?? "") || (record.entry.bodyBytes ?? 0) > MAX_BODY_READ) return;
        keepBody(made, record, "response", () => responseOf(record, cdp, requestId, mask));
      },
    });
    const made: Session = { gates: [requests, passed], collector, bodies: new Set() };
    sessions.set(sessionId, made);
    return made;
  };

  /** Stores a body and notes so in the record; one that cannot be had, or has no room, is left out. */
  const keepBody = (session: Session, record: NetworkRecord, kind: BodyKind, body: () => Promise<ShownBody>): void => {
    const { entry, details } = record;
    const work = body()
      .then((shown) => bodies.write(entry.sessionId, entry.id, kind, shown))
      .then((kept) => {
        if (!kept) return;
        details[`${kind}Body`] = kept;
        writer.add(record);
      })
      // The page may be gone, or the browser has thrown the body away.
      .catch((error: unknown) => log.debug({ sessionId: entry.sessionId, reason: messageOf(error) }, "a body could not be kept"))
      .finally(() => session.bodies.delete(work));
    session.bodies.add(work);
  };

  const responseOf = async ({ entry }: NetworkRecord, cdp: CdpSession, requestId: string, mask: Masker) => {
    const mimeType = entry.mimeType ?? "";
    const { body, base64Encoded } = await cdp.send("Network.getResponseBody", { requestId }, { timeoutMs: BODY_LIMIT_MS });
    return shownBody(base64Encoded ? Buffer.from(body, "base64").toString("utf8") : body, mimeType, mask);
  };

  const close = async (sessionId: string): Promise<void> => {
    const session = sessions.get(sessionId);
    sessions.delete(sessionId);
    for (const gate of session?.gates ?? []) gate.close();
    session?.collector.settle("the session ended");
    await Promise.all(session?.bodies ?? []);
    await Promise.all([writer.flush(), messages.flush()]);
    store.close(sessionId);
    messages.close(sessionId);
    bodies.close(sessionId);
  };

  /** @throws AppError NOT_FOUND also for another workspace's session */
  const modeOf = async ({ workspaceId }: Actor, sessionId: string): Promise<NetworkLogMode> => {
    const row = await db.browserSession.findFirst({ where: { id: sessionId, workspaceId }, select: { config: true } });
    if (row === null) throw new AppError("NOT_FOUND", `There is no session ${sessionId} in this workspace.`);
    return NetworkLogMode.catch("headers").parse((row.config as { logNetwork?: unknown }).logNetwork);
  };

  const bodyOf = async ({ entry, details }: StoredRequest, kind: BodyKind): Promise<NetworkBody | null> => {
    const known = details[`${kind}Body`];
    return known && { ...known, text: await bodies.read(entry.sessionId, entry.id, kind) };
  };

  const messagesOf = async (workspaceId: string, { entry }: StoredRequest): Promise<NetworkMessage[]> => {
    const all: NetworkMessage[] = [];
    if (entry.messages === null) return all;
    for await (const message of messages.read(workspaceId, { sessionId: entry.sessionId, entryId: entry.id })) all.push(message);
    return all;
  };

  /** The chain that an entry stands in, first to last. */
  const redirectsOf = async (workspaceId: string, entry: NetworkEntry): Promise<NetworkEntry[]> => {
    const chain = [entry];
    while (chain.length < MAX_REDIRECTS) {
      const from = chain[0]?.redirectedFrom;
      const before = from ? await store.beside(workspaceId, entry.sessionId, { id: from }) : null;
      if (!before) break;
      chain.unshift(before);
    }
    while (chain.length < MAX_REDIRECTS) {
      const next = await store.beside(workspaceId, entry.sessionId, { redirectedFrom: chain.at(-1)?.id ?? "" });
      if (!next) break;
      chain.push(next);
    }
    return chain.length > 1 ? chain : [];
  };

  return {
    /** Idempotent. Removes bodies that no session has any more. */
    start: async (): Promise<void> => {
      state.unsubscribe ??= events.subscribe({ types: ["session.ended"] }, ({ sessionId }) => void close(sessionId));
      await tidyBodies();
    },
    /** Idempotent. Writes what is still waiting. */
    stop: async (): Promise<void> => {
      state.unsubscribe?.();
      state.unsubscribe = null;
      await Promise.all([...sessions.values()].flatMap((session) => [...session.bodies]));
      await Promise.all([writer.stop(), messages.stop()]);
    },

    /** Logs what a page asks the network for, its frames and workers included, from before its first request. A page's preparer. */
    follow: async (page: Page, following: NetworkFollowing): Promise<void> => {
      const { mode } = following;
      if (mode === "off") return;
      const { collector } = sessionOf(following);
      const asker = { tabId: page.targetId };
      page.onEvent(({ type }) => {
        if (type === "closed" || type === "crashed") collector.settle(type === "closed" ? "the tab was closed" : "the page crashed", asker.tabId);
      });
      await page.prepareTargets(async (cdp, kind) => {
        collector.follow(cdp, asker);
        // Pages and frames have it on already; bodies of requests come only when they are asked for.
        if (mode === "bodies") await cdp.send("Network.enable", { maxPostDataSize: NETWORK_BODY_LIMITS.oneBytes });
        else if (kind === "worker") await cdp.send("Network.enable", { maxPostDataSize: 0 });
      });
    },

    /** Logs what a worker that no page owns asks the network for, from before its first request. A worker's preparer. */
    followWorker: async (worker: BrowserWorker, following: NetworkFollowing): Promise<void> => {
      const { mode } = following;
      if (mode === "off") return;
      const { collector } = sessionOf(following);
      const kind = worker.type === "service_worker" ? "service" : "shared";
      const asker = { tabId: `${kind}-worker:${worker.targetId}`, worker: { type: `${kind} worker`, url: worker.url } };
      worker.onEvent(({ type }) => {
        if (type === "closed") collector.settle("the worker ended", asker.tabId);
      });
      await worker.prepareTargets(async (cdp) => {
        collector.follow(cdp, asker);
        await cdp.send("Network.enable", { maxPostDataSize: mode === "bodies" ? NETWORK_BODY_LIMITS.oneBytes : 0 });
      });
    },

    /** A session's requests as lists show them. @throws AppError NOT_FOUND also for another workspace's session */
    list: async (actor: Actor, input: GetNetworkLogInput): Promise<GetNetworkLogOutput> => {
      const mode = await modeOf(actor, input.sessionId);
      await writer.flush();
      return { ...(await store.list(actor.workspaceId, input)), mode };
    },

    /** All that is known of one request. @throws AppError NOT_FOUND also for another workspace's session */
    get: async (actor: Actor, { sessionId, entryId }: GetNetworkEntryInput): Promise<GetNetworkEntryOutput> => {
      await writer.flush();
      const found = await store.get(actor.workspaceId, sessionId, entryId);
      if (!found) throw new AppError("NOT_FOUND", `There is no request ${entryId} in the log of session ${sessionId}.`);
      const [requestBody, responseBody, chain] = await Promise.all([
        bodyOf(found, "request"),
        bodyOf(found, "response"),
        redirectsOf(actor.workspaceId, found.entry),
      ]);
      return { ...found.entry, ...found.details, requestBody, responseBody, redirects: chain.map(({ id, url, status }) => ({ id, url, status })) };
    },

    /** Messages of one WebSocket or event stream. @throws AppError NOT_FOUND also for another workspace's session */
    messages: async (actor: Actor, input: GetNetworkMessagesInput): Promise<GetNetworkMessagesOutput> => {
      await modeOf(actor, input.sessionId);
      return messages.list(actor.workspaceId, input);
    },

    /** A session's messages one after the other, the oldest first: for exports. @throws AppError NOT_FOUND also for another workspace's session */
    readMessages: async (actor: Actor, sessionId: string): Promise<AsyncGenerator<NetworkMessage, void>> => {
      await modeOf(actor, sessionId);
      await messages.flush();
      return messages.read(actor.workspaceId, { sessionId });
    },

    /** A session's requests one after the other, the oldest first, with their bodies and messages on demand: for exports. @throws AppError NOT_FOUND also for another workspace's session */
    read: async (actor: Actor, filter: NetworkFilter): Promise<AsyncGenerator<ExportedRequest, void>> => {
      await modeOf(actor, filter.sessionId);
      await Promise.all([writer.flush(), messages.flush()]);
      return (async function* () {
        for (let after: string | null = null; ; ) {
          const page: StoredRequest[] = await store.page(actor.workspaceId, filter, after, EXPORT_PAGE);
          for (const found of page) yield { ...found, bodyOf: (kind) => bodyOf(found, kind), messages: () => messagesOf(actor.workspaceId, found) };
          after = page.at(-1)?.entry.id ?? null;
          if (page.length < EXPORT_PAGE) return;
        }
      })();
    },

    /** Requests since then, as the events that tell of them: what a stream that broke off has missed. */
    missed: async (actor: Actor, sessionId: string, since: Date): Promise<PerchEvent[]> => {
      await writer.flush();
      const filter = { sessionId, fromMs: since.getTime(), limit: MAX_MISSED, order: "desc" as const };
      const { entries } = await store.list(actor.workspaceId, filter);
      return entries.length === 0 ? [] : [{ type: "network.logged", workspaceId: actor.workspaceId, sessionId, entries: entries.reverse() }];
    },

    /** What was logged since then in sessions of other servers than this, as events. */
    elsewhere: async (serverId: string, since: Date): Promise<PerchEvent[]> => {
      const found = Map.groupBy(await store.elsewhere(serverId, since, MAX_MISSED), ({ entry }) => entry.sessionId);
      return [...found].map(([sessionId, of]) => ({
        type: "network.logged",
        workspaceId: of[0]?.workspaceId ?? "",
        sessionId,
        entries: of.map(({ entry }) => entry),
      }));
    },

    /** Removes what was logged of sessions that ended longer ago than their workspace keeps it; how many requests. */
    trim: async (): Promise<number> => {
      const removed = await Promise.all((await settings.tooOld("logDays", new Date())).map((tooOld) => removeBefore(tooOld)));
      await tidyBodies();
      return removed.reduce((sum, count) => sum + count, 0);
    },
  };

  async function removeBefore(tooOld: TooOld): Promise<number> {
    await messages.removeBefore(tooOld);
    return store.removeBefore(tooOld);
  }

  /**
   * Removes files of sessions that are gone, that ended longer ago than their workspace keeps them, or whose bodies had to
   * make room; counts those of sessions that have ended.
   */
  async function tidyBodies(): Promise<void> {
    const ids = await bodies.sessions();
    if (ids.length === 0) return;
    const tooOld = await settings.tooOld("logDays", new Date());
    const kept = await db.browserSession.findMany({
      where: {
        id: { in: ids },
        OR: [{ networkBodyBytes: null }, { networkBodyBytes: { gt: 0 } }],
        NOT: tooOld.map(({ before, ...of }) => ({ ...of, terminatedAt: { not: null, lt: before } })),
      },
      select: { id: true, terminatedAt: true, networkBodyBytes: true },
    });
    const known = new Set(kept.map(({ id }) => id));
    // What they take is noted where every server sees it: the workspace's quota counts it.
    for (const { id } of kept.filter((session) => session.terminatedAt !== null && session.networkBodyBytes === null))
      await db.browserSession.updateMany({ where: { id }, data: { networkBodyBytes: BigInt(await bodies.sizeOf(id)) } });
    await Promise.all(ids.filter((id) => !known.has(id)).map((id) => bodies.remove(id)));
  }
}

/** A request on its way into a file. */
export type ExportedRequest = StoredRequest & {
  bodyOf: (kind: BodyKind) => Promise<NetworkBody | null>;
  /** Of a WebSocket or event stream, the oldest first. */
  messages: () => Promise<NetworkMessage[]>;
};

/** So much more of a body is masked than is kept: no secret is cut in half where the rest is left out. */
const MASKED_BEYOND = 16_000;
/** Longer bodies are not even asked for. */
const MAX_BODY_READ = 8 * NETWORK_BODY_LIMITS.oneBytes;

/** A body without secrets; far beyond the limit of one it is not even looked at. */
const shownBody = (body: string, mimeType: string, mask: Masker): ShownBody => ({
  text: mask.body(body.slice(0, NETWORK_BODY_LIMITS.oneBytes + MASKED_BEYOND), mimeType),
  mimeType,
  sizeBytes: Buffer.byteLength(body),
});

const headerOf = (headers: Readonly<Record<string, string>>, wanted: string): string =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";
