import { once } from "node:events";
import { WebSocket } from "ws";
import type { Actor } from "../access/actor.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "./app.ts";

const LIMIT_MS = 30_000;

/** A server with one session, and the addresses by which debuggers reach its sessions. */
export async function startDebuggedApp(over: Record<string, string> = {}) {
  const t = await startTestApp(over);
  const owner = await t.actor();
  const key = await t.apiKey(owner);
  const base = t.url.replace("http", "ws");
  const newSession = async (wanted: Partial<CreateSessionInput> = {}, sessions = t.app.sessions): Promise<string> =>
    (await sessions.create(owner, CreateSessionInput.parse(wanted), AbortSignal.timeout(LIMIT_MS))).sessionId;
  const liveOf = (id: string) => {
    const session = t.app.sessions.live(id);
    if (!session) throw new Error(`${id} does not run.`);
    return session;
  };
  /** The links of a session as this server is reached, whose port is known only once it listens. */
  const linksTo = async (id: string, actor: Actor = owner): Promise<{ link: string; host: string }> => {
    const { url, debuggerAddress } = await t.app.sessions.debuggerUrl(actor, { sessionId: id, expiresInSeconds: 60 });
    return { link: url.replace(/^ws:\/\/[^/]+/, base), host: debuggerAddress.replace(/:\d+$/, `:${new URL(base).port}`) };
  };
  const linkTo = async (id: string, actor: Actor = owner): Promise<string> => (await linksTo(id, actor)).link;
  return { ...t, owner, key, sessionId: await newSession(), newSession, liveOf, linksTo, linkTo, plain: (id: string): string => `${base}/cdp/${id}` };
}

/** The same address over http, with more of a path. */
export function httpOf(url: string, path: string): string {
  const at = new URL(url.replace(/^ws/, "http"));
  at.pathname += path;
  return at.href;
}

/** Opens a socket; the status when it is refused. */
export function upgrade(url: string, headers: Record<string, string> = {}): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers, handshakeTimeout: LIMIT_MS });
    socket.once("open", () => resolve(socket));
    socket.once("unexpected-response", (_, response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.once("error", reject);
  });
}

/** Opens a socket. @throws when it is refused */
export async function open(url: string, headers: Record<string, string> = {}): Promise<WebSocket> {
  const socket = await upgrade(url, headers);
  if (typeof socket === "number") throw new Error(`The socket was refused with ${socket}.`);
  return socket;
}

/** How a socket is closed. */
export async function closeOf(socket: WebSocket): Promise<{ code: number; reason: string }> {
  const [code, reason] = (await once(socket, "close", { signal: AbortSignal.timeout(LIMIT_MS) })) as [number, Buffer];
  return { code, reason: reason.toString() };
}

/** Sends one command and gives its answer. */
export async function ask(socket: WebSocket, id: number, method: string, params: object = {}): Promise<{ id: number; result?: Record<string, unknown> }> {
  socket.send(JSON.stringify({ id, method, params }));
  for (;;) {
    const [data] = (await once(socket, "message", { signal: AbortSignal.timeout(LIMIT_MS) })) as [Buffer];
    const message = JSON.parse(data.toString()) as { id?: number; result?: Record<string, unknown> };
    if (message.id === id) return { ...message, id };
  }
}
