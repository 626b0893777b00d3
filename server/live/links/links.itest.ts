import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Actor } from "../../access/actor.ts";
import type { ErrorBody } from "../../contract/errors.ts";
import { CreateShareLinkInput, type LiveLinkInfo, ShareLink, UnlockOutput } from "../../contract/live-links.ts";
import { CreateSessionInput } from "../../contract/sessions.ts";
import { startTestApp } from "../../testing/app.ts";
import { openLiveViewer } from "../../testing/live-viewer.ts";
import { signLink, verifyLink } from "./link-token.ts";

const WAIT = { timeout: 20_000, interval: 20 };
const CLICKABLE = `data:text/html,${encodeURIComponent(`<body style="margin:0"><button style="position:absolute;left:300px;top:200px;width:200px;height:100px" onclick="document.title='clicked'">go</button>`)}`;

let a: Awaited<ReturnType<typeof startTestApp>>;
let b: Awaited<ReturnType<typeof a.startBeside>>;
let owner: Actor;
let sessionId: string;

const limit = (): AbortSignal => AbortSignal.timeout(30_000);
const newSession = async (): Promise<string> => (await a.app.sessions.create(owner, CreateSessionInput.parse({ url: CLICKABLE }), limit())).sessionId;
const share = (over: Partial<Parameters<typeof CreateShareLinkInput.parse>[0] & object> = {}, actor = owner) =>
  a.app.liveLinks.create(actor, CreateShareLinkInput.parse({ sessionId, ...over }));
const tokenOf = (url: string): string => new URL(url).pathname.slice("/live/".length);

/** Opens a viewer that goes away with the test. */
function look(token: string, { at = a.url, id = sessionId, ...query }: { at?: string; id?: string; viewer?: string } = {}) {
  const viewer = openLiveViewer(at, id, { token, ...query });
  onTestFinished(() => viewer.close());
  return viewer;
}
const isOpen = (viewer: ReturnType<typeof look>) => vi.waitFor(() => expect(viewer.of("hello")).toHaveLength(1), WAIT);
async function refusal(...args: Parameters<typeof look>): Promise<{ status: number; code: string; link: unknown }> {
  const { seen } = look(...args);
  await vi.waitFor(() => expect(seen.refusal ?? seen.messages[0]).toBeTruthy(), WAIT);
  const { status, body } = seen.refusal ?? expect.unreachable("the socket was opened");
  return { status, code: body.code, link: body.details?.link };
}
const ask = async (path: string, init: RequestInit = {}, at = a.url): Promise<{ status: number; body: unknown; headers: Headers }> => {
  const response = await fetch(`${at}${path}`, { ...init, signal: limit() });
  return { status: response.status, body: await response.json(), headers: response.headers };
};
const errorOf = ({ body }: { body: unknown }): ErrorBody => (body as { error: ErrorBody }).error;
const unlock = (token: string, password: string) =>
  ask(`/api/live/links/${token}/unlock`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ password }) });

beforeAll(async () => {
  a = await startTestApp();
  b = await a.startBeside();
  owner = await a.actor();
  sessionId = await newSession();
}, 120_000);
afterAll(async () => {
  await b?.stop();
  await a?.stop();
});

describe("a live link", () => {
  it("shows the session to who has it, here and through another server, and says to programs what it is", async () => {
    const { url, link } = await share({ label: "For Ada" });
    expect(ShareLink.parse(link)).toMatchObject({ kind: "share", label: "For Ada", mode: "view", status: "active", views: 0, hasPassword: false, url });
    for (const at of [a.url, b.url]) {
      const viewer = look(tokenOf(url), { at });
      await isOpen(viewer);
      expect(viewer.of("hello")).toMatchObject([{ mode: "view" }]);
      await vi.waitFor(() => expect(viewer.seen.frames).toBeGreaterThan(0), WAIT);
    }
    const { body } = await ask(`/api/live/links/${tokenOf(url)}`);
    expect(body).toEqual({ sessionId, mode: "view", tabId: null, needsPassword: false, embedOrigins: [] } satisfies LiveLinkInfo);
  });

  it("is refused before the upgrade when it is forged, expired, of another session, unknown or revoked", async () => {
    const { url, link } = await share();
    const token = tokenOf(url);
    const signed = (over: object) =>
      signLink(a.app.env.tokenKey, {
        id: link.id,
        sessionId,
        workspaceId: owner.workspaceId,
        tabId: null,
        mode: "control",
        issuedBy: owner.userId,
        knew: null,
        expiresAtMs: null,
        ...over,
      });
    const invalid = { status: 401, code: "UNAUTHENTICATED", link: "invalid" };
    expect(await refusal(`${token.slice(0, -4)}AAAA`)).toEqual(invalid);
    expect(await refusal(token, { id: "sess_other" })).toEqual(invalid);
    expect(await refusal(await signed({ id: "link_unknown" }))).toEqual(invalid);
    expect(await refusal(await signed({ expiresAtMs: Date.now() - 5_000 }))).toEqual({ ...invalid, link: "expired" });
    await a.app.db.liveLink.update({ where: { id: link.id }, data: { expiresAt: new Date(Date.now() - 1_000) } });
    expect(await refusal(token)).toEqual({ ...invalid, link: "expired" });
    await a.app.liveLinks.revoke(owner, link.id);
    expect(await refusal(token)).toEqual({ status: 403, code: "FORBIDDEN", link: "revoked" });
    expect(await refusal(token, { at: b.url })).toEqual({ status: 403, code: "FORBIDDEN", link: "revoked" });
    const read = await ask(`/api/live/links/${token}`);
    expect([read.status, errorOf(read).details]).toEqual([403, { link: "revoked", embedOrigins: [] }]);
  });

  it("lets only look who was given no control, also when they send input by hand", async () => {
    const { url } = await share();
    const viewer = look(tokenOf(url));
    await isOpen(viewer);
    const press = { type: "mouse", x: 400, y: 250, button: "left", clickCount: 1 };
    viewer.say({ ...press, action: "down" });
    viewer.say({ ...press, action: "up" });
    await vi.waitFor(() => expect(viewer.of("refused").length).toBeGreaterThan(0), WAIT);
    const { value } = await a.app.agent.evaluate(owner, { sessionId, expression: "document.title", timeoutMs: 10_000 }, limit());
    expect(value).toBe("");
  });

  it("of one tab shows and tells of no other, and is over when that is closed", async () => {
    const session = a.app.sessions.live(sessionId) ?? expect.unreachable("it runs");
    const tab = await session.tabs.open("data:text/html,<title>Second</title>", { activate: false, signal: limit() });
    const { url } = await share({ tabId: tab.targetId });
    const viewer = look(tokenOf(url));
    await isOpen(viewer);
    expect(viewer.of("hello")).toMatchObject([{ tabId: tab.targetId, tabs: [{ tabId: tab.targetId }] }]);
    viewer.say({ type: "watch", tabId: null });
    await vi.waitFor(() => expect(viewer.of("refused")).toMatchObject([{ message: "This link shows one tab only." }]), WAIT);
    await session.tabs.close(tab.targetId, limit());
    await vi.waitFor(() => expect(viewer.seen.closedWith).toBe(4000), WAIT);
    const late = look(tokenOf(url));
    await vi.waitFor(() => expect(late.of("ended")).toHaveLength(1), WAIT);
    expect(late.of("hello")).toEqual([]);
  });

  it("is over with its session", async () => {
    const id = await newSession();
    const { url, link } = await share({ sessionId: id });
    const viewer = look(tokenOf(url), { id });
    await isOpen(viewer);
    await a.app.sessions.terminate(owner, id);
    await vi.waitFor(() => expect(viewer.seen.closedWith).toBe(4000), WAIT);
    const { links } = await a.app.liveLinks.list(owner, { sessionId: id, active: false, page: 1, pageSize: 10 });
    expect(links).toMatchObject([{ id: link.id, status: "ended" }]);
    await expect(share({ sessionId: id })).rejects.toMatchObject({ code: "SESSION_NOT_RUNNING" });
  });
});

describe("a revoked link", () => {
  it("closes who looks by it at once, wherever it was revoked and wherever the session is", async () => {
    const { url, link } = await share({ mode: "control" });
    const viewers = [look(tokenOf(url)), look(tokenOf(url), { at: b.url })];
    await Promise.all(viewers.map(isOpen));
    const from = performance.now();
    await b.app.liveLinks.revoke(owner, link.id);
    await vi.waitFor(() => expect(viewers.map(({ seen }) => seen.closedWith)).toEqual([4002, 4002]), WAIT);
    process.stdout.write(`revoked on another server: closed after ${viewers.map(({ seen }) => Math.round(seen.closedAtMs - from)).join(" and ")} ms\n`);
    expect(await a.app.liveLinks.revoke(owner, link.id)).toMatchObject({ id: link.id, status: "revoked" });
  });

  it("may also be the address of getLiveViewUrl", async () => {
    const { url, linkId } = await a.app.liveLinks.viewUrl(owner, { sessionId, mode: "view", expiresInSeconds: 60 });
    const viewer = look(tokenOf(url));
    await isOpen(viewer);
    await a.app.liveLinks.revoke(owner, linkId);
    await vi.waitFor(() => expect(viewer.seen.closedWith).toBe(4002), WAIT);
    expect(await refusal(tokenOf(url))).toMatchObject({ status: 403, link: "revoked" });
  });

  it("closes them also when nobody tells of it: the rows are looked at again", async () => {
    const { url, link } = await share();
    const viewer = look(tokenOf(url));
    await isOpen(viewer);
    await a.app.db.liveLink.update({ where: { id: link.id }, data: { revokedAt: new Date() } });
    await vi.waitFor(() => expect(viewer.seen.closedWith).toBe(4002), { ...WAIT, timeout: 40_000 });
  });

  it("is what links become whose maker lost the right: a revoked key, a lesser role, a removed member", async () => {
    const member = await a.actor({ workspaceId: owner.workspaceId, role: "operator" });
    const { key } = await a.app.access.createKey(member, { name: "For links" });
    const byKey = await share({}, { ...member, kind: "key", id: key.id });
    const control = await share({ mode: "control" }, member);
    const view = await share({}, member);
    const [keyed, controlling, viewing] = [byKey, control, view].map(({ url }) => look(tokenOf(url)));
    await Promise.all([keyed, controlling, viewing].map((viewer) => isOpen(viewer ?? expect.unreachable())));
    await a.app.access.revokeKey(owner, { keyId: key.id });
    await vi.waitFor(() => expect(keyed?.seen.closedWith).toBe(4002), WAIT);
    await a.app.access.changeRole(owner, { userId: member.userId, role: "viewer" });
    await vi.waitFor(() => expect(controlling?.seen.closedWith).toBe(4002), WAIT);
    expect(viewing?.seen.closedWith).toBeNull();
    await a.app.access.removeMember(owner, { userId: member.userId });
    await vi.waitFor(() => expect(viewing?.seen.closedWith).toBe(4002), WAIT);
    expect(await refusal(tokenOf(view.url))).toMatchObject({ status: 403, link: "revoked" });
  });
});

describe("a link's end", () => {
  it("closes who looks by it, and can be moved while they do", async () => {
    const { url, link } = await share({ expiresInSeconds: 3_600 });
    const viewer = look(tokenOf(url));
    await isOpen(viewer);
    expect(await a.app.liveLinks.update(owner, { linkId: link.id, label: "Longer", expiresInSeconds: null })).toMatchObject({
      label: "Longer",
      expiresAt: null,
    });
    expect(viewer.seen.closedWith).toBeNull();
    await a.app.db.liveLink.update({ where: { id: link.id }, data: { expiresAt: new Date(Date.now() + 500) } });
    await a.app.liveLinks.update(owner, { linkId: link.id, label: "Soon over" });
    await vi.waitFor(() => expect(viewer.seen.closedWith).toBe(4001), WAIT);
  });

  it("of a signed address stands in it", async () => {
    const { linkId } = await a.app.liveLinks.viewUrl(owner, { sessionId, mode: "view", expiresInSeconds: 60 });
    await expect(a.app.liveLinks.update(owner, { linkId, expiresInSeconds: 600 })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("a link that is changed", () => {
  it("lets those who look come in anew, with what it allows now", async () => {
    const { url, link } = await share({ mode: "control" });
    const [first, other] = [look(tokenOf(url)), look(tokenOf(url), { at: b.url })];
    await Promise.all([first, other].map(isOpen));
    expect(await b.app.liveLinks.update(owner, { linkId: link.id, mode: "view", label: "Only to look" })).toMatchObject({ mode: "view" });
    await vi.waitFor(() => expect([first, other].map(({ seen }) => seen.closedWith)).toEqual([1012, 1012]), WAIT);
    const again = look(tokenOf(url));
    await isOpen(again);
    expect(again.of("hello")).toMatchObject([{ mode: "view" }]);
    await a.app.liveLinks.update(owner, { linkId: link.id, label: "Another name", expiresInSeconds: 600 });
    const viewer = await a.actor({ workspaceId: owner.workspaceId, role: "viewer" });
    await expect(a.app.liveLinks.update(viewer, { linkId: link.id, mode: "control" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(again.seen.closedWith).toBeNull();
  });

  it("is good for as long as who allowed more may allow it", async () => {
    const viewer = await a.actor({ workspaceId: owner.workspaceId, role: "viewer" });
    const operator = await a.actor({ workspaceId: owner.workspaceId, role: "operator" });
    const { url, link } = await share({}, viewer);
    expect(await a.app.liveLinks.update(operator, { linkId: link.id, mode: "control" })).toMatchObject({ mode: "control", createdByName: operator.name });
    const controller = look(tokenOf(url));
    await isOpen(controller);
    expect(controller.of("hello")).toMatchObject([{ mode: "control" }]);
    await a.app.access.changeRole(owner, { userId: operator.userId, role: "viewer" });
    await vi.waitFor(() => expect(controller.seen.closedWith).toBe(4002), WAIT);
  });

  it("asks for its new password, and those who knew the old one too", async () => {
    const { url, link } = await share();
    const token = tokenOf(url);
    const early = look(token);
    await isOpen(early);
    expect(await a.app.liveLinks.update(owner, { linkId: link.id, password: "first secret" })).toMatchObject({ hasPassword: true });
    await vi.waitFor(() => expect(early.seen.closedWith).toBe(1012), WAIT);
    expect(await refusal(token)).toMatchObject({ status: 401, link: "password" });
    const first = UnlockOutput.parse((await unlock(token, "first secret")).body).token;
    const knowing = look(first);
    await isOpen(knowing);
    await a.app.liveLinks.update(owner, { linkId: link.id, password: "second secret" });
    await vi.waitFor(() => expect(knowing.seen.closedWith).toBe(1012), WAIT);
    expect(await refusal(first, { at: b.url })).toMatchObject({ status: 401, link: "password" });
    const knowingBoth = look(UnlockOutput.parse((await unlock(token, "second secret")).body).token);
    await isOpen(knowingBoth);
    expect(await a.app.liveLinks.update(owner, { linkId: link.id, password: null })).toMatchObject({ hasPassword: false });
    await isOpen(look(token));
    expect(knowingBoth.seen.closedWith).toBeNull();
    expect((await unlock(token, "whatever else")).status).toBe(409);
  });
});

describe("a link with a password", () => {
  it("opens to who knows it, for a while", async () => {
    const { url, link } = await share({ password: "correct horse" });
    const token = tokenOf(url);
    expect(link).toMatchObject({ hasPassword: true });
    const { passwordHash } = await a.app.db.liveLink.findUniqueOrThrow({ where: { id: link.id } });
    expect(passwordHash).not.toContain("correct horse");
    expect(await refusal(token)).toEqual({ status: 401, code: "UNAUTHENTICATED", link: "password" });
    const wrong = await unlock(token, "wrong horse");
    expect([wrong.status, errorOf(wrong).details]).toEqual([401, { link: "password" }]);
    expect((await ask(`/api/live/links/${token}`)).body).toMatchObject({ needsPassword: true });
    const { status, body } = await unlock(token, "correct horse");
    const unlocked = UnlockOutput.parse(body);
    expect(status).toBe(200);
    expect((await ask(`/api/live/links/${unlocked.token}`)).body).toMatchObject({ needsPassword: false });
    expect(Date.parse(unlocked.expiresAt) - Date.now()).toBeLessThanOrEqual(3_600_000);
    for (const at of [a.url, b.url]) await isOpen(look(unlocked.token, { at }));
    await a.app.liveLinks.revoke(owner, link.id);
    expect(await refusal(unlocked.token)).toMatchObject({ status: 403, link: "revoked" });
    const late = await signLink(a.app.env.tokenKey, { ...(await verifyLink(a.app.env.tokenKey, unlocked.token)), expiresAtMs: Date.now() - 5_000 });
    expect(await refusal(late)).toMatchObject({ status: 401, link: "expired" });
  });

  it("may be guessed a few times a minute", async () => {
    const token = tokenOf((await share({ password: "correct horse" })).url);
    const tries = await Promise.all(Array.from({ length: 11 }, (_, at) => unlock(token, `guess number ${at}`)));
    expect(tries.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    const late = await unlock(token, "correct horse");
    expect([late.status, Number(late.headers.get("retry-after"))]).toEqual([429, expect.any(Number)]);
  });
});

describe("views", () => {
  it("are counted once for each viewer, however often it connects", async () => {
    const { url, link } = await share();
    for (const viewer of ["viewer-one", "viewer-one", "viewer-two"]) {
      const open = look(tokenOf(url), { viewer });
      await isOpen(open);
      open.close();
    }
    const listed = async () => (await a.app.liveLinks.list(owner, { sessionId, active: true, page: 1, pageSize: 100 })).links.find(({ id }) => id === link.id);
    await vi.waitFor(async () => expect(await listed()).toMatchObject({ views: 2, lastViewedAt: expect.any(String) }), WAIT);
  });
});

describe("who looks now", () => {
  it("is listed, by name or by link, from any server", async () => {
    const id = await newSession();
    const { url, link } = await share({ sessionId: id, label: "For Ada" });
    const viewer = look(tokenOf(url), { id });
    await isOpen(viewer);
    const stranger = await a.actor();
    await expect(a.app.live.viewersOf(stranger, { sessionId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const key = await a.apiKey(owner);
    const listed = async () =>
      (await ask(`/api/trpc/live.viewers?input=${encodeURIComponent(JSON.stringify({ sessionId: id }))}`, { headers: { "x-api-key": key } }, b.url)).body;
    const shown = { id: expect.any(String), name: "Live link “For Ada”", linkId: link.id, mode: "view", by: "socket", since: expect.any(String) };
    expect(await listed()).toMatchObject({ result: { data: { viewers: [shown] } } });
    viewer.close();
    await vi.waitFor(async () => expect(await listed()).toMatchObject({ result: { data: { viewers: [] } } }), WAIT);
  });
});

describe("one's own rights", () => {
  it("bound what one shares, sees and revokes", async () => {
    const viewer = await a.actor({ workspaceId: owner.workspaceId, role: "viewer" });
    await expect(share({ mode: "control" }, viewer)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(a.app.liveLinks.viewUrl(viewer, { sessionId, mode: "control", expiresInSeconds: 60 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { link } = await share({ mode: "control" });
    await expect(a.app.liveLinks.revoke(viewer, link.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { links } = await a.app.liveLinks.list(viewer, { sessionId, active: true, page: 1, pageSize: 100 });
    expect(links.find(({ id }) => id === link.id)).toMatchObject({ url: null });
    const stranger = await a.actor();
    await expect(a.app.liveLinks.revoke(stranger, link.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(a.app.liveLinks.list(stranger, { sessionId, active: false, page: 1, pageSize: 10 })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(share({}, stranger)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("framing", () => {
  const policyOf = async (path: string): Promise<string> => {
    const { headers } = await fetch(`${a.url}${path}`, { signal: limit() });
    return /frame-ancestors ([^;]*)/.exec(headers.get("content-security-policy") ?? "")?.[1] ?? "";
  };

  it("is for the sites of the link's workspace, for its page alone, and for nobody to begin with", async () => {
    const token = tokenOf((await share()).url);
    expect(await policyOf(`/live/${token}`)).toBe("'self'");
    const caller = a.app.liveLinks.embedding;
    expect(await caller.set(owner, { origins: ["https://example.com", "https://*.example.org", "https://example.com"] })).toEqual({
      origins: ["https://example.com", "https://*.example.org"],
    });
    expect(await policyOf(`/live/${token}?theme=dark`)).toBe("'self' https://example.com https://*.example.org");
    expect(await policyOf(`/live/${token.slice(0, -4)}AAAA`)).toBe("'self'");
    expect(await policyOf("/sessions")).toBe("'self'");
    // A frame tells why it shows no more: after the end of the link too, and when its row has been cleared away.
    const over = await signLink(a.app.env.tokenKey, { ...(await verifyLink(a.app.env.tokenKey, token)), id: "link_gone", expiresAtMs: Date.now() - 5_000 });
    expect(await policyOf(`/live/${over}`)).toBe("'self' https://example.com https://*.example.org");
    const told = errorOf(await ask(`/api/live/links/${over}`));
    expect(told.details).toEqual({ link: "expired", embedOrigins: ["https://example.com", "https://*.example.org"] });
    expect(await policyOf(`/live/${over.slice(0, -4)}AAAA`)).toBe("'self'");
    const stranger = await a.actor();
    expect(await caller.get(stranger)).toEqual({ origins: [] });
    await caller.set(owner, { origins: [] });
  });
});
