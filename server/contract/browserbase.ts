import { z } from "zod";
import { CreateContextInput } from "./contexts.ts";
import { DEFAULT_VIEWPORT, SessionMetadata } from "./sessions.ts";

/** Below this path the server answers as Browserbase's API does: an SDK's base URL is the server's address and this. */
export const BROWSERBASE_PATH = "/api/browserbase";

export const BROWSERBASE_STATUSES = ["PENDING", "RUNNING", "ERROR", "TIMED_OUT", "COMPLETED"] as const;
export const BrowserbaseStatus = z.enum(BROWSERBASE_STATUSES);
export type BrowserbaseStatus = z.infer<typeof BrowserbaseStatus>;

const domainPattern = z.string().trim().min(1).max(253).optional();
const ProxyEntry = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("external"),
    server: z.string().max(300),
    username: z.string().max(200).optional(),
    password: z.string().max(500).optional(),
    domainPattern,
  }),
  z.object({ type: z.literal("none"), domainPattern }),
  z.object({ type: z.literal("browserbase"), domainPattern }),
]);
export type BrowserbaseProxy = z.infer<typeof ProxyEntry>;

/** POST /v1/sessions, as the API's SDK 2.21 sends it. Fields that are not named here are of later versions and have no effect. */
export const BrowserbaseCreateSession = z.object({
  projectId: z.string().max(100).optional(),
  extensionId: z.string().optional(),
  keepAlive: z.boolean().default(false),
  /** Seconds. */
  timeout: z.int().optional(),
  region: z.string().trim().min(1).max(40).optional(),
  proxies: z.union([z.boolean(), z.array(ProxyEntry).max(20)]).default(false),
  proxySettings: z.object({ caCertificates: z.array(z.string()).default([]) }).optional(),
  userMetadata: SessionMetadata.optional(),
  browserSettings: z
    .object({
      viewport: z.object({ width: z.int().default(DEFAULT_VIEWPORT.width), height: z.int().default(DEFAULT_VIEWPORT.height) }).optional(),
      blockAds: z.boolean().default(false),
      solveCaptchas: z.boolean().default(false),
      recordSession: z.boolean().default(false),
      advancedStealth: z.boolean().default(false),
      verified: z.boolean().default(false),
      os: z.enum(["windows", "mac", "linux", "mobile", "tablet"]).optional(),
      allowedDomains: z.array(z.string()).default([]),
      ignoreCertificateErrors: z.boolean().default(false),
      extensionId: z.string().optional(),
      context: z.object({ id: z.string().min(1).max(64), persist: z.boolean().default(false) }).optional(),
    })
    .prefault({}),
});
export type BrowserbaseCreateSession = z.infer<typeof BrowserbaseCreateSession>;

/** POST /v1/sessions/:id */
export const BrowserbaseUpdateSession = z.object({ status: z.literal("REQUEST_RELEASE"), projectId: z.string().max(100).optional() });

/** GET /v1/sessions */
export const BrowserbaseListSessions = z.object({ status: BrowserbaseStatus.optional(), q: z.string().trim().max(2_000).optional() });

/** GET /v1/sessions/:id/debug; `expiresIn` in seconds. */
export const BrowserbaseDebugSession = z.object({ expiresIn: z.coerce.number().int().min(30).max(21_600).optional() });

/** POST /v1/contexts */
export const BrowserbaseCreateContext = z.object({ name: CreateContextInput.shape.name, projectId: z.string().max(100).optional() });

/** One session, as every answer about sessions has it. */
export type BrowserbaseSession = {
  id: string;
  createdAt: string;
  startedAt: string;
  updatedAt: string;
  expiresAt: string;
  endedAt?: string;
  keepAlive: boolean;
  projectId: string;
  proxyBytes: number;
  region: string;
  status: BrowserbaseStatus;
  contextId?: string;
  userMetadata: SessionMetadata;
};
