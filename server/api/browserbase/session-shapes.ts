import type { z } from "zod";
import type { BrowserbaseCreateSession, BrowserbaseProxy, BrowserbaseSession, BrowserbaseStatus } from "../../contract/browserbase.ts";
import type { CreateSessionInput, ProxySettings, Session, SessionStatus } from "../../contract/sessions.ts";
import { AppError } from "../../core/errors.ts";

const SECOND_MS = 1000;
/** What a session that names no region says: here it runs where the server is. */
const HERE = "local";

/** Which of our statuses each of theirs may be; how a session ended tells the last two apart. */
export const STATUSES_OF: Record<BrowserbaseStatus, readonly SessionStatus[]> = {
  PENDING: ["queued", "creating"],
  RUNNING: ["active", "idle", "terminating"],
  ERROR: ["error"],
  TIMED_OUT: ["terminated"],
  COMPLETED: ["terminated"],
};

/** A session's status in their words. Pure. */
export function statusOf({ status, terminationReason }: Pick<Session, "status" | "terminationReason">): BrowserbaseStatus {
  if (status === "terminated")
    return terminationReason === "timeout" || terminationReason === "idle" || terminationReason === "expired" ? "TIMED_OUT" : "COMPLETED";
  if (status === "error") return "ERROR";
  return STATUSES_OF.PENDING.includes(status) ? "PENDING" : "RUNNING";
}

/** A session in their shape. Pure. */
export function toBrowserbase(session: Session): BrowserbaseSession {
  const { config, terminatedAt } = session;
  return {
    id: session.id,
    createdAt: session.createdAt,
    startedAt: session.createdAt,
    updatedAt: terminatedAt ?? session.lastActivityAt,
    expiresAt: session.expiresAt,
    ...(terminatedAt !== null && { endedAt: terminatedAt }),
    keepAlive: config.keepAlive,
    projectId: session.workspaceId,
    // Nobody counts a proxy's bytes apart.
    proxyBytes: 0,
    region: config.region ?? HERE,
    status: statusOf(session),
    ...(config.context && { contextId: config.context.id }),
    userMetadata: config.metadata ?? {},
  };
}

/**
 * What their request asks of us. Pure.
 * @throws AppError CAPABILITY_UNSUPPORTED naming each field that cannot be granted: nothing that was asked for is left out in silence
 */
export function toCreateInput(asked: BrowserbaseCreateSession): z.input<typeof CreateSessionInput> {
  const { browserSettings: wishes } = asked;
  refuseUnsupported(asked);
  const proxy = proxyOf(asked.proxies);
  return {
    keepAlive: asked.keepAlive,
    endOnDisconnect: !asked.keepAlive,
    recordSession: wishes.recordSession,
    options: { adBlocking: wishes.blockAds, captchaSolving: wishes.solveCaptchas, stealthMode: wishes.advancedStealth || wishes.verified },
    ...(asked.timeout !== undefined && { timeout: asked.timeout * SECOND_MS }),
    ...(asked.region !== undefined && { region: asked.region }),
    ...(asked.userMetadata && { metadata: asked.userMetadata }),
    ...(wishes.context && { context: wishes.context }),
    ...(wishes.viewport && { viewport: wishes.viewport }),
    ...(proxy && { proxy }),
  };
}

function refuseUnsupported({ extensionId, proxySettings, browserSettings: wishes }: BrowserbaseCreateSession): void {
  const unsupported = [
    (extensionId ?? wishes.extensionId) !== undefined && { field: "extensionId", message: "This server runs browsers without extensions." },
    wishes.allowedDomains.length > 0 && { field: "browserSettings.allowedDomains", message: "This server does not confine a session to domains." },
    wishes.ignoreCertificateErrors && { field: "browserSettings.ignoreCertificateErrors", message: "This server always checks certificates." },
    wishes.os !== undefined && wishes.os !== "linux" && { field: "browserSettings.os", message: "This server's browsers say that they run on linux." },
    (proxySettings?.caCertificates.length ?? 0) > 0 && { field: "proxySettings.caCertificates", message: "This server trusts no certificates but its own." },
  ].filter((issue) => issue !== false);
  if (unsupported.length === 0) return;
  throw new AppError("CAPABILITY_UNSUPPORTED", unsupported.map(({ field, message }) => `${field}: ${message}`).join(" "), { fields: unsupported });
}

/** One proxy for everything but the hosts of `none` entries: a browser has one. */
function proxyOf(asked: BrowserbaseCreateSession["proxies"]): ProxySettings | null {
  if (asked === false) return null;
  const entries: BrowserbaseProxy[] = asked === true ? [{ type: "browserbase" }] : asked;
  const past = entries.flatMap((entry) => (entry.type === "none" ? [entry.domainPattern] : []));
  const external = entries.filter((entry) => entry.type === "external");
  const [first] = external;
  const problem =
    (entries.some(({ type }) => type === "browserbase") && "This server has no proxies of its own; name one with type external.") ||
    (external.length > 1 && "A session uses one external proxy.") ||
    (first?.domainPattern !== undefined && "An external proxy serves every domain; leave domainPattern out, and exempt hosts with type none.");
  if (problem) throw new AppError("CAPABILITY_UNSUPPORTED", `proxies: ${problem}`, { fields: [{ field: "proxies", message: problem }] });
  if (!first || past.includes(undefined)) return null;
  const { server, username, password } = first;
  return {
    server,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(past.length > 0 && { bypass: past.join(",") }),
  };
}
