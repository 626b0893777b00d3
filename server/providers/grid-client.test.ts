import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GridSettings } from "../core/env.ts";
import { GridClient } from "./grid-client.ts";

const client = (url: string, cdpUrl: string | null = null): GridClient => new GridClient({ url, cdpUrl, whenFull: "refuse" } satisfies GridSettings);
const soon = (): AbortSignal => AbortSignal.timeout(5_000);

describe("addresses", () => {
  test.each([
    ["http://grid:4444", null, "http://grid:4444", "ws://grid:4444/session/s1/se/cdp"],
    ["https://grid.example/base/", null, "https://grid.example/base", "wss://grid.example/base/session/s1/se/cdp"],
    ["http://u:p%40ss@grid:4444", null, "http://grid:4444", "ws://u:p%40ss@grid:4444/session/s1/se/cdp"],
    ["http://u:p@grid:4444", "https://sockets.example", "http://grid:4444", "wss://u:p@sockets.example/session/s1/se/cdp"],
    ["http://u:p@grid:4444", "https://v:q@sockets.example", "http://grid:4444", "wss://v:q@sockets.example/session/s1/se/cdp"],
  ])("of %s with sockets at %s", (url, cdpUrl, address, cdp) => {
    const one = client(url, cdpUrl);
    expect({ address: one.address, cdp: one.cdpUrl("s1") }).toEqual({ address, cdp });
  });
});

/** What a Grid answers, as seen of Selenium 4.48; the outside is the one thing that may be stood in for. */
describe("answers of a Grid", () => {
  let server: Server;
  let url: string;
  const said: { status: number; body: unknown; seen: string[] } = { status: 200, body: {}, seen: [] };

  beforeAll(async () => {
    server = createServer((req, res) => {
      said.seen.push(`${req.method} ${req.url} ${req.headers.authorization ?? ""}`.trim());
      res.writeHead(said.status, { "content-type": "application/json" }).end(JSON.stringify(said.body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());
  const answer = (status: number, body: unknown): void => void Object.assign(said, { status, body, seen: [] });

  test("a password goes with every call, decoded", async () => {
    answer(200, { value: { nodes: [] } });
    await client(url.replace("http://", "http://perch:p%40ss@")).nodes(soon());
    expect(said.seen).toEqual([`GET /status Basic ${Buffer.from("perch:p@ss").toString("base64")}`]);
  });

  test.each([
    [
      "refuses a session",
      500,
      { value: { error: "session not created", message: "Could not start a new session.\nBuild info: …" } },
      "BROWSER_LAUNCH_FAILED",
      "Could not start a new session.",
    ],
    ["answers no JSON", 502, "<html>", "BROWSER_LAUNCH_FAILED", "status 502"],
    ["knows nobody of that name", 401, {}, "PROVIDER_UNAVAILABLE", "GRID_URL"],
  ])("one that %s", async (_, status, body, code, message) => {
    answer(status, body);
    await expect(client(url).newSession({}, soon())).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  test("a browser without a debugging address is ended at once", async () => {
    answer(200, { value: { sessionId: "s1", capabilities: { browserName: "firefox" } } });
    await expect(client(url).newSession({}, soon())).rejects.toMatchObject({ code: "CAPABILITY_UNSUPPORTED" });
    expect(said.seen).toEqual(["POST /session", "DELETE /session/s1"]);
  });

  test("a session that is gone is told from a Grid that does not reach it", async () => {
    answer(404, { value: { error: "invalid session id", message: "Unable to find session" } });
    expect(await client(url).touch("s1", soon())).toBe(false);
    await client(url).deleteSession("s1", soon());
    answer(500, { value: { error: "unknown error", message: "Connection error" } });
    await expect(client(url).touch("s1", soon())).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE", message: expect.stringContaining("Connection error") });
    await expect(client(url).deleteSession("s1", soon())).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
  });
});
