import { type IncomingMessage, request } from "node:http";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Actor } from "../../access/actor.ts";
import type { LogEntry } from "../../contract/activity.ts";
import { CreateSessionInput } from "../../contract/sessions.ts";
import { createIdSequence } from "../../core/ids.ts";
import { startTestApp } from "../../testing/app.ts";

const WAIT = { timeout: 40_000, interval: 20 };
/** Several servers, sessions and waits in one test: a machine under load takes its time. */
const BUSY = { timeout: 180_000 };
/** More than both servers, their sockets and the system's buffers between them hold. */
const FLOOD = { lines: 2_000, characters: 20_000 };

let a: Awaited<ReturnType<typeof startTestApp>>;
let b: Awaited<ReturnType<typeof a.startBeside>>;
let owner: Actor;
let key: string;

beforeAll(async () => {
  a = await startTestApp();
  b = await a.startBeside();
  owner = await a.actor();
  key = await a.apiKey(owner);
}, 120_000);
afterAll(async () => {
  await b?.stop();
  await a?.stop();
});

const newSession = async (): Promise<string> => (await a.app.sessions.create(owner, CreateSessionInput.parse({}), AbortSignal.timeout(30_000))).sessionId;

const nextId = createIdSequence("log");

/** A line as a page's would be, told as it is told. */
function say(sessionId: string, text: string): LogEntry {
  const createdAt = new Date().toISOString();
  const place = { url: null, line: null, column: null, stack: null, tabId: null };
  const entry: LogEntry = { id: nextId(), sessionId, source: "console", level: "info", text, ...place, createdAt };
  a.app.events.publish({ type: "log.written", workspaceId: owner.workspaceId, sessionId, entry });
  return entry;
}

/** Reads a stream without pictures until it breaks off; `since`: the id of the last event that was read. */
async function follow(sessionId: string, { since, at = a.url }: { since?: string | undefined; at?: string } = {}) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const headers = { "x-api-key": key, ...(since !== undefined && { "last-event-id": since }) };
  const response = await fetch(`${at}/api/sessions/${sessionId}/live?fps=0`, { headers, signal: stop.signal });
  const told: { name: string | undefined; id: string | undefined; data: string }[] = [];
  const state: { retryMs: number | null; over: boolean } = { retryMs: null, over: false };
  const parser = new EventSourceParserStream({ onRetry: (ms) => Object.assign(state, { retryMs: ms }) });
  const read = async (): Promise<void> => {
    // The platform's type of a body is older than its streams.
    const body = response.body as ReadableStream<Uint8Array<ArrayBuffer>> | null;
    for await (const { event, id, data } of body?.pipeThrough(new TextDecoderStream()).pipeThrough(parser) ?? []) told.push({ name: event, id, data });
    state.over = true;
  };
  void read().catch((error: unknown) => stop.signal.aborted || Promise.reject(error));
  const logged = (): string[] => told.flatMap(({ name, data }) => (name === "log" ? [(JSON.parse(data) as LogEntry).text] : []));
  await expect.poll(() => told.length > 0 || state.over, WAIT).toBe(true);
  return { status: response.status, told, state, logged, lastId: () => told.at(-1)?.id, breakOff: () => stop.abort() };
}

describe("a reader who comes back", BUSY, () => {
  it("goes on where it was, without loss and without doubling, here and through another server", async () => {
    const sessionId = await newSession();
    for (const at of [a.url, b.url]) {
      const first = await follow(sessionId, { at });
      expect(first.state.retryMs).toBeGreaterThan(0);
      say(sessionId, "one");
      await expect.poll(first.logged, WAIT).toEqual(["one"]);
      first.breakOff();
      say(sessionId, "two");
      await a.app.agent.evaluate(owner, { sessionId, expression: "1", timeoutMs: 10_000 }, AbortSignal.timeout(30_000));
      say(sessionId, "three");
      const second = await follow(sessionId, { at, since: first.lastId() });
      say(sessionId, "four");
      await expect.poll(second.logged, WAIT).toEqual(["two", "three", "four"]);
      expect(second.told.map(({ name }) => name)).toEqual(["tabs", "log", "activity", "log", "log"]);
      second.breakOff();
    }
  });

  it("goes on also when it had seen no line yet", async () => {
    const sessionId = await newSession();
    const first = await follow(sessionId);
    expect(first.told.map(({ name }) => name)).toEqual(["tabs"]);
    first.breakOff();
    say(sessionId, "missed");
    const second = await follow(sessionId, { since: first.lastId() });
    await expect.poll(second.logged, WAIT).toEqual(["missed"]);
  });

  it("gets from the database what this server does not know any more", async () => {
    const sessionId = await newSession();
    const first = await follow(sessionId);
    say(sessionId, "the last that was read");
    await expect.poll(() => first.logged().length, WAIT).toBe(1);
    first.breakOff();
    const missed = ["while nobody", "was looking"].map((text) => say(sessionId, text).text);
    // As after a restart: the place was told by a server that is no more.
    const since = first.lastId()?.replace(/^[a-z0-9_]+/, "jrnl_of_another_server");
    const second = await follow(sessionId, { since });
    await expect.poll(second.logged, WAIT).toEqual(missed);
    missed.push(say(sessionId, "and goes on").text);
    await expect.poll(second.logged, WAIT).toEqual(missed);
    const again = await follow(sessionId, { since: second.lastId() });
    say(sessionId, "only this");
    await expect.poll(again.logged, WAIT).toEqual(["only this"]);
    const odd = await follow(sessionId, { since: "nothing of ours" });
    expect(odd.logged()).toEqual([]);
  });

  it("is told what it missed of a session that has ended meanwhile, and then to come no more", async () => {
    const sessionId = await newSession();
    const first = await follow(sessionId);
    first.breakOff();
    say(sessionId, "the end is near");
    await a.app.sessions.terminate(owner, sessionId);
    const second = await follow(sessionId, { since: first.lastId() });
    await expect.poll(() => second.state.over, WAIT).toBe(true);
    expect(second.logged()).toEqual(["the end is near"]);
    expect(second.told.at(-1)).toMatchObject({ name: "ended", id: "end" });
    expect((await follow(sessionId, { since: "end" })).status).toBe(204);
  });
});

describe("a reader that stops reading", BUSY, () => {
  it("costs no more than what is kept, and hears how much it lost, also through another server", async () => {
    const sessionId = await newSession();
    for (const at of [a.url, b.url]) {
      const texts: string[] = [];
      const call = request(`${at}/api/sessions/${sessionId}/live?fps=0`, { headers: { "x-api-key": key } });
      onTestFinished(() => void call.destroy());
      const answer = await new Promise<IncomingMessage>((resolve, reject) => call.once("response", resolve).once("error", reject).end());
      // Nothing is read from here on.
      answer.pause();
      await expect.poll(() => a.app.live.stats().sockets, WAIT).toBe(1);
      const text = "x".repeat(FLOOD.characters);
      for (let count = 0; count < FLOOD.lines; count += 1) {
        say(sessionId, text);
        // What can go out goes out: only the reader holds it up.
        if (count % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      say(sessionId, "the newest line");
      answer
        .setEncoding("utf8")
        .on("data", (chunk: string) => texts.push(chunk))
        .resume();
      await expect.poll(() => texts.at(-1)?.includes("the newest line"), WAIT).toBe(true);
      const all = texts.join("");
      const came = all.split("\nevent: log\n").length - 1;
      const skipped = [...all.matchAll(/^event: skipped\n.*\ndata: \{"count":(\d+)\}$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
      expect(came + skipped).toBe(FLOOD.lines + 1);
      expect(skipped).toBeGreaterThan(0);
      process.stdout.write(`of ${FLOOD.lines + 1} lines a reader that had stopped got ${came}\n`);
      call.destroy();
      await expect.poll(() => a.app.live.stats().sockets, WAIT).toBe(0);
    }
  });
});
