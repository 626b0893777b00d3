import type { ProtocolMapping } from "devtools-protocol/types/protocol-mapping.js";
import WebSocket from "ws";
import { AppError } from "../core/errors.ts";
import { childSpan } from "../core/telemetry.ts";
import { abortError, withTimeout } from "../core/time.ts";

export type CdpMethod = keyof ProtocolMapping.Commands;
export type CdpParams<M extends CdpMethod> = ProtocolMapping.Commands[M]["paramsType"] extends [infer P, ...unknown[]]
  ? P
  : ProtocolMapping.Commands[M]["paramsType"] extends [(infer P)?]
    ? P
    : undefined;
export type CdpResult<M extends CdpMethod> = ProtocolMapping.Commands[M]["returnType"];
export type CdpEvent = keyof ProtocolMapping.Events;
export type CdpEventParams<E extends CdpEvent> = ProtocolMapping.Events[E] extends [infer P] ? P : undefined;
export type CdpCallOptions = { sessionId?: string; timeoutMs?: number; signal?: AbortSignal };

const DEFAULT_CALL_MS = 30_000;
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

type Pending = { resolve: (result: unknown) => void; reject: (error: AppError | CdpError) => void; method: string; sessionId: string | undefined };
type Message = {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { code: number; message: string; data?: string };
  sessionId?: string;
};

/** Chrome DevTools Protocol refused a call; the browser itself is well. `message` is Chromium's own. */
export class CdpError extends Error {
  readonly method: string;
  constructor(method: string, message: string) {
    super(message);
    this.name = "CdpError";
    this.method = method;
  }
}

/**
 * One WebSocket to a browser, shared by all its targets through flattened sessions
 * (https://chromedevtools.github.io/devtools-protocol/tot/Target/#method-attachToTarget).
 * When the socket dies every pending call fails at once with BROWSER_CRASHED: nothing waits for a dead browser.
 */
export class CdpConnection {
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, Set<(params: never) => void>>();
  /** Resolves when the socket is gone, for whatever reason. */
  readonly closed: Promise<void>;
  #nextId = 1;
  #dead = false;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.#die();
        resolve();
      });
    });
    socket.on("error", () => socket.terminate());
    socket.on("message", (data) => this.#receive(JSON.parse(String(data)) as Message));
  }

  /** @throws AppError PROVIDER_UNAVAILABLE when nobody answers there · TIMEOUT · CANCELLED */
  static connect(url: string, { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal }): Promise<CdpConnection> {
    const connect = (limit: AbortSignal): Promise<CdpConnection> =>
      new Promise((resolve, reject) => {
        // One message a turn: what awaits an answer goes on before the event that came right behind it is told.
        const socket = new WebSocket(url, { perMessageDeflate: false, allowSynchronousEvents: false, maxPayload: MAX_MESSAGE_BYTES });
        const giveUp = (): void => socket.terminate();
        limit.addEventListener("abort", giveUp, { once: true });
        socket.once("open", () => {
          limit.removeEventListener("abort", giveUp);
          resolve(new CdpConnection(socket));
        });
        socket.once("error", (cause) => reject(new AppError("PROVIDER_UNAVAILABLE", "The browser does not answer on its debugging address.", { cause })));
      });
    return withTimeout(timeoutMs, "connecting to the browser", connect, signal);
  }

  /**
   * Sends a command and waits for its answer.
   * @throws CdpError when Chromium refuses it · AppError BROWSER_CRASHED | TIMEOUT | the signal's reason
   */
  send<M extends CdpMethod>(method: M, params?: CdpParams<M>, { sessionId, timeoutMs = DEFAULT_CALL_MS, signal }: CdpCallOptions = {}): Promise<CdpResult<M>> {
    return new Promise((resolve, reject) => {
      if (this.#dead) return reject(crashed());
      if (signal?.aborted) return reject(abortError(signal));
      const id = this.#nextId++;
      const span = childSpan(`cdp.${method}`);
      const finish = (): void => {
        span?.end();
        this.#pending.delete(id);
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      };
      const onAbort = (): void => {
        finish();
        if (signal) reject(abortError(signal));
      };
      const timer = setTimeout(() => {
        finish();
        reject(new AppError("TIMEOUT", `The browser did not answer ${method} within ${timeoutMs} ms.`));
      }, timeoutMs);
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#pending.set(id, {
        method,
        sessionId,
        resolve: (result) => {
          finish();
          resolve(result as CdpResult<M>);
        },
        reject: (error) => {
          finish();
          reject(error);
        },
      });
      this.#socket.send(JSON.stringify({ id, method, params: params ?? {}, ...(sessionId !== undefined && { sessionId }) }));
    });
  }

  /** Listens to one kind of event of one session (of the browser itself without `sessionId`). Returns the way to stop. */
  on<E extends CdpEvent>(event: E, listener: (params: CdpEventParams<E>) => void, sessionId = ""): () => void {
    const key = `${sessionId}:${event}`;
    const set = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, set);
    set.add(listener as (params: never) => void);
    return () => {
      set.delete(listener as (params: never) => void);
      if (set.size === 0) this.#listeners.delete(key);
    };
  }

  /** The same connection, bound to one attached target. */
  session(sessionId: string): CdpSession {
    return new CdpSession(this, sessionId);
  }

  /** Idempotent. */
  close(): void {
    this.#socket.close();
  }

  /** Ends the connection at once: the other side no longer answers, not even to being closed. Idempotent. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** Forgets every listener of a session that has been detached, and ends its pending calls, which nobody would answer. */
  forget(sessionId: string): void {
    this.#endCallsOf(sessionId, (method) => new CdpError(method, "the page or frame is gone"));
    const prefix = `${sessionId}:`;
    for (const key of this.#listeners.keys()) if (key.startsWith(prefix)) this.#listeners.delete(key);
  }

  #receive(message: Message): void {
    if (message.id !== undefined) {
      const pending = this.#pending.get(message.id);
      if (!pending) return;
      if (message.error)
        pending.reject(new CdpError(pending.method, message.error.data ? `${message.error.message} ${message.error.data}` : message.error.message));
      else pending.resolve(message.result);
      return;
    }
    // A renderer that died answers nothing any more.
    if (message.method === "Inspector.targetCrashed") this.#endCallsOf(message.sessionId, pageCrashed);
    const set = this.#listeners.get(`${message.sessionId ?? ""}:${message.method ?? ""}`);
    if (!set) return;
    for (const listener of [...set]) listener(message.params as never);
  }

  #endCallsOf(sessionId: string | undefined, reason: (method: string) => AppError | CdpError): void {
    for (const pending of [...this.#pending.values()]) if (pending.sessionId === sessionId) pending.reject(reason(pending.method));
  }

  #die(): void {
    this.#dead = true;
    for (const pending of [...this.#pending.values()]) pending.reject(crashed());
    this.#listeners.clear();
  }
}

/** The error of calls about a page whose renderer died. */
export const pageCrashed = (): AppError => new AppError("BROWSER_CRASHED", "The page crashed; reload it, or open another address.");

const crashed = (): AppError => new AppError("BROWSER_CRASHED", "The session's browser is gone; create a new session.");

/** A connection's calls and events for one attached target. */
export class CdpSession {
  readonly connection: CdpConnection;
  readonly id: string;

  constructor(connection: CdpConnection, id: string) {
    this.connection = connection;
    this.id = id;
  }

  /** As `CdpConnection.send`, for this target. */
  send<M extends CdpMethod>(method: M, params?: CdpParams<M>, options: Omit<CdpCallOptions, "sessionId"> = {}): Promise<CdpResult<M>> {
    return this.connection.send(method, params, { ...options, sessionId: this.id });
  }

  /** As `CdpConnection.on`, for this target. */
  on<E extends CdpEvent>(event: E, listener: (params: CdpEventParams<E>) => void): () => void {
    return this.connection.on(event, listener, this.id);
  }
}
