import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../access/actor.ts";
import { ActInput } from "../contract/agent.ts";
import { BROWSERBASE_PATH } from "../contract/browserbase.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { createLog } from "../core/log.ts";
import { startTestApp } from "../testing/app.ts";
import { freePort } from "../testing/free-port.ts";
import { groupsBelow, providerEnv } from "../testing/provider-places.ts";
import { createBrowserbaseProvider } from "./browserbase.ts";
import type { LaunchSpec } from "./provider.ts";

const never = new AbortController().signal;
const spec: LaunchSpec = { sessionId: "sess_cloud", viewport: { width: 800, height: 600 }, captchaSolving: false };

let cloud: Awaited<ReturnType<typeof startTestApp>>;
let cloudOwner: Actor;
let cloudKey: string;

beforeAll(async () => {
  cloud = await startTestApp({ PORT: String(await freePort()), SESSION_MAX_CONCURRENT: "2" });
  cloudOwner = await cloud.actor();
  cloudKey = await cloud.apiKey(cloudOwner);
});
afterAll(() => cloud.stop());

const settings = (over: Record<string, string> = {}): Record<string, string> => ({
  PROVIDERS: "browserbase",
  // A busy machine is slow, not wrong.
  LAUNCH_TIMEOUT: "60000",
  BROWSERBASE_API_KEY: cloudKey,
  BROWSERBASE_BASE_URL: `${cloud.url}${BROWSERBASE_PATH}`,
  BROWSERBASE_PROJECT_ID: cloudOwner.workspaceId,
  ...over,
});
const providerOf = (over: Record<string, string> = {}) =>
  createBrowserbaseProvider({ env: providerEnv(settings(over)), log: createLog({ level: "silent" }), serverId: "srv_cloud" });

describe("a server whose browsers are in a cloud, which is another server of ours", () => {
  test("a session is driven there, known there by its marks, and released there", async () => {
    const t = await startTestApp(settings());
    try {
      const actor = await t.actor();
      const wishes = { viewport: { width: 900, height: 700 }, region: "us-east-1", timeout: 120_000 };
      const { sessionId, browserbaseSessionId } = await t.app.sessions.create(actor, CreateSessionInput.parse(wishes), never);
      const over = await cloud.app.sessions.get(cloudOwner, browserbaseSessionId ?? "");
      expect(over).toMatchObject({
        status: "active",
        config: { viewport: { width: 900, height: 700 }, region: "us-east-1", keepAlive: true, timeout: 120_000 },
      });
      const page = "data:text/html,<title>Over there</title><button onclick=\"document.title='Pressed'\">Press</button>";
      await t.app.agent.navigate(actor, { sessionId, url: page, waitUntil: "load", timeoutMs: 10_000 }, never);
      await t.app.agent.act(actor, ActInput.parse({ sessionId, instruction: 'click "Press"', mode: "resolver" }), never);
      const { value } = await t.app.agent.evaluate(actor, { sessionId, expression: "[document.title, innerWidth]", timeoutMs: 5_000 }, never);
      expect(value).toEqual(["Pressed", 900]);
      expect(await t.app.sessions.get(actor, sessionId)).toMatchObject({ provider: "browserbase", browserbaseSessionId: over.id });

      await t.app.sessions.terminate(actor, sessionId);
      expect(await cloud.app.sessions.get(cloudOwner, over.id)).toMatchObject({ status: "terminated", terminationReason: "user" });
    } finally {
      await t.stop();
    }
  });

  test("a session that is ended in the cloud ends here as crashed, and its calls with it", async () => {
    const t = await startTestApp(settings());
    try {
      const actor = await t.actor();
      const { sessionId, browserbaseSessionId } = await t.app.sessions.create(actor, CreateSessionInput.parse({}), never);
      const call = t.app.agent.evaluate(actor, { sessionId, expression: "new Promise(() => {})", timeoutMs: 20_000 }, never);
      const failure = expect(call).rejects.toMatchObject({ code: "BROWSER_CRASHED" });
      await cloud.app.sessions.expire(browserbaseSessionId ?? "", "timeout");
      await failure;
      await expect.poll(async () => (await t.app.sessions.get(actor, sessionId)).status).toBe("error");
    } finally {
      await t.stop();
    }
  });

  test("another server takes the session over, with its page as it was", async () => {
    const t = await startTestApp(settings({ SESSIONS_ON_STOP: "keep" }));
    try {
      const actor = await t.actor();
      const before = await t.startBeside();
      const { sessionId } = await before.app.sessions.create(actor, CreateSessionInput.parse({}), never);
      await before.app.agent.evaluate(actor, { sessionId, expression: "document.title = 'still here'", timeoutMs: 5_000 }, never);
      await before.stop();
      await expect.poll(() => t.app.sessions.live(sessionId)?.id, { timeout: 20_000 }).toBe(sessionId);
      const { value } = await t.app.agent.evaluate(actor, { sessionId, expression: "document.title", timeoutMs: 5_000 }, never);
      expect(value).toBe("still here");
      await t.app.sessions.terminate(actor, sessionId);
    } finally {
      await t.stop();
    }
  });
});

describe("what the cloud refuses", () => {
  test("a key that it does not know", async () => {
    const provider = providerOf({ BROWSERBASE_API_KEY: "wrong" });
    await expect(provider.launch(spec, never)).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE", message: expect.stringContaining("BROWSERBASE_API_KEY") });
    expect(await provider.health()).toMatchObject({ status: "down", detail: expect.stringContaining("BROWSERBASE_API_KEY") });
  });

  test("more sessions than it has places for", async () => {
    const provider = providerOf();
    const held = await Promise.all([provider.launch(spec, never), provider.launch(spec, never)]);
    await expect(provider.launch(spec, never)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED", message: expect.stringContaining("end a session") });
    await Promise.all(held.map((browser) => browser.close({ graceMs: 4_000 })));
    expect(groupsBelow(cloud.app.env.dataDir)).toEqual([]);
  });

  test("a region that there is not, before the cloud is asked", async () => {
    await expect(providerOf().launch({ ...spec, region: "moon-1" }, never)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ field: "region", message: expect.stringContaining("eu-central-1") }],
    });
  });

  test("a cloud that is away is named, and does not keep a server from starting", async () => {
    const provider = providerOf({ BROWSERBASE_BASE_URL: `http://127.0.0.1:${await freePort()}` });
    await provider.start();
    expect(await provider.clean(() => false)).toEqual({ processes: 0, directories: 0, freedBytes: 0 });
    await expect(provider.launch(spec, never)).rejects.toMatchObject({
      code: "PROVIDER_UNAVAILABLE",
      message: expect.stringContaining("BROWSERBASE_BASE_URL"),
    });
  });

  test("what its plan does not have is left out, and what it cannot be without is said with the remedy", async () => {
    const asked: { keepAlive?: boolean; browserSettings?: { verified?: boolean } }[] = [];
    const plans = createServer((req: IncomingMessage, res: ServerResponse) => {
      void bodyOf(req).then((body) => {
        asked.push(JSON.parse(body));
        const { keepAlive, browserSettings } = asked.at(-1) ?? {};
        const [status, message] = keepAlive
          ? [403, "Keep alive sessions are not supported on this plan"]
          : browserSettings?.verified
            ? [403, "Verified browsers need another plan"]
            : [402, "Browser minutes are used up"];
        res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ statusCode: status, message }));
      });
    }).listen(0, "127.0.0.1");
    await once(plans, "listening");
    try {
      const provider = providerOf({ BROWSERBASE_BASE_URL: `http://127.0.0.1:${(plans.address() as AddressInfo).port}` });
      await expect(provider.launch({ ...spec, stealth: true }, never)).rejects.toMatchObject({
        code: "PROVIDER_UNAVAILABLE",
        message: expect.stringMatching(/minutes are used up.*billing/),
        details: { status: 402 },
      });
      expect(asked.map(({ keepAlive, browserSettings }) => [keepAlive, browserSettings?.verified])).toEqual([
        [true, true],
        [false, true],
        [false, undefined],
      ]);
    } finally {
      plans.close().closeAllConnections();
    }
  });
});

const bodyOf = async (req: IncomingMessage): Promise<string> => Buffer.concat(await req.toArray()).toString("utf8");
