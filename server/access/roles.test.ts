import { describe, expect, it } from "vitest";
import { ROLES, SCOPES } from "../contract/access.ts";
import { roleOf, scopesOf, scopesWithin } from "./roles.ts";

describe("roles", () => {
  it("gives the owner everything, and each role all of the role below it", () => {
    expect([...scopesOf("owner")].sort()).toEqual([...SCOPES].sort());
    const chain = ROLES.map((role) => new Set(scopesOf(role)));
    for (const [i, scopes] of chain.slice(1).entries()) expect([...scopes].every((scope) => chain[i]?.has(scope))).toBe(true);
  });
  it("lets viewers change nothing", () => expect([...scopesOf("viewer")].sort()).toEqual(["live:view", "sessions:read"]));
  it("gives full control of a browser's debugger to admins and owners only", () =>
    expect(ROLES.filter((role) => scopesOf(role).includes("sessions:debug"))).toEqual(["owner", "admin"]));
  it("keeps a key within its person's role, whatever it was given", () =>
    expect(scopesWithin("viewer", ["sessions:write", "sessions:read", "made:up"])).toEqual(["sessions:read"]));
  it("knows no role by another name", () => expect(roleOf("member")).toBeNull());
});
