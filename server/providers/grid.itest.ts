import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../access/actor.ts";
import { GetSessionLogsInput } from "../contract/activity.ts";
import { ActInput, ScreenshotInput } from "../contract/agent.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { createLog } from "../core/log.ts";
import { delay } from "../core/time.ts";
import { startTestApp } from "../testing/app.ts";
import { gridMissing, startTestGrid, type TestGrid, type TestNode } from "../testing/grid.ts";
import { mainProcess, providerEnv } from "../testing/provider-places.ts";
import { createGridProvider } from "./grid.ts";
import { GridClient } from "./grid-client.ts";
import { nodeOf } from "./grid-places.ts";
import type { Browser, BrowserProvider, LaunchSpec } from "./provider.ts";

const NOTICED_WITHIN_MS = 10_000;
const IDLE_TIMEOUT_MS = 15_000;
const SHOP = "<title>Shop</title><button onclick=\"document.title='Bought'\">Buy</button><a href='/terms' target='_blank'>Terms</a>";
const log = createLog({ level: "silent" });
const never = new AbortController().signal;
const spec: LaunchSpec = { sessionId: "sess_grid", viewport: { width: 800, height: 600 }, captchaSolving: false };
const soon = (): AbortSignal => AbortSignal.timeout(40_000);

/** What a test says of the times it measured, for whoever reads its output. */
const report = (line: string): void => void process.stdout.write(`  ${line}\n`);

describe.skipIf(gridMissing() !== null)("a Selenium Grid of a hub and two nodes", () => {
  let grid: TestGrid;
  let client: GridClient;
  let provider: BrowserProvider;
  let site: Server;
  let address: string;

  const nodeOfBrowser = async ({ externalId }: Pick<Browser, "externalId">): Promise<TestNode> => {
    const uri = nodeOf(await client.nodes(soon()), externalId)?.uri;
    const node = grid.nodes.find((one) => one.uri === uri);
    if (!node) throw new Error(`No node of this Grid is at ${uri}.`);
    return node;
  };
  const taken = async (): Promise<number> => {
    const nodes = await client.nodes(soon());
    return nodes.flatMap(({ slots }) => slots.filter(({ session }) => session)).length;
  };
  /** Every provider of these tests: one that a failed test left running would keep its slots from those that follow. */
  const made = new Set<BrowserProvider>();
  const make = (over: Record<string, string> = {}): BrowserProvider => {
    const provider = createGridProvider({ env: providerEnv({ PROVIDERS: "grid", GRID_URL: grid.url, ...over }), log, serverId: "srv_grid" });
    made.add(provider);
    return provider;
  };

  beforeAll(async () => {
    grid = await startTestGrid({ slotsPerNode: 2, sessionTimeoutSeconds: IDLE_TIMEOUT_MS / 1000 });
    client = new GridClient({ url: grid.url, cdpUrl: null, whenFull: "refuse" });
    site = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(SHOP));
    await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    provider = make();
  });
  const nothingTaken = async (): Promise<void> => {
    await Promise.all([...made].map((one) => one.stop()));
    await expect.poll(taken, { timeout: 40_000 }).toBe(0);
  };
  afterAll(async () => {
    site?.close();
    await grid?.stop();
  });

  describe("with both nodes", () => {
    afterEach(nothingTaken);

    test("a full Grid refuses at once and says so; a slot that is given back is used again", async () => {
      const browsers = await Promise.all([1, 2, 3, 4].map(() => provider.launch(spec, soon())));
      expect(await provider.health()).toMatchObject({
        status: "degraded",
        detail: "2 of 2 nodes up, 0 of 4 slots free, 0 waiting in the queue",
        ready: 0,
        running: 4,
      });
      const asked = performance.now();
      await expect(provider.launch(spec, soon())).rejects.toMatchObject({
        code: "PROVIDER_UNAVAILABLE",
        retryable: true,
        details: { slots: 4, free: 0, retryAfterMs: 1_000 },
      });
      expect(performance.now() - asked).toBeLessThan(2_000);
      await browsers[0]?.close({ graceMs: 10_000 });
      await expect.poll(async () => (await provider.health()).ready).toBe(1);
      expect((await (await provider.launch(spec, soon())).cdp.send("Browser.getVersion")).product).toMatch(/Chrome/);
    });

    test("a request that is given up while it waits in the Grid's queue takes no slot when its turn comes", async () => {
      const waits = make({ GRID_WHEN_FULL: "wait" });
      const browsers = await Promise.all([1, 2, 3, 4].map(() => provider.launch(spec, soon())));
      const caller = new AbortController();
      const launching = expect(waits.launch(spec, caller.signal)).rejects.toMatchObject({ code: "CANCELLED" });
      // The Grid takes a request out of its queue for a moment each time it looks for a slot.
      await expect.poll(async () => (await waits.health()).detail).toContain("1 waiting in the queue");
      caller.abort();
      await launching;
      await Promise.all(browsers.map((browser) => browser.close({ graceMs: 10_000 })));
      await expect.poll(() => client.queueSize(soon())).toBe(0);
      await waits.stop();
      await expect.poll(taken, { timeout: 20_000 }).toBe(0);
      expect(await grid.browsers()).toEqual([]);
    });

    test("a Grid that gives no browser in time is named as the one that was slow, and the late one is ended", async () => {
      const hasty = make({ GRID_WHEN_FULL: "wait", LAUNCH_TIMEOUT: "100" });
      await expect(hasty.launch(spec, soon())).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE", message: expect.stringContaining("within 95 ms") });
      await expect.poll(async () => (await hasty.health()).launching, { timeout: 20_000 }).toBe(0);
      await hasty.stop();
      await expect.poll(taken).toBe(0);
    });

    test("a wrong password and an absent Grid are told apart, and neither shows the password", async () => {
      const wrong = grid.url.replace(/:[^:@]*@/, ":not-the-password@");
      await expect(make({ GRID_URL: wrong }).launch(spec, soon())).rejects.toMatchObject({
        code: "PROVIDER_UNAVAILABLE",
        message: "The Selenium Grid refuses the user and password of GRID_URL.",
      });
      const nobody = make({ GRID_URL: "http://perch:hidden-word@127.0.0.1:9" });
      const { status, detail } = await nobody.health();
      expect({ status, hidden: !detail.includes("hidden-word") }).toEqual({ status: "down", hidden: true });
    });

    test("a session that nobody uses outlives the Grid's idle timeout", async () => {
      const browser = await provider.launch(spec, soon());
      expect(await Promise.race([browser.exited, delay(IDLE_TIMEOUT_MS * 1.8).then(() => "still there")])).toBe("still there");
      expect((await browser.cdp.send("Browser.getVersion")).product).toMatch(/Chrome/);
    }, 90_000);

    test("a node that falls silent is noticed in time, its calls end, and its slot is free when it is back", async () => {
      const browser = await provider.launch(spec, soon());
      const node = await nodeOfBrowser(browser);
      node.freeze();
      const from = performance.now();
      const pending = expect(browser.cdp.send("Target.getTargets", undefined, { timeoutMs: 60_000 })).rejects.toMatchObject({ code: "BROWSER_CRASHED" });
      try {
        expect(await browser.exited).toMatchObject({ asked: false, reason: `The Selenium Grid's node ${node.uri} no longer answers.` });
        const tookMs = Math.round(performance.now() - from);
        report(`a silent node was noticed after ${tookMs} ms`);
        expect(tookMs).toBeLessThan(NOTICED_WITHIN_MS);
        await pending;
      } finally {
        node.thaw();
      }
      await nothingTaken();
      expect(await provider.health()).toMatchObject({ status: "degraded", detail: expect.stringContaining(`${node.uri} no longer answers`) });
    }, 90_000);
  });

  // The last one: the Grid has one node less after it.
  test("sessions are driven end to end; a node that is killed ends its own within ten seconds, and the other node's go on", async () => {
    const server = await startTestApp({ PROVIDERS: "grid", GRID_URL: grid.url });
    try {
      const actor: Actor = await server.actor();
      const { agent, sessions, activities } = server.app;
      const create = async (): Promise<string> => (await sessions.create(actor, CreateSessionInput.parse({ url: address }), never)).sessionId;
      const browserOf = (id: string): Browser => sessions.live(id)?.browser ?? expect.fail(`The session ${id} does not run.`);
      const ids = [await create(), await create()];
      const nodes = await Promise.all(ids.map(async (id) => nodeOfBrowser(browserOf(id))));
      // The Grid spreads sessions over its nodes; both are needed here.
      expect(new Set(nodes).size).toBe(2);
      const [lost = "", stays = ""] = ids;

      const buy = () => agent.act(actor, ActInput.parse({ sessionId: stays, instruction: "click Buy" }), never);
      expect(await buy()).toMatchObject({ success: true });
      expect(await agent.act(actor, ActInput.parse({ sessionId: stays, instruction: "click Terms" }), never)).toMatchObject({ success: true });
      await expect
        .poll(() =>
          sessions
            .live(stays)
            ?.tabs.list()
            .map(({ url }) => url),
        )
        .toEqual([address, `${address}terms`]);
      expect(await agent.screenshot(actor, ScreenshotInput.parse({ sessionId: stays }), never)).toMatchObject({ width: 1280, height: 720 });
      const outside = await chromium.connectOverCDP(`${server.url}/cdp/${stays}`, { headers: { "x-api-key": await server.apiKey(actor) } });
      expect((await Promise.all((outside.contexts()[0]?.pages() ?? []).map((page) => page.title()))).sort()).toEqual(["Bought", "Shop"]);
      await outside.close();
      expect(await sessions.get(actor, stays)).toMatchObject({ provider: "grid", status: "active" });

      const orphan = await mainProcess(browserOf(lost));
      const from = performance.now();
      nodes[0]?.kill();
      await expect.poll(async () => (await sessions.get(actor, lost)).status, { timeout: NOTICED_WITHIN_MS, interval: 50 }).toBe("error");
      report(`a killed node was noticed after ${Math.round(performance.now() - from)} ms`);
      expect(await sessions.get(actor, lost)).toMatchObject({ terminationReason: "crashed" });
      await expect
        .poll(async () => (await activities.logs(actor, GetSessionLogsInput.parse({ sessionId: lost }))).entries)
        .toContainEqual(expect.objectContaining({ source: "browser", level: "error", text: expect.stringContaining("Selenium Grid") }));
      if ((await grid.browsers()).includes(orphan)) report(`the killed node left Chromium ${orphan} behind; it ends with the test's Grid`);

      expect(await buy()).toMatchObject({ success: true });
      const third = await create();
      expect(await nodeOfBrowser(browserOf(third))).toBe(nodes[1]);
      expect(await server.app.providers[0]?.health()).toMatchObject({
        status: "degraded",
        detail: `1 of 2 nodes up, 0 of 2 slots free, 0 waiting in the queue; ${nodes[0]?.uri} no longer answers`,
      });

      const refused = sessions.create(actor, CreateSessionInput.parse({}), never);
      await expect(refused).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE", message: expect.stringContaining("All 2 slots") });
      const waiting = await sessions.create(actor, CreateSessionInput.parse({ queue: true }), never);
      expect(waiting.status).toBe("queued");
      await sessions.terminate(actor, third);
      await expect.poll(async () => (await sessions.get(actor, waiting.sessionId)).status, { timeout: 30_000 }).toBe("active");
    } finally {
      await server.stop();
    }
  }, 120_000);
});
