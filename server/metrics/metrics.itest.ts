import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import { ActInput } from "../contract/agent.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "../testing/app.ts";

const never = new AbortController().signal;
let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;

beforeAll(async () => {
  t = await startTestApp();
  owner = await t.actor();
});
afterAll(() => t?.stop());

const scrape = (headers: Record<string, string> = {}): Promise<Response> => fetch(`${t.url}/metrics`, { headers });
/** The value of a line of the metrics, by its name and labels. */
const numberOf = (text: string, line: string): number | undefined => {
  const found = text.split("\n").find((one) => one.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length));
};

it("tells what happened here, in Prometheus' form, without any id", async () => {
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({}), never);
  await t.app.agent.act(owner, ActInput.parse({ sessionId, instruction: "click Nowhere" }), never);
  const key = await t.apiKey(owner);
  await fetch(`${t.url}/api/trpc/browser.getSession?input=%7B%22sessionId%22%3A%22nobody%22%7D`, { headers: { authorization: `Bearer ${key}` } });

  const response = await scrape();
  const text = await response.text();
  expect(response.headers.get("content-type")).toMatch(/^text\/plain.*version=0\.0\.4/);
  expect(numberOf(text, 'perch_sessions{status="active"}')).toBe(1);
  expect(numberOf(text, 'perch_sessions{status="queued"}')).toBe(0);
  expect(numberOf(text, 'perch_session_creations_total{provider="local",outcome="active"}')).toBe(1);
  expect(numberOf(text, 'perch_session_create_seconds_count{provider="local"}')).toBe(1);
  expect(numberOf(text, 'perch_browser_launches_total{provider="local",outcome="started"}')).toBe(1);
  expect(numberOf(text, 'perch_browsers{provider="local",state="running"}')).toBe(1);
  expect(numberOf(text, 'perch_provider_breaker{provider="local",state="closed"}')).toBe(1);
  expect(numberOf(text, 'perch_provider_breaker{provider="local",state="open"}')).toBe(0);
  expect(numberOf(text, 'perch_operation_seconds_count{operation="act",via="resolver",outcome="failed"}')).toBe(1);
  expect(numberOf(text, 'perch_call_failures_total{code="NOT_FOUND"}')).toBe(1);
  expect(numberOf(text, "perch_live_viewers")).toBe(0);
  expect(numberOf(text, "process_resident_memory_bytes")).toBeGreaterThan(1e6);
  expect(text).not.toContain(sessionId);
  expect(text).not.toContain(owner.workspaceId);

  await t.app.sessions.terminate(owner, sessionId);
  expect(numberOf(await (await scrape()).text(), 'perch_sessions_ended_total{reason="user"}')).toBe(1);
});

it("is for scrapers on this machine, or with a key that may manage the workspace", async () => {
  const elsewhere = { "x-forwarded-for": "203.0.113.9" };
  expect((await scrape(elsewhere)).status).toBe(401);
  const [reader, manager] = await Promise.all([t.apiKey(owner, ["sessions:read"]), t.apiKey(owner, ["workspace:manage"])]);
  expect((await scrape({ ...elsewhere, authorization: `Bearer ${reader}` })).status).toBe(403);
  expect((await scrape({ ...elsewhere, authorization: `Bearer ${manager}` })).status).toBe(200);
});

it("has a use of the processor beside the session's memory from the second look on", async () => {
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({}), never);
  const first = await t.app.sessions.usage(owner, sessionId);
  expect(first).toMatchObject({ cpuPercent: null });
  await t.app.agent.evaluate(owner, { sessionId, expression: "for (const end = Date.now() + 700; Date.now() < end;);", timeoutMs: 10_000 }, never);
  const { cpuPercent } = await t.app.sessions.usage(owner, sessionId);
  expect(cpuPercent).toBeGreaterThan(1);
});

it("is ready while the database and a provider are", async () => {
  const response = await fetch(`${t.url}/readyz`);
  expect([response.status, await response.json()]).toEqual([200, { ready: true, missing: [] }]);
});
