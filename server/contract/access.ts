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
  /** Whether one can sign in by e-mail and password; without one, only the link that the server prints leads in. */
  hasPassword: z.boolean(),
  workspaces: z.array(z.strictObject({ id: Id, name: z.string(), role: Role })),
});
export type Me = z.infer<typeof Me>;

/** The caller's workspace. `ownerId` is the owner who has been one longest. */
export const Workspace = z.strictObject({ id: Id, name: z.string(), ownerId: Id, createdAt: Instant, updatedAt: Instant });
export type Workspace = z.infer<typeof Workspace>;

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

/** Characters of a password. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;
export const Password = z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max);
const PersonName = z.string().trim().min(1).max(80);
const Email = z.email().max(200).toLowerCase();

/** An e-mail address and the role that waits for it; the link makes the account, or adds an existing one. */
export const Invitation = z.strictObject({
  id: Id,
  email: z.string(),
  role: Role,
  invitedBy: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
  /** Where it is accepted: whoever has it may take the place. */
  url: z.string(),
});
export type Invitation = z.infer<typeof Invitation>;

export const InviteInput = z.strictObject({ email: Email, role: Role });
export type InviteInput = z.infer<typeof InviteInput>;
export const InvitationRef = z.strictObject({ invitationId: Id });
export type InvitationRef = z.infer<typeof InvitationRef>;
export const ListInvitationsOutput = z.strictObject({ invitations: z.array(Invitation) });

/** What the one who holds an invitation's link may know of it. */
export const InvitationOffer = z.strictObject({ workspaceName: z.string(), invitedBy: z.string(), email: z.string(), role: Role, hasAccount: z.boolean() });
export type InvitationOffer = z.infer<typeof InvitationOffer>;
/** With an account there already, `name` is not used and `password` is that account's. */
export const AcceptInvitationInput = z.strictObject({ token: z.string().min(1).max(200), name: PersonName.optional(), password: Password });
export type AcceptInvitationInput = z.infer<typeof AcceptInvitationInput>;

export const ChangeRoleInput = z.strictObject({ userId: Id, role: Role });
export type ChangeRoleInput = z.infer<typeof ChangeRoleInput>;
export const MemberRef = z.strictObject({ userId: Id });
export type MemberRef = z.infer<typeof MemberRef>;

export const UpdateAccountInput = z.strictObject({ name: PersonName, email: Email });
export type UpdateAccountInput = z.infer<typeof UpdateAccountInput>;
/** `currentPassword` is needed where there is one. All other sign-ins of the person end. */
export const SetPasswordInput = z.strictObject({ currentPassword: z.string().max(PASSWORD_LENGTH.max).optional(), newPassword: Password });
export type SetPasswordInput = z.infer<typeof SetPasswordInput>;

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
