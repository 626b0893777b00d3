import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Me } from "../contract/access.ts";
import { startTestApp } from "../testing/app.ts";

let t: Awaited<ReturnType<typeof startTestApp>>;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

const me = async (headers: Record<string, string>) => (await fetch(`${t.url}/api/trpc/access.me`, { headers })).json() as Promise<{ result?: { data: Me } }>;
const openLink = (token: string) => fetch(`${t.url}/login?token=${token}`, { redirect: "manual" });
const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");

describe("a login link", () => {
  it("signs the owner in, once", async () => {
    const token = await t.app.access.createLoginToken();
    const first = await openLink(token);
    expect([first.status, first.headers.get("location")]).toEqual([303, "/sessions"]);
    expect(first.headers.getSetCookie().join()).toMatch(/HttpOnly; SameSite=Lax/);
    expect((await me({ cookie: cookieOf(first) })).result?.data).toMatchObject({ name: "Owner", role: "owner", workspaceName: "My workspace" });
    const second = await openLink(token);
    expect(second.headers.get("location")).toMatch(/^\/login\?error=/);
    expect(second.headers.getSetCookie()).toEqual([]);
  });
  it("signs one in when many come at the same moment", async () => {
    const token = await t.app.access.createLoginToken();
    const answers = await Promise.all(Array.from({ length: 8 }, () => openLink(token)));
    expect(answers.filter((answer) => answer.headers.get("location") === "/sessions")).toHaveLength(1);
  });
  it("is not stored, and not taken after its hour", async () => {
    const token = await t.app.access.createLoginToken();
    const rows = await t.app.db.verification.findMany();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
    await t.app.db.verification.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await openLink(token)).headers.get("location")).toMatch(/error=/);
  });
  it("ends with the sign-out", async () => {
    const cookie = cookieOf(await openLink(await t.app.access.createLoginToken()));
    expect((await me({ cookie })).result).toBeDefined();
    await fetch(`${t.url}/api/auth/sign-out`, { method: "POST", headers: { cookie, origin: t.url, "content-type": "application/json" }, body: "{}" });
    expect((await me({ cookie })).result).toBeUndefined();
  });
});

const post = (path: string, body: unknown, cookie?: string) =>
  fetch(`${t.url}/api/auth/${path}`, {
    method: "POST",
    headers: { origin: t.url, "content-type": "application/json", ...(cookie && { cookie }) },
    body: JSON.stringify(body),
  });
const signIn = (email: string, password: string) => post("sign-in/email", { email, password });

describe("accounts", () => {
  it("are not made by signing up, also not for those who are invited", async () => {
    const owner = await t.actor();
    await t.app.access.invite(owner, { email: "squatted@example.test", role: "viewer" });
    expect((await post("sign-up/email", { email: "squatted@example.test", name: "New", password: "long enough 1" })).ok).toBe(false);
  });
  it("get a password, and a new one only for the old one, which ends all sign-ins", async () => {
    const owner = await t.actor();
    const { email } = await t.app.access.me(owner);
    expect((await signIn(email, "first password")).ok).toBe(false);
    await t.app.access.setPassword(owner, { newPassword: "first password" });
    const cookie = cookieOf(await signIn(email, "first password"));
    expect((await me({ cookie })).result?.data).toMatchObject({ role: "owner", hasPassword: true });
    await expect(t.app.access.setPassword(owner, { newPassword: "second password" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(t.app.access.setPassword(owner, { currentPassword: "wrong", newPassword: "second password" })).rejects.toMatchObject({
      fields: [{ field: "currentPassword" }],
    });
    await t.app.access.setPassword(owner, { currentPassword: "first password", newPassword: "second password" });
    expect((await me({ cookie })).result).toBeUndefined();
    expect([(await signIn(email, "first password")).ok, (await signIn(email, "second password")).ok]).toEqual([false, true]);
  });
  it("are not changed by keys, and not to an address that is taken", async () => {
    const [owner, other] = [await t.actor(), await t.actor()];
    const { email } = await t.app.access.me(other);
    await expect(t.app.access.setPassword({ ...owner, kind: "key" }, { newPassword: "long enough 1" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(t.app.access.updateAccount({ ...owner, kind: "key" }, { name: "A", email: "a@example.test" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(t.app.access.updateAccount(owner, { name: "A", email })).rejects.toMatchObject({ code: "CONFLICT" });
    await t.app.access.updateAccount(owner, { name: "Ada", email: `${owner.userId}@new.test` });
    expect(await t.app.access.me(owner)).toMatchObject({ name: "Ada", email: `${owner.userId}@new.test` });
  });
});

describe("an invitation", () => {
  const tokenOf = ({ url }: { url: string }) => url.split("/invite/")[1] ?? "";
  const accept = (token: string, more: object = {}) => post("invitation/accept", { token, name: "Guest", password: "long enough 1", ...more });

  it("offers a place that its link takes once, with an account of one's own", async () => {
    const owner = await t.actor();
    const invitation = await t.app.access.invite(owner, { email: "guest@example.test", role: "operator" });
    expect(invitation.url).toMatch(/^http.+\/invite\/inv_/);
    const offer = await fetch(`${t.url}/api/auth/invitation/offer?token=${tokenOf(invitation)}`);
    expect(await offer.json()).toMatchObject({ workspaceName: "Test workspace", email: "guest@example.test", role: "operator", hasAccount: false });
    const answers = await Promise.all(Array.from({ length: 3 }, () => accept(tokenOf(invitation))));
    const taken = answers.filter(({ ok }) => ok);
    expect(taken).toHaveLength(1);
    const cookie = cookieOf(taken[0] ?? expect.unreachable());
    expect((await me({ cookie })).result?.data).toMatchObject({ name: "Guest", role: "operator", workspaceId: owner.workspaceId });
    expect((await t.app.access.listInvitations(owner)).invitations).toEqual([]);
    expect((await t.app.access.audit.list(owner, { page: 1, pageSize: 5 })).entries[0]).toMatchObject({ action: "access.acceptInvitation" });
    expect((await signIn("guest@example.test", "long enough 1")).ok).toBe(true);
  });
  it("adds an account that exists, for its password only", async () => {
    const [owner, guest] = [await t.actor(), await t.actor()];
    const { email } = await t.app.access.me(guest);
    await t.app.access.setPassword(guest, { newPassword: "password of mine" });
    const token = tokenOf(await t.app.access.invite(owner, { email, role: "viewer" }));
    expect((await accept(token)).status).toBe(401);
    expect((await accept(token, { password: "password of mine" })).ok).toBe(true);
    expect((await t.app.access.listMembers(owner)).members.map(({ role }) => role)).toEqual(["owner", "viewer"]);
  });
  it("leads nowhere when it is forged, withdrawn, replaced or too old", async () => {
    const owner = await t.actor();
    const invite = () => t.app.access.invite(owner, { email: "late@example.test", role: "viewer" });
    const replaced = await invite();
    const withdrawn = await invite();
    expect((await accept(tokenOf(replaced))).status).toBe(404);
    expect((await accept(`${withdrawn.id}.${"A".repeat(43)}`)).status).toBe(404);
    await t.app.access.revokeInvitation(owner, { invitationId: withdrawn.id });
    expect((await accept(tokenOf(withdrawn))).status).toBe(404);
    const old = await invite();
    await t.app.db.invitation.update({ where: { id: old.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await accept(tokenOf(old))).status).toBe(404);
  });
});

describe("members", () => {
  it("change by owners and admins, and owners by owners only", async () => {
    const owner = await t.actor();
    const { workspaceId } = owner;
    const admin = await t.actor({ workspaceId, role: "admin" });
    const viewer = await t.actor({ workspaceId, role: "viewer" });
    await t.app.access.changeRole(admin, { userId: viewer.userId, role: "operator" });
    const forbidden = { code: "FORBIDDEN" };
    await expect(t.app.access.changeRole(admin, { userId: viewer.userId, role: "owner" })).rejects.toMatchObject(forbidden);
    await expect(t.app.access.changeRole(admin, { userId: owner.userId, role: "viewer" })).rejects.toMatchObject(forbidden);
    await expect(t.app.access.removeMember(admin, { userId: owner.userId })).rejects.toMatchObject(forbidden);
    await expect(t.app.access.invite(admin, { email: "x@example.test", role: "owner" })).rejects.toMatchObject(forbidden);
  });
  it("always include an owner, also when two leave at the same moment", async () => {
    const one = await t.actor();
    await expect(t.app.access.removeMember(one, { userId: one.userId })).rejects.toMatchObject({ code: "CONFLICT" });
    const two = await t.actor({ workspaceId: one.workspaceId });
    const left = await Promise.allSettled([one, two].map((actor) => t.app.access.removeMember(actor, { userId: actor.userId })));
    expect(left.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
  it("who are removed are out at once, with their keys", async () => {
    const owner = await t.actor();
    const operator = await t.actor({ workspaceId: owner.workspaceId, role: "operator" });
    const secret = await t.apiKey(operator);
    expect((await me({ "x-api-key": secret })).result).toBeDefined();
    await t.app.access.removeMember(owner, { userId: operator.userId });
    expect((await me({ "x-api-key": secret })).result).toBeUndefined();
    expect(await t.app.db.apikey.count({ where: { referenceId: operator.userId } })).toBe(0);
  });
});

describe("API keys", () => {
  it("are stored as hashes", async () => {
    const secret = await t.apiKey(await t.actor());
    const rows = await t.app.db.apikey.findMany();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
  it("work as bearer and as x-api-key until revoked", async () => {
    const owner = await t.actor();
    const { key, secret } = await t.app.access.createKey(owner, { name: "Mine" });
    expect((await me({ authorization: `Bearer ${secret}` })).result).toBeDefined();
    expect((await me({ "x-api-key": secret })).result).toBeDefined();
    await t.app.access.revokeKey(owner, { keyId: key.id });
    expect((await me({ "x-api-key": secret })).result).toBeUndefined();
  });
  it("end at their time", async () => {
    const { key, secret } = await t.app.access.createKey(await t.actor(), { name: "Short", expiresInDays: 1 });
    expect(Date.parse(key.expiresAt ?? "") - Date.now()).toBeGreaterThan(86_000_000);
    await t.app.db.apikey.update({ where: { id: key.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await me({ "x-api-key": secret })).result).toBeUndefined();
  });
  it("get no scope that their maker lacks, and lose what their person loses", async () => {
    const viewer = await t.actor({ role: "viewer" });
    await expect(t.app.access.createKey(viewer, { name: "More", scopes: ["sessions:write"] })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const admin = await t.actor({ role: "admin" });
    const secret = await t.apiKey(admin);
    await t.app.db.member.updateMany({ where: { userId: admin.userId }, data: { role: "viewer" } });
    const answer = await fetch(`${t.url}/api/trpc/audit.list?input={}`, { headers: { "x-api-key": secret } });
    expect(answer.status).toBe(403);
  });
  it("of others are listed for who manages members only", async () => {
    const owner = await t.actor();
    const operator = await t.actor({ workspaceId: owner.workspaceId, role: "operator" });
    await t.apiKey(owner);
    await t.apiKey(operator);
    expect((await t.app.access.listKeys(owner)).keys).toHaveLength(2);
    expect((await t.app.access.listKeys(operator)).keys).toHaveLength(1);
  });
  it("for this machine lie in a file of mode 0600, made anew when broken", async () => {
    const file = join(t.app.env.dataDir, "local-key");
    await t.app.access.ensureLocalKey();
    const first = await readFile(file, "utf8");
    await t.app.access.ensureLocalKey();
    expect(await readFile(file, "utf8")).toBe(first);
    await writeFile(file, "perch_broken\n");
    await t.app.access.ensureLocalKey();
    expect((await me({ "x-api-key": (await readFile(file, "utf8")).trim() })).result).toBeDefined();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe("the audit log", () => {
  it("keeps what was done and what was refused, by whom, without secrets", async () => {
    const owner = await t.actor();
    const key = await t.apiKey(owner);
    const call = (path: string, body: unknown) =>
      fetch(`${t.url}/api/trpc/${path}`, { method: "POST", headers: { "x-api-key": key, "content-type": "application/json" }, body: JSON.stringify(body) });
    const made = (await (await call("access.createKey", { name: "Second" })).json()) as { result: { data: { secret: string; key: { id: string } } } };
    await call("access.revokeKey", { keyId: "key_unknown" });
    const { entries, total } = await t.app.access.audit.list(owner, { page: 1, pageSize: 10 });
    expect(total).toBe(2);
    expect(entries[0]).toMatchObject({
      action: "access.revokeKey",
      targetId: "key_unknown",
      success: false,
      errorCode: "NOT_FOUND",
      actorKind: "key",
      actorName: "Test key",
    });
    expect(entries[1]).toMatchObject({ action: "access.createKey", success: true, errorCode: null });
    expect(JSON.stringify(entries)).not.toContain(made.result.data.secret);
  });
});
