import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Stagehand } from "@browserbasehq/stagehand";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "../../access/actor.ts";
import { BROWSERBASE_PATH } from "../../contract/browserbase.ts";
import { startTestApp } from "../../testing/app.ts";
import { freePort } from "../../testing/free-port.ts";

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let apiKey: string;

beforeAll(async () => {
  t = await startTestApp({ PORT: String(await freePort()) });
  owner = await t.actor();
  apiKey = await t.apiKey(owner);
  vi.stubEnv("BROWSERBASE_BASE_URL", `${t.url}${BROWSERBASE_PATH}`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await t.stop();
});

const page = `data:text/html,${encodeURIComponent("<title>Here</title><button onclick=\"document.title='Pressed'\">Press</button>")}`;
/** Its hosted service is another product; the library does the work itself. No call of these tests asks a model. */
const open = async (over: Partial<ConstructorParameters<typeof Stagehand>[0]> = {}): Promise<Stagehand> => {
  const model = { modelName: "openai/gpt-4o-mini", apiKey: "unused" } as const;
  const stagehand = new Stagehand({
    env: "BROWSERBASE",
    apiKey,
    projectId: owner.workspaceId,
    model,
    disableAPI: true,
    verbose: 0,
    disablePino: true,
    ...over,
  });
  await stagehand.init();
  return stagehand;
};

test("Stagehand with env BROWSERBASE and our base URL drives a session of ours, which ends when it leaves", async () => {
  const stagehand = await open();
  const id = stagehand.browserbaseSessionID ?? "";
  expect(await t.app.sessions.get(owner, id)).toMatchObject({
    status: "active",
    config: { viewport: { width: 1288, height: 711 }, metadata: { stagehand: "true" } },
  });
  const [tab] = stagehand.context.pages();
  await tab?.goto(page);
  const done = await stagehand.act({ selector: "xpath=//button", description: "the button", method: "click", arguments: [] });
  expect(done.success).toBe(true);
  expect(await tab?.title()).toBe("Pressed");
  expect(await t.app.sessions.live(id)?.tabs.active.evaluate("document.title")).toMatchObject({ value: "Pressed" });
  expect(stagehand.browserbaseDebugURL).toContain("/live/");
  await stagehand.close();
  await expect.poll(async () => (await t.app.sessions.get(owner, id)).status).toBe("terminated");
});

test("what its pages download is handed out by the API, though it sets a folder of its own", async () => {
  const site = createServer((req, res) => {
    if (req.url === "/report.csv") res.writeHead(200, { "content-type": "text/csv", "content-disposition": "attachment" }).end("a;b");
    else res.writeHead(200, { "content-type": "text/html" }).end('<a href="/report.csv">Report</a>');
  }).listen(0, "127.0.0.1");
  await once(site, "listening");
  try {
    const stagehand = await open();
    const id = stagehand.browserbaseSessionID ?? "";
    await stagehand.context.pages()[0]?.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    await stagehand.act({ selector: "xpath=//a", description: "the link", method: "click", arguments: [] });
    const archive = (): Promise<Buffer> => t.app.files.downloads(owner, id);
    await expect.poll(async () => (await archive()).includes("report.csv"), { timeout: 20_000 }).toBe(true);
    await stagehand.close();
    await expect.poll(async () => (await t.app.sessions.get(owner, id)).status).toBe("terminated");
    expect((await archive()).includes("report.csv")).toBe(true);
  } finally {
    site.close().closeAllConnections();
  }
});

test("one that is kept alive is resumed by its id", async () => {
  const first = await open({ keepAlive: true });
  const id = first.browserbaseSessionID ?? "";
  await first.context.pages()[0]?.goto(page);
  await first.close();
  const second = await open({ keepAlive: true, browserbaseSessionID: id });
  expect(await second.context.pages()[0]?.title()).toBe("Here");
  await second.close();
  expect((await t.app.sessions.get(owner, id)).status).toBe("active");
  await t.app.sessions.terminate(owner, id);
});
