import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Actor } from "../../access/actor.ts";
import { openControlViewer } from "../../testing/control-viewer.ts";
import { startRunningSession } from "../../testing/running-session.ts";
import { createLive, type Live } from "../live.ts";

const WAIT = { timeout: 20_000, interval: 20 };
const signal = AbortSignal.timeout(280_000);
const html = (body: string): string => `data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html><body style="margin:0">${body}`)}`;

type Context = { run: Awaited<ReturnType<typeof startRunningSession>>; live: Live; server: Server; who: { actor: Actor } };
const context: { started: Context | null } = { started: null };
const started = (): Context => context.started ?? expect.unreachable("not started");

beforeAll(async () => {
  const run = await startRunningSession();
  const who = { actor: run.actor };
  const live = createLive({
    sessions: run.sessions,
    access: { resolveActor: async () => who.actor },
    links: run.links,
    env: run.env,
    log: run.log,
    events: run.events,
    activities: run.activities,
    files: run.files,
    encoders: run.encoders,
    limits: { stillAfterMs: 3_600_000 },
  });
  const server = createServer().on("upgrade", (req, socket, head) => void live.handleUpgrade(req, socket, head));
  await once(server.listen(0, "127.0.0.1"), "listening");
  context.started = { run, live, server, who };
}, 60_000);
afterAll(async () => {
  await context.started?.live.stop();
  context.started?.server.close();
  await context.started?.run.stop();
});

/** Somebody of the session's workspace who is no owner of it. */
const member = (name: string): Actor => ({ ...started().run.actor, id: `key_${name}`, name, userId: `user_${name}`, role: "operator" });

/** Opens a viewer; resolves when it knows who controls. */
async function look(name: string, query = "?mode=control") {
  const { server, run, who } = started();
  who.actor = member(name);
  const { port } = server.address() as AddressInfo;
  const viewer = await openControlViewer(`ws://127.0.0.1:${port}/ws/live/${run.session.id}${query}`);
  const { messages } = viewer;
  return {
    ...viewer,
    refusals: () => messages.flatMap((message) => (message.type === "refused" ? [message.message] : [])),
    copies: () => messages.flatMap((message) => (message.type === "clipboard" ? [message.text] : [])),
  };
}
type Viewer = Awaited<ReturnType<typeof look>>;

const open = (body: string) => started().run.page.navigate(html(body), { waitUntil: "load", timeoutMs: 20_000, signal });
/** Waits until what was opened has the keyboard: `autofocus` comes with a frame of its own. */
const focus = async (id: string): Promise<void> => {
  await value(`${id}.focus()`);
};
const value = async (expression: string): Promise<unknown> => (await started().run.page.evaluate(expression, { signal })).value;
const holds = (viewer: Viewer): boolean => viewer.state()?.holder?.viewerId === viewer.state()?.you;
const click = (viewer: Viewer, x: number, y: number): void => {
  for (const action of ["down", "up"]) viewer.say({ type: "mouse", action, x, y, button: "left", buttons: action === "down" ? 1 : 0, clickCount: 1 });
};
const press = (viewer: Viewer, key: string, code: string, modifiers = 0): void => {
  for (const action of ["down", "up"]) viewer.say({ type: "key", action, key, code, modifiers });
};

describe("control of a session", () => {
  it("is one viewer's at a time: taken by the first click, asked for, handed over, and free when its holder leaves", async () => {
    await open(`<button style="width:300px;height:200px" onclick="document.title+='+'">go</button>`);
    const [ann, bob] = [await look("ann"), await look("bob")];
    click(ann, 50, 50);
    await vi.waitFor(() => expect([holds(ann), bob.state()?.holder?.name]).toEqual([true, "ann"]), WAIT);
    await vi.waitFor(async () => expect(await value("document.title")).toBe("+"), WAIT);
    click(bob, 50, 50);
    await vi.waitFor(() => expect(bob.refusals()).toEqual(expect.arrayContaining([expect.stringContaining("Another viewer has control")])), WAIT);
    bob.say({ type: "control", do: "request" });
    await vi.waitFor(() => expect(ann.state()?.requests).toEqual([bob.state()?.you]), WAIT);
    ann.say({ type: "control", do: "handOver", to: bob.state()?.you });
    await vi.waitFor(() => expect([holds(ann), holds(bob)]).toEqual([false, true]), WAIT);
    click(bob, 50, 50);
    await vi.waitFor(async () => expect(await value("document.title")).toBe("++"), WAIT);
    await bob.close();
    await vi.waitFor(() => expect(ann.state()).toMatchObject({ holder: null, mayTake: true, viewers: [{ name: "ann" }] }), WAIT);
    await ann.close();
  });

  it("is refused to viewers who only watch, in words and in deed", async () => {
    await open(`<input id=box>`);
    await focus("box");
    const watcher = await look("cat", "?mode=view");
    watcher.say({ type: "control", do: "take" });
    watcher.say({ type: "control", do: "takeOver" });
    for (const message of [
      { type: "text", text: "no" },
      { type: "paste", text: "no" },
      { type: "compose", action: "commit", text: "no", caret: 0 },
    ])
      watcher.say(message);
    await vi.waitFor(() => expect(watcher.refusals().filter((why) => why.startsWith("You are watching only")).length).toBeGreaterThan(1), WAIT);
    expect([watcher.state()?.holder, watcher.state()?.hold, started().run.session.gate.closed]).toEqual([null, null, false]);
    const user = await look("dan");
    user.say({ type: "text", text: "yes" });
    await vi.waitFor(async () => expect(await value("box.value")).toBe("yes"), WAIT);
    await Promise.all([watcher.close(), user.close()]);
  });

  it("lets go of what its holder had pressed when another takes it", async () => {
    await open(`<script>down=0;addEventListener('mousedown',()=>down++);addEventListener('mouseup',()=>down--)</script>`);
    const [ann, bob] = [await look("ann"), await look("bob")];
    ann.say({ type: "mouse", action: "down", x: 5, y: 5, button: "left", buttons: 1, clickCount: 1 });
    await vi.waitFor(async () => expect(await value("down")).toBe(1), WAIT);
    ann.say({ type: "control", do: "handOver", to: bob.state()?.you });
    await vi.waitFor(async () => expect(await value("down")).toBe(0), WAIT);
    await Promise.all([ann.close(), bob.close()]);
  });
});

describe("input", () => {
  const user: { viewer: Viewer | null } = { viewer: null };
  const viewer = (): Viewer => user.viewer ?? expect.unreachable("no viewer");
  beforeAll(async () => {
    user.viewer = await look("eve");
  });
  afterAll(() => user.viewer?.close());

  it("of an input method is shown while it is composed, and stays as composed", async () => {
    await open(`<input id=box oninput="log.push(this.value)"><script>log=[]</script>`);
    await focus("box");
    viewer().say({ type: "compose", action: "update", text: "に", caret: 1 });
    viewer().say({ type: "compose", action: "update", text: "にほん", caret: 3 });
    await vi.waitFor(async () => expect(await value("box.value")).toBe("にほん"), WAIT);
    viewer().say({ type: "compose", action: "commit", text: "日本", caret: 2 });
    viewer().say({ type: "text", text: "!" });
    await vi.waitFor(async () => expect(await value("log.at(-1)")).toBe("日本!"), WAIT);
    expect(await value("log")).toEqual(expect.arrayContaining(["に", "にほん", "日本", "日本!"]));
    viewer().say({ type: "compose", action: "update", text: "ab", caret: 2 });
    viewer().say({ type: "compose", action: "update", text: "", caret: 0 });
    viewer().say({ type: "text", text: "?" });
    await vi.waitFor(async () => expect(await value("box.value")).toBe("日本!?"), WAIT);
  });

  it("repeats keys that are held", async () => {
    await open(`<input id=box onkeydown="repeats+=event.repeat"><script>repeats=0</script>`);
    await focus("box");
    for (const repeat of [false, true, true]) viewer().say({ type: "key", action: "down", key: "a", code: "KeyA", repeat });
    viewer().say({ type: "key", action: "up", key: "a", code: "KeyA" });
    await vi.waitFor(async () => expect([await value("box.value"), await value("repeats")]).toEqual(["aaa", 2]), WAIT);
  });

  it("takes third-level and unknown characters as typed, and editing keys as the page's system has them", async () => {
    await open(`<input id=box value="two words"><script>keys=[];onkeydown=({key,code,ctrlKey,altKey})=>keys.push([key,code,ctrlKey||altKey].join())</script>`);
    await focus("box");
    press(viewer(), "a", "KeyA", 2);
    press(viewer(), "@", "KeyQ");
    press(viewer(), "ß", "Minus");
    await vi.waitFor(async () => expect(await value("box.value")).toBe("@ß"), WAIT);
    expect(await value("keys.join(' ')")).toBe("a,KeyA,true @,KeyQ,false ß,Minus,false");
    press(viewer(), " ", "Space");
    for (const letter of "end") press(viewer(), letter, `Key${letter.toUpperCase()}`);
    press(viewer(), "ArrowLeft", "ArrowLeft", 2);
    press(viewer(), "Backspace", "Backspace", 2);
    press(viewer(), "Home", "Home");
    press(viewer(), "x", "KeyX");
    await vi.waitFor(async () => expect(await value("box.value")).toBe("x@end"), WAIT);
  });

  it("copies and cuts out of the page: what is selected, in fields and frames too, never a password", async () => {
    await open(`<p id=words>some words</p><input id=box value="from a field"><input id=secret type=password value=hunter2>
      <iframe id=frame srcdoc="<input id=inner value='in a frame'>"></iframe><button id=own>own</button>
      <script>addEventListener('copy',(e)=>{if(document.activeElement===own){e.clipboardData.setData('text/plain','the page itself');e.preventDefault()}})</script>`);
    const copyOf = async (select: string, key: "c" | "x" = "c"): Promise<string | undefined> => {
      await value(select);
      const before = viewer().copies().length;
      press(viewer(), key, `Key${key.toUpperCase()}`, 2);
      await vi.waitFor(() => expect(viewer().copies().length).toBe(before + 1), WAIT);
      return viewer().copies().at(-1);
    };
    expect(await copyOf("getSelection().selectAllChildren(words)")).toBe("some words");
    expect(await copyOf("box.focus(),box.select()")).toBe("from a field");
    expect(await copyOf("frame.focus(),frame.contentDocument.getElementById('inner').focus(),frame.contentDocument.getElementById('inner').select()")).toBe(
      "in a frame",
    );
    expect(await copyOf("own.focus()")).toBe("the page itself");
    await value("secret.focus(),secret.select()");
    const before = viewer().copies().length;
    press(viewer(), "c", "KeyC", 2);
    viewer().say({ type: "text", text: "typed over it" });
    await vi.waitFor(async () => expect(await value("secret.value")).toBe("typed over it"), WAIT);
    expect(await copyOf("box.focus(),box.setSelectionRange(0,4)", "x")).toBe("from");
    expect(viewer().copies()).toHaveLength(before + 1);
    await vi.waitFor(async () => expect(await value("box.value")).toBe(" a field"), WAIT);
  }, 60_000);

  it("pastes text into fields, and lets pages paste in their own way, pictures too", async () => {
    await open(`<input id=box><div id=editor tabindex=0>here</div><script>got=[];
      editor.onpaste=(e)=>{e.preventDefault();got.push(e.clipboardData.getData('text/plain'),...[...e.clipboardData.files].map(f=>f.type+' '+f.size))}</script>`);
    await focus("box");
    viewer().say({ type: "paste", text: "two\twords" });
    viewer().say({ type: "text", text: "!" });
    await vi.waitFor(async () => expect(await value("box.value")).toBe("two\twords!"), WAIT);
    await value("editor.focus()");
    viewer().say({ type: "paste", text: "as you like" });
    await vi.waitFor(async () => expect(await value("got")).toEqual(["as you like"]), WAIT);
    const { run } = started();
    const picture = await run.files.uploads.receive(run.session, { name: "shot.png", batch: null }, Readable.from(Buffer.alloc(70)), signal);
    viewer().say({ type: "pasteFiles", fileIds: [picture.fileId] });
    await vi.waitFor(async () => expect(await value("got")).toEqual(["as you like", "", "image/png 70"]), WAIT);
  });

  it("drags and drops as pages know it, and drops files from outside", async () => {
    await open(`<div id=a draggable=true style="width:100px;height:100px;background:red" ondragstart="event.dataTransfer.setData('text','A')">A</div>
      <div id=b style="width:200px;height:100px;background:blue" ondragover="event.preventDefault()" ondrop="event.preventDefault();log.push(event.dataTransfer.getData('text')+[...event.dataTransfer.files].map(f=>f.name+f.size))">B</div>
      <script>log=[];a.addEventListener('dragend',()=>log.push('end'))</script>`);
    viewer().say({ type: "mouse", action: "move", x: 50, y: 50 });
    viewer().say({ type: "mouse", action: "down", x: 50, y: 50, button: "left", buttons: 1, clickCount: 1 });
    // Chromium begins a drag with a move it has drawn: further moves come as from a hand, until the page has it.
    for (let y = 60; y <= 160; y += 10) {
      viewer().say({ type: "mouse", action: "move", x: 60, y, buttons: 1 });
      await value("new Promise((resolve) => requestAnimationFrame(resolve))");
    }
    viewer().say({ type: "mouse", action: "up", x: 60, y: 160, button: "left", buttons: 0, clickCount: 1 });
    await vi.waitFor(async () => expect(await value("log")).toEqual(expect.arrayContaining(["A"])), WAIT);
    const { run } = started();
    const file = await run.files.uploads.receive(run.session, { name: "notes.txt", batch: null }, Readable.from(Buffer.from("hello")), signal);
    viewer().say({ type: "drop", x: 60, y: 160, fileIds: [file.fileId] });
    await vi.waitFor(async () => expect(await value("log.at(-1)")).toBe("notes.txt5"), WAIT);
    viewer().say({ type: "drop", x: 60, y: 160, fileIds: ["file_unknown"] });
    await vi.waitFor(() => expect(viewer().refusals().length).toBeGreaterThan(0), WAIT);
  });

  it("sorts a list of a library that uses the browser's own drag and drop", async () => {
    const library = await readFile(createRequire(import.meta.url).resolve("sortablejs/Sortable.min.js"), "utf8");
    await open(
      `<ul id=list style="margin:0;padding:0;width:300px">${["A", "B", "C"].map((name) => `<li style="height:60px;margin:0">${name}</li>`).join("")}</ul>`,
    );
    await value(library);
    await value("new Sortable(list, { animation: 0 }), 1");
    viewer().say({ type: "mouse", action: "move", x: 50, y: 30 });
    viewer().say({ type: "mouse", action: "down", x: 50, y: 30, button: "left", buttons: 1, clickCount: 1 });
    for (let y = 40; y <= 170; y += 10) {
      viewer().say({ type: "mouse", action: "move", x: 50, y, buttons: 1 });
      await value("new Promise((resolve) => requestAnimationFrame(resolve))");
    }
    viewer().say({ type: "mouse", action: "up", x: 50, y: 170, button: "left", buttons: 0, clickCount: 1 });
    await vi.waitFor(async () => expect(await value("[...list.children].map((li) => li.textContent)")).toEqual(["B", "C", "A"]), WAIT);
  });

  it("touches with several fingers as pages know it", async () => {
    await open(
      `<div style="height:600px;touch-action:none" id=pad></div><script>log=[];for(const t of ['touchstart','touchmove','touchend'])pad.addEventListener(t,(e)=>log.push(t+e.touches.length))</script>`,
    );
    const [one, two] = [
      { id: 1, x: 50, y: 50 },
      { id: 2, x: 150, y: 150 },
    ];
    viewer().say({ type: "touch", action: "start", points: [one] });
    viewer().say({ type: "touch", action: "start", points: [one, two] });
    viewer().say({
      type: "touch",
      action: "move",
      points: [
        { ...one, y: 20 },
        { ...two, y: 190 },
      ],
    });
    viewer().say({ type: "touch", action: "end", points: [{ ...one, y: 20 }] });
    viewer().say({ type: "touch", action: "end", points: [] });
    await vi.waitFor(async () => expect(await value("log")).toEqual(["touchstart1", "touchstart2", "touchmove2", "touchend1", "touchend0"]), WAIT);
  });

  it("fits pages to the viewer's box for as long as it has control", async () => {
    await open("fit");
    viewer().say({ type: "control", do: "take" });
    viewer().say({ type: "fit", size: { width: 700, height: 500 } });
    await vi.waitFor(async () => expect(await value("[innerWidth,innerHeight]")).toEqual([700, 500]), WAIT);
    viewer().say({ type: "fit", size: { width: 9_000, height: 10 } });
    await vi.waitFor(async () => expect(await value("[innerWidth,innerHeight]")).toEqual([2560, 240]), WAIT);
    viewer().say({ type: "control", do: "release" });
    await vi.waitFor(async () => expect(await value("[innerWidth,innerHeight]")).toEqual([1280, 720]), WAIT);
    // Without control a size changes nothing, and takes no control.
    viewer().say({ type: "fit", size: { width: 700, height: 500 } });
    viewer().say({ type: "ping", sentAtMs: 7 });
    await vi.waitFor(() => expect(viewer().messages.at(-1)).toEqual({ type: "pong", sentAtMs: 7 }), WAIT);
    expect([viewer().state()?.holder, await value("innerWidth")]).toEqual([null, 1280]);
  });

  it("says that a page does not answer", async () => {
    await open(`<button style="width:300px;height:200px" onclick="for (;;);">for ever</button>`);
    click(viewer(), 50, 50);
    await vi.waitFor(() => expect(viewer().refusals()).toContain("The page does not answer. Reload it if it stays so."), WAIT);
  });
});
