import type { Role, Scope } from "../../server/contract/access.ts";

/** What each role may do, each more than the one before it. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  viewer: "Watches sessions and reads what happened in them",
  operator: "Creates, drives and ends sessions; makes API keys",
  admin: "Does what operators do; attaches debuggers, manages members, reads the audit log",
  owner: "Does everything, and says who else is an owner",
};

/** The roles with the least first. */
export const ROLES_UPWARDS: readonly Role[] = ["viewer", "operator", "admin", "owner"];

/** What a key with the scope may do. */
export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  "sessions:read": "List and read sessions, logs and recordings",
  "sessions:write": "Create and end sessions",
  "sessions:drive": "Navigate, act, observe, extract",
  "sessions:debug": "Attach a debugger over CDP",
  "live:view": "Watch the live view",
  "live:control": "Use mouse and keyboard in the live view",
  "keys:manage": "Make and revoke API keys",
  "members:manage": "Invite, change and remove members",
  "audit:read": "Read the audit log",
  "workspace:manage": "Change the workspace itself",
};
