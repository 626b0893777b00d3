import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Actor } from "../access/actor.ts";
import type { LivePrompt, PromptAnswer } from "../contract/live-prompts.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "./app.ts";
import { openControlViewer } from "./control-viewer.ts";

const WAIT = { timeout: 30_000, interval: 25 };
const LIMIT_MS = 60_000;
const [NAME, PASSWORD] = ["ann", "let me in"];
const REFUSED = { code: "NAVIGATION_FAILED" };
const NONCE = "0123456789abcdef";

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
/** Whether a request is signed as RFC 2617 has it without `qop`. */
const isDigest = (header: string, method: string): boolean => {
  const field = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(header)?.[1] ?? "";
  return field("response") === md5(`${md5(`${NAME}:Vault:${PASSWORD}`)}:${NONCE}:${md5(`${method}:${field("uri")}`)}`);
};

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let site: Server;
let origin: string;
beforeAll(async () => {
  t = await startTestApp({ PRIVATE_NETWORK: "allow" });
  owner = await t.actor();
  site = createServer(({ url = "", method = "", headers: { authorization = "" } }, res) => {
    const isIn = url.startsWith("/vault") ? isDigest(authorization, method) : authorization === `Basic ${btoa(`${NAME}:${PASSWORD}`)}`;
    const wanted = url.startsWith("/vault") ? `Digest realm="Vault", nonce="${NONCE}"` : `Basic realm="Zone"`;
    res.writeHead(isIn ? 200 : 401, { "content-type": "text/html", ...(!isIn && { "www-authenticate": wanted }) }).end(isIn ? "Welcome." : "Nobody comes in.");
  }).listen(0, "127.0.0.1");
  await once(site, "listening");
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
}, 120_000);
afterAll(async () => {
  await t?.stop();
  site?.closeAllConnections();
  site?.close();
});

it("a site's password is asked for in the live view until it is right or given up, while somebody is in control", async () => {
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({}), AbortSignal.timeout(LIMIT_MS));
  const session = await t.app.sessions.running(owner, sessionId);
  const open = (path: string) => session.tabs.active.navigate(origin + path, { waitUntil: "load", timeoutMs: LIMIT_MS, signal: AbortSignal.timeout(LIMIT_MS) });
  const shown = async (): Promise<string> => (await session.tabs.active.evaluate<string>("document.body.innerText")).value;
  await expect(open("/zone")).rejects.toMatchObject(REFUSED);

  const viewer = await openControlViewer(`${t.url.replace("http", "ws")}/ws/live/${sessionId}?mode=control`, { "x-api-key": await t.apiKey(owner) });
  const asked = (nth: number): Promise<LivePrompt> =>
    vi.waitFor(() => {
      const all = viewer.messages.flatMap((message) => (message.type === "prompt" && message.prompt.kind === "signIn" ? [message.prompt] : []));
      expect(all.length).toBeGreaterThanOrEqual(nth);
      return all[nth - 1] as LivePrompt;
    }, WAIT);
  const answer = async (nth: number, given: PromptAnswer): Promise<void> =>
    viewer.say({ type: "answer", promptId: (await asked(nth)).promptId, answer: given });
  viewer.say({ type: "mouse", action: "move", x: 1, y: 1 });
  await vi.waitFor(() => expect(viewer.state()?.holder?.viewerId).toBe(viewer.state()?.you), WAIT);

  const givenUp = expect(open("/zone")).rejects.toMatchObject(REFUSED);
  await answer(1, { what: "dismiss" });
  await givenUp;
  const opened = open("/zone");
  expect(await asked(2)).toMatchObject({ origin, realm: "Zone", scheme: "basic", ofProxy: false });
  await answer(2, { what: "credentials", username: NAME, password: "wrong one" });
  await answer(3, { what: "credentials", username: NAME, password: PASSWORD });
  await opened;
  expect(await shown()).toBe("Welcome.");
  // What the browser has learned holds for the rest of that part of the site.
  await open("/zone/more");
  expect(await shown()).toBe("Welcome.");
  const vault = open("/vault");
  expect(await asked(4)).toMatchObject({ realm: "Vault", scheme: "digest" });
  await answer(4, { what: "credentials", username: NAME, password: PASSWORD });
  await vault;
  expect(await shown()).toBe("Welcome.");

  const log = async () => JSON.stringify(await t.app.activities.list(owner, { sessionId, limit: 50 }));
  await vi.waitFor(async () => expect((await log()).match(/signed in/g)?.length).toBeGreaterThanOrEqual(3), WAIT);
  expect(await log()).not.toMatch(/let me in|wrong one/);
  expect(session.mask.text(`They said: ${PASSWORD}.`)).not.toContain(PASSWORD);
  expect(JSON.stringify(viewer.messages)).not.toMatch(/let me in|wrong one/);
  await viewer.close();
});
