import { createTRPCClient, type httpBatchLink, httpLink } from "@trpc/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import type { AppRouter } from "../api/root.ts";
import { startTestApp } from "../testing/app.ts";

let a: Awaited<ReturnType<typeof startTestApp>>;
let b: Awaited<ReturnType<typeof a.startBeside>>;
let owner: Actor;
let key: string;

beforeAll(async () => {
  a = await startTestApp();
  b = await a.startBeside();
  owner = await a.actor();
  key = await a.apiKey(owner);
});
afterAll(async () => {
  await b?.stop();
  await a?.stop();
});

const clientOf = (url: string, link: typeof httpLink | typeof httpBatchLink = httpLink) =>
  createTRPCClient<AppRouter>({ links: [link({ url: `${url}/api/trpc`, headers: { "x-api-key": key } })] });

it("servers hear of each other as soon as one starts", async () => {
  await expect.poll(() => [a, b].map(({ app }) => app.servers.all().length), { timeout: 1_000 }).toEqual([2, 2]);
});

describe("a session of another server", () => {
  it("is driven, seen, extended and ended through this one", async () => {
    const [onA, onB] = [clientOf(a.url), clientOf(b.url)];
    const { sessionId } = await onA.browser.createSession.mutate({ url: "data:text/html,<title>One</title><button>Go</button>" });
    expect(a.app.sessions.live(sessionId)).toBeDefined();
    expect(b.app.sessions.live(sessionId)).toBeUndefined();
    expect((await onB.browser.evaluate.mutate({ sessionId, expression: "document.title" })).value).toBe("One");
    expect((await onB.browser.listTabs.query({ sessionId })).tabs).toHaveLength(1);
    const before = await onB.browser.getSession.query({ sessionId });
    const extended = await onB.browser.extendSession.mutate({ sessionId, byMs: 60_000 });
    expect(Date.parse(extended.expiresAt) - Date.parse(before.expiresAt)).toBeGreaterThan(50_000);
    expect(await onB.browser.terminateSession.mutate({ sessionId })).toMatchObject({ status: "terminated" });
    expect(a.app.sessions.live(sessionId)).toBeUndefined();
  });
});
