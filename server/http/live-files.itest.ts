import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { createTRPCClient, httpLink } from "@trpc/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppRouter } from "../api/root.ts";
import { LiveFile, MAX_LIVE_FILE_BYTES } from "../contract/live-prompts.ts";
import { startTestApp } from "../testing/app.ts";

const PART_BYTES = 256 * 1024;
const PARTS = 12;

/** The status of a request that announces a body of that size and sends none of it. */
function announce(url: string, key: string, sizeBytes: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers: { "x-api-key": key, "content-length": sizeBytes } });
    sent.once("response", (answer) => {
      resolve(answer.statusCode);
      sent.destroy();
    });
    sent.once("error", reject);
    sent.flushHeaders();
  });
}

describe("files that people send into a session", () => {
  const t = {} as {
    a: Awaited<ReturnType<typeof startTestApp>>;
    b: Awaited<ReturnType<Awaited<ReturnType<typeof startTestApp>>["startBeside"]>>;
    key: string;
    sessionId: string;
  };
  const at = (server: { url: string }, name: string): string => `${server.url}/api/live/${t.sessionId}/files?name=${encodeURIComponent(name)}`;

  beforeAll(async () => {
    t.a = await startTestApp({ MIN_FREE_MEMORY_MB: "0" });
    t.b = await t.a.startBeside();
    t.key = await t.a.apiKey(await t.a.actor());
    const client = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${t.a.url}/api/trpc`, headers: { "x-api-key": t.key } })] });
    ({ sessionId: t.sessionId } = await client.browser.createSession.mutate({}));
  }, 120_000);
  afterAll(async () => {
    await t.b?.stop();
    await t.a?.stop();
  });

  it("are taken as they come, also through a server that does not hold the session", async () => {
    for (const server of [t.a, t.b]) {
      const body = new ReadableStream<Uint8Array>({
        start: (out) => {
          for (let part = 0; part < PARTS; part++) out.enqueue(new Uint8Array(PART_BYTES).fill(part));
          out.close();
        },
      });
      const answer = await fetch(at(server, "big.bin"), { method: "POST", headers: { "x-api-key": t.key }, body, duplex: "half" } as RequestInit);
      expect(answer.status).toBe(201);
      const { fileId, ...file } = LiveFile.parse(await answer.json());
      expect(file).toEqual({ name: "big.bin", sizeBytes: PARTS * PART_BYTES });
      const session = t.a.app.sessions.live(t.sessionId);
      const [path = ""] = session ? t.a.app.files.uploads.pathsOf(session, [fileId]) : [];
      expect((await readFile(path)).at(-1)).toBe(PARTS - 1);
    }
  });

  it("are refused without a right to control, and when they are too large", async () => {
    const owner = await t.a.actor();
    const send = async (headers: Record<string, string>, query = ""): Promise<number> =>
      (await fetch(at(t.a, "x.txt") + query, { method: "POST", headers, body: "x" })).status;
    expect(await send({})).toBe(401);
    expect(await send({ "x-api-key": await t.a.apiKey(owner) })).toBe(404);
    expect(await send({ "x-api-key": t.key }, "&mode=view")).toBe(403);
    expect(await send({ "x-api-key": t.key, cookie: "a=b", origin: "https://elsewhere.example" })).toBe(403);
    expect(await announce(at(t.a, "x.txt"), t.key, MAX_LIVE_FILE_BYTES + 1)).toBe(429);
  });
});
