import { resolve } from "node:path";
import { z } from "zod";
import type { FieldIssue } from "../contract/errors.ts";
import { PROMPT_HOLD_MS } from "../contract/live-prompts.ts";
import { AppError, messageOf } from "./errors.ts";
import { compilePatterns } from "./masking/patterns.ts";
import { recordingStorageVariables, type S3Settings, s3SettingsOf } from "./s3-settings.ts";

const number = z.coerce.number({ error: "Use a whole number." });
const port = number.int("Use a whole number.").min(0, "Use a port from 0 to 65535.").max(65_535, "Use a port from 0 to 65535.");
const milliseconds = (min: number, max: number) =>
  number
    .int("Use a whole number.")
    .min(min, `Use a whole number of milliseconds from ${min} to ${max}.`)
    .max(max, `Use a whole number of milliseconds from ${min} to ${max}.`);
const price = z.coerce
  .number({ error: "Use a number of US dollars for a million tokens." })
  .min(0, "Use 0 or more US dollars for a million tokens.")
  .default(0);
/** A limit that may be left out. */
const budget = (what: string) =>
  z.coerce
    .number({ error: `Use a number of ${what}.` })
    .positive(`Use more than 0 ${what}, or leave it out.`)
    .optional();
const key32 = z
  .string()
  .transform((text) => Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? "hex" : "base64"))
  .refine((key) => key.length === 32, "Use 32 random bytes as 64 hexadecimal digits or as base64 (openssl rand -hex 32).");
const httpUrl = z.url({ protocol: /^https?$/, error: "Use an address that begins with http:// or https://." });

/** Every variable that the server reads, with its default. Empty counts as not set. */
const Variables = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
  HOST: z.string().default("127.0.0.1"),
  PORT: port.default(3000),
  PUBLIC_URL: httpUrl.optional(),
  INTERNAL_URL: httpUrl.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "Use a PostgreSQL address: postgresql://user:password@host:5432/database." }),
  DATA_DIR: z.string().default(".data"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  CHROMIUM_PATH: z.string().optional(),
  CHROMIUM_SANDBOX: z.enum(["auto", "on", "off"]).default("auto"),
  POOL_SIZE: number.int("Use a whole number.").min(0, "Use a number from 0 to 50.").max(50, "Use a number from 0 to 50.").default(2),
  LAUNCH_ATTEMPTS: number.int("Use a whole number.").min(1, "Use a number from 1 to 10.").max(10, "Use a number from 1 to 10.").default(3),
  LAUNCH_RETRY_DELAY: milliseconds(1, 60_000).default(200),
  LAUNCH_RETRY_MAX_DELAY: milliseconds(1, 60_000).default(2_000),
  LAUNCH_TIMEOUT: milliseconds(100, 120_000).default(20_000),
  LAUNCH_MAX_PARALLEL: number.int("Use a whole number.").min(1, "Use a number from 1 to 1000.").max(1_000, "Use a number from 1 to 1000.").default(16),
  BREAKER_THRESHOLD: number.int("Use a whole number.").min(1, "Use a number from 1 to 100.").max(100, "Use a number from 1 to 100.").default(5),
  BREAKER_OPEN_TIME: milliseconds(100, 30_000).default(10_000),
  PRIVATE_NETWORK: z.enum(["allow", "block"]).optional(),
  PROVIDERS: z
    .string()
    .default("local")
    .transform((text) => text.split(",").map((name) => name.trim()))
    .pipe(z.array(z.enum(["local", "browserbase", "grid"], { error: "Use local, browserbase and grid, separated by commas." })).min(1)),
  SESSION_MAX_CONCURRENT: number.int("Use a whole number.").min(1, "Use a number from 1 to 10000.").max(10_000, "Use a number from 1 to 10000.").default(50),
  SESSION_MAX_PER_WORKSPACE: number.int("Use a whole number.").min(1, "Use a number from 1 to 10000.").max(10_000, "Use a number from 1 to 10000.").optional(),
  RATE_CREATE_PER_MINUTE: number
    .int("Use a whole number.")
    .min(1, "Use a number from 1 to 100000.")
    .max(100_000, "Use a number from 1 to 100000.")
    .default(1_200),
  RATE_CONNECT_PER_MINUTE: number
    .int("Use a whole number.")
    .min(1, "Use a number from 1 to 100000.")
    .max(100_000, "Use a number from 1 to 100000.")
    .default(1_200),
  MIN_FREE_MEMORY_MB: number.int("Use a whole number.").min(0, "Use a number of megabytes, 0 or more.").default(512),
  SESSIONS_ON_STOP: z.enum(["end", "keep"], { error: "Use end or keep." }).default("end"),
  SESSION_DEFAULT_TIMEOUT: milliseconds(10_000, 86_400_000).default(300_000),
  SESSION_MAX_IDLE_TIME: milliseconds(1_000, 86_400_000).default(1_800_000),
  SESSION_CLEANUP_INTERVAL: milliseconds(1_000, 86_400_000).default(300_000),
  LIVE_PROMPT_LIMIT: milliseconds(1_000, 600_000).default(PROMPT_HOLD_MS),
  LIVE_HOLD_LIMIT: milliseconds(1_000, 3_600_000).default(900_000),
  ACTION_CACHE_MAX: number
    .int("Use a whole number.")
    .min(1, "Use a number from 1 to 1000000.")
    .max(1_000_000, "Use a number from 1 to 1000000.")
    .default(10_000),
  ACTION_CACHE_DAYS: number
    .int("Use a whole number.")
    .min(1, "Use a number of days from 1 to 3650.")
    .max(3_650, "Use a number of days from 1 to 3650.")
    .default(90),
  LOG_DAYS: number.int("Use a whole number.").min(1, "Use a number of days from 1 to 3650.").max(3_650, "Use a number of days from 1 to 3650.").default(30),
  LOG_MASK_PATTERNS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(";;")
        .map((pattern) => pattern.trim())
        .filter((pattern) => pattern !== ""),
    )
    .superRefine((patterns, context) => {
      try {
        compilePatterns(patterns);
      } catch (error) {
        context.addIssue({ code: "custom", message: messageOf(error) });
      }
    }),
  RECORDING_RETENTION: number
    .int("Use a whole number of days.")
    .min(0, "Use a number of days from 1 to 3650, or 0 for ever.")
    .max(3_650, "Use a number of days from 1 to 3650, or 0 for ever.")
    .default(30),
  RECORDING_QUOTA: number
    .int("Use a whole number of bytes.")
    .min(0, "Use a number of bytes, or 0 for no limit.")
    .default(10 * 1024 ** 3),
  ...recordingStorageVariables,
  EVIDENCE_DAYS: number
    .int("Use a whole number.")
    .min(1, "Use a number of days from 1 to 3650.")
    .max(3_650, "Use a number of days from 1 to 3650.")
    .default(30),
  STAGEHAND_MODEL_NAME: z.string().optional(),
  GEMINI_API_KEY: z.string().optional(),
  OPENAI_API_KEY: z.string().optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  MODEL_API_KEY: z.string().optional(),
  MODEL_BASE_URL: httpUrl.optional(),
  MODEL_INPUT_PRICE: price,
  MODEL_OUTPUT_PRICE: price,
  MODEL_TIMEOUT: milliseconds(1_000, 300_000).default(60_000),
  MODEL_BUDGET_USD: budget("US dollars"),
  MODEL_BUDGET_TOKENS: budget("tokens"),
  BROWSERBASE_API_KEY: z.string().optional(),
  BROWSERBASE_BASE_URL: httpUrl.default("https://api.browserbase.com"),
  BROWSERBASE_PROJECT_ID: z.string().optional(),
  GRID_URL: httpUrl.optional(),
  GRID_CDP_URL: httpUrl.optional(),
  GRID_WHEN_FULL: z.enum(["refuse", "wait"], { error: "Use refuse or wait." }).default("refuse"),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_SERVICE_NAME: z.string().default("perch"),
  CONTEXT_ENCRYPTION_KEY: key32,
  TOKEN_KEY: key32,
  AUTH_SECRET: z.string().min(32, "Use at least 32 random characters (openssl rand -hex 32)."),
});
type Variables = z.infer<typeof Variables>;
/** The names of all of them. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(Variables.shape);

/** Which model serves what the resolver leaves, and where. */
export type ModelSettings = {
  provider: "google" | "openai" | "anthropic" | "compatible";
  name: string;
  apiKey: string;
  baseUrl: string | null;
  /** US dollars for a million tokens; 0 where nobody set them. */
  inputPrice: number;
  outputPrice: number;
  /** For one answer. */
  timeoutMs: number;
  /** What one session may use unless its creator sets less; null: no limit. */
  budgetUsd: number | null;
  budgetTokens: number | null;
};

/** The cloud that the provider "browserbase" uses: Browserbase itself, or another server of this kind. */
export type BrowserbaseSettings = { apiKey: string; projectId: string | null; baseUrl: string };

/** The OpenTelemetry collector that traces are sent to, and what this service is called there. */
export type TracingSettings = { endpoint: string; serviceName: string };

/** How a provider's failures are dealt with. */
export type ResilienceSettings = {
  /** Tries of one launch, the first included. */
  launchAttempts: number;
  /** The waits between tries grow from the first to the second, with jitter. */
  retryDelayMs: number;
  retryMaxDelayMs: number;
  /** For one try. */
  launchTimeoutMs: number;
  /** Launches of one provider at the same time. */
  parallelLaunches: number;
  /** Failures in a row that open the breaker, and for how long it then stays so before a launch is tried again. */
  breakerThreshold: number;
  breakerOpenMs: number;
};

/**
 * The Selenium Grid that the provider "grid" uses, and where the browsers of its sessions are debugged if not there.
 * Both addresses may hold a user and a password.
 */
export type GridSettings = { url: string; cdpUrl: string | null; whenFull: "refuse" | "wait" };

/** How long recordings are kept, how much room a workspace's may have with its evidence and logged bodies (null: no limit), and where; a workspace may choose less. */
export type RecordingSettings = { retentionDays: number | null; quotaBytes: number | null; s3: S3Settings | null };

/** The server's settings: read once at start, never changed after. */
export type Env = {
  readonly nodeEnv: Variables["NODE_ENV"];
  readonly host: string;
  readonly port: number;
  /** Where people and programs reach this server, without a slash at the end. */
  readonly publicUrl: string;
  /** Where other servers of the same database reach this one; null: at its host and port. */
  readonly internalUrl: string | null;
  readonly databaseUrl: string;
  /** Absolute path. */
  readonly dataDir: string;
  readonly logLevel: Variables["LOG_LEVEL"];
  readonly chromiumPath: string | null;
  /** Folders where programs of this machine are (PATH). */
  readonly searchPath: string;
  readonly chromiumSandbox: Variables["CHROMIUM_SANDBOX"];
  readonly poolSize: number;
  /** Whether sessions may open addresses of this machine and of private networks. */
  readonly privateNetwork: "allow" | "block";
  readonly providers: Variables["PROVIDERS"];
  readonly resilience: ResilienceSettings;
  /** Sessions that run at once: on this server, and in one workspace over all servers (null: no limit of its own). */
  readonly maxSessions: number;
  readonly maxSessionsPerWorkspace: number | null;
  /** What one key or person may ask for within a minute: sessions, and connections that stay open. */
  readonly rates: { createPerMinute: number; connectPerMinute: number };
  /** Below this no session is started. */
  readonly minFreeMemoryBytes: number;
  /** Whether the browsers of this server end with it, or run on for the next one to adopt. */
  readonly sessionsOnStop: Variables["SESSIONS_ON_STOP"];
  readonly sessionDefaultTimeoutMs: number;
  readonly sessionMaxIdleMs: number;
  readonly sessionCleanupIntervalMs: number;
  /** The longest time for which a person may hold a session's automation. */
  readonly liveHoldLimitMs: number;
  /** How long a dialog of a page, or a wish for a permission, waits for the person in control. */
  readonly livePromptLimitMs: number;
  /** How many acts a workspace has remembered, and for how many days one that is not used. */
  readonly actionCache: { maxEntries: number; maxDays: number };
  /** For how many days pictures of what was done are kept. */
  readonly evidenceDays: number;
  readonly recordings: RecordingSettings;
  /** For how many days after a session's end its log, and what it asked the network for, are kept. */
  readonly logDays: number;
  /** What is masked in all logs beside secrets that are known as such: RE2 patterns. */
  readonly logMaskPatterns: readonly string[];
  readonly model: ModelSettings | null;
  /** Null where it is not among the providers. */
  readonly browserbase: BrowserbaseSettings | null;
  readonly grid: GridSettings | null;
  /** Null: nothing is traced. */
  readonly tracing: TracingSettings | null;
  readonly contextEncryptionKey: Buffer;
  readonly tokenKey: Buffer;
  readonly authSecret: string;
};

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/**
 * The settings from environment variables.
 * @throws AppError INVALID_INPUT with one entry in `fields` for every variable that is missing or wrong.
 */
export function loadEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = Variables.safeParse(given);
  const issues: FieldIssue[] = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({
        field: String(issue.path[0] ?? ""),
        message: given[String(issue.path[0])] === undefined ? "It is not set." : issue.message,
      }));
  const model = modelOf(given, issues);
  const s3 = parsed.success ? s3SettingsOf(parsed.data, issues) : null;
  if (parsed.data?.MODEL_BUDGET_USD !== undefined && parsed.data.MODEL_INPUT_PRICE + parsed.data.MODEL_OUTPUT_PRICE === 0)
    issues.push({
      field: "MODEL_BUDGET_USD",
      message: "Dollars are reckoned from MODEL_INPUT_PRICE and MODEL_OUTPUT_PRICE; set them too, or MODEL_BUDGET_TOKENS.",
    });
  const wantsBrowserbase = parsed.data?.PROVIDERS.includes("browserbase") ?? false;
  if (wantsBrowserbase && given.BROWSERBASE_API_KEY === undefined)
    issues.push({ field: "BROWSERBASE_API_KEY", message: "PROVIDERS has browserbase; set its API key." });
  if (parsed.data?.PROVIDERS.includes("grid") && parsed.data.GRID_URL === undefined)
    issues.push({ field: "GRID_URL", message: "PROVIDERS has grid; set the Selenium Grid's address." });
  if (!parsed.success || issues.length > 0) {
    const lines = issues.map(({ field, message }) => `  ${field}: ${message}`).join("\n");
    throw new AppError("INVALID_INPUT", `These environment variables keep the server from starting:\n${lines}`, { fields: issues });
  }
  const v = parsed.data;
  return {
    nodeEnv: v.NODE_ENV,
    host: v.HOST,
    port: v.PORT,
    publicUrl: (v.PUBLIC_URL ?? `http://${v.HOST.includes(":") ? `[${v.HOST}]` : v.HOST}:${v.PORT}`).replace(/\/+$/, ""),
    internalUrl: v.INTERNAL_URL?.replace(/\/+$/, "") ?? null,
    databaseUrl: v.DATABASE_URL,
    dataDir: resolve(v.DATA_DIR),
    logLevel: v.LOG_LEVEL,
    chromiumPath: v.CHROMIUM_PATH ?? null,
    searchPath: given.PATH ?? "",
    chromiumSandbox: v.CHROMIUM_SANDBOX,
    poolSize: v.POOL_SIZE,
    // Who can reach the server only from this machine could open its addresses anyway.
    privateNetwork: v.PRIVATE_NETWORK ?? (LOOPBACK.test(v.HOST) ? "allow" : "block"),
    providers: v.PROVIDERS,
    resilience: {
      launchAttempts: v.LAUNCH_ATTEMPTS,
      retryDelayMs: v.LAUNCH_RETRY_DELAY,
      retryMaxDelayMs: v.LAUNCH_RETRY_MAX_DELAY,
      launchTimeoutMs: v.LAUNCH_TIMEOUT,
      parallelLaunches: v.LAUNCH_MAX_PARALLEL,
      breakerThreshold: v.BREAKER_THRESHOLD,
      breakerOpenMs: v.BREAKER_OPEN_TIME,
    },
    maxSessions: v.SESSION_MAX_CONCURRENT,
    maxSessionsPerWorkspace: v.SESSION_MAX_PER_WORKSPACE ?? null,
    rates: { createPerMinute: v.RATE_CREATE_PER_MINUTE, connectPerMinute: v.RATE_CONNECT_PER_MINUTE },
    minFreeMemoryBytes: v.MIN_FREE_MEMORY_MB * 1024 * 1024,
    sessionsOnStop: v.SESSIONS_ON_STOP,
    sessionDefaultTimeoutMs: v.SESSION_DEFAULT_TIMEOUT,
    sessionMaxIdleMs: v.SESSION_MAX_IDLE_TIME,
    sessionCleanupIntervalMs: v.SESSION_CLEANUP_INTERVAL,
    liveHoldLimitMs: v.LIVE_HOLD_LIMIT,
    livePromptLimitMs: v.LIVE_PROMPT_LIMIT,
    actionCache: { maxEntries: v.ACTION_CACHE_MAX, maxDays: v.ACTION_CACHE_DAYS },
    logDays: v.LOG_DAYS,
    logMaskPatterns: v.LOG_MASK_PATTERNS,
    evidenceDays: v.EVIDENCE_DAYS,
    recordings: { retentionDays: v.RECORDING_RETENTION || null, quotaBytes: v.RECORDING_QUOTA || null, s3 },
    model: model && {
      ...model,
      inputPrice: v.MODEL_INPUT_PRICE,
      outputPrice: v.MODEL_OUTPUT_PRICE,
      timeoutMs: v.MODEL_TIMEOUT,
      budgetUsd: v.MODEL_BUDGET_USD ?? null,
      budgetTokens: v.MODEL_BUDGET_TOKENS ?? null,
    },
    browserbase: wantsBrowserbase
      ? { apiKey: v.BROWSERBASE_API_KEY ?? "", projectId: v.BROWSERBASE_PROJECT_ID ?? null, baseUrl: v.BROWSERBASE_BASE_URL.replace(/\/+$/, "") }
      : null,
    grid: v.GRID_URL === undefined ? null : { url: v.GRID_URL, cdpUrl: v.GRID_CDP_URL ?? null, whenFull: v.GRID_WHEN_FULL },
    tracing: v.OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? null : { endpoint: v.OTEL_EXPORTER_OTLP_ENDPOINT, serviceName: v.OTEL_SERVICE_NAME },
    contextEncryptionKey: v.CONTEXT_ENCRYPTION_KEY,
    tokenKey: v.TOKEN_KEY,
    authSecret: v.AUTH_SECRET,
  };
}

const VENDORS = [
  { provider: "google", key: "GEMINI_API_KEY", name: "gemini-3-pro-preview", makes: /^(gemini|gemma)/ },
  { provider: "openai", key: "OPENAI_API_KEY", name: "gpt-5-mini", makes: /^(gpt|chatgpt|o\d)/ },
  { provider: "anthropic", key: "ANTHROPIC_API_KEY", name: "claude-sonnet-4-5", makes: /^claude/ },
] as const;

/** The model by `STAGEHAND_MODEL_NAME` (`vendor/name`, or a bare name) or by which key is set; null without any. */
function modelOf(given: Record<string, string | undefined>, issues: FieldIssue[]): Pick<ModelSettings, "provider" | "name" | "apiKey" | "baseUrl"> | null {
  const wanted = given.STAGEHAND_MODEL_NAME;
  if (given.MODEL_BASE_URL !== undefined) {
    if (wanted === undefined) issues.push({ field: "STAGEHAND_MODEL_NAME", message: "Name the model that MODEL_BASE_URL serves." });
    return { provider: "compatible", name: wanted ?? "", apiKey: given.MODEL_API_KEY ?? "none", baseUrl: given.MODEL_BASE_URL };
  }
  const [vendorName, ...rest] = wanted?.includes("/") ? wanted.split("/") : [undefined, wanted];
  const vendor =
    vendorName === undefined
      ? (VENDORS.find(({ makes }) => makes.test(wanted ?? "")) ?? VENDORS.find(({ key }) => given[key] !== undefined))
      : VENDORS.find(({ provider }) => provider === vendorName);
  if (wanted !== undefined && !vendor)
    issues.push({ field: "STAGEHAND_MODEL_NAME", message: "Begin it with google/, openai/ or anthropic/, or set MODEL_BASE_URL for another server." });
  if (!vendor) return null;
  const apiKey = given[vendor.key];
  if (apiKey === undefined) {
    issues.push({ field: vendor.key, message: `STAGEHAND_MODEL_NAME is ${wanted}; set its key.` });
    return null;
  }
  return { provider: vendor.provider, name: rest.join("/") || vendor.name, apiKey, baseUrl: null };
}

/**
 * The environment of programs that this server starts: its own, in which names of files are UTF-8. In the "C" locale of
 * bare machines and containers Chromium finds no file whose name has a letter beyond ASCII.
 */
export function childVariables(own: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  if (process.platform !== "linux" || /utf-?8/i.test(own.LC_ALL || own.LC_CTYPE || own.LANG || "")) return own;
  const { LC_ALL: _, ...rest } = own;
  return { ...rest, LC_CTYPE: "C.UTF-8" };
}
