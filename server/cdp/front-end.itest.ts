import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDebuggedApp, upgrade } from "../testing/debuggers.ts";

const LIMIT_MS = 30_000;
/** Slow machines load some two hundred modules. */
const LOADED = { timeout: 50_000, interval: 250 };
const PAGE = `data:text/html,${encodeURIComponent("<title>Debugged</title><h1>Text of the debugged page</h1><script>console.error('said by the page')</script>")}`;
/** All text of a document, also below shadow roots, where the front end keeps nearly everything. */
const ALL_TEXT = `(() => {
  const texts = [];
  const walk = (node) => {
    if (node.shadowRoot) walk(node.shadowRoot);
    for (const child of node.childNodes) child.nodeType === 3 ? texts.push(child.data) : walk(child);
  };
  walk(document.body);
  return texts.join(" ");
})()`;

let d: Awaited<ReturnType<typeof startDebuggedApp>>;
beforeAll(async () => {
  d = await startDebuggedApp();
});
afterAll(() => d.stop());

/** The address as this server is reached, whose port is known only once it listens. */
const reachable = (devtoolsUrl: string): string => {
  const [known, taken] = [new URL(d.app.env.publicUrl).host, new URL(d.url).host];
  return devtoolsUrl.replaceAll(known, taken).replaceAll(encodeURIComponent(known), encodeURIComponent(taken));
};
const file = (path: string, init?: RequestInit): Promise<Response> => fetch(`${d.url}/devtools/${path}`, init);

describe("the DevTools front end", () => {
  it("opens on a tab and shows its elements; Console, Sources and Network open too", { timeout: 120_000 }, async () => {
    const { active } = d.liveOf(d.sessionId).tabs;
    await active.navigate(PAGE, { waitUntil: "load", timeoutMs: LIMIT_MS, signal: AbortSignal.timeout(LIMIT_MS) });
    const { devtoolsUrl, tabs } = await d.app.sessions.debuggerUrl(d.owner, { sessionId: d.sessionId, expiresInSeconds: 60 });
    expect(tabs).toEqual([{ tabId: active.targetId, devtoolsUrl }]);
    const reader = d.liveOf(await d.newSession({ viewport: { width: 1400, height: 900 } }));
    const page = reader.tabs.active;
    await page.navigate(reachable(devtoolsUrl), { waitUntil: "load", timeoutMs: LIMIT_MS, signal: AbortSignal.timeout(LIMIT_MS) });
    const text = async (): Promise<string> => String((await page.evaluate(ALL_TEXT, { signal: AbortSignal.timeout(LIMIT_MS) })).value);
    await expect.poll(text, LOADED).toContain("Text of the debugged page");
    for (const [panel, shows] of [
      ["console", "said by the page"],
      ["sources", "Event Listener Breakpoints"],
      ["network", "No throttling"],
    ]) {
      await page.evaluate(`import("/devtools/ui/legacy/legacy.js").then((UI) => UI.ViewManager.ViewManager.instance().showView("${panel}"))`, {
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      await expect.poll(text, LOADED).toContain(shows);
    }
    await d.app.sessions.terminate(d.owner, reader.id);
  });

  it("serves its files to anyone, and nothing that lies elsewhere", async () => {
    const page = await file("devtools_app.html");
    expect([page.status, page.headers.get("content-type"), page.headers.get("x-content-type-options")]).toEqual([200, "text/html; charset=utf-8", "nosniff"]);
    const again = await file("devtools_app.html", { headers: { "if-none-match": page.headers.get("etag") ?? "" } });
    expect(again.status).toBe(304);
    for (const path of ["../package.json", "..%2f..%2f..%2fpackage.json", "%2e%2e/%2e%2e/package.json", "core", "core/", "none.js", "BUILD.gn", ".js", ""])
      expect([path, (await file(path)).status]).toEqual([path, 404]);
    expect((await file("devtools_app.html", { method: "POST" })).status).toBe(404);
  });

  it("may reach debugger sockets and its own files, neither the API nor other servers, and runs its own scripts only", async () => {
    const policy = String((await file("devtools_app.html")).headers.get("content-security-policy"));
    const host = new URL(d.url).host;
    const sourcesOf = (directive: string): string[] => new RegExp(`${directive} ([^;]+)`).exec(policy)?.[1]?.split(" ") ?? [];
    expect(sourcesOf("connect-src")).toContain(`ws://${host}/cdp/`);
    for (const source of sourcesOf("connect-src")) expect(source).toMatch(/\/(?:devtools|cdp)\/$/);
    expect(sourcesOf("script-src")).toContain(`http://${host}/devtools/`);
    for (const source of sourcesOf("script-src")) expect(source).toMatch(/\/devtools\/$/);
    expect(sourcesOf("default-src")).toEqual(["'none'"]);
  });

  it("connects by a genuine link only: a forged one is refused before the upgrade", async () => {
    const { devtoolsUrl } = await d.app.sessions.debuggerUrl(d.owner, { sessionId: d.sessionId, expiresInSeconds: 60 });
    const socket = `ws://${new URL(reachable(devtoolsUrl)).searchParams.get("ws")}`;
    expect(await upgrade(`${socket.slice(0, -6)}AAAAAA`)).toBe(401);
    expect(await upgrade(socket.replace(/\?.*/, ""))).toBe(401);
    const opened = await upgrade(socket);
    expect(opened).not.toBeTypeOf("number");
    if (typeof opened !== "number") opened.close();
  });

  it("is given to callers with the scope alone", async () => {
    const stranger = await d.actor();
    await expect(d.app.sessions.debuggerUrl(stranger, { sessionId: d.sessionId, expiresInSeconds: 60 })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
