import { z } from "zod";
import { Id } from "./common.ts";

/** How much of a session's network is logged: nothing, requests with their headers, or bodies of text too. */
export const NETWORK_LOG_MODES = ["off", "headers", "bodies"] as const;
export const NetworkLogMode = z.enum(NETWORK_LOG_MODES);
export type NetworkLogMode = z.infer<typeof NetworkLogMode>;

/** What a body may have, and all bodies of a session together, in bytes; what is larger is cut or left out. */
export const NETWORK_BODY_LIMITS = { oneBytes: 512 * 1024, sessionBytes: 64 * 1024 * 1024 } as const;
/** So many requests are kept of one session; beyond, the oldest go. */
export const MAX_NETWORK_ENTRIES = 20_000;

/**
 * What is kept of messages: the newest so many of a session, of each so much text in bytes, and so much text of all; what is
 * beyond is cut, or told by its size only.
 */
export const NETWORK_MESSAGE_LIMITS = { ofSession: 20_000, oneBytes: 16 * 1024, sessionBytes: 32 * 1024 * 1024 } as const;

export const NETWORK_STATES = ["pending", "done", "failed"] as const;
export const SERVED_FROM = ["network", "memory", "disk", "prefetch", "worker"] as const;

/** One request of a session's pages as lists show it. Secrets are masked. Entries change until their state is not `pending`. */
export const NetworkEntry = z.strictObject({
  /** In the order of time. */
  id: Id,
  sessionId: Id,
  /** The tab that asked; of a worker that no tab owns `service-worker:` or `shared-worker:` and the id of its own. */
  tabId: z.string(),
  frameId: z.string().nullable(),
  method: z.string(),
  url: z.string(),
  /** As CDP names it, in lower case: document, script, xhr, fetch, image, websocket … */
  resourceType: z.string(),
  state: z.enum(NETWORK_STATES),
  /** Null until there is an answer. */
  status: z.int().nullable(),
  /** Why it failed, as Chromium names it: `net::ERR_CONNECTION_REFUSED`. */
  failure: z.string().nullable(),
  mimeType: z.string().nullable(),
  /** From the network, the browser's memory, its disk, a prefetch, or the page's service worker. */
  servedFrom: z.enum(SERVED_FROM),
  /** Milliseconds since the epoch, of the browser's machine. */
  startedAtMs: z.number(),
  durationMs: z.number().nullable(),
  /** What came over the network, headers included. */
  transferBytes: z.number().nullable(),
  /** The body as the page got it, unpacked. */
  bodyBytes: z.number().nullable(),
  /** The entry that was answered with a redirect to this one. */
  redirectedFrom: Id.nullable(),
  /** Messages of a WebSocket or an event stream. */
  messages: z.strictObject({ sent: z.int(), received: z.int(), sentBytes: z.number(), receivedBytes: z.number() }).nullable(),
});
export type NetworkEntry = z.infer<typeof NetworkEntry>;

/** Milliseconds of each phase, as HAR 1.2 defines them; -1: does not apply. */
export const NetworkTimings = z.strictObject({
  blocked: z.number(),
  dns: z.number(),
  connect: z.number(),
  ssl: z.number(),
  send: z.number(),
  wait: z.number(),
  receive: z.number(),
});
export type NetworkTimings = z.infer<typeof NetworkTimings>;

/** What is kept of a body: its text, or why there is none. */
export const NetworkBody = z.strictObject({
  mimeType: z.string(),
  /** Before it was cut. */
  sizeBytes: z.number(),
  truncated: z.boolean(),
  text: z.string().nullable(),
});
export type NetworkBody = z.infer<typeof NetworkBody>;

/** Why a request was made: what kind of thing made it, and where that stands. */
export const NetworkInitiator = z.strictObject({
  type: z.string(),
  url: z.string().nullable(),
  /** Counted from 1. */
  line: z.int().nullable(),
});
export type NetworkInitiator = z.infer<typeof NetworkInitiator>;

/** What an entry holds beside what lists show. */
export const NetworkDetails = z.strictObject({
  requestHeaders: z.record(z.string(), z.string()),
  responseHeaders: z.record(z.string(), z.string()),
  statusText: z.string(),
  /** `http/1.1`, `h2`, `h3`; empty where there was no answer. */
  protocol: z.string(),
  remoteAddress: z.string().nullable(),
  priority: z.string().nullable(),
  initiator: NetworkInitiator.nullable(),
  timings: NetworkTimings.nullable(),
  requestBody: NetworkBody.omit({ text: true }).nullable(),
  responseBody: NetworkBody.omit({ text: true }).nullable(),
});
export type NetworkDetails = z.infer<typeof NetworkDetails>;

export const NetworkFilter = z.strictObject({
  sessionId: Id,
  /** Found in the address, the method or the failure, without regard to case. */
  search: z.string().trim().max(200).optional(),
  resourceType: z.array(z.string().max(40)).max(20).optional(),
  /** Classes of the status: 4 is 400 to 499. */
  statusClass: z.array(z.int().min(1).max(5)).max(5).optional(),
  /** True: only what failed, or was answered with a status of 400 or above. */
  failed: z.boolean().optional(),
  tabId: z.string().max(64).optional(),
  /** Milliseconds since the epoch. */
  fromMs: z.number().min(0).optional(),
  toMs: z.number().min(0).optional(),
});
export type NetworkFilter = z.infer<typeof NetworkFilter>;

export const GetNetworkLogInput = NetworkFilter.extend({
  limit: z.int().min(1).max(5_000).default(200),
  /** `desc`: the newest first. */
  order: z.enum(["asc", "desc"]).default("desc"),
  /** Goes on behind this entry, in the order asked for. */
  after: Id.optional(),
});
export type GetNetworkLogInput = z.infer<typeof GetNetworkLogInput>;
export const GetNetworkLogOutput = z.strictObject({
  entries: z.array(NetworkEntry),
  hasMore: z.boolean(),
  mode: NetworkLogMode,
});
export type GetNetworkLogOutput = z.infer<typeof GetNetworkLogOutput>;

export const GetNetworkEntryInput = z.strictObject({ sessionId: Id, entryId: Id });
export type GetNetworkEntryInput = z.infer<typeof GetNetworkEntryInput>;
export const GetNetworkEntryOutput = NetworkEntry.extend({
  ...NetworkDetails.shape,
  requestBody: NetworkBody.nullable(),
  responseBody: NetworkBody.nullable(),
  /** The chain of redirects that this request belongs to, first to last, itself included; empty where there was none. */
  redirects: z.array(NetworkEntry.pick({ id: true, url: true, status: true })),
});
export type GetNetworkEntryOutput = z.infer<typeof GetNetworkEntryOutput>;

/** One message of a WebSocket, or one event of an event stream. */
export const NetworkMessage = z.strictObject({
  /** In the order of time. */
  id: Id,
  entryId: Id,
  sent: z.boolean(),
  kind: z.enum(["text", "binary", "event"]),
  /** What an event is called. */
  name: z.string().nullable(),
  /** Milliseconds since the epoch, of the browser's machine. */
  atMs: z.number(),
  /** Before it was cut. */
  sizeBytes: z.int(),
  truncated: z.boolean(),
  /** Masked; null for binary messages, where bodies are not kept, and where there was no room left. */
  text: z.string().nullable(),
});
export type NetworkMessage = z.infer<typeof NetworkMessage>;

export const GetNetworkMessagesInput = z.strictObject({
  sessionId: Id,
  /** The WebSocket's or event stream's entry. */
  entryId: Id,
  sent: z.boolean().optional(),
  limit: z.int().min(1).max(1_000).default(200),
  /** `desc`: the newest first. */
  order: z.enum(["asc", "desc"]).default("desc"),
  /** Goes on behind this message, in the order asked for. */
  after: Id.optional(),
});
export type GetNetworkMessagesInput = z.infer<typeof GetNetworkMessagesInput>;
export const GetNetworkMessagesOutput = z.strictObject({ messages: z.array(NetworkMessage), hasMore: z.boolean() });
export type GetNetworkMessagesOutput = z.infer<typeof GetNetworkMessagesOutput>;

/** Files at `/api/sessions/:id/…`; those of logs and network take the filters of their lists as query parameters. */
export const SESSION_EXPORTS = [
  "network.har",
  "network.csv",
  "network.ndjson",
  "network-messages.ndjson",
  "logs.json",
  "logs.csv",
  "logs.ndjson",
  "activity.json",
  "activity.csv",
] as const;
