import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { PDFDocument } from "pdf-lib";
import sharp from "sharp";
import { extractText } from "unpdf";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Actor } from "../access/actor.ts";
import { describeActivity } from "../contract/activity-words.ts";
import { ActInput, NavigateInput } from "../contract/agent.ts";
import { type Area, type EvidenceMode, type EvidenceShot, type EvidenceStep, ExportEvidenceInput } from "../contract/evidence.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { newId } from "../core/ids.ts";
import { startTestApp } from "../testing/app.ts";
import { FIELD_BOXES, startEvidenceSite } from "../testing/evidence-site.ts";
import { sha256Of } from "./capture.ts";
import { createShotFiles } from "./shot-files.ts";
import { createSweep } from "./sweep.ts";

const WAIT = { timeout: 30_000, interval: 50 };
const CARD = "4111 1111 1111 1111";

const context: { t?: Awaited<ReturnType<typeof startTestApp>>; site?: Awaited<ReturnType<typeof startEvidenceSite>>; owner?: Actor; key?: string } = {};
const given = () => {
  const { t, site, owner, key } = context;
  return t && site && owner && key ? { t, site, owner, key } : expect.unreachable("not started");
};
const never = (): AbortSignal => new AbortController().signal;

beforeAll(async () => {
  context.t = await startTestApp();
  context.site = await startEvidenceSite();
  context.owner = await context.t.actor();
  context.key = await context.t.apiKey(context.owner);
}, 90_000);
afterAll(async () => {
  await context.t?.stop();
  await context.site?.stop();
});

/** A session on the checkout page, with its evidence as wished. */
async function open(evidence?: EvidenceMode, recordSession = false): Promise<string> {
  const { t, site, owner } = given();
  const input = CreateSessionInput.parse({ recordSession, ...(evidence && { evidence }) });
  const { sessionId } = await t.app.sessions.create(owner, input, never());
  await t.app.agent.navigate(owner, NavigateInput.parse({ sessionId, url: site.url }), never());
  return sessionId;
}
const act = (sessionId: string, instruction: string, variables?: Record<string, string>) =>
  given().t.app.agent.act(given().owner, ActInput.parse({ sessionId, instruction, ...(variables && { variables }) }), never());

/** What was done so far, the oldest first, once as many pictures are stored. */
async function stepsWith(sessionId: string, shots: number): Promise<EvidenceStep[]> {
  const { t, owner } = given();
  const seen: { steps: EvidenceStep[] } = { steps: [] };
  await vi.waitFor(async () => {
    seen.steps = (await t.app.evidence.list(owner, { sessionId, limit: 100 })).steps.reverse();
    expect(seen.steps.flatMap(({ before, after }) => [before, after]).filter((shot) => shot !== null)).toHaveLength(shots);
  }, WAIT);
  return seen.steps;
}
const imageOf = (sessionId: string, shot: EvidenceShot | null | undefined, redacted = false): Promise<Buffer> =>
  given().t.app.evidence.image(given().owner, { sessionId, shotId: shot?.id ?? "", redacted });

/** The colours of an area: the mean of each channel, and how far the lightest pixel is from the darkest. */
async function coloursOf(image: Buffer, { x, y, width, height }: Area) {
  const { channels } = await sharp(await sharp(image).extract({ left: x, top: y, width, height }).toBuffer()).stats();
  return { mean: channels.map(({ mean }) => Math.round(mean)), contrast: Math.max(...channels.map(({ min, max }) => max - min)) };
}

it("keeps a picture before and after each action, each different one once, with secrets covered", async () => {
  const { t, owner } = given();
  const sessionId = await open("both");
  await act(sessionId, 'type "Ada" into Customer');
  await act(sessionId, `type "${CARD}" into "Card number"`);
  await act(sessionId, "type %code% into Customer", { code: "tulip-mania-77" });
  await act(sessionId, "click Pay");
  const steps = (await stepsWith(sessionId, 10)).filter(({ activity }) => activity.actionType === "act" || activity.actionType === "navigate");
  expect(steps.map(({ activity, before, after }) => [activity.actionType, before?.moment, after?.moment])).toEqual([
    ["navigate", "before", "after"],
    ...Array.from({ length: 4 }, () => ["act", "before", "after"]),
  ]);
  // What follows an action is what stands before the next one: it is kept once.
  const paid = steps.at(-1);
  expect(paid?.before?.sha256).toBe(steps.at(-2)?.after?.sha256);
  const folder = join(t.app.env.dataDir, "evidence", sessionId);
  const names = await readdir(folder);
  expect(names.toSorted()).toEqual([...new Set(steps.flatMap(({ before, after }) => [`${before?.sha256}.jpg`, `${after?.sha256}.jpg`]))].sort());
  for (const path of [folder, ...names.map((name) => join(folder, name))]) expect((await stat(path)).mode & 0o077).toBe(0);
  // The button's box is green afterwards and was not before.
  const box = { x: 420, y: 140, width: 160, height: 120 };
  const [r = 0, g = 0] = (await coloursOf(await imageOf(sessionId, paid?.after), box)).mean;
  expect(g - r).toBeGreaterThan(80);
  expect((await coloursOf(await imageOf(sessionId, paid?.before), box)).mean).toSatisfy(([red = 0, green = 0]: number[]) => Math.abs(red - green) < 8);
  // Neither password field nor card number nor the variable's value can be seen: their places have one colour.
  expect(paid?.after?.maskedFields).toBe(4);
  for (const place of Object.values(FIELD_BOXES)) expect((await coloursOf(await imageOf(sessionId, paid?.after), place)).contrast).toBeLessThan(24);
  // An ordinary field is shown.
  expect((await coloursOf(await imageOf(sessionId, steps[1]?.after), FIELD_BOXES.plain)).contrast).toBeGreaterThan(100);
  expect(await t.app.db.evidenceShot.count({ where: { sessionId, workspaceId: { not: owner.workspaceId } } })).toBe(0);
});

it("keeps nothing unless asked; of a recorded session failures; with `after` what comes of each", async () => {
  const { t, owner } = given();
  const [plain, recorded, after] = await Promise.all([open(), open(undefined, true), open("after")]);
  for (const sessionId of [plain, recorded, after]) {
    await act(sessionId, "click Pay");
    expect(await act(sessionId, 'click "Refund everything"')).toMatchObject({ success: false });
    // The last picture is taken while the browser is there, however soon the session ends.
    await t.app.sessions.terminate(owner, sessionId);
  }
  expect((await stepsWith(plain, 0)).every(({ before, after: then }) => before === null && then === null)).toBe(true);
  const failed = (await stepsWith(recorded, 1)).find(({ after: then }) => then !== null);
  expect(failed?.activity).toMatchObject({ actionType: "act", success: false, actionData: { instruction: 'click "Refund everything"' } });
  expect((await stepsWith(after, 3)).flatMap(({ activity, after: then }) => (then ? [activity.actionType] : []))).toEqual(["navigate", "act", "act"]);
  expect(await readdir(join(t.app.env.dataDir, "evidence"))).not.toContain(plain);
});

it("pictures tabs: what was opened or switched to afterwards, what was closed before", async () => {
  const { t, site, owner } = given();
  const sessionId = await open("after");
  const first = (await t.app.tabs.listTabs(owner, { sessionId })).tabs[0]?.tabId ?? "";
  const { tabs } = await t.app.tabs.openTab(owner, { sessionId, url: `${site.url}frame`, activate: true }, never());
  const second = tabs.find(({ tabId }) => tabId !== first)?.tabId ?? "";
  await t.app.tabs.switchTab(owner, { sessionId, tabId: first }, never());
  await t.app.tabs.closeTab(owner, { sessionId, tabId: second }, never());
  await expect(t.app.tabs.openTab(owner, { sessionId, url: "http://127.0.0.1:1/", activate: true }, never())).rejects.toMatchObject({
    code: "NAVIGATION_FAILED",
  });
  const steps = (await stepsWith(sessionId, 5)).filter(({ activity }) => activity.actionType.endsWith("Tab"));
  const shown = steps.map(({ activity, before, after }) => [activity.actionType, activity.success, before?.tabId ?? null, after?.tabId ?? null]);
  const failed = (await t.app.tabs.listTabs(owner, { sessionId })).tabs.find(({ active }) => active)?.tabId;
  expect(shown).toEqual([
    ["openTab", true, null, second],
    ["switchTab", true, null, first],
    ["closeTab", true, second, null],
    ["openTab", false, null, failed],
  ]);
  expect(steps.map(({ activity }) => describeActivity(activity)).slice(0, 3)).toEqual([
    { title: "Opened a tab", detail: expect.stringContaining(`${site.url}frame`) },
    { title: "Switched to a tab", detail: `Checkout (${site.url})` },
    { title: "Closed a tab", detail: `Payment (${site.url}frame)` },
  ]);
});

it("tells what differs between two pictures", async () => {
  const { t, owner } = given();
  const sessionId = await open("both");
  await act(sessionId, "click Pay");
  const step = (await stepsWith(sessionId, 4)).at(-1);
  const compare = (leftId = "", rightId = "") => t.app.evidence.compare(owner, { sessionId, leftId, rightId, threshold: 0.1 }, never());
  const found = await compare(step?.before?.id, step?.after?.id);
  expect(found).toMatchObject({ width: 1280, height: 720 });
  // The box of 200×160 turned green, and the button has a ring around it at most.
  expect(found.changedPixels).toBeGreaterThan(200 * 160 * 0.95);
  expect(found.changedPercent).toBeLessThan(6);
  expect(found.areas[0]).toSatisfy(
    ({ x, y, width, height }: Area) => Math.abs(x - 400) < 12 && Math.abs(y - 120) < 12 && Math.abs(width - 200) < 24 && Math.abs(height - 160) < 24,
  );
  const overlay = await sharp(Buffer.from(found.overlayPng ?? "", "base64")).metadata();
  expect([overlay.width, overlay.height, overlay.hasAlpha]).toEqual([1280, 720, true]);
  expect(await compare(step?.after?.id, step?.after?.id)).toMatchObject({ changedPixels: 0, changedPercent: 0, areas: [], overlayPng: null });
  await expect(compare(step?.after?.id, "shot_none")).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("burns redactions into what is exported and leaves the original", async () => {
  const { t, owner } = given();
  const sessionId = await open("both");
  await act(sessionId, "click Pay");
  const shot = (await stepsWith(sessionId, 4)).at(-1)?.after ?? expect.unreachable("no shot");
  const area = { x: 400, y: 120, width: 200, height: 160 };
  const inside = { x: 404, y: 124, width: 190, height: 150 };
  const input = { sessionId, shotId: shot.id, ...area, reason: "Customer's balance", applyTo: "picture" as const };
  await expect(t.app.evidence.redact(owner, { ...input, width: 2000 })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  const [made] = await t.app.evidence.redact(owner, input);
  expect(made).toMatchObject({ ...area, sha256: shot.sha256, reason: "Customer's balance", createdBy: owner.name });
  const black = await coloursOf(await imageOf(sessionId, shot, true), inside);
  expect(Math.max(...black.mean)).toBeLessThan(3);
  const [, green = 0] = (await coloursOf(await imageOf(sessionId, shot), inside)).mean;
  expect(green).toBeGreaterThan(80);
  // The ZIP holds the redacted picture only.
  const zip = await t.app.evidence.export(owner, { ...ExportEvidenceInput.parse({}), sessionId, format: "zip" }, never());
  expect(zip.entry).toMatchObject({ format: "zip", redactions: 1, shots: 4 });
  expect(zip.bytes.includes("002-after.jpg")).toBe(true);
  await t.app.evidence.redact(owner, { ...input, applyTo: "session" });
  expect(new Set((await t.app.evidence.redactions(owner, { sessionId })).map(({ sha256 }) => sha256)).size).toBeGreaterThan(1);
  for (const { id } of await t.app.evidence.redactions(owner, { sessionId })) await t.app.evidence.removeRedaction(owner, { sessionId, redactionId: id });
  expect((await coloursOf(await imageOf(sessionId, shot, true), inside)).mean[1]).toBe(green);
  await expect(t.app.evidence.removeRedaction(owner, { sessionId, redactionId: made?.id ?? "" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("exports a PDF with actions, pictures and a digest that it is known by", async () => {
  const { t, owner, key } = given();
  const sessionId = await open("after");
  await act(sessionId, "click Pay");
  await act(sessionId, 'type "東京 مرحبا" into Customer');
  await act(sessionId, 'click "Refund everything"');
  await stepsWith(sessionId, 4);
  const answer = await fetch(`${t.url}/api/sessions/${sessionId}/evidence.pdf?title=Order%20%E6%B3%A8%E6%96%87&pageSize=Letter&timezone=Asia/Tokyo`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const digest = answer.headers.get("x-evidence-digest") ?? "";
  expect(answer.headers.get("content-digest")).toBe(`sha-256=:${Buffer.from(sha256Of(bytes), "hex").toString("base64")}:`);
  const { text } = await extractText(new Uint8Array(bytes), { mergePages: true });
  const flat = text.replace(/\s+/g, "");
  for (const words of ["Order注文", "clickPay", "東京", 'click"Refundeverything"', "Failed", "Asia/Tokyo", sessionId, digest, "Page1of"])
    expect(flat).toContain(words);
  const document = await PDFDocument.load(bytes);
  expect(document.getPage(0).getSize()).toEqual({ width: 612, height: 792 });
  expect(document.getTitle()).toBe("Order 注文");

  const verify = (sha256: string, actor = owner) => t.app.evidence.verify(actor, { sessionId, sha256 });
  expect(await verify(sha256Of(bytes))).toMatchObject({ matched: "file", export: { digest, steps: 5, shots: 4, createdBy: expect.any(String) } });
  expect(await verify(digest)).toMatchObject({ matched: "content" });
  expect(await verify(sha256Of(`${digest}x`))).toEqual({ matched: null, export: null });

  const posted = await fetch(`${t.url}/api/sessions/${sessionId}/evidence.zip`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ onlyPictured: true }),
  });
  expect(posted.status).toBe(200);
  const refused = await fetch(`${t.url}/api/sessions/${sessionId}/evidence.pdf?pageSize=A0`, { headers: { authorization: `Bearer ${key}` } });
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("pageSize")]);
  const audited = await t.app.db.auditLog.findMany({ where: { targetId: sessionId, action: { startsWith: "evidence.export" } }, orderBy: { at: "asc" } });
  expect(audited.map(({ action, success }) => [action, success])).toEqual([
    ["evidence.export.pdf", true],
    ["evidence.export.zip", true],
    ["evidence.export.pdf", false],
  ]);
});

it("prints also where sessions run elsewhere, and a report of nothing", async () => {
  const { t } = given();
  const elsewhere = await t.startBeside({ PROVIDERS: "browserbase", BROWSERBASE_API_KEY: "none" });
  try {
    const actor = await elsewhere.actor();
    const sessionId = newId("sess");
    const { workspaceId, userId } = actor;
    const config = { ...CreateSessionInput.parse({}), timeout: 60_000, idleTimeout: 60_000 };
    const ended = { status: "terminated", terminatedAt: new Date(), terminationReason: "user", expiresAt: new Date() };
    await elsewhere.app.db.browserSession.create({ data: { id: sessionId, workspaceId, userId, provider: "browserbase", config, ...ended } });
    const { bytes, entry } = await elsewhere.app.evidence.export(actor, { ...ExportEvidenceInput.parse({}), sessionId, format: "pdf" }, never());
    expect(entry).toMatchObject({ steps: 0, shots: 0 });
    const { text } = await extractText(new Uint8Array(bytes), { mergePages: true });
    expect(text.replace(/\s+/g, "")).toContain("Nothingwasdone");
  } finally {
    await elsewhere.stop();
  }
});

it("removes pictures whose time is over, and files that nothing names", async () => {
  const { t, owner } = given();
  const sessionId = await open("after");
  await act(sessionId, "click Pay");
  await t.app.sessions.terminate(owner, sessionId);
  const names = (): Promise<string[]> => readdir(join(t.app.env.dataDir, "evidence", sessionId)).catch(() => []);
  const before = await names();
  const sweep = createSweep({ db: t.app.db, files: createShotFiles(t.app.env, t.app.log), settings: t.app.settings });
  await sweep(new Date(), never());
  expect(await names()).toEqual(before);
  await t.app.db.evidenceShot.updateMany({ where: { sessionId }, data: { at: new Date(Date.now() - 31 * 86_400_000) } });
  await sweep(new Date(), never());
  expect([before.length, await names(), await t.app.db.evidenceShot.count({ where: { sessionId } })]).toEqual([2, [], 0]);
});

it("knows nothing of another workspace's evidence, and shows none without the scope", async () => {
  const { t, owner } = given();
  const sessionId = await open("after");
  const [step] = (await stepsWith(sessionId, 1)).filter(({ after }) => after);
  const stranger = await t.apiKey(await t.actor());
  const blind = await t.apiKey(owner, ["sessions:write"]);
  for (const path of [`evidence/shots/${step?.after?.id}.jpg`, "evidence.pdf", "evidence.zip"]) {
    const get = (key: string) => fetch(`${t.url}/api/sessions/${sessionId}/${path}`, { headers: { authorization: `Bearer ${key}` } });
    expect((await get(stranger)).status).toBe(404);
    expect((await get(blind)).status).toBe(403);
    expect((await fetch(`${t.url}/api/sessions/${sessionId}/${path}`)).status).toBe(401);
  }
});
