import type { IncomingMessage } from "node:http";
import { fromNodeHeaders } from "better-auth/node";
import { sha256Hex } from "../core/crypto.ts";
import type { Db } from "../db/client.ts";
import type { Actor } from "./actor.ts";
import type { Auth } from "./auth.ts";
import type { KeyHolder, Keys } from "./keys.ts";
import { roleOf, scopesOf, scopesWithin } from "./roles.ts";

/** For how long an answer is used again: a member who was removed elsewhere is out after at most this. */
const CACHE_MS = 5_000;
const CACHE_ENTRIES = 1_000;

type Known = Omit<Actor, "ip">;
/** A person in a workspace, or the key that stands for them there, named by something that we signed. */
export type Identity = { userId: string; workspaceId: string; keyId: string | null };
type Credential = { kind: "key"; secret: string } | { kind: "cookie"; value: string };

/** Finds out who sent a request. */
export type ActorResolver = ReturnType<typeof createActorResolver>;

/** Makes it: one look into the database for each credential every CACHE_MS at most. */
export function createActorResolver({ db, auth, keys }: { db: Db; auth: Auth; keys: Keys }) {
  const cache = new Map<string, { until: number; actor: Promise<Known | null> }>();

  const membership = async (userId: string, workspaceId: string | null) => {
    const members = await db.member.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });
    const member = members.find(({ organizationId }) => organizationId === workspaceId) ?? members[0];
    const role = member && roleOf(member.role);
    return member && role ? { workspaceId: member.organizationId, role } : null;
  };

  const holds = async (holder: KeyHolder | null): Promise<Known | null> => {
    const place = holder && (await membership(holder.userId, holder.workspaceId));
    // Someone who left the key's workspace may belong to others: the key does not move with them.
    if (!holder || !place || place.workspaceId !== holder.workspaceId) return null;
    return { kind: "key", id: holder.id, name: holder.name, userId: holder.userId, ...place, scopes: new Set(scopesWithin(place.role, holder.scopes)) };
  };

  const byIdentity = async ({ userId, workspaceId, keyId }: Identity): Promise<Known | null> => {
    if (keyId !== null) return holds(await keys.find(keyId));
    const [place, user] = await Promise.all([membership(userId, workspaceId), db.user.findUnique({ where: { id: userId }, select: { name: true } })]);
    if (!user || place?.workspaceId !== workspaceId) return null;
    return { kind: "user", id: userId, name: user.name, userId, ...place, scopes: new Set(scopesOf(place.role)) };
  };

  const byCookie = async (req: IncomingMessage): Promise<Known | null> => {
    const signedIn = await auth.api.getSession({ headers: fromNodeHeaders({ cookie: req.headers.cookie }) });
    if (!signedIn) return null;
    const place = await membership(signedIn.user.id, signedIn.session.activeOrganizationId ?? null);
    return place && { kind: "user", id: signedIn.user.id, name: signedIn.user.name, userId: signedIn.user.id, ...place, scopes: new Set(scopesOf(place.role)) };
  };

  const known = (req: IncomingMessage, credential: Credential): Promise<Known | null> => {
    const id = sha256Hex(credential.kind === "key" ? `key ${credential.secret}` : `cookie ${credential.value}`);
    const now = Date.now();
    const hit = cache.get(id);
    if (hit && hit.until > now) return hit.actor;
    const actor = credential.kind === "key" ? keys.recognise(credential.secret).then(holds) : byCookie(req);
    cache.delete(id);
    cache.set(id, { until: now + CACHE_MS, actor });
    const [oldest] = cache.keys();
    if (cache.size > CACHE_ENTRIES && oldest !== undefined) cache.delete(oldest);
    // A database that was away for a moment must not be remembered as "nobody".
    actor.catch(() => cache.delete(id));
    return actor;
  };

  return {
    /** Who sent the request: an API key (Authorization: Bearer, x-api-key or x-bb-api-key) goes before a sign-in cookie. Null: nobody we know. */
    resolve: async (req: IncomingMessage): Promise<Actor | null> => {
      const credential = credentialOf(req);
      const actor = credential && (await known(req, credential));
      return actor && { ...actor, ip: req.socket.remoteAddress ?? null };
    },
    /** What somebody whose name we signed may do now; null when the key or the membership is gone. Looked up each time. */
    standing: async (identity: Identity): Promise<Actor | null> => {
      const actor = await byIdentity(identity);
      return actor && { ...actor, ip: null };
    },
    /** Forgets all answers: after a sign-out or a revoked key the next request is looked up anew. */
    forget: (): void => cache.clear(),
  };
}

function credentialOf(req: IncomingMessage): Credential | null {
  const bearer = /^Bearer\s+(\S+)$/i.exec(req.headers.authorization ?? "")?.[1];
  // The second name is the one that Browserbase's SDKs use.
  const header = req.headers["x-api-key"] ?? req.headers["x-bb-api-key"];
  const secret = bearer ?? (typeof header === "string" ? header : undefined);
  if (secret !== undefined) return { kind: "key", secret };
  return req.headers.cookie ? { kind: "cookie", value: req.headers.cookie } : null;
}
