import { defaultKeyHasher } from "@better-auth/api-key";
import { z } from "zod";
import type { ApiKey, ApiKeyRef, CreateApiKeyInput } from "../contract/access.ts";
import { AppError } from "../core/errors.ts";
import type { Db } from "../db/client.ts";
import type { Actor } from "./actor.ts";
import type { Auth } from "./auth.ts";
import { scopesWithin } from "./roles.ts";

const DAY_S = 86_400;
const USE_NOTED_EVERY_MS = 60_000;
/** Under which name a key's scopes stand among better-auth's permissions. */
const PERMISSION = "perch";

/** A text that holds JSON, once or twice encoded (better-auth encodes metadata a second time on some paths). */
const jsonText = z.string().transform((text) => {
  const value: unknown = JSON.parse(text);
  return typeof value === "string" ? (JSON.parse(value) as unknown) : value;
});
const Metadata = jsonText.pipe(z.object({ workspaceId: z.string() }));
const Permissions = jsonText.pipe(z.object({ [PERMISSION]: z.array(z.string()) }));

type KeyRow = NonNullable<Awaited<ReturnType<Db["apikey"]["findFirst"]>>>;
/** Whom a key stands for. `scopes` is what was given; what it may do is that within its person's role. */
export type KeyHolder = { id: string; name: string; userId: string; workspaceId: string; scopes: string[] };

/** API keys: made, listed, revoked and recognised. */
export type Keys = ReturnType<typeof createKeys>;

/** Makes the part that knows API keys; they are stored as SHA-256 hashes. */
export function createKeys({ db, auth }: { db: Db; auth: Auth }) {
  /** Keys of the caller's workspace; those of others only for who manages members. */
  const visible = async (actor: Actor): Promise<KeyRow[]> => {
    const members = await db.member.findMany({ where: { organizationId: actor.workspaceId }, select: { userId: true } });
    const owners = actor.scopes.has("members:manage") ? members.map(({ userId }) => userId) : [actor.userId];
    const rows = await db.apikey.findMany({ where: { referenceId: { in: owners } }, orderBy: { createdAt: "desc" } });
    return rows.filter((row) => holderOf(row)?.workspaceId === actor.workspaceId);
  };

  return {
    /**
     * A new key for the caller. `secret` is not stored and cannot be shown again.
     * @throws AppError FORBIDDEN when a scope is asked for that the caller lacks
     */
    create: async (actor: Actor, input: CreateApiKeyInput): Promise<{ key: ApiKey; secret: string }> => {
      const scopes = input.scopes ?? [...actor.scopes];
      const beyond = scopes.filter((scope) => !actor.scopes.has(scope));
      if (beyond.length > 0)
        throw new AppError("FORBIDDEN", `A key cannot be given scopes that you do not have: ${beyond.join(", ")}.`, { details: { scopes: beyond } });
      const made = await auth.api.createApiKey({
        body: {
          name: input.name,
          userId: actor.userId,
          permissions: { [PERMISSION]: scopes },
          metadata: { workspaceId: actor.workspaceId },
          ...(input.expiresInDays && { expiresIn: input.expiresInDays * DAY_S }),
        },
      });
      const row = await db.apikey.findUniqueOrThrow({ where: { id: made.id } });
      return { key: present(row), secret: made.key };
    },

    /** The keys that the caller may know of, newest first. */
    list: async (actor: Actor): Promise<{ keys: ApiKey[] }> => ({ keys: (await visible(actor)).map(present) }),

    /** Ends a key at once. @throws AppError NOT_FOUND also for another workspace's key */
    revoke: async (actor: Actor, { keyId }: ApiKeyRef): Promise<{ success: true }> => {
      const known = (await visible(actor)).some(({ id }) => id === keyId);
      if (!known) throw new AppError("NOT_FOUND", `There is no API key ${keyId} that you may revoke.`);
      await db.apikey.deleteMany({ where: { id: keyId } });
      return { success: true };
    },

    /** Ends all keys that the person made in the workspace. */
    removeOf: async (userId: string, workspaceId: string): Promise<void> => {
      const rows = await db.apikey.findMany({ where: { referenceId: userId } });
      const ids = rows.filter((row) => holderOf(row)?.workspaceId === workspaceId).map(({ id }) => id);
      await db.apikey.deleteMany({ where: { id: { in: ids } } });
    },

    /** Whom the secret stands for; null when it is unknown, expired or switched off. */
    recognise: async (secret: string): Promise<KeyHolder | null> => {
      const row = await db.apikey.findUnique({ where: { key: await defaultKeyHasher(secret) } });
      const now = new Date();
      if (!row || !isValid(row, now)) return null;
      if (row.lastRequest === null || now.getTime() - row.lastRequest.getTime() > USE_NOTED_EVERY_MS)
        await db.apikey.updateMany({ where: { id: row.id }, data: { lastRequest: now } });
      return holderOf(row);
    },

    /** Whom the key of that id stands for; null as in `recognise`. */
    find: async (keyId: string): Promise<KeyHolder | null> => {
      const row = await db.apikey.findUnique({ where: { id: keyId } });
      return row && isValid(row, new Date()) ? holderOf(row) : null;
    },
  };
}

const isValid = (row: KeyRow, now: Date): boolean => row.enabled && (row.expiresAt === null || row.expiresAt > now);

function holderOf(row: KeyRow): KeyHolder | null {
  const metadata = Metadata.safeParse(row.metadata);
  const permissions = Permissions.safeParse(row.permissions);
  if (!metadata.success || !permissions.success) return null;
  return {
    id: row.id,
    name: row.name ?? "API key",
    userId: row.referenceId,
    workspaceId: metadata.data.workspaceId,
    scopes: permissions.data[PERMISSION] ?? [],
  };
}

function present(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name ?? "API key",
    prefix: row.start ?? "",
    scopes: scopesWithin("owner", holderOf(row)?.scopes ?? []),
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastRequest?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}
