import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Actor } from "../../access/actor.ts";
import { PEER_HEADER } from "../../cluster/peers.ts";
import type { LiveClientMessage } from "../../contract/live.ts";
import { CreateShareLinkInput } from "../../contract/live-links.ts";
import { CreateSessionInput } from "../../contract/sessions.ts";
import { startTestApp } from "../../testing/app.ts";
import { openLiveViewer } from "../../testing/live-viewer.ts";
import { signLink, verifyLink } from "./link-token.ts";

const WAIT = { timeout: 40_000, interval: 20 };
/** Several servers, sessions and waits in one test: a machine under load takes its time. */
const BUSY = { timeout: 180_000 };
/** Its title tells of everything that reaches it. */
const WATCHFUL = `data:text/html,${encodeURIComponent(`<body style="margin:0;height:3000px"><input autofocus style="position:absolute;left:0;top:0;width:800px;height:600px">
<script>for (const name of ["mousemove","mousedown","click","wheel","scroll","keydown","input","paste","touchstart","compositionupdate","dragenter","drop","resize"])
addEventListener(name, () => { if (!document.title.includes(name)) document.title += name + " "; }, true)</script>`)}`;
/** One message of each type that a viewer may send. */
const MESSAGES: Record<LiveClientMessage["type"], object> = {
  ack: { sequence: 1 },
  ping: { sentAtMs: 1 },
  watch: { tabId: null },
  quality: { quality: "low" },
  decodes: { codecs: [] },
  visible: { visible: true },
  mouse: { action: "down", x: 100, y: 100, button: "left", buttons: 1, clickCount: 1 },
  wheel: { x: 100, y: 100, deltaX: 0, deltaY: 400 },
  key: { action: "down", key: "a", code: "KeyA" },
  text: { text: "typed" },
  control: { do: "takeOver" },
  touch: { action: "start", points: [{ id: 1, x: 100, y: 100 }] },
  compose: { action: "commit", text: "か", caret: 1 },
  paste: { text: "pasted" },
  drop: { x: 100, y: 100, fileIds: ["file_of_nobody"] },
  pasteFiles: { fileIds: ["file_of_nobody"] },
  fit: { size: { width: 500, height: 400 } },
  answering: { promptId: "prompt_of_nobody" },
  answer: { promptId: "prompt_of_nobody", answer: { what: "accept" } },
};

let a: Awaited<ReturnType<typeof startTestApp>>;
let b: Awaited<ReturnType<typeof a.startBeside>>;
let owner: Actor;
let sessionId: string;

const limit = (): AbortSignal => AbortSignal.timeout(30_000);
const share = (over: Partial<Parameters<typeof CreateShareLinkInput.parse>[0] & object> = {}) =>
  a.app.liveLinks.create(owner, CreateShareLinkInput.parse({ sessionId, ...over }));
const tokenOf = ({ url }: { url: string }): string => new URL(url).pathname.slice("/live/".length);
const statusOf = async (path: string, init: RequestInit = {}, at = a.url): Promise<number> => {
  const response = await fetch(`${at}${path}`, { ...init, signal: limit() });
  await response.body?.cancel();
  return response.status;
};
function look(token: string, query: Record<string, string> = {}) {
  const viewer = openLiveViewer(a.url, sessionId, { token, ...query });
  onTestFinished(() => viewer.close());
  return viewer;
}
const isOpen = (viewer: ReturnType<typeof look>) => vi.waitFor(() => expect(viewer.of("hello")).toHaveLength(1), WAIT);
const seenByPage = async (): Promise<unknown> =>
  (
    await a.app.agent.evaluate(
      owner,
      { sessionId, expression: "[document.title, document.querySelector('input').value, innerWidth]", timeoutMs: 30_000 },
      limit(),
    )
  ).value;

beforeAll(async () => {
  a = await startTestApp();
  b = await a.startBeside();
  owner = await a.actor();
  sessionId = (await a.app.sessions.create(owner, CreateSessionInput.parse({ url: WATCHFUL }), limit())).sessionId;
}, 120_000);
afterAll(async () => {
  await b?.stop();
  await a?.stop();
});

describe("whoever may only look", BUSY, () => {
  it("changes nothing by any message, whatever they ask for", async () => {
    const before = await seenByPage();
    const viewer = look(tokenOf(await share()), { mode: "control" });
    await isOpen(viewer);
    expect(viewer.of("hello")).toMatchObject([{ mode: "view" }]);
    for (const action of ["take", "request", "release", "giveBack", "resume"]) viewer.say({ type: "control", do: action, to: "hand_of_another" });
    for (const [type, message] of Object.entries(MESSAGES)) viewer.say({ type, ...message });
    viewer.say({ type: "ping", sentAtMs: 77 });
    await vi.waitFor(() => expect(viewer.of("pong")).toContainEqual({ type: "pong", sentAtMs: 77 }), WAIT);
    expect(await seenByPage()).toEqual(before);
    const { holder, hold, requests } = await a.app.live.control.state(owner, { sessionId });
    expect({ holder, hold, requests }).toEqual({ holder: null, hold: null, requests: [] });
    // The same by a link that allows it reaches the page: the page does tell.
    const controller = look(tokenOf(await share({ mode: "control" })));
    await isOpen(controller);
    controller.say({ type: "mouse", ...MESSAGES.mouse });
    controller.say({ type: "mouse", ...MESSAGES.mouse, action: "up", buttons: 0 });
    await vi.waitFor(async () => expect(await seenByPage()).not.toEqual(before), WAIT);
  });

  it("sends no files and fetches none", async () => {
    const token = tokenOf(await share());
    expect(await statusOf(`/api/live/${sessionId}/files?token=${token}&name=a.txt`, { method: "POST", body: "text" })).toBe(403);
    expect(await statusOf(`/api/live/${sessionId}/downloads/dl_1?token=${token}`)).toBe(403);
    expect(await statusOf(`/api/live/${sessionId}/files?token=${token}&name=a.txt`, { method: "POST", body: "text" }, b.url)).toBe(403);
  });
});

describe("a token", BUSY, () => {
  it("gives what its row allows, whatever it says itself", async () => {
    const { link, ...made } = await share();
    const said = await verifyLink(a.app.env.tokenKey, tokenOf(made));
    const viewer = look(await signLink(a.app.env.tokenKey, { ...said, mode: "control", knew: "whatever" }));
    await isOpen(viewer);
    expect(viewer.of("hello")).toMatchObject([{ mode: "view" }]);
    const locked = await share({ password: "correct horse" });
    const guess = await signLink(a.app.env.tokenKey, { ...(await verifyLink(a.app.env.tokenKey, tokenOf(locked))), knew: "whatever" });
    const refused = look(guess);
    await vi.waitFor(() => expect(refused.seen.refusal?.body.details).toEqual({ link: "password" }), WAIT);
    expect(await statusOf(`/api/sessions/${sessionId}/live?token=${guess}`)).toBe(401);
    expect(link.mode).toBe("view");
  });

  it("opens nothing but live views, and no other token opens those", async () => {
    const token = tokenOf(await share({ mode: "control", includesLogs: true }));
    for (const path of [
      `/api/live/${sessionId}/thumbnail.jpg?token=${token}`,
      `/api/recordings/${sessionId}?token=${token}`,
      `/api/sessions/${sessionId}?token=${token}`,
      `/api/sessions/${sessionId}/logs.json?token=${token}`,
      `/cdp/${sessionId}/json/version?token=${token}`,
    ])
      expect([path, await statusOf(path)]).toEqual([path, 401]);
    expect(await statusOf(`/api/sessions/${sessionId}`, { headers: { authorization: `Bearer ${token}` } })).toBe(401);
    expect(await statusOf(`/api/live/${sessionId}/thumbnail.jpg`, { headers: { [PEER_HEADER]: token } })).toBe(401);
    const key = await a.apiKey(owner);
    const { body } = await fetch(`${a.url}/api/trpc/browser.getDebuggerUrl?input=${encodeURIComponent(JSON.stringify({ sessionId }))}`, {
      headers: { "x-api-key": key },
    }).then(async (response) => ({ body: (await response.json()) as { result: { data: { url: string } } } }));
    const debuggerToken = new URL(body.result.data.url).searchParams.get("token") ?? new URL(body.result.data.url).pathname.split("/").at(-1) ?? "";
    const viewer = look(debuggerToken);
    await vi.waitFor(() => expect(viewer.seen.refusal?.body.details).toEqual({ link: "invalid" }), WAIT);
  });
});

describe("a revoked link", BUSY, () => {
  it("ends streams through another server too, and lets nothing more in or out", async () => {
    const made = await share({ mode: "control", includesLogs: true });
    const token = tokenOf(made);
    const response = await fetch(`${b.url}/api/sessions/${sessionId}/live?fps=0&token=${token}`, { signal: limit() });
    const told: string[] = [];
    const reading = (async () => {
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream() as never) ?? []) told.push(String(chunk));
    })();
    await vi.waitFor(() => expect(told.join("")).toContain("event: tabs"), WAIT);
    await a.app.liveLinks.revoke(owner, made.link.id);
    await reading;
    expect(told.join("")).toContain('"why":"revoked"');
    // A reader that comes back by itself, as browsers' do.
    expect(await statusOf(`/api/sessions/${sessionId}/live?token=${token}`, { headers: { "last-event-id": "end" } }, b.url)).toBe(403);
    for (const at of [a.url, b.url]) expect(await statusOf(`/api/live/${sessionId}/files?token=${token}&name=a`, { method: "POST", body: "x" }, at)).toBe(403);
    expect(await statusOf(`/api/live/links/${token}`, {}, b.url)).toBe(403);
  });
});

describe("a link's password", BUSY, () => {
  it("is guessed no faster from several addresses and servers, nor by other tokens of the link", async () => {
    const made = await share({ password: "correct horse" });
    const token = tokenOf(made);
    // The same link's address is signed anew each time that it is listed.
    const again = await signLink(a.app.env.tokenKey, { ...(await verifyLink(a.app.env.tokenKey, token)), tabId: "another" });
    const tries = await Promise.all(
      Array.from({ length: 14 }, (_, at) =>
        statusOf(
          `/api/live/links/${at % 3 === 0 ? again : token}/unlock`,
          {
            method: "POST",
            headers: { "content-type": "application/json", "x-forwarded-for": `203.0.113.${at}` },
            body: JSON.stringify({ password: `guess number ${at}` }),
          },
          at % 2 === 0 ? a.url : b.url,
        ),
      ),
    );
    expect(tries.filter((status) => status === 401)).toHaveLength(10);
    expect(tries.filter((status) => status === 429)).toHaveLength(4);
    const other = await share({ password: "correct horse" });
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ password: "correct horse" }) };
    expect(await statusOf(`/api/live/links/${tokenOf(other)}/unlock`, init)).toBe(200);
  });
});
