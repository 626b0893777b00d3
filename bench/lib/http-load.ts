import { fork } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { median, percentile } from "./harness.ts";

const LOAD_LIMIT_MS = 120_000;
const HEADERS_END = "\r\n\r\n";
const CHUNKS_END = "\r\n0\r\n\r\n";

/** GETs of these addresses of one server, in turn, over so many connections: each sends its next one when the last is answered. */
export type Load = { urls: readonly string[]; headers: Record<string, string>; connections: number; requests: number };
export type LoadFigures = { p50Ms: number; p95Ms: number; rps: number };

/**
 * Sends the load from a process of its own, so that measuring takes no time from what is measured.
 * @throws when an answer is not 200, a connection breaks or LOAD_LIMIT_MS are over
 */
export async function sendLoad(load: Load): Promise<LoadFigures> {
  const child = fork(import.meta.filename, [JSON.stringify(load)], { timeout: LOAD_LIMIT_MS });
  const figures = Promise.withResolvers<LoadFigures>();
  child.once("message", (message) => figures.resolve(message as LoadFigures));
  child.once("exit", (code, signal) => figures.reject(new Error(`The load on ${load.urls[0]} ended early (${signal ?? `code ${code}`}).`)));
  child.once("error", figures.reject);
  return figures.promise;
}

/**
 * One connection that asks again and again until `next` has no more requests. Written on sockets, as load generators are: Node's own
 * HTTP client takes longer for a request than a fast server does for its answer, and there are few processors.
 */
async function converse(socket: Socket, next: () => string | null, took: (ms: number) => void): Promise<void> {
  const state = { received: "", sentAt: 0 };
  const done = Promise.withResolvers<void>();
  const ask = (): void => {
    const request = next();
    if (request === null) {
      done.resolve();
      return;
    }
    state.received = "";
    state.sentAt = performance.now();
    socket.write(request);
  };
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    state.received += chunk;
    if (!isWhole(state.received)) return;
    took(performance.now() - state.sentAt);
    if (state.received.startsWith("HTTP/1.1 200 ")) ask();
    else done.reject(new Error(`The answer was: ${state.received}`));
  });
  socket.once("error", done.reject).once("close", () => done.reject(new Error("The server closed a connection.")));
  ask();
  await done.promise;
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

function requestOf({ host, pathname, search }: URL, headers: Record<string, string>): string {
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

async function run({ urls, headers, connections, requests }: Load): Promise<LoadFigures> {
  const texts = urls.map((url) => requestOf(new URL(url), headers));
  const { hostname, port } = new URL(urls[0] ?? "");
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      await once(socket, "connect");
      return socket;
    }),
  );
  const sent = { count: 0 };
  const next = (): string | null => (sent.count < requests ? (texts[sent.count++ % texts.length] ?? null) : null);
  const times: number[] = [];
  const beganAt = performance.now();
  await Promise.all(sockets.map((socket) => converse(socket, next, (ms) => times.push(ms))));
  return { p50Ms: median(times), p95Ms: percentile(times, 0.95), rps: (requests * 1000) / (performance.now() - beganAt) };
}

if (import.meta.main) process.send?.(await run(JSON.parse(process.argv[2] ?? "") as Load));
