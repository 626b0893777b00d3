import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import type { Actor } from "../access/actor.ts";
import { GetNetworkLogInput, GetNetworkMessagesInput, NETWORK_MESSAGE_LIMITS, type NetworkEntry, type NetworkMessage } from "../contract/network-log.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "../testing/app.ts";

const LIMIT = { timeout: 60_000 };
const never = new AbortController().signal;

/** `/events` is a stream of three events that stays open; all else is a small page. */
function answer(req: IncomingMessage, res: ServerResponse): void {
  if (req.url !== "/events") return void res.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Page</title>");
  res.writeHead(200, { "content-type": "text/event-stream" });
  res.write('data: plain\n\nevent: price\ndata: {"api_key":"event-secret-1","price":5}\n\ndata: Grüße\n\n');
}

const site = createServer(answer);
const sockets = new WebSocketServer({ server: site });
let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let origin: string;

beforeAll(async () => {
  sockets.on("connection", (socket) =>
    socket.on("message", (data, isBinary) => (isBinary ? socket.send(data, { binary: true }) : socket.send(`back: ${String(data).slice(0, 20)}`))),
  );
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  t = await startTestApp();
  owner = await t.actor();
});
afterAll(async () => {
  for (const client of sockets.clients) client.terminate();
  site.closeAllConnections();
  site.close();
  await t?.stop();
});

/** A session on the page, and ways to its log. */
async function open(logNetwork: "headers" | "bodies") {
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({ url: `${origin}/page`, logNetwork }), never);
  const page = t.app.sessions.live(sessionId)?.tabs.active;
  const entry = async (resourceType: string): Promise<NetworkEntry | undefined> =>
    (await t.app.networkLog.list(owner, GetNetworkLogInput.parse({ sessionId, resourceType: [resourceType] }))).entries[0];
  const read = async (resourceType: string, more: object = {}): Promise<NetworkMessage[]> => {
    const of = await entry(resourceType);
    if (!of) return [];
    return (await t.app.networkLog.messages(owner, GetNetworkMessagesInput.parse({ sessionId, entryId: of.id, order: "asc", ...more }))).messages;
  };
  return { sessionId, entry, read, run: async (script: string) => (await page?.evaluate(script))?.value };
}

/** Sends what it is given, in order, and waits until as many answers have come. */
const talk = (...messages: string[]): string =>
  `new Promise((resolve) => { const s = globalThis.socket = new WebSocket("ws" + location.origin.slice(4) + "/socket"); let left = ${messages.length}; s.onmessage = () => --left === 0 && resolve(); s.onopen = () => { for (const m of [${messages.join(", ")}]) s.send(m); }; })`;

describe("messages of a WebSocket", () => {
  test("are told by size and time where bodies are not kept", async () => {
    const { read, run } = await open("headers");
    const before = Date.now();
    await run(talk('"hello"', "new Uint8Array([1, 2, 3]).buffer"));
    await expect.poll(() => read("websocket"), LIMIT).toHaveLength(4);
    const told = await read("websocket");
    expect(told.map(({ sent, kind, sizeBytes, text, truncated }) => ({ sent, kind, sizeBytes, text, truncated }))).toEqual(
      expect.arrayContaining([
        { sent: true, kind: "text", sizeBytes: 5, text: null, truncated: false },
        { sent: true, kind: "binary", sizeBytes: 3, text: null, truncated: false },
        { sent: false, kind: "text", sizeBytes: 11, text: null, truncated: false },
        { sent: false, kind: "binary", sizeBytes: 3, text: null, truncated: false },
      ]),
    );
    for (const { atMs } of told) expect(Math.abs(atMs - before)).toBeLessThan(120_000);
    expect(told.map(({ id }) => id)).toEqual(told.map(({ id }) => id).toSorted());
  });

  test("have their text where bodies are, masked, cut and sealed; in pages and by direction", async () => {
    const { sessionId, entry, read, run } = await open("bodies");
    const long = NETWORK_MESSAGE_LIMITS.oneBytes + 10_000;
    await run(talk(`JSON.stringify({ user: "ann", password: "socket-secret-1" })`, `"x".repeat(${long})`));
    await expect.poll(() => read("websocket", { sent: true }), LIMIT).toHaveLength(2);
    const [first, second] = await read("websocket", { sent: true });
    expect(JSON.parse(first?.text ?? "")).toEqual({ user: "ann", password: "***" });
    expect(second).toMatchObject({ truncated: true, sizeBytes: long, text: "x".repeat(NETWORK_MESSAGE_LIMITS.oneBytes) });
    const { id: entryId } = (await entry("websocket")) ?? { id: "" };
    const newest = await t.app.networkLog.messages(owner, GetNetworkMessagesInput.parse({ sessionId, entryId, limit: 3 }));
    const older = await t.app.networkLog.messages(owner, GetNetworkMessagesInput.parse({ sessionId, entryId, after: newest.messages.at(-1)?.id }));
    expect([newest.messages.length, newest.hasMore, older.messages.length, older.hasMore]).toEqual([3, true, 1, false]);
    const rows = await t.app.db.networkMessage.findMany({ where: { sessionId } });
    for (const { sealedText } of rows) expect(Buffer.from(sealedText ?? []).toString("latin1")).not.toMatch(/ann|xxxx|socket-secret/);
    await expect(t.app.networkLog.messages(await t.actor(), GetNetworkMessagesInput.parse({ sessionId, entryId }))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

test("events of an event stream are told as they come, by name", async () => {
  const { entry, read, run } = await open("bodies");
  await run(
    `new Promise((resolve) => { const s = globalThis.stream = new EventSource("/events"); s.onmessage = ({ data }) => data === "Grüße" && resolve(); })`,
  );
  await expect.poll(() => read("eventsource"), LIMIT).toHaveLength(3);
  expect((await read("eventsource")).map(({ sent, kind, name, sizeBytes, text }) => [sent, kind, name, sizeBytes, text])).toEqual([
    [false, "event", "message", 5, "plain"],
    [false, "event", "price", 38, '{"api_key":"***","price":5}'],
    [false, "event", "message", 7, "Grüße"],
  ]);
  expect(await entry("eventsource")).toMatchObject({ state: "pending", status: 200, messages: { sent: 0, received: 3, sentBytes: 0, receivedBytes: 50 } });
});

test("a WebTransport that cannot be opened is told as failed", async () => {
  const { entry, run } = await open("headers");
  await run(`new WebTransport("https://127.0.0.1:1/none").ready.catch(() => {})`);
  await expect.poll(async () => (await entry("webtransport"))?.state, LIMIT).toBe("failed");
  expect(await entry("webtransport")).toMatchObject({ method: "CONNECT", status: null });
});

test("exports hold them: HAR as Chrome writes it, and a line of NDJSON each", async () => {
  const { sessionId, read, run } = await open("bodies");
  await run(talk('"one token=export-secret-1"'));
  await expect.poll(() => read("websocket"), LIMIT).toHaveLength(2);
  const authorization = `Bearer ${await t.apiKey(owner)}`;
  const file = async (name: string): Promise<string> => (await fetch(`${t.url}/api/sessions/${sessionId}/${name}`, { headers: { authorization } })).text();
  const { log } = JSON.parse(await file("network.har"));
  const socket = log.entries.find((one: { _resourceType: string }) => one._resourceType === "websocket");
  expect(socket._webSocketMessages).toEqual([
    { type: "send", time: expect.any(Number), opcode: 1, data: "one token=***", _sizeBytes: 25 },
    { type: "receive", time: expect.any(Number), opcode: 1, data: expect.stringMatching(/^back: one token=/), _sizeBytes: 26 },
  ]);
  const lines = (await file("network-messages.ndjson")).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).text)).toEqual(["one token=***", expect.stringMatching(/^back: one/)]);
});
