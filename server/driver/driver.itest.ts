import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startRunningSession } from "../testing/running-session.ts";
import type { Page } from "./page.ts";

const LIMIT = { timeoutMs: 10_000 };
const WAIT = { timeout: 20_000, interval: 25 };
const signal = AbortSignal.timeout(120_000);

const pages: Record<string, string> = {
  "/": `<title>Home</title><h1>Home</h1><input id=name><textarea id=note></textarea><div id=rich contenteditable>old</div>
    <select id=color><option value=r>Red<option value=g>Green</select><label><input type=checkbox id=ok> Agree</label>
    <input type=date id=day><input type=file id=file multiple><button id=b onclick="this.textContent='Clicked'">Click me</button>
    <button id=covered style="position:absolute;left:10px;top:600px;width:80px;height:30px">Below</button><div style="position:absolute;left:0;top:590px;width:200px;height:60px;background:red" id=cover>Cover</div>
    <button id=off disabled>Off</button><a id=pop href="/two" target=_blank>Two</a><button id=chooser onclick="document.getElementById('file').click()">Choose</button>
    <div id=host></div><script>document.getElementById('host').attachShadow({mode:'open'}).innerHTML='<button class=inner>Inner</button>'</script>
    <iframe id=frame src="/frame" style="margin-top:40px;border:7px solid"></iframe>`,
  "/two": "<title>Two</title><h1>Two</h1>",
  "/frame": `<body style="margin:0"><button id=in onclick="this.textContent='In frame clicked'" style="margin:20px">In frame</button>`,
  "/late": `<title>Late</title><script>setTimeout(() => { document.body.innerHTML = '<p id=late>Here  now</p>'; history.pushState({}, '', '/late#done'); window.ready = true; }, 150)</script><body></body>`,
  "/long": `<body style="margin:0"><div style="height:3000px;background:linear-gradient(red,blue)">tall</div><div id=box style="width:120px;height:50px">box</div>`,
};

let server: Server;
let base: string;
let run: Awaited<ReturnType<typeof startRunningSession>>;
let page: Page;

beforeAll(async () => {
  server = createServer((req, res) => {
    const path = (req.url ?? "/").split("?")[0] ?? "/";
    if (path === "/slow") return void setTimeout(() => res.end("slow"), 5_000);
    if (path === "/404") return void res.writeHead(404, { "content-type": "text/html" }).end("<title>Gone</title>nothing");
    res.writeHead(200, { "content-type": "text/html" }).end(pages[path] ?? "<title>?</title>");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  run = await startRunningSession();
  page = run.page;
}, 60_000);

afterAll(async () => {
  await run?.stop();
  server?.closeAllConnections();
  server?.close();
});

const open = (path: string) => page.navigate(base + path, { waitUntil: "load", ...LIMIT, signal });
const value = async (expression: string): Promise<unknown> => (await page.evaluate(expression, { signal })).value;
const need = async (selector: string, frameId?: string) => {
  const element = await page.query(selector, frameId === undefined ? {} : { frameId });
  if (!element) throw new Error(`no ${selector}`);
  return element;
};

describe("navigation", () => {
  test("gives address, status and title", async () => {
    expect(await open("/")).toEqual({ url: `${base}/`, httpStatus: 200 });
    expect((await open("/404")).httpStatus).toBe(404);
    expect((await page.navigate("about:blank", { waitUntil: "load", ...LIMIT, signal })).httpStatus).toBeNull();
  });

  test("a refused connection and a page that never comes are typed errors", async () => {
    await expect(page.navigate("http://127.0.0.1:1/", { waitUntil: "load", ...LIMIT, signal })).rejects.toMatchObject({ code: "NAVIGATION_FAILED" });
    await expect(page.navigate(`${base}/slow`, { waitUntil: "load", timeoutMs: 300, signal })).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  test("goes back and forward, and says when there is nowhere to go", async () => {
    await open("/");
    await open("/two");
    expect(await page.goBack({ ...LIMIT, signal })).toBe(true);
    expect(await value("document.title")).toBe("Home");
    expect(await page.goForward({ ...LIMIT, signal })).toBe(true);
    expect(await page.goForward({ ...LIMIT, signal })).toBe(false);
    await page.reload({ ...LIMIT, signal });
    expect(page.url).toBe(`${base}/two`);
  });

  test("leaves a page whose script runs for ever", async () => {
    for (const leave of [() => open("/two"), () => page.reload({ ...LIMIT, signal })]) {
      await open("/");
      const begun = new Promise<void>((resolve) => void page.onEvent(({ type }) => type === "console" && resolve()));
      await page.evaluate("void setTimeout(() => { console.log('for ever'); for (;;); })", { signal });
      await begun;
      await leave();
      expect(await value("document.readyState")).toBe("complete");
    }
  });

  test("brings a page that has crashed to life again", async () => {
    for (const revive of [() => open("/two"), () => page.reload({ ...LIMIT, signal })]) {
      await open("/");
      page.cdp.send("Page.crash").catch(() => {});
      await vi.waitFor(() => expect(page.status).toBe("crashed"), WAIT);
      await revive();
      expect(page.status).toBe("ready");
      expect(await value("document.readyState")).toBe("complete");
    }
  });
});

describe("scripts", () => {
  test("values, promises, nothing, and errors", async () => {
    await open("/");
    expect(await page.evaluate("Promise.resolve({ a: [1, null] })", { signal })).toEqual({ value: { a: [1, null] }, type: "object" });
    expect(await page.evaluate("undefined", { signal })).toEqual({ value: undefined, type: "undefined" });
    await expect(page.evaluate("nope.x", { signal })).rejects.toMatchObject({
      code: "EVALUATION_FAILED",
      message: expect.stringContaining("nope is not defined"),
    });
    await expect(page.evaluate("new Promise(() => {})", { signal, timeoutMs: 200 })).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  test("the isolated world is not the page's", async () => {
    await value("window.mine = 1");
    expect((await page.evaluate("typeof window.mine", { signal, world: "isolated" })).value).toBe("undefined");
  });

  test("a dialog blocks nothing", async () => {
    const dialogs: string[] = [];
    const stop = page.onEvent((event) => event.type === "dialog" && dialogs.push(event.kind));
    expect(await value("(alert('a'), confirm('b'))")).toBe(false);
    stop();
    expect(dialogs).toEqual(["alert", "confirm"]);
  });
});

describe("elements", () => {
  test("fields are filled with real events", async () => {
    await open("/");
    await value("window.inputs = 0; addEventListener('input', () => window.inputs++)");
    await (await need("#name")).fill("old");
    await (await need("#name")).fill("Zoë 日本");
    await (await need("#note")).fill("two\nlines");
    await (await need("#rich")).fill("new");
    await (await need("#day")).fill("2026-11-21");
    expect(await value("[...document.querySelectorAll('#name,#note,#day')].map((e) => e.value).concat(document.querySelector('#rich').textContent)")).toEqual([
      "Zoë 日本",
      "two\nlines",
      "2026-11-21",
      "new",
    ]);
    expect(await value("window.inputs")).toBeGreaterThanOrEqual(5);
    await expect((await need("#day")).fill("tomorrow")).rejects.toMatchObject({ code: "ELEMENT_NOT_ACTIONABLE" });
    await (await need("#name")).fill("");
    expect(await value("document.querySelector('#name').value")).toBe("");
  });

  test("lists and boxes", async () => {
    expect(await (await need("#color")).select(["Green"])).toEqual(["Green"]);
    await expect((await need("#color")).select(["Blue"])).rejects.toMatchObject({ code: "ELEMENT_NOT_FOUND", message: expect.stringContaining("Red, Green") });
    await (await need("#ok")).check(true);
    await (await need("#ok")).check(true);
    expect(await value("document.querySelector('#ok').checked")).toBe(true);
  });

  test("clicks reach the element, in frames and shadow roots too", async () => {
    await (await need("#b")).click();
    expect(await value("document.querySelector('#b').textContent")).toBe("Clicked");
    expect(await (await need(".inner")).call("function () { return this.textContent }")).toBe("Inner");
    const frame = page.frames().find(({ url }) => url.endsWith("/frame"));
    await (await need("#in", frame?.frameId)).click();
    expect((await page.evaluate("document.querySelector('#in').textContent", { signal, frameId: frame?.frameId ?? "" })).value).toBe("In frame clicked");
  });

  test("what is covered or disabled is not clicked, and the reason is named", async () => {
    await expect((await need("#covered")).click()).rejects.toMatchObject({
      code: "ELEMENT_NOT_ACTIONABLE",
      message: expect.stringContaining('covered by <div "Cover">'),
    });
    await expect((await need("#off")).click()).rejects.toMatchObject({ message: expect.stringContaining("disabled") });
  }, 20_000);

  test("a chooser gets its files", async () => {
    await page.chooseFiles(async () => (await need("#chooser")).click(), [new URL(import.meta.url).pathname], signal);
    expect(await value("document.querySelector('#file').files[0].name")).toBe("driver.itest.ts");
  });

  test("keys: chords, special keys, other characters", async () => {
    await (await need("#name")).fill("abc");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("xyé");
    await page.keyboard.press("Backspace");
    expect(await value("document.querySelector('#name').value")).toBe("xy");
    await expect(page.keyboard.press("Hyper+q")).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("waiting", () => {
  test("for a selector, a text, an address, a function and rest", async () => {
    await Promise.all([page.waitFor({ kind: "text", text: "here now", state: "visible" }, { ...LIMIT, signal }), open("/late")]);
    await open("/late");
    await page.waitFor({ kind: "selector", selector: "#late", state: "visible" }, { ...LIMIT, signal });
    await page.waitFor({ kind: "url", url: "*/late#d*" }, { ...LIMIT, signal });
    await page.waitFor({ kind: "function", expression: "() => window.ready" }, { ...LIMIT, signal });
    await page.waitFor({ kind: "loadState", state: "networkidle" }, { ...LIMIT, signal });
    await page.waitFor({ kind: "networkIdle", idleMs: 100 }, { ...LIMIT, signal });
    await page.waitFor({ kind: "selector", selector: ".none", state: "detached" }, { ...LIMIT, signal });
  });

  test("ends at its limit; a bad selector is said at once", async () => {
    await expect(page.waitFor({ kind: "selector", selector: "#never", state: "visible" }, { timeoutMs: 200, signal })).rejects.toMatchObject({
      code: "TIMEOUT",
    });
    await expect(page.waitFor({ kind: "selector", selector: "##", state: "visible" }, { ...LIMIT, signal })).rejects.toMatchObject({
      code: "EVALUATION_FAILED",
    });
  });

  test("settle waits for late changes, not for its limit", async () => {
    await page.navigate(`${base}/late`, { waitUntil: "commit", ...LIMIT, signal });
    const start = performance.now();
    await page.settle({ quietMs: 250, limitMs: 5_000, signal });
    expect(await value("document.querySelector('#late') !== null")).toBe(true);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

describe("pictures", () => {
  test.each(["png", "jpeg", "webp"] as const)("viewport, page and element as %s", async (format) => {
    await open("/long");
    const magic = { png: "89504e47", jpeg: "ffd8ff", webp: "52494646" }[format];
    const view = await page.screenshot({ area: "viewport", format, selector: undefined, quality: undefined }, signal);
    expect([view.width, view.height]).toEqual([1280, 720]);
    expect(view.data.toString("hex", 0, 4).startsWith(magic)).toBe(true);
    const full = await page.screenshot({ area: "fullPage", format, selector: undefined, quality: undefined }, signal);
    expect(full.height).toBe(3050);
    const box = await page.screenshot({ area: "element", format, selector: "#box", quality: undefined }, signal);
    expect([box.width, box.height]).toEqual([120, 50]);
  });
});

describe("tabs", () => {
  test("a popup becomes a tab and the active one; closing gives the opener back", async () => {
    await open("/");
    await (await need("#pop")).click();
    await page.waitFor({ kind: "function", expression: "true" }, { ...LIMIT, signal });
    await expect.poll(() => run.tabs.list().length).toBe(2);
    const popup = run.tabs.active;
    await popup.waitFor({ kind: "url", url: `${base}/two` }, { ...LIMIT, signal });
    await run.tabs.close(popup.targetId, signal);
    expect(run.tabs.active).toBe(page);
    expect(() => run.tabs.get("nope")).toThrow("no tab nope");
  });

  test("the last tab is replaced when it is closed", async () => {
    const extra = await run.tabs.open(`${base}/two`, { activate: true, signal });
    expect(run.tabs.list().map((tab) => tab.active)).toEqual([false, true]);
    await run.tabs.close(extra.targetId, signal);
    expect(run.tabs.list()).toHaveLength(1);
  });

  test("a page that crashes ends its calls at once", async () => {
    const doomed = await run.tabs.open(`${base}/two`, { activate: true, signal });
    const call = doomed.evaluate("new Promise(() => {})", { signal });
    doomed.cdp.send("Page.crash").catch(() => {});
    await expect(call).rejects.toMatchObject({ code: "BROWSER_CRASHED" });
    await run.tabs.close(doomed.targetId, signal);
  });
});
