import { ROLES, type Role, SCOPES, type Scope } from "../contract/access.ts";

const VIEWER = ["sessions:read", "live:view"] as const satisfies readonly Scope[];
const OPERATOR = [...VIEWER, "sessions:write", "sessions:drive", "live:control", "keys:manage"] as const satisfies readonly Scope[];
const ADMIN = [...OPERATOR, "sessions:debug", "members:manage", "audit:read"] as const satisfies readonly Scope[];

/** What each role of a workspace may do: each row holds all of the row below it. */
const SCOPES_OF: Record<Role, readonly Scope[]> = { owner: SCOPES, admin: ADMIN, operator: OPERATOR, viewer: VIEWER };

/** The scopes of a role. */
export const scopesOf = (role: Role): readonly Scope[] => SCOPES_OF[role];

/** The scopes that both the role and the given list hold: a key never does more than its person may. */
export const scopesWithin = (role: Role, given: readonly string[]): Scope[] => SCOPES_OF[role].filter((scope) => given.includes(scope));

/** The role by its name in the database; null for one that this version does not know, which then may do nothing. */
export const roleOf = (name: string): Role | null => ROLES.find((role) => role === name) ?? null;
