import { z } from "zod";
import { Id, Instant, Paging } from "./common.ts";

/** What a caller may do. A procedure names exactly one; who lacks it is refused. */
export const SCOPES = [
  "sessions:read",
  "sessions:write",
  "sessions:drive",
  "sessions:debug",
  "live:view",
  "live:control",
  "keys:manage",
  "members:manage",
  "audit:read",
  "workspace:manage",
] as const;
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;

export const ROLES = ["owner", "admin", "operator", "viewer"] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** Who is calling, as the dashboard needs to know it. */
export const Me = z.strictObject({
  userId: Id,
  name: z.string(),
  email: z.string(),
  workspaceId: Id,
  workspaceName: z.string(),
  role: Role,
  scopes: z.array(Scope),
  workspaces: z.array(z.strictObject({ id: Id, name: z.string(), role: Role })),
});
export type Me = z.infer<typeof Me>;

export const ApiKey = z.strictObject({
  id: Id,
  name: z.string(),
  /** The first characters of the key, to recognise it by. */
  prefix: z.string(),
  scopes: z.array(Scope),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const CreateApiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(60),
  /** Left out: all that the creator's role allows. */
  scopes: z.array(Scope).min(1).optional(),
  expiresInDays: z.int().min(1).max(3650).optional(),
});
export type CreateApiKeyInput = z.infer<typeof CreateApiKeyInput>;
/** `secret` is shown once and stored only as a hash. */
export const CreateApiKeyOutput = z.strictObject({ key: ApiKey, secret: z.string() });

export const Member = z.strictObject({ userId: Id, name: z.string(), email: z.string(), role: Role, joinedAt: Instant });
export type Member = z.infer<typeof Member>;

export const AuditEntry = z.strictObject({
  id: Id,
  at: Instant,
  actorKind: z.enum(["user", "key", "link", "system"]),
  actorId: z.string(),
  actorName: z.string(),
  action: z.string(),
  targetId: z.string().nullable(),
  success: z.boolean(),
  errorCode: z.string().nullable(),
  ip: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const ListApiKeysOutput = z.strictObject({ keys: z.array(ApiKey) });
export const ListMembersOutput = z.strictObject({ members: z.array(Member) });
export const ApiKeyRef = z.strictObject({ keyId: Id });
export type ApiKeyRef = z.infer<typeof ApiKeyRef>;

/** Which part of the log; the newest entries come first. */
export const ListAuditInput = z.strictObject({
  ...Paging,
  /** Only entries of this action, as in `browser.createSession`. */
  action: z.string().trim().max(100).optional(),
  success: z.boolean().optional(),
});
export type ListAuditInput = z.infer<typeof ListAuditInput>;
export const ListAuditOutput = z.strictObject({ entries: z.array(AuditEntry), total: z.int(), page: z.int(), pageSize: z.int() });
export type ListAuditOutput = z.infer<typeof ListAuditOutput>;
