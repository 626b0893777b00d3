import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import type { Activity } from "../../contract/activity.ts";
import { LiveServerMessage } from "../../contract/live.ts";
import type { LivePrompt, LivePromptKind, PromptAnswer } from "../../contract/live-prompts.ts";
import { asAppError } from "../../core/errors.ts";
import { PROMPT_PAGES } from "../../testing/prompt-pages.ts";
import { startRunningSession } from "../../testing/running-session.ts";
import { createLive } from "../live.ts";

const WAIT = { timeout: 20_000, interval: 25 };
const CALL_LIMIT_MS = 20_000;
const SHORT_HOLD_MS = 1_000;

type Of<K extends LivePromptKind> = Extract<LivePrompt, { kind: K }>;

/** A site to ask from, and one of another origin that it shows in a frame. */
async function startSite() {
  const answer = (req: IncomingMessage, res: ServerResponse): void => {
    if (req.url === "/report.csv")
      res.writeHead(200, { "content-type": "text/csv", "content-disposition": "attachment; filename=report.csv" }).end("a,b\n1,2\n");
    else res.writeHead(200, { "content-type": "text/html" }).end(PROMPT_PAGES[req.url ?? ""]?.(`http://127.0.0.1:${port}`) ?? "");
  };
  const server = createServer(answer);
  await once(server.listen(0), "listening");
  const { port } = server.address() as AddressInfo;
  return { origin: `http://localhost:${port}`, stop: () => server.close() };
}

/** A running session with its live view behind a server, as people reach it. */
async function startLive(over: { livePromptLimitMs?: number } = {}) {
  const running = await startRunningSession();
  const access = { resolveActor: async () => running.actor };
  const live = createLive({ ...running, access, env: { ...running.env, ...over } });
  const activities: Activity[] = [];
  running.events.subscribe({ types: ["action.finished"] }, (event) => {
    if (event.type === "action.finished") activities.push(event.activity);
  });
  running.files.start();
  running.events.publish({ type: "session.updated", workspaceId: running.session.workspaceId, sessionId: running.session.id, session: running.row() });
  const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    try {
      if (req.method === "POST") res.end(JSON.stringify(await live.receiveFile(req)));
      else await live.sendDownload(req, res);
    } catch (error) {
      res.writeHead(400).end(asAppError(error, "INTERNAL", "").code);
    }
  };
  const server = createServer((req, res) => void handle(req, res)).on("upgrade", (req, socket, head) => void live.handleUpgrade(req, socket, head));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    await live.stop();
    running.files.stop();
    server.close();
    await running.stop();
  };
  const open = async (address: string): Promise<void> =>
    void (await running.page.navigate(address, { waitUntil: "load", timeoutMs: CALL_LIMIT_MS, signal: AbortSignal.timeout(CALL_LIMIT_MS) }));
  const read = async <T>(expression: string): Promise<T> => (await running.page.evaluate<T>(expression, { timeoutMs: CALL_LIMIT_MS })).value;
  return { ...running, live, activities, url: `127.0.0.1:${port}`, open, read, stop };
}
type Running = Awaited<ReturnType<typeof startLive>>;

/** A viewer of the session; `prompts` are those that are open for it. */
async function look({ url, session }: Running, mode: "view" | "control" = "control") {
  const socket = new WebSocket(`ws://${url}/ws/live/${session.id}?mode=${mode}`);
  const prompts = new Map<string, LivePrompt>();
  const heard: LiveServerMessage[] = [];
  socket.on("message", (data, isBinary) => {
    if (isBinary) return void socket.send(JSON.stringify({ type: "ack", sequence: (data as Buffer).readUInt32BE(6) }));
    const message = LiveServerMessage.parse(JSON.parse(String(data)));
    heard.push(message);
    if (message.type === "prompt") prompts.set(message.prompt.promptId, message.prompt);
    if (message.type === "promptEnded") prompts.delete(message.promptId);
  });
  await vi.waitFor(() => expect(heard[0]?.type).toBe("hello"), WAIT);
  const say = (message: unknown): void => socket.send(JSON.stringify(message));
  const mouse = (action: "move" | "down" | "up", x: number, y: number): void =>
    say({
      type: "mouse",
      action,
      x,
      y,
      button: action === "move" ? "none" : "left",
      buttons: action === "down" ? 1 : 0,
      clickCount: action === "move" ? 0 : 1,
    });
  const click = (x: number, y: number): void => {
    for (const action of ["move", "down", "up"] as const) mouse(action, x, y);
  };
  const next = async <K extends LivePromptKind>(kind: K): Promise<Of<K>> =>
    vi.waitFor(() => {
      const found = [...prompts.values()].find((prompt) => prompt.kind === kind);
      expect(found).toBeDefined();
      return found as Of<K>;
    }, WAIT);
  return {
    prompts,
    heard,
    say,
    click,
    next,
    /** Is in control from here on. */
    takeHold: () => mouse("move", 1, 1),
    answer: ({ promptId }: LivePrompt, answer: PromptAnswer) => say({ type: "answer", promptId, answer }),
    close: () => socket.close(),
  };
}

describe("what a browser asks of people, in the live view", () => {
  const t = {} as { site: Awaited<ReturnType<typeof startSite>>; running: Running; viewers: { close: () => void }[] };
  const person = async (mode?: "view" | "control") => {
    const viewer = await look(t.running, mode);
    t.viewers.push(viewer);
    return viewer;
  };
  beforeAll(async () => {
    t.viewers = [];
    t.site = await startSite();
    t.running = await startLive();
  }, 60_000);
  afterEach(() => {
    for (const viewer of t.viewers.splice(0)) viewer.close();
    t.running.activities.length = 0;
  });
  afterAll(async () => {
    t.site.stop();
    await t.running.stop();
  });

  it("answers dialogs at once while nobody is in control, also for those who only look on", async () => {
    await t.running.open(`${t.site.origin}/dialogs`);
    const onlooker = await person();
    expect(await t.running.read(`confirm("Sure?")`)).toBe(false);
    expect(onlooker.heard.filter(({ type }) => type === "prompt")).toEqual([]);
  });

  it("holds a dialog for who is in control, shows it to later viewers, and tells who answered what", async () => {
    await t.running.open(`${t.site.origin}/dialogs`);
    const viewer = await person();
    viewer.click(50, 20);
    const confirm = await viewer.next("confirm");
    expect(confirm).toMatchObject({ message: "Delete it?", origin: t.site.origin, tabId: t.running.page.targetId });
    const onlooker = await person("view");
    await onlooker.next("confirm");
    onlooker.answer(confirm, { what: "dismiss" });
    await vi.waitFor(() => expect(onlooker.heard.some(({ type }) => type === "refused")).toBe(true), WAIT);
    expect(viewer.prompts.size).toBe(1);
    viewer.answer(confirm, { what: "accept" });
    await vi.waitFor(async () => expect(await t.running.read("document.title")).toBe("confirmed true"), WAIT);
    expect(onlooker.prompts.size).toBe(0);
    const [record] = t.running.activities.filter(({ actionType }) => actionType === "live.answer");
    expect(record).toMatchObject({ actorName: "Test", actionData: { kind: "confirm", answer: "accepted" } });
  });

  it("gives a prompt's text to the page and to no log", async () => {
    await t.running.open(`${t.site.origin}/dialogs`);
    const viewer = await person();
    viewer.click(50, 60);
    const prompt = await viewer.next("prompt");
    expect(prompt.defaultText).toBe("nobody");
    viewer.answer(prompt, { what: "accept", text: "hunter2-typed" });
    await vi.waitFor(async () => expect(await t.running.read("document.title")).toBe("name hunter2-typed"), WAIT);
    expect(JSON.stringify(t.running.activities)).not.toContain("hunter2-typed");
  });

  it("asks before a page with changes is left", async () => {
    await t.running.open(`${t.site.origin}/leave`);
    const viewer = await person();
    viewer.click(30, 20);
    const stays = await viewer.next("beforeunload");
    viewer.answer(stays, { what: "dismiss" });
    await vi.waitFor(() => expect(viewer.prompts.size).toBe(0), WAIT);
    expect(await t.running.read("document.title")).toBe("Leave");
    viewer.click(30, 20);
    viewer.answer(await viewer.next("beforeunload"), { what: "accept" });
    await vi.waitFor(async () => expect(await t.running.read("document.title")).toBe("Dialogs"), WAIT);
  });

  it("goes on by itself as soon as the last person in control has left", async () => {
    await t.running.open(`${t.site.origin}/dialogs`);
    const viewer = await person();
    viewer.click(50, 20);
    await viewer.next("confirm");
    viewer.close();
    await vi.waitFor(async () => expect(await t.running.read("document.title")).toBe("confirmed false"), WAIT);
    expect(await t.running.read(`confirm("Sure?")`)).toBe(false);
  });

  it("gives files of the viewer's machine to the page, and tells it when the chooser is closed", async () => {
    await t.running.open(`${t.site.origin}/files`);
    const viewer = await person();
    viewer.click(50, 20);
    const first = await viewer.next("fileChooser");
    expect(first).toMatchObject({ multiple: false, directory: false, accept: ".txt" });
    viewer.answer(first, { what: "dismiss" });
    await vi.waitFor(async () => expect(await t.running.read("document.title")).toBe("cancelled"), WAIT);
    await vi.waitFor(() => expect(viewer.prompts.size).toBe(0), WAIT);
    viewer.click(50, 20);
    const second = await viewer.next("fileChooser");
    const sent = await fetch(`http://${t.running.url}/api/live/${t.running.session.id}/files?name=${encodeURIComponent("grüße.txt")}`, {
      method: "POST",
      body: "from my own machine",
    });
    const { fileId } = (await sent.json()) as { fileId: string };
    viewer.answer(second, { what: "files", fileIds: [fileId] });
    await vi.waitFor(async () => expect(await t.running.read("document.title")).toBe("grüße.txt: from my own machine"), WAIT);
  });

  it("gives a folder of the viewer's machine to the page", async () => {
    await t.running.open(`${t.site.origin}/files`);
    const viewer = await person();
    viewer.click(50, 60);
    const chooser = await viewer.next("fileChooser");
    expect(chooser.directory).toBe(true);
    const send = async (name: string): Promise<string> => {
      const { url, session } = t.running;
      const sent = await fetch(`http://${url}/api/live/${session.id}/files?batch=b1&name=${encodeURIComponent(name)}`, { method: "POST", body: name });
      return ((await sent.json()) as { fileId: string }).fileId;
    };
    const fileIds = [await send("photos/may/1.txt"), await send("photos/2.txt")];
    viewer.answer(chooser, { what: "files", fileIds });
    await vi.waitFor(async () => expect(await t.running.read("document.title")).toBe("photos/2.txt,photos/may/1.txt"), WAIT);
  });

  it("lets automation choose files while a person is in control, without asking them", async () => {
    await t.running.open(`${t.site.origin}/files`);
    const viewer = await person();
    viewer.takeHold();
    const input = await t.running.page.query("#file");
    await t.running.page.chooseFiles(async () => input?.click(), [new URL(import.meta.url).pathname], AbortSignal.timeout(CALL_LIMIT_MS));
    await vi.waitFor(async () => expect(await t.running.read("document.title")).toContain("prompts.itest.ts"), WAIT);
    expect(viewer.heard.filter(({ type }) => type === "prompt")).toEqual([]);
  });

  it("refuses files that lead out of their folder", async () => {
    const { url, session } = t.running;
    const send = (name: string): Promise<Response> =>
      fetch(`http://${url}/api/live/${session.id}/files?name=${encodeURIComponent(name)}`, { method: "POST", body: "x" });
    for (const name of ["", "../x", "a/b", ".."]) expect(await (await send(name)).text()).toBe("INVALID_INPUT");
  });

  it("shows what a list offers, also in a frame of another origin, and chooses as a person does", async () => {
    await t.running.open(`${t.site.origin}/lists`);
    const viewer = await person();
    viewer.click(120, 40);
    const own = await viewer.next("select");
    expect(own.box).toMatchObject({ x: 50, y: 30, width: 150, height: 20 });
    expect(own.label).toBe("Fruit");
    expect(own.options.map(({ label, group, disabled, selected }) => [label, group, disabled, selected])).toEqual([
      ["Apple", null, false, true],
      ["Pear", "Others", false, false],
      ["Durian", "Others", true, false],
    ]);
    viewer.answer(own, { what: "option", index: 1 });
    await vi.waitFor(async () => expect(await t.running.read("document.title")).toBe("input:pear change:pear"), WAIT);
    expect(await t.running.read("document.activeElement.id")).toBe("fruit");
    expect(viewer.prompts.size).toBe(0);
    // The frame begins at 300,100 and has a border of 2; its list stands at 10,10.
    viewer.click(330, 122);
    const framed = await viewer.next("select");
    expect(framed.box.x).toBeCloseTo(312, 0);
    expect(framed.box.y).toBeCloseTo(112, 0);
    expect(framed.origin).toMatch(/127\.0\.0\.1/);
    viewer.answer(framed, { what: "option", index: 2 });
    await vi.waitFor(async () => expect(await t.running.read("window.heard")).toBe("three"), WAIT);
  });

  it("opens a list by the keyboard, and takes it away when it is left", async () => {
    await t.running.open(`${t.site.origin}/lists`);
    const viewer = await person();
    viewer.takeHold();
    await t.running.read("fruit.focus()");
    for (const action of ["down", "up"]) viewer.say({ type: "key", action, key: " ", code: "Space" });
    const list = await viewer.next("select");
    viewer.answer(list, { what: "dismiss" });
    await vi.waitFor(async () => expect(await t.running.read("document.querySelector(':open')")).toBeNull(), WAIT);
    expect(await t.running.read("[fruit.value, document.title, window.keys].join()")).toBe("apple,Lists, ");
    viewer.click(120, 40);
    await viewer.next("select");
    viewer.click(600, 500);
    await vi.waitFor(() => expect(viewer.prompts.size).toBe(0), WAIT);
  });

  it("takes a list or a picker away with the page that it belongs to", async () => {
    const viewer = await person();
    for (const [x, y, kind] of [
      [190, 210, "picker"],
      [120, 40, "select"],
    ] as const) {
      await t.running.open(`${t.site.origin}/lists`);
      viewer.click(x, y);
      await viewer.next(kind);
      await t.running.open(`${t.site.origin}/dialogs`);
      await vi.waitFor(() => expect(viewer.prompts.size).toBe(0), WAIT);
    }
  });

  it("sets dates and colours, and offers what a field suggests", async () => {
    await t.running.open(`${t.site.origin}/lists`);
    const viewer = await person();
    viewer.click(190, 210);
    const date = await viewer.next("picker");
    expect(date).toMatchObject({ inputType: "date", value: "", min: "2026-01-01" });
    viewer.answer(date, { what: "value", value: "2026-11-21" });
    await vi.waitFor(async () => expect(await t.running.read("dayOf.value + document.title")).toBe("2026-11-21change:2026-11-21"), WAIT);
    viewer.click(100, 260);
    const color = await viewer.next("picker");
    expect(color).toMatchObject({ inputType: "color", value: "#000000" });
    viewer.answer(color, { what: "value", value: "#ff8800" });
    await vi.waitFor(async () => expect(await t.running.read("paint.value")).toBe("#ff8800"), WAIT);
    viewer.click(100, 310);
    expect((await viewer.next("suggestions")).options.map(({ label }) => label)).toEqual(["Berlin", "Bern", "Paris"]);
    viewer.say({ type: "text", text: "Be" });
    await vi.waitFor(async () => expect((await viewer.next("suggestions")).options.map(({ label }) => label)).toEqual(["Berlin", "Bern"]), WAIT);
    viewer.answer(await viewer.next("suggestions"), { what: "option", index: 1 });
    await vi.waitFor(async () => expect(await t.running.read("town.value")).toBe("Bern"), WAIT);
  });

  it("asks the person before a site gets a permission, and leaves the page's functions as they were", async () => {
    await t.running.open(`${t.site.origin}/permissions`);
    const native = await t.running.read<string>("String(navigator.clipboard.readText)");
    const viewer = await person();
    // The first input is kept back until the pages are prepared, and moves the pointer then.
    viewer.takeHold();
    await vi.waitFor(async () => expect(await t.running.read("moved")).toBe(true), WAIT);
    expect(await t.running.read("Function.prototype.toString.call(navigator.clipboard.readText)")).toMatch(/\[native code\]/);
    expect(await t.running.read("navigator.clipboard.readText.name + navigator.clipboard.readText.length")).toBe("readText0");
    expect(await t.running.read("Object.getOwnPropertyNames(window).filter((name) => /perch/i.test(name)).join()")).toBe("");
    const clip = t.running.read("readClip()");
    const asked = await viewer.next("permission");
    expect(asked).toMatchObject({ permission: "clipboard-read", origin: t.site.origin });
    viewer.answer(asked, { what: "accept" });
    expect(await clip).toMatch(/^read/);
    const place = t.running.read("locate()");
    viewer.answer(await viewer.next("permission"), { what: "dismiss" });
    expect(await place).toBe("error 1");
    // What a person blocked is not asked for again.
    expect(await t.running.read("locate()")).toBe("error 1");
    viewer.close();
    await vi.waitFor(async () => expect(await t.running.read("String(navigator.clipboard.readText)")).toBe(native), WAIT);
  });

  it("tells of downloads, and gives the file to who is in control", async () => {
    await t.running.open(`${t.site.origin}/files`);
    const viewer = await person();
    const onlooker = await person("view");
    viewer.click(50, 100);
    const done = await vi.waitFor(() => {
      const found = viewer.heard.findLast((message) => message.type === "download");
      expect(found?.download).toMatchObject({ name: "report.csv", state: "done", ready: true });
      return found;
    }, WAIT);
    expect(onlooker.heard.some(({ type }) => type === "download")).toBe(true);
    const answer = await fetch(`http://${t.running.url}/api/live/${t.running.session.id}/downloads/${done?.download.downloadId}`);
    expect(answer.headers.get("content-disposition")).toContain("report.csv");
    expect(await answer.text()).toBe("a,b\n1,2\n");
    const refused = await fetch(`http://${t.running.url}/api/live/${t.running.session.id}/downloads/${done?.download.downloadId}?mode=view`);
    expect(await refused.text()).toBe("FORBIDDEN");
  });
});

describe("a question that nobody answers", () => {
  it("is answered by the browser after its limit", async () => {
    const site = await startSite();
    const running = await startLive({ livePromptLimitMs: SHORT_HOLD_MS });
    try {
      await running.open(`${site.origin}/dialogs`);
      const viewer = await look(running);
      viewer.click(50, 20);
      expect((await viewer.next("confirm")).remainingMs).toBeLessThanOrEqual(SHORT_HOLD_MS);
      await vi.waitFor(async () => expect(await running.read("document.title")).toBe("confirmed false"), WAIT);
      expect(viewer.prompts.size).toBe(0);
      expect(running.activities.find(({ actionType }) => actionType === "live.answer")).toMatchObject({ actorName: null });
      viewer.close();
    } finally {
      site.stop();
      await running.stop();
    }
  }, 60_000);
});
