import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openControlViewer } from "./control-viewer.ts";
import { ask, httpOf, open, startDebuggedApp } from "./debuggers.ts";

const WAIT = { timeout: 30_000, interval: 20 };
const PAGE = `<!doctype html><title>Steps</title><script>log=[]</script><button onclick="log.push('one')">One</button>
<a href="/popup" target="_blank" style="position:fixed;inset:100px 0 0;background:silver">Another tab</a>`;
const LOG = { expression: "log.join()", returnByValue: true };

let d: Awaited<ReturnType<typeof startDebuggedApp>>;
let site: Server;
let address: string;
beforeAll(async () => {
  d = await startDebuggedApp({ PRIVATE_NETWORK: "allow" });
  site = createServer((_req, res) => res.writeHead(200, { "content-type": "text/html" }).end(PAGE)).listen(0, "127.0.0.1");
  await once(site, "listening");
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
}, 120_000);
afterAll(async () => {
  await d?.stop();
  site?.closeAllConnections();
  site?.close();
});

const look = (id: string) => openControlViewer(`${d.url.replace("http", "ws")}/ws/live/${id}?mode=control`, { "x-api-key": d.key });

describe("while a person has a session", () => {
  it("a Playwright client waits, the page goes on for the person, and the click follows", async () => {
    const id = await d.newSession();
    const session = d.liveOf(id);
    const viewer = await look(id);
    const browser = await chromium.connectOverCDP(await d.linkTo(id));
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error("The browser shows no page.");
    // Requests wait for an answer of this program, and so do new tabs.
    await page.route("**/*", (route) => route.continue());
    await page.goto(address);
    await vi.waitFor(() => expect(viewer.state()).toMatchObject({ programs: 1, automation: "idle" }), WAIT);
    viewer.say({ type: "control", do: "takeOver" });
    await vi.waitFor(() => expect(viewer.state()).toMatchObject({ programs: 1, automation: "held" }), WAIT);

    const state = { clicked: false };
    const click = page.getByRole("button", { name: "One" }).click({ timeout: 120_000 });
    void click.then(() => {
      state.clicked = true;
    });
    // A person's own doing goes on: the page loads anew, and another tab opens, though the program has a hand in both.
    const own = <T>(work: () => Promise<T>): Promise<T> => session.gate.letThrough(work);
    const signal = AbortSignal.timeout(90_000);
    await own(() => session.tabs.active.navigate(`${address}again`, { waitUntil: "load", timeoutMs: 30_000, signal }));
    for (const action of ["down", "up"])
      viewer.say({ type: "mouse", action, x: 300, y: 300, button: "left", buttons: action === "down" ? 1 : 0, clickCount: 1 });
    await vi.waitFor(() => expect(session.tabs.list().map(({ title, url }) => `${title} ${url}`)).toContain(`Steps ${address}popup`), WAIT);
    expect([state.clicked, session.ended.aborted]).toEqual([false, false]);
    viewer.say({ type: "control", do: "giveBack" });
    await click;
    expect(await page.evaluate(() => Reflect.get(window, "log"))).toEqual(["one"]);
    await browser.close();
    await vi.waitFor(() => expect(viewer.state()?.programs).toBe(0), WAIT);
    await viewer.close();
  });

  it("a program that comes meanwhile waits too; DevTools of who has it do not", async () => {
    const id = await d.newSession();
    const page = d.liveOf(id).tabs.active;
    await page.navigate(address, { waitUntil: "load", timeoutMs: 30_000, signal: AbortSignal.timeout(60_000) });
    await d.app.live.control.takeOver(d.owner, { sessionId: id });
    const target = new URL(await d.linkTo(id));
    target.pathname += `/devtools/page/${page.targetId}`;
    const devtools = await open(target.href, { origin: d.url });
    expect((await ask(devtools, 1, "Runtime.evaluate", LOG)).result).toMatchObject({ result: { value: "" } });
    const program = await open(target.href);
    const heard: string[] = [];
    program.on("message", (data: Buffer) => heard.push(data.toString()));
    const asked = ask(program, 2, "Runtime.evaluate", LOG);
    // By its answer to us all that was sent before it has come.
    const pong = once(program, "pong");
    program.ping();
    expect((await fetch(httpOf(await d.linkTo(id), "/json/new"), { method: "PUT" })).status).toBe(409);
    expect(heard).toEqual([]);
    await d.app.live.control.giveBack(d.owner, { sessionId: id });
    expect((await asked).result).toMatchObject({ result: { value: "" } });
    await pong;
    devtools.close();
    program.close();
  });
});
