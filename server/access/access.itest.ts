import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp } from "../testing/app.ts";

let t: Awaited<ReturnType<typeof startTestApp>>;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

const me = async (headers: Record<string, string>) =>
  (await fetch(`${t.url}/api/trpc/access.me`, { headers })).json() as Promise<{ result?: { data: { name: string; role: string; workspaceName: string } } }>;
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

describe("accounts", () => {
  const signUp = (email: string) =>
    fetch(`${t.url}/api/auth/sign-up/email`, {
      method: "POST",
      headers: { origin: t.url, "content-type": "application/json" },
      body: JSON.stringify({ email, name: "New", password: "long enough 1" }),
    });
  it("are made for invited people only", async () => {
    expect((await signUp("stranger@example.test")).ok).toBe(false);
    const owner = await t.actor();
    await t.app.db.invitation.create({
      data: {
        id: "inv_1",
        organizationId: owner.workspaceId,
        email: "guest@example.test",
        role: "viewer",
        inviterId: owner.userId,
        expiresAt: new Date(Date.now() + 60_000),
      },
    });
    expect((await signUp("guest@example.test")).ok).toBe(true);
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
