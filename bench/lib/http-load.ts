import { fork } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { median, percentile } from "./harness.ts";

const LOAD_LIMIT_MS = 120_000;
const HEADERS_END = "\r\n\r\n";
const CHUNKS_END = "\r\n0\r\n\r\n";

/** GETs of one address over so many connections, each of which sends its next one when the last is answered. */
export type Load = { url: string; headers: Record<string, string>; connections: number; requests: number };
export type LoadFigures = { p50Ms: number; p95Ms: number; rps: number };

/**
 * Sends the load from a process of its own, so that measuring takes no time from what is measured.
 * @throws when an answer is not 200, a connection breaks or LOAD_LIMIT_MS are over
 */
export async function sendLoad(load: Load): Promise<LoadFigures> {
  const child = fork(import.meta.filename, [JSON.stringify(load)], { timeout: LOAD_LIMIT_MS });
  const figures = Promise.withResolvers<LoadFigures>();
  child.once("message", (message) => figures.resolve(message as LoadFigures));
  child.once("exit", (code, signal) => figures.reject(new Error(`The load on ${load.url} ended early (${signal ?? `code ${code}`}).`)));
  child.once("error", figures.reject);
  return figures.promise;
}

/**
 * One connection that asks again and again until `more` says no. Written on sockets, as load generators are: Node's own
 * HTTP client takes longer for a request than a fast server does for its answer, and there are few processors.
 */
async function converse(socket: Socket, request: string, more: () => boolean, took: (ms: number) => void): Promise<void> {
  const state = { received: "", sentAt: 0 };
  const done = Promise.withResolvers<void>();
  const ask = (): void => {
    state.received = "";
    state.sentAt = performance.now();
    socket.write(request);
  };
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    state.received += chunk;
    if (!isWhole(state.received)) return;
    took(performance.now() - state.sentAt);
    if (!state.received.startsWith("HTTP/1.1 200 ")) done.reject(new Error(`The answer was: ${state.received}`));
    else if (more()) ask();
    else done.resolve();
  });
  socket.once("error", done.reject).once("close", () => done.reject(new Error("The server closed a connection.")));
  if (more()) {
    ask();
    await done.promise;
  }
  socket.destroy();
}

/** Whether an HTTP/1.1 answer with a length or in chunks (of JSON, which holds no line ends of this kind) is complete. */
function isWhole(received: string): boolean {
  const headersEnd = received.indexOf(HEADERS_END);
  if (headersEnd < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(received.slice(0, headersEnd + 2))?.[1];
  if (length === undefined) return received.endsWith(CHUNKS_END);
  return received.length >= headersEnd + HEADERS_END.length + Number(length);
}

async function run({ url, headers, connections, requests }: Load): Promise<LoadFigures> {
  const { hostname, port, host, pathname, search } = new URL(url);
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `GET ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n`;
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      await once(socket, "connect");
      return socket;
    }),
  );
  const left = { count: requests };
  const times: number[] = [];
  const beganAt = performance.now();
  const more = (): boolean => left.count-- > 0;
  await Promise.all(sockets.map((socket) => converse(socket, request, more, (ms) => times.push(ms))));
  return { p50Ms: median(times), p95Ms: percentile(times, 0.95), rps: (requests * 1000) / (performance.now() - beganAt) };
}

if (import.meta.main) process.send?.(await run(JSON.parse(process.argv[2] ?? "") as Load));
