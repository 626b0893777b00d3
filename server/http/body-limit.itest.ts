import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import { limitBody } from "./body-limit.ts";

const LIMITS = { bodyMs: 400, stallMs: 3_000 };
const SIZE = 200 * 1024;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** What a server says to a body of SIZE bytes that comes in pieces; what is left of it never comes. */
async function send(path: string, pieces: number, everyMs: number, left = 0): Promise<string> {
  const server = createServer((req, res) => {
    limitBody({ req, res, url: new URL(path, "http://localhost"), requestId: "req" }, LIMITS);
    text(req).then(
      (body) => res.end(`got ${body.length}`),
      () => {},
    );
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${SIZE}\r\n\r\n`);
  const state = { sent: 0 };
  const timer = setInterval(() => {
    if (state.sent < pieces - left) socket.write("x".repeat(SIZE / pieces));
    state.sent += 1;
  }, everyMs);
  const answer = await text(socket).catch(() => "cut");
  clearInterval(timer);
  return answer;
}

it("lets a file take many times as long, as long as it moves", async () => {
  expect(await send("/api/live/sess_1/files", 10, 500)).toContain(`got ${SIZE}`);
});

it("cuts a file that stands still, and everything else that does not come whole in time", async () => {
  expect(await send("/api/live/sess_1/files", 10, 20, 1)).toContain("408");
  expect(await send("/api/trpc/x", 10, 150)).toContain("408");
});
