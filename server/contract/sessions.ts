import { z } from "zod";
import { Id, Instant, Json, Paging } from "./common.ts";
import { EvidenceMode } from "./evidence.ts";
import { MaskPatterns } from "./mask-patterns.ts";
import { NetworkLogMode } from "./network-log.ts";

/** The life of a session: queued → creating → active ⇄ idle → terminating → terminated, or error. */
export const SESSION_STATUSES = ["queued", "creating", "active", "idle", "terminating", "terminated", "error"] as const;
export const SessionStatus = z.enum(SESSION_STATUSES);
export type SessionStatus = z.infer<typeof SessionStatus>;
/** Statuses in which a browser exists and may be driven. */
export const RUNNING_STATUSES: readonly SessionStatus[] = ["active", "idle"];
/** Statuses from which nothing changes any more. */
export const ENDED_STATUSES: readonly SessionStatus[] = ["terminated", "error"];

export const TERMINATION_REASONS = ["user", "timeout", "idle", "expired", "crashed", "provider", "server"] as const;
export const TerminationReason = z.enum(TERMINATION_REASONS);
export type TerminationReason = z.infer<typeof TerminationReason>;

export const PROVIDERS = ["local", "browserbase", "grid"] as const;
export const ProviderName = z.enum(PROVIDERS);
export type ProviderName = z.infer<typeof ProviderName>;

export const VIEWPORT_LIMITS = { minWidth: 320, maxWidth: 3840, minHeight: 240, maxHeight: 2160 } as const;
export const DEFAULT_VIEWPORT = { width: 1280, height: 720 } as const;
const L = VIEWPORT_LIMITS;
/** The page's size in CSS pixels. */
export const Viewport = z.strictObject({
  width: z
    .int()
    .min(L.minWidth, `Use a width from ${L.minWidth} to ${L.maxWidth} pixels.`)
    .max(L.maxWidth, `Use a width from ${L.minWidth} to ${L.maxWidth} pixels.`),
  height: z
    .int()
    .min(L.minHeight, `Use a height from ${L.minHeight} to ${L.maxHeight} pixels.`)
    .max(L.maxHeight, `Use a height from ${L.minHeight} to ${L.maxHeight} pixels.`),
});
export type Viewport = z.infer<typeof Viewport>;

/**
 * Where the browser says it is. Either a place by name (resolved offline to coordinates, a timezone and a locale)
 * or coordinates in degrees (WGS 84).
 */
export const Geolocation = z
  .strictObject({
    city: z.string().trim().min(1).max(100).optional(),
    state: z.string().trim().min(1).max(100).optional(),
    /** ISO 3166-1 alpha-2 code, or the country's English name. */
    country: z.string().trim().min(2).max(60).optional(),
    latitude: z.number().min(-90).max(90).optional(),
    longitude: z.number().min(-180).max(180).optional(),
    accuracyMeters: z.number().min(0).max(100_000).optional(),
  })
  .refine((g) => (g.latitude === undefined) === (g.longitude === undefined), { error: "Give latitude and longitude together.", path: ["longitude"] })
  .refine((g) => g.country !== undefined || g.latitude !== undefined, {
    error: "Give a country (with city and state if you like), or latitude and longitude.",
    path: ["country"],
  });
export type Geolocation = z.infer<typeof Geolocation>;

export const SessionOptions = z.strictObject({
  /** Blocks requests and hides elements that the shipped filter lists name. */
  adBlocking: z.boolean().default(false),
  /** Only where the provider offers it: the local provider answers with a warning. */
  captchaSolving: z.boolean().default(false),
  /** Hides the marks of automation listed in the README. */
  stealthMode: z.boolean().default(false),
});
export type SessionOptions = z.infer<typeof SessionOptions>;

export const ProxySettings = z.strictObject({
  /** `http://host:port`, `https://host:port` or `socks5://host:port`. */
  server: z
    .string()
    .regex(/^(https?|socks[45]):\/\/[^\s/@]+:\d{1,5}$/, "Write it as http://host:port, https://host:port or socks5://host:port, without a user in it."),
  username: z.string().max(200).optional(),
  password: z.string().max(500).optional(),
  /** Hosts reached without the proxy, comma separated, as in `localhost,*.internal`. */
  bypass: z.string().max(1000).optional(),
});
export type ProxySettings = z.infer<typeof ProxySettings>;

const timezones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);
const isLocale = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
};

export const METADATA_MAX_CHARACTERS = 4_000;
/** The caller's own data about a session, to find it by: any JSON object of at most METADATA_MAX_CHARACTERS as text. */
export const SessionMetadata = z
  .record(z.string().min(1).max(200), Json)
  .refine((data) => JSON.stringify(data).length <= METADATA_MAX_CHARACTERS, `Use at most ${METADATA_MAX_CHARACTERS} characters of JSON.`);
export type SessionMetadata = z.infer<typeof SessionMetadata>;

export const SESSION_TIMEOUT_LIMITS = { minMs: 10_000, maxMs: 24 * 3_600_000 } as const;

/** What a session is made with; everything has an effect that a page can see, or a warning on the session. */
export const CreateSessionInput = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).default([]),
  /** Left out: the server's first configured provider. */
  provider: ProviderName.optional(),
  viewport: Viewport.default(DEFAULT_VIEWPORT),
  geolocation: Geolocation.optional(),
  options: SessionOptions.default({ adBlocking: false, captchaSolving: false, stealthMode: false }),
  /** Longest life of the session in milliseconds; left out: the server's SESSION_DEFAULT_TIMEOUT. */
  timeout: z
    .int()
    .min(SESSION_TIMEOUT_LIMITS.minMs, "Use at least 10000 ms (10 seconds).")
    .max(SESSION_TIMEOUT_LIMITS.maxMs, "Use at most 86400000 ms (24 hours).")
    .optional(),
  /** After this long without use the session ends, in milliseconds; left out: the server's SESSION_MAX_IDLE_TIME. */
  idleTimeout: z
    .int()
    .min(SESSION_TIMEOUT_LIMITS.minMs, "Use at least 10000 ms (10 seconds).")
    .max(SESSION_TIMEOUT_LIMITS.maxMs, "Use at most 86400000 ms (24 hours).")
    .optional(),
  /** True: where no place is free, the session waits for one instead of being refused; its status is then `queued`. */
  queue: z.boolean().default(false),
  /** True: the session ends when the last program on its debugger address has gone. */
  endOnDisconnect: z.boolean().optional(),
  /** True: the session is not ended for being idle. */
  keepAlive: z.boolean().default(false),
  /** Of this and the next three what is left out is as the workspace has chosen (`settings.get`), and else off, masked, as below, and `headers`. */
  recordSession: z.boolean().optional(),
  /** True: a recording's events have what is typed into fields, all but password and card fields. Without it fields are masked. */
  recordInputs: z.boolean().optional(),
  /** Pictures of what is done, for the session's evidence; left out: of failures where the session is recorded, else none. */
  evidence: EvidenceMode.optional(),
  /** `bodies` keeps bodies of text too, within limits. */
  logNetwork: NetworkLogMode.optional(),
  /** What is masked in everything that is logged of the session, beside secrets that are known as such and what the workspace masks. They are kept and shown. */
  maskPatterns: MaskPatterns.default([]),
  proxy: ProxySettings.optional(),
  userAgent: z.string().trim().min(1).max(500).optional(),
  /** BCP 47 tag, as in `de-CH`. */
  locale: z.string().refine(isLocale, "Use a BCP 47 language tag such as en-US or de-CH.").optional(),
  /** IANA name, as in `Europe/Berlin`. */
  timezone: z
    .string()
    .refine((zone) => timezones.has(zone), "Use an IANA timezone name such as Europe/Berlin.")
    .optional(),
  colorScheme: z.enum(["light", "dark"]).optional(),
  /**
   * What becomes of `alert`, `confirm`, `prompt` and the question about leaving a page while nobody is in control of the live
   * view: `accept` and `dismiss` answer all of them at once, `ask` waits for a person for as long as questions wait (the
   * server's LIVE_PROMPT_LIMIT). Left out, and after that time: notices and leaving are agreed to, questions are declined.
   */
  dialogs: z.enum(["ask", "accept", "dismiss"]).optional(),
  metadata: SessionMetadata.optional(),
  /** Where a provider with places to choose from starts the browser, as in `eu-central-1`; recorded with the others. */
  region: z.string().trim().min(1).max(40).optional(),
  /** Begins with the state that this context has, and with `persist` leaves its own there when it ends. */
  context: z.strictObject({ id: Id, persist: z.boolean().default(false) }).optional(),
  /** What the session may spend on the model, in US dollars; at most the server's MODEL_BUDGET_USD. */
  modelBudgetUsd: z.number().positive("Use more than 0 US dollars.").max(10_000).optional(),
  /** Opened in the first tab once the session is ready. */
  url: z.string().min(1).max(4096).optional(),
});
export type CreateSessionInput = z.infer<typeof CreateSessionInput>;

/** A proxy's password is never given back. */
export const SessionConfig = CreateSessionInput.omit({
  name: true,
  tags: true,
  provider: true,
  url: true,
  proxy: true,
  timeout: true,
  idleTimeout: true,
  queue: true,
}).extend({
  recordSession: z.boolean().default(false),
  logNetwork: NetworkLogMode.default("headers"),
  /** What the workspace masked when the session was made. */
  workspaceMaskPatterns: z.array(z.string()).optional(),
  timeout: z.int(),
  idleTimeout: z.int(),
  proxy: ProxySettings.omit({ password: true }).optional(),
  /** What a named place was resolved to. */
  resolvedLocation: z
    .strictObject({ latitude: z.number(), longitude: z.number(), accuracyMeters: z.number(), timezone: z.string(), locale: z.string() })
    .optional(),
});
export type SessionConfig = z.infer<typeof SessionConfig>;

export const SessionMetrics = z.strictObject({
  actionsExecuted: z.int(),
  screenshotsTaken: z.int(),
  extractionCount: z.int(),
  errorsEncountered: z.int(),
  /** Milliseconds from creation to end, or to now. */
  totalDuration: z.int(),
  /** US dollars: what the model's provider charges for the tokens counted here; 0 without a model. */
  estimatedCost: z.number(),
  bytesTransferred: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
});
export type SessionMetrics = z.infer<typeof SessionMetrics>;

/** Something that was asked for and is not as asked; the session runs all the same. */
export const SessionWarning = z.strictObject({ field: z.string(), message: z.string() });
export type SessionWarning = z.infer<typeof SessionWarning>;

export const Session = z.strictObject({
  id: Id,
  workspaceId: Id,
  userId: Id,
  name: z.string().nullable(),
  tags: z.array(z.string()),
  provider: ProviderName,
  browserbaseSessionId: z.string().nullable(),
  status: SessionStatus,
  /** The page in the dashboard that shows the session live; null once ended. */
  liveViewUrl: z.string().nullable(),
  /** Where CDP clients connect with an API key of scope sessions:debug (header x-api-key); null without that scope. `getDebuggerUrl` gives one that needs no header. */
  debuggerUrl: z.string().nullable(),
  recordingUrl: z.string().nullable(),
  config: SessionConfig,
  metrics: SessionMetrics,
  warnings: z.array(SessionWarning),
  /** Address and title of the active tab when last seen. */
  url: z.string().nullable(),
  title: z.string().nullable(),
  createdAt: Instant,
  lastActivityAt: Instant,
  /** When the session's timeout ends it. */
  expiresAt: Instant,
  /** The caller's own name for it, by which `acquireSession` finds it again. */
  key: z.string().nullable(),
  /** How many sessions start before this one, counted from 1; null once it has left the queue. */
  queuePosition: z.int().nullable(),
  /** The ended session that this one continues. */
  restoredFrom: Id.nullable(),
  terminatedAt: Instant.nullable(),
  terminationReason: TerminationReason.nullable(),
});
export type Session = z.infer<typeof Session>;

export const CreateSessionOutput = z.strictObject({
  success: z.literal(true),
  sessionId: Id,
  browserbaseSessionId: z.string().nullable(),
  liveViewUrl: z.string(),
  /** As from `getDebuggerUrl`, with a token that is good for an hour; null without the scope sessions:debug, or while queued. */
  debuggerUrl: z.string().nullable(),
  status: SessionStatus,
  /** With `queue`: the place in the queue, counted from 1; null when the session runs. */
  queuePosition: z.int().nullable(),
  warnings: z.array(SessionWarning),
});
export type CreateSessionOutput = z.infer<typeof CreateSessionOutput>;

/** Reuse by key: the caller's running session of that key, or a new one made as the rest says. */
export const AcquireSessionInput = CreateSessionInput.extend({
  /** Yours to choose, as in `{guruId}:{runId}`. */
  key: z.string().trim().min(1, "Use a key of 1 to 200 characters.").max(200, "Use a key of 1 to 200 characters."),
});
export type AcquireSessionInput = z.infer<typeof AcquireSessionInput>;
/** `reused` is true when the session ran already; what else was asked for it is then not applied. */
export const AcquireSessionOutput = CreateSessionOutput.extend({ reused: z.boolean() });
export type AcquireSessionOutput = z.infer<typeof AcquireSessionOutput>;

export const SessionRef = z.strictObject({ sessionId: Id });
export type SessionRef = z.infer<typeof SessionRef>;

export const ExtendSessionInput = z.strictObject({
  sessionId: Id,
  /** How much later the session's timeout ends it. The idle clock starts anew. */
  byMs: z.int().min(1_000, "Use at least 1000 ms.").max(SESSION_TIMEOUT_LIMITS.maxMs, "Use at most 86400000 ms (24 hours).").default(300_000),
});
export type ExtendSessionInput = z.infer<typeof ExtendSessionInput>;

export const ListSessionsInput = z.strictObject({
  status: z.array(SessionStatus).max(7).optional(),
  /** Found in id, name, tag or last address, without regard to case. */
  search: z.string().trim().max(200).optional(),
  tags: z.array(z.string()).max(20).optional(),
  /** Only sessions whose metadata has this text at each of these paths. */
  metadata: z
    .array(z.strictObject({ path: z.array(z.string().min(1).max(200)).min(1).max(8), value: z.string().max(500) }))
    .max(10)
    .optional(),
  createdAfter: Instant.optional(),
  createdBefore: Instant.optional(),
  sort: z.enum(["createdAt", "lastActivityAt", "name", "status"]).default("createdAt"),
  order: z.enum(["asc", "desc"]).default("desc"),
  ...Paging,
});
export type ListSessionsInput = z.infer<typeof ListSessionsInput>;
export const ListSessionsOutput = z.strictObject({ sessions: z.array(Session), total: z.int(), page: z.int(), pageSize: z.int() });
export type ListSessionsOutput = z.infer<typeof ListSessionsOutput>;

export const TerminateSessionOutput = z.strictObject({ success: z.literal(true), sessionId: Id, status: SessionStatus });
/** Left out `sessionIds`: every session of the caller's workspace that the caller owns. */
export const TerminateAllInput = z.strictObject({ sessionIds: z.array(Id).min(1).max(500).optional() });
export type TerminateAllInput = z.infer<typeof TerminateAllInput>;
export const TerminateAllOutput = z.strictObject({
  success: z.boolean(),
  terminated: z.array(Id),
  failed: z.array(z.strictObject({ sessionId: Id, message: z.string() })),
});
export type TerminateAllOutput = z.infer<typeof TerminateAllOutput>;

/** Processor and memory of a running session's browser, all its processes together. */
export const SessionUsage = z.strictObject({
  processes: z.int(),
  /** Proportional set size where the system tells it (Linux), else resident size. */
  memoryBytes: z.int(),
  /** Processor time used since launch. */
  cpuMs: z.number(),
});
export type SessionUsage = z.infer<typeof SessionUsage>;

/** What a workspace has used, from its first session until now. */
export const WorkspaceUsage = z.strictObject({
  sessions: z.int(),
  /** How long its browsers ran, all sessions together. */
  browserMs: z.int(),
});
export type WorkspaceUsage = z.infer<typeof WorkspaceUsage>;

export const GetSessionUsageOutput = SessionUsage.extend({
  /** Share of one processor since the last time somebody asked (at least half a second ago), in percent; null the first time. */
  cpuPercent: z.number().nullable(),
});
export type GetSessionUsageOutput = z.infer<typeof GetSessionUsageOutput>;

export const LiveViewUrlInput = z.strictObject({
  sessionId: Id,
  tabId: Id.optional(),
  mode: z.enum(["view", "control"]).default("view"),
  expiresInSeconds: z.int().min(30).max(86_400).default(3600),
});
export type LiveViewUrlInput = z.infer<typeof LiveViewUrlInput>;
/** By `linkId` it can be revoked before it expires. */
export const LiveViewUrlOutput = z.strictObject({ url: z.string(), expiresAt: Instant, linkId: Id });
export type LiveViewUrlOutput = z.infer<typeof LiveViewUrlOutput>;
export const DebuggerUrlInput = z.strictObject({
  sessionId: Id,
  /** How long the address lets new connections in; those that are open stay. */
  expiresInSeconds: z.int().min(30).max(86_400).default(3600),
});
export type DebuggerUrlInput = z.infer<typeof DebuggerUrlInput>;
/** Addresses for CDP clients, with a token in them: whoever has one controls the browser. */
export const DebuggerUrlOutput = z.strictObject({
  /** A WebSocket address; with http in place of ws, its `/json/version` answers too. */
  url: z.string(),
  /** Host and port, for clients that take nothing else, as Selenium with `debuggerAddress`. Plain http. */
  debuggerAddress: z.string(),
  expiresAt: Instant,
  /** A page to open in a browser: Chrome DevTools on the active tab. */
  devtoolsUrl: z.string(),
  /** The same for each tab. */
  tabs: z.array(z.strictObject({ tabId: z.string(), devtoolsUrl: z.string() })),
});
export type DebuggerUrlOutput = z.infer<typeof DebuggerUrlOutput>;
