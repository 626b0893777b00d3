import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { closeFrame, OPCODE, serverFrame } from "./frames.ts";
import { CLOSE, type SPLICE_LIMITS, Splice } from "./splice.ts";

const LIMIT_MS = 10_000;
const MB = 1024 * 1024;
const LIMITS = { maxWaitingBytes: MB, stallMs: 300, pingMs: 100_000, silenceMs: 100_000, heldMs: 100_000, closeMs: 200 };
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Both ends of a connection over the loopback. */
async function pair(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  const far = connect({ port: address.port, host: "127.0.0.1" });
  const [near] = (await once(server, "connection")) as [Socket];
  server.close();
  cleanups.push(
    () => near.destroy(),
    () => far.destroy(),
  );
  for (const socket of [near, far]) socket.on("error", () => socket.destroy());
  return { near, far };
}

/** A splice between a client and a browser that the test plays both. */
async function spliced(over: Partial<typeof SPLICE_LIMITS> = {}) {
  const [client, browser] = [await pair(), await pair()];
  const seen = { bytes: 0, browserClose: 0, browserGone: 0 };
  const splice = new Splice({
    client: client.near,
    browser: browser.near,
    clientHead: Buffer.alloc(0),
    browserHead: Buffer.alloc(0),
    onTraffic: (bytes) => {
      seen.bytes += bytes;
    },
    onBrowserClose: () => {
      seen.browserClose += 1;
    },
    onBrowserGone: () => {
      seen.browserGone += 1;
    },
    limits: { ...LIMITS, ...over },
  });
  return { splice, client: client.far, browser: browser.far, near: client.near, seen };
}

const masked = (opcode: number, text: string): Buffer => {
  const frame = serverFrame(opcode, Buffer.from(text));
  const headerLength = frame.length - Buffer.byteLength(text);
  const head = Buffer.from(frame.subarray(0, headerLength));
  head[1] = (head[1] ?? 0) | 0x80;
  return Buffer.concat([head, Buffer.alloc(4), frame.subarray(headerLength)]);
};
/** Everything that came once there are so many bytes. */
async function received(socket: Socket, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let got = 0; got < length; ) {
    const [chunk] = (await once(socket, "data", { signal: AbortSignal.timeout(LIMIT_MS) })) as [Buffer];
    chunks.push(chunk);
    got += chunk.length;
  }
  return Buffer.concat(chunks);
}
/** However it ended: a connection that is cut with bytes unread is reset. */
const ended = (socket: Socket): Promise<void> => new Promise((resolve) => (socket.closed ? resolve() : socket.once("close", () => resolve())));

describe("a splice", () => {
  it("passes bytes both ways, counts them and their messages", async () => {
    const { splice, client, browser, seen } = await spliced();
    const [question, answer] = [masked(OPCODE.text, "x".repeat(300)), serverFrame(OPCODE.text, Buffer.from("y".repeat(400)))];
    client.write(question);
    expect(await received(browser, question.length)).toEqual(question);
    browser.write(answer);
    expect(await received(client, answer.length)).toEqual(answer);
    expect(seen.bytes).toBe(question.length + answer.length);
    expect(splice.messages).toBe(2);
    client.destroy();
    await ended(browser);
    expect(await splice.closed).toBe("The client went away.");
  });

  it("answers Browser.close itself, in the session that was asked, and lets the rest pass", async () => {
    const { client, browser, seen } = await spliced();
    const other = masked(OPCODE.text, `{"id":2,"method":"Browser.closeTarget"}`);
    const asked = JSON.stringify({ id: 1, method: "Browser.close", params: {}, sessionId: "A" });
    client.write(Buffer.concat([masked(OPCODE.text, asked), masked(OPCODE.text, "Browser.close but no JSON"), other]));
    const answer = serverFrame(OPCODE.text, Buffer.from(`{"id":1,"result":{},"sessionId":"A"}`));
    expect(await received(client, answer.length)).toEqual(answer);
    expect((await received(browser, other.length)).subarray(-other.length)).toEqual(other);
    expect(seen.browserClose).toBe(1);
  });

  it("waits for a client that reads slowly, and the browser with it", async () => {
    const { client, browser, near } = await spliced({ stallMs: LIMIT_MS });
    const frame = serverFrame(OPCODE.text, Buffer.alloc(60_000));
    const total = 600 * frame.length;
    for (let i = 0; i < 600; i += 1) browser.write(frame);
    const state = { most: 0, got: 0 };
    while (state.got < total) {
      const chunk = (client.read() as Buffer | null) ?? Buffer.alloc(0);
      state.got += chunk.length;
      state.most = Math.max(state.most, near.writableLength);
      if (chunk.length === 0) await once(client, "readable", { signal: AbortSignal.timeout(LIMIT_MS) });
    }
    expect(state.got).toBe(total);
    expect(state.most).toBeLessThan(2 * MB);
  });

  it("cuts a client that does not read, and tells it why if it ever does", async () => {
    const { splice, client, browser, near } = await spliced({ closeMs: LIMIT_MS });
    client.pause();
    const frame = serverFrame(OPCODE.text, Buffer.alloc(50_000));
    const flood = setInterval(() => browser.write(frame), 1);
    cleanups.push(() => clearInterval(flood));
    for (let i = 0; i < 600; i += 1) browser.write(frame);
    await ended(browser);
    clearInterval(flood);
    expect(near.writableLength).toBeLessThan(2 * MB);
    const chunks: Buffer[] = [];
    client.on("data", (chunk: Buffer) => chunks.push(chunk)).resume();
    expect(await splice.closed).toBe("The client read nothing for 300 ms.");
    const all = Buffer.concat(chunks);
    const last = closeFrame(CLOSE.stalled, "The client read nothing for 300 ms.");
    expect(all.subarray(-last.length)).toEqual(last);
    expect((all.length - last.length) % frame.length).toBe(0);
  });

  it("cuts one that gives no sign of life, and leaves one that answers", async () => {
    const [silent, alive] = [await spliced({ pingMs: 50, silenceMs: 1_000 }), await spliced({ pingMs: 50, silenceMs: 1_000 })];
    silent.client.resume();
    alive.client.on("data", () => alive.client.write(masked(OPCODE.pong, "")));
    const heard: Buffer[] = [];
    alive.browser.on("data", (chunk: Buffer) => heard.push(chunk));
    expect(await silent.splice.closed).toBe("The client gave no sign of life.");
    expect(alive.client.closed).toBe(false);
    // Its answers were to us: the browser hears nothing of them.
    expect(heard).toEqual([]);
  });

  it("says its last word between frames only", async () => {
    const { splice, client, browser } = await spliced();
    const frame = serverFrame(OPCODE.text, Buffer.alloc(1_000));
    browser.write(frame.subarray(0, 500));
    await received(client, 500);
    const after = received(client, 1).catch(() => "nothing");
    splice.close(CLOSE.ended, "over");
    await ended(client);
    expect(await Promise.race([after, Promise.resolve("nothing")])).toBe("nothing");
    expect(await splice.closed).toBe("over");
  });

  it("tells when the browser goes by itself, not when the client said goodbye", async () => {
    const [sudden, polite] = [await spliced(), await spliced()];
    sudden.browser.destroy();
    await expect.poll(() => sudden.seen.browserGone, { timeout: LIMIT_MS }).toBe(1);
    sudden.splice.close(CLOSE.browserGone, "gone");
    const word = closeFrame(CLOSE.browserGone, "gone");
    expect(await received(sudden.client, word.length)).toEqual(word);
    polite.client.write(masked(OPCODE.close, "\u0003\u00e8"));
    await once(polite.browser, "data");
    polite.browser.end(closeFrame(1000, ""));
    polite.client.resume();
    await ended(polite.client);
    expect(polite.seen.browserGone).toBe(0);
  });

  it("keeps a held client's commands, in their order, and lets pass what must", async () => {
    const { splice, client, browser, seen } = await spliced();
    const begun = masked(OPCODE.text, "a".repeat(500));
    client.write(begun.subarray(0, 300));
    await received(browser, 300);
    splice.hold();
    const awaited = masked(OPCODE.text, `{"id":7,"method":"Fetch.continueRequest","params":{"requestId":"${"r".repeat(400)}"}}`);
    const resumed = masked(OPCODE.text, `{"id":8,"method":"Runtime.runIfWaitingForDebugger","params":{},"sessionId":"A"}`);
    const short = masked(OPCODE.text, `{"id":5,"method":"Page.reload"}`);
    const long = masked(OPCODE.text, `{"id":6,"method":"Runtime.evaluate","params":{"expression":"${"e".repeat(60_000)}"}}`);
    client.write(Buffer.concat([begun.subarray(300), short, awaited, long, resumed]));
    // What it had begun is completed; the rest of that waits but for what the browser waits for.
    const first = Buffer.concat([begun.subarray(300), awaited, resumed]);
    expect(await received(browser, first.length)).toEqual(first);
    const event = serverFrame(OPCODE.text, Buffer.from("event"));
    browser.write(event);
    expect(await received(client, event.length)).toEqual(event);
    client.write(masked(OPCODE.text, JSON.stringify({ id: 9, method: "Browser.close" })));
    await expect.poll(() => seen.browserClose, { timeout: LIMIT_MS }).toBe(1);
    splice.release();
    const rest = Buffer.concat([short, long]);
    expect(await received(browser, rest.length)).toEqual(rest);
  });

  it("holds no more than it may, and reads on afterwards", async () => {
    const { splice, client, browser, near } = await spliced();
    splice.hold();
    const frame = masked(OPCODE.text, "x".repeat(60_000));
    for (let i = 0; i < 60; i += 1) client.write(frame);
    await expect.poll(() => near.isPaused(), { timeout: LIMIT_MS }).toBe(true);
    expect(near.bytesRead).toBeLessThan(3 * MB);
    splice.release();
    expect((await received(browser, 60 * frame.length)).length).toBe(60 * frame.length);
  });

  it("tells a client that was held too long, and lets one go that says goodbye", async () => {
    const [patient, polite] = [await spliced({ heldMs: 300 }), await spliced()];
    polite.splice.hold();
    polite.client.write(Buffer.concat([masked(OPCODE.text, "never done".repeat(30)), masked(OPCODE.close, "\u0003\u00e8")]));
    expect(await received(polite.browser, 8)).toEqual(masked(OPCODE.close, "\u0003\u00e8"));
    polite.browser.end(closeFrame(1000, ""));
    polite.client.resume();
    await ended(polite.client);
    patient.splice.hold();
    patient.client.resume();
    expect(await patient.splice.closed).toContain("connect again once they have given it back");
  });
});
