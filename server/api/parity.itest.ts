import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import { SCOPES } from "../contract/access.ts";
import type { ErrorBody } from "../contract/errors.ts";
import { newId } from "../core/ids.ts";
import { startTestApp } from "../testing/app.ts";
import { appRouter } from "./root.ts";

/** Some valid input of every procedure that takes one; ids are filled in with another workspace's. */
const SAMPLES: Record<string, Record<string, unknown>> = {
  "browser.createSession": {},
  "browser.getSession": { sessionId: "" },
  "browser.listSessions": {},
  "browser.terminateSession": { sessionId: "" },
  "browser.terminateAllSessions": {},
  "browser.acquireSession": { key: "a:1" },
  "browser.extendSession": { sessionId: "" },
  "browser.restoreSession": { sessionId: "" },
  "browser.getSessionUsage": { sessionId: "" },
  "browser.getSessionLogs": { sessionId: "" },
  "browser.getNetworkLog": { sessionId: "" },
  "browser.getNetworkEntry": { sessionId: "", entryId: "" },
  "browser.getNetworkMessages": { sessionId: "", entryId: "" },
  "browser.getLiveViewUrl": { sessionId: "" },
  "browser.getDebuggerUrl": { sessionId: "" },
  "browser.getRecording": { sessionId: "" },
  "browser.navigate": { sessionId: "", url: "https://example.test" },
  "browser.goBack": { sessionId: "" },
  "browser.goForward": { sessionId: "" },
  "browser.reload": { sessionId: "" },
  "browser.act": { sessionId: "", instruction: "click Save" },
  "browser.listQuestions": { sessionId: "" },
  "browser.answerQuestion": { sessionId: "", questionId: "ask_1", ref: null },
  "browser.observe": { sessionId: "" },
  "browser.extract": { sessionId: "", schema: { type: "object" } },
  "browser.extractStream": { sessionId: "", schema: { type: "object" } },
  "browser.content": { sessionId: "" },
  "browser.screenshot": { sessionId: "" },
  "browser.waitFor": { sessionId: "", condition: { kind: "text", text: "Saved" } },
  "browser.evaluate": { sessionId: "", expression: "1" },
  "browser.uploadFile": { sessionId: "", selector: "input", files: [{ name: "a.txt", contentBase64: "YQ==" }] },
  "browser.openTab": { sessionId: "" },
  "browser.switchTab": { sessionId: "", tabId: "t" },
  "browser.closeTab": { sessionId: "", tabId: "t" },
  "browser.listTabs": { sessionId: "" },
  "browser.agent": { sessionId: "", goal: "find the cheapest kettle" },
  "agentRuns.start": { sessionId: "", goal: "find the cheapest kettle" },
  "agentRuns.get": { runId: "" },
  "agentRuns.list": { sessionId: "" },
  "agentRuns.stop": { runId: "" },
  "agentRuns.pause": { runId: "" },
  "agentRuns.resume": { runId: "" },
  "live.control": { sessionId: "" },
  "live.takeOver": { sessionId: "" },
  "live.giveBack": { sessionId: "" },
  "contexts.create": {},
  "contexts.get": { contextId: "" },
  "contexts.remove": { contextId: "" },
  "activity.list": { sessionId: "" },
  "activity.onSession": { sessionId: "" },
  "access.createKey": { name: "A key" },
  "access.revokeKey": { keyId: "" },
  "access.changeRole": { userId: "", role: "viewer" },
  "access.removeMember": { userId: "" },
  "access.invite": { email: "new@example.test", role: "viewer" },
  "access.revokeInvitation": { invitationId: "" },
  "access.updateAccount": { name: "Name", email: "name@example.test" },
  "access.setPassword": { newPassword: "long enough 1" },
  "audit.list": {},
  "live.createShareLink": { sessionId: "" },
  "live.listShareLinks": { sessionId: "" },
  "live.viewers": { sessionId: "" },
  "live.updateShareLink": { linkId: "" },
  "live.revokeShareLink": { linkId: "" },
  "live.setEmbedding": { origins: ["https://example.com"] },
  "settings.update": {},
  "settings.foreseeRemoval": { keeping: { recordingDays: 1 } },
  "settings.tryMaskPatterns": { patterns: ["EMP-\\d{6}"], text: "EMP-123456" },
  "recordings.list": {},
  "recordings.get": { sessionId: "" },
  "recordings.remove": { sessionId: "" },
  "recordings.export": { sessionId: "", format: "webm" },
  "recordings.listExports": { sessionId: "" },
  "recordings.cancelExport": { sessionId: "", exportId: "exp_1" },
  "cleanup.run": {},
  "evidence.listShots": { sessionId: "" },
  "evidence.compareShots": { sessionId: "", leftId: "shot_1", rightId: "shot_2" },
  "evidence.redact": { sessionId: "", shotId: "shot_1", x: 0, y: 0, width: 10, height: 10, reason: "A name" },
  "evidence.listRedactions": { sessionId: "" },
  "evidence.removeRedaction": { sessionId: "", redactionId: "redact_1" },
  "evidence.listExports": { sessionId: "" },
  "evidence.verify": { sessionId: "", sha256: "0".repeat(64) },
  "cache.list": {},
  "cache.get": { entryId: "" },
  "cache.clear": { entryId: "" },
  "cache.pin": { entryId: "" },
  "cache.export": {},
  "cache.import": { format: "perch-action-cache-1", entries: [] },
};

const isId = (key: string): key is keyof typeof foreign => /^(session|run|key|user|invitation|context|entry|link)Id$/.test(key);

type Procedure = { _def: { type: "query" | "mutation" | "subscription"; meta?: { scope?: string }; inputs: unknown[] } };
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>).map(([path, { _def }]) => ({ path, ..._def }));
const withInput = procedures.filter(({ inputs }) => inputs.length > 0);
const aboutSomething = withInput.filter(({ path }) => Object.keys(SAMPLES[path] ?? {}).some(isId));

let t: Awaited<ReturnType<typeof startTestApp>>;
let caller: Actor;
let callerKey: string;
let foreign: Record<"sessionId" | "runId" | "keyId" | "userId" | "invitationId" | "contextId" | "entryId" | "linkId", string>;

beforeAll(async () => {
  t = await startTestApp();
  caller = await t.actor();
  callerKey = await t.apiKey(caller);
  const other = await t.actor();
  const { key } = await t.app.access.createKey(other, { name: "Theirs" });
  const sessionId = newId("sess");
  await t.app.db.browserSession.create({
    data: {
      id: sessionId,
      workspaceId: other.workspaceId,
      userId: other.userId,
      provider: "local",
      status: "active",
      serverId: t.app.servers.id,
      config: {},
      expiresAt: new Date(Date.now() + 60_000),
    },
  });
  const runId = newId("run");
  await t.app.db.agentRun.create({
    data: {
      id: runId,
      workspaceId: other.workspaceId,
      sessionId,
      serverId: t.app.servers.id,
      actorName: other.name,
      goal: "theirs",
      status: "running",
      maxSteps: 5,
      usage: {},
      createdAt: new Date(),
    },
  });
  const invitation = await t.app.access.invite(other, { email: "theirs@example.test", role: "viewer" });
  const context = await t.app.contexts.create(other, { name: "Theirs" });
  const entryId = newId("cache");
  const entry = { key: "k", kind: "act", instruction: "click Save", page: "https://example.test/", via: "resolver", value: {} };
  await t.app.db.actionCacheEntry.create({ data: { id: entryId, workspaceId: other.workspaceId, ...entry } });
  const linkId = newId("link");
  const madeBy = { createdBy: other.userId, createdByName: other.name };
  await t.app.db.liveLink.create({ data: { id: linkId, workspaceId: other.workspaceId, sessionId, kind: "share", mode: "view", ...madeBy } });
  foreign = { sessionId, runId, keyId: key.id, userId: other.userId, invitationId: invitation.id, contextId: context.id, entryId, linkId };
});
afterAll(() => t.stop());

/** What the server says to a call that must fail. */
async function refusalOf(
  { path, type }: { path: string; type: Procedure["_def"]["type"] },
  input: unknown,
  key?: string,
): Promise<ErrorBody & { status: number }> {
  const query = type === "mutation" || input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const response = await fetch(`${t.url}/api/trpc/${path}${query}`, {
    method: type === "mutation" ? "POST" : "GET",
    headers: { ...(key && { authorization: `Bearer ${key}` }), ...(type === "mutation" && { "content-type": "application/json" }) },
    ...(type === "mutation" && { body: JSON.stringify(input ?? {}) }),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  // A stream tells its failure as an event of its own.
  const json = text.startsWith("{") ? text : (/^data: (.*)$/m.exec(text.slice(text.indexOf("serialized-error")))?.[1] ?? text);
  const answer = JSON.parse(json) as { error?: { data: { perch: ErrorBody } }; data?: { perch: ErrorBody } };
  const body = answer.error?.data.perch ?? answer.data?.perch;
  if (!body) throw new Error(`${path} did not refuse: ${text.slice(0, 300)}`);
  return { ...body, status: response.status };
}

const inputOf = (path: string): Record<string, unknown> | undefined => {
  const sample = SAMPLES[path];
  return sample && Object.fromEntries(Object.entries(sample).map(([key, value]) => [key, isId(key) ? foreign[key] : value]));
};

/** tRPC opens a stream (200) before it asks the procedure, and tells the refusal in it. */
const statusOf = ({ type }: { type: Procedure["_def"]["type"] }, status: number): number => (type === "subscription" ? 200 : status);

describe("every procedure", () => {
  it("names a scope, and has a sample here if it takes input", () => {
    expect(procedures.filter(({ meta }) => meta?.scope === undefined).map(({ path }) => path)).toEqual([]);
    expect(withInput.map(({ path }) => path).sort()).toEqual(Object.keys(SAMPLES).sort());
  });

  it.each(procedures)("$path refuses who is not known", async (procedure) => {
    expect(await refusalOf(procedure, inputOf(procedure.path))).toMatchObject({ code: "UNAUTHENTICATED", status: statusOf(procedure, 401) });
    expect(await refusalOf(procedure, inputOf(procedure.path), "perch_wrong")).toMatchObject({ code: "UNAUTHENTICATED", status: statusOf(procedure, 401) });
  });

  it.each(procedures.filter(({ meta }) => meta?.scope !== "any"))("$path refuses who lacks its scope", async (procedure) => {
    const key = await t.apiKey(
      caller,
      SCOPES.filter((scope) => scope !== procedure.meta?.scope),
    );
    expect(await refusalOf(procedure, inputOf(procedure.path), key)).toMatchObject({ code: "FORBIDDEN", status: statusOf(procedure, 403) });
  });

  it.each(aboutSomething)("$path does not know what belongs to another workspace", async (procedure) => {
    const refusal = await refusalOf(procedure, inputOf(procedure.path), callerKey);
    expect(refusal.code).toBe("NOT_FOUND");
  });

  it.each(withInput)("$path names a field that it does not know", async (procedure) => {
    const refusal = await refusalOf(procedure, { ...inputOf(procedure.path), nonsense: 1 }, callerKey);
    expect(refusal).toMatchObject({ code: "INVALID_INPUT", status: statusOf(procedure, 400), fields: [{ field: "nonsense" }] });
  });
});

describe("another workspace's session", () => {
  it("is not ended by terminateAllSessions, named or not", async () => {
    const none = await t.app.sessions.terminateMany(caller, {});
    expect(none).toMatchObject({ success: true, terminated: [] });
    const named = await t.app.sessions.terminateMany(caller, { sessionIds: [foreign.sessionId] });
    expect(named).toMatchObject({ success: false, terminated: [], failed: [{ sessionId: foreign.sessionId }] });
    expect(await t.app.db.browserSession.findUnique({ where: { id: foreign.sessionId } })).toMatchObject({ status: "active" });
  });
});
