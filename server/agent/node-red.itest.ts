import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../access/actor.ts";
import { ActInput, EvaluateInput, NavigateInput, UploadFileInput, WaitForInput } from "../contract/agent.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "../testing/app.ts";
import { startNodeRed } from "../testing/apps/node-red.ts";

/** A flow as Node-RED exports it: a tab with two nodes on it that are joined. */
const FLOW = [
  { id: "f1", type: "tab", label: "Greenhouse", disabled: false, info: "" },
  {
    id: "n1",
    type: "inject",
    z: "f1",
    name: "Every morning",
    props: [{ p: "payload" }],
    repeat: "",
    once: false,
    topic: "",
    payload: "",
    payloadType: "date",
    x: 200,
    y: 160,
    wires: [["n2"]],
  },
  { id: "n2", type: "debug", z: "f1", name: "Show it", active: true, tosidebar: true, complete: "payload", x: 420, y: 160, wires: [] },
];
const ADMIN = { user: "grower", password: "correct horse" };
/** What a drop may be off by: Node-RED keeps the point that a node is held at under the pointer, and puts it on a grid. */
const HALF_NODE_PX = 60;
const GRID_PX = 20;

type EditorNode = { id: string; type: string; name: string; x: number; y: number; z: string; changed: boolean };

let app: Awaited<ReturnType<typeof startTestApp>>;
let actor: Actor;
const signal = AbortSignal.timeout(170_000);

beforeAll(async () => {
  app = await startTestApp();
  actor = await app.actor();
});
afterAll(() => app?.stop());

/** A session of the real product on a Node-RED of its own, driven as callers do. */
async function openEditor(options: Parameters<typeof startNodeRed>[0] = {}) {
  const nodeRed = await startNodeRed(options);
  const { agent, sessions } = app.app;
  const { sessionId } = await sessions.create(actor, CreateSessionInput.parse({ viewport: { width: 1280, height: 800 } }), signal);
  const act = (instruction: string, variables?: Record<string, string>) =>
    agent.act(actor, ActInput.parse({ sessionId, instruction, variables, useCache: false }), signal);
  const value = async <T>(expression: string) => (await agent.evaluate(actor, EvaluateInput.parse({ sessionId, expression }), signal)).value as T;
  const wait = (expression: string) => agent.waitFor(actor, WaitForInput.parse({ sessionId, condition: { kind: "function", expression } }), signal);
  const upload = (selector: string, name: string, content: string) =>
    agent.uploadFile(actor, UploadFileInput.parse({ sessionId, selector, files: [{ name, contentBase64: Buffer.from(content).toString("base64") }] }), signal);
  /** What the editor itself holds. */
  const nodes = () =>
    value<EditorNode[]>(
      "RED.nodes.filterNodes({}).map(({ id, type, name, x, y, z, changed }) => ({ id, type, name: name ?? '', x, y, z, changed: !!changed }))",
    );
  /** What Node-RED's server runs. */
  const deployed = async () => (await (await fetch(`${nodeRed.url}flows`)).json()) as EditorNode[];
  const end = async (): Promise<void> => {
    await sessions.terminate(actor, sessionId);
    await nodeRed.stop();
  };
  await agent.navigate(actor, NavigateInput.parse({ sessionId, url: nodeRed.url }), signal);
  return { act, value, wait, upload, nodes, deployed, end };
}

const done = { success: true, outcome: "done", via: "resolver" };

describe("a flow in Node-RED, in plain language and without a model", () => {
  let editor: Awaited<ReturnType<typeof openEditor>>;

  beforeAll(async () => {
    editor = await openEditor();
  });
  afterAll(() => editor?.end());

  const node = async (type: string, name?: string) => (await editor.nodes()).filter((one) => one.type === type && (name === undefined || one.name === name));

  test("a flow file is imported through the main menu", async () => {
    expect(await editor.act("Open the main menu")).toMatchObject(done);
    expect(await editor.act("Click Import")).toMatchObject(done);
    await editor.upload("#red-ui-clipboard-dialog-import-file-upload-btn", "greenhouse.json", JSON.stringify(FLOW));
    expect(await editor.act("click the Import button")).toMatchObject({ ...done, steps: [{ role: "button", name: "Import" }] });
    expect(await node("inject")).toMatchObject([{ name: "Every morning", x: 200, y: 160 }]);
    expect(await node("debug")).toMatchObject([{ name: "Show it", x: 420, y: 160 }]);
    expect(await editor.act("click the Greenhouse tab")).toMatchObject(done);
    expect(await editor.value("RED.workspaces.active()")).toBe((await node("inject"))[0]?.z);
  });

  test("another menu is opened; the one that is meant is not guessed", async () => {
    // The button Deploy and the arrow beside it: pressing the first would deploy.
    expect(await editor.act("open the Deploy menu")).toMatchObject({ success: false, outcome: "ambiguous" });
    expect(await editor.act("open the deploy options and click Modified Nodes")).toMatchObject(done);
    expect(await editor.value(`document.querySelector("#deploymenu-item-node").classList.contains("active")`)).toBe(true);
    expect(await editor.deployed()).toEqual([]);
  });

  test("nodes are dragged from the palette: onto the canvas, to a point of it", async () => {
    expect(await editor.act("drag the function node from the palette onto the canvas")).toMatchObject(done);
    expect(await node("function")).toHaveLength(1);
    expect(await editor.act("drag the comment node onto the canvas at 300, 400")).toMatchObject(done);
    const [comment] = await node("comment");
    expect(Math.abs((comment?.x ?? 0) - 300)).toBeLessThanOrEqual(HALF_NODE_PX);
    expect(Math.abs((comment?.y ?? 0) - 400)).toBeLessThanOrEqual(GRID_PX);
  });

  test("a node that is there is moved", async () => {
    // The flow's outline in the sidebar has the name too.
    expect(await editor.act(`drag "Every morning" in the workspace by 60, 120`)).toMatchObject(done);
    expect(await node("inject")).toMatchObject([{ x: 260, y: 280 }]);
    expect(await node("debug")).toMatchObject([{ x: 420, y: 160 }]);
  });

  test("a node is edited and all is deployed", async () => {
    expect(await editor.act(`double-click "Show it" in the workspace, type "Show all" into Name and click Done`)).toMatchObject(done);
    expect(await node("debug")).toMatchObject([{ name: "Show all" }]);
    expect(await editor.act("press the Deploy button")).toMatchObject(done);
    await editor.wait("!RED.nodes.dirty()");
    const running = await editor.deployed();
    expect(running.find(({ type }) => type === "inject")).toMatchObject({ name: "Every morning", x: 260, y: 280 });
    expect(running.find(({ type }) => type === "debug")).toMatchObject({ name: "Show all" });
    expect(running.map(({ type }) => type)).toEqual(expect.arrayContaining(["tab", "function", "comment"]));
  });
});

test("Node-RED's sign-in is filled, and its editor opens", async () => {
  const editor = await openEditor({ admin: ADMIN });
  try {
    const refused = await editor.act("type %user% into Username, type %password% into Password and click Login", { user: ADMIN.user, password: "wrong" });
    expect(refused).toMatchObject(done);
    expect(await editor.value("!!localStorage.getItem('auth-tokens')")).toBe(false);
    const admitted = await editor.act("type %user% into Username, type %password% into Password and click Login", ADMIN);
    expect(admitted).toMatchObject(done);
    await editor.wait("RED.settings.user?.username === 'grower'");
    expect(await editor.act("open the main menu")).toMatchObject(done);
  } finally {
    await editor.end();
  }
});
