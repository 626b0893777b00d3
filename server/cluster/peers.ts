import { EventSourceParserStream } from "eventsource-parser/stream";
import { z } from "zod";
import type { ErrorCode, FieldIssue } from "../contract/errors.ts";
import { ERROR_TABLE } from "../contract/errors.ts";
import { AppError } from "../core/errors.ts";
import { traceHeaders } from "../core/telemetry.ts";
import { withTimeout } from "../core/time.ts";
import { createPeerTokens, type PeerClaims } from "./peer-token.ts";
import type { ServerInfo, Servers } from "./servers.ts";

/** The header that carries a token from server to server. */
export const PEER_HEADER = "x-perch-peer";
/** A call ends by limits of its own long before; this is for a server that holds the line and says nothing. */
const CALL_LIMIT_MS = 600_000;
/** A stream says at least that it is there (PING_MS of the API) well within this. */
const SILENCE_LIMIT_MS = 60_000;
/** How often it is looked whether the other server still lives. */
const LOOK_MS = 1_000;

const Failure = z.object({
  code: z.custom<ErrorCode>((code) => typeof code === "string" && Object.hasOwn(ERROR_TABLE, code)),
  message: z.string(),
  fields: z.custom<FieldIssue[]>(Array.isArray).optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
const Failed = z.object({ data: z.object({ perch: Failure }) });
const Answer = z.union([z.object({ result: z.object({ data: z.unknown() }) }), z.object({ error: Failed })]);
/** How the API's event streams call what is no item: https://trpc.io/docs/server/subscriptions. */
const STREAM_EVENTS = { failed: "serialized-error", ended: "return" };

/** A procedure, and what it is asked. */
type Procedure = { path: string; input: unknown };

type PeersParts = { servers: Servers; tokenKey: Uint8Array };
/** Makes the way in which this server asks others for what only they can do, because they hold a session's browser. */
export function createPeers({ servers, tokenKey }: PeersParts) {
  const tokens = createPeerTokens(tokenKey);

  const addressOf = (serverId: string): ServerInfo => {
    const server = serverId === servers.id ? null : servers.get(serverId);
    if (server === null) throw unreachable(serverId);
    return server;
  };

  /** A signal that aborts within LOOK_MS after the other server was found dead: one that vanished from the network closes nothing. */
  const watch = (serverId: string): { gone: AbortSignal } & Disposable => {
    const gone = new AbortController();
    const timer = setInterval(() => servers.isAlive(serverId) || gone.abort(unreachable(serverId)), LOOK_MS);
    return { gone: gone.signal, [Symbol.dispose]: () => clearInterval(timer) };
  };

  const send = async (serverId: string, who: unknown, { path: procedure, input }: Procedure, signal: AbortSignal): Promise<Response> => {
    const { address } = addressOf(serverId);
    const path = `/api/trpc/${procedure}`;
    const headers = { "content-type": "application/json", [PEER_HEADER]: await tokens.sign({ to: serverId, path, who }), ...traceHeaders() };
    const sent = input === undefined ? {} : { body: JSON.stringify(input) };
    return fetch(`${address}${path}`, { method: "POST", headers, ...sent, redirect: "error", signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw unreachable(serverId, error);
    });
  };

  return {
    /** What a token on a request says. @param path the request's own @throws AppError UNAUTHENTICATED */
    verify: (token: string, path: string): Promise<PeerClaims> => tokens.verify(token, { to: servers.id, path }),

    /** A living server, and the token for a request to it. @throws AppError PROVIDER_UNAVAILABLE */
    introduce: async (serverId: string, path: string): Promise<{ address: string; token: string }> => {
      const { address } = addressOf(serverId);
      return { address, token: await tokens.sign({ to: serverId, path, who: null }) };
    },

    /**
     * What a procedure of another server answers.
     * @param who the caller, as the other server reads it
     * @throws AppError what the procedure threw there · PROVIDER_UNAVAILABLE when the server does not answer · TIMEOUT · CANCELLED
     */
    call: async (serverId: string, who: unknown, procedure: Procedure, signal: AbortSignal): Promise<unknown> => {
      using watched = watch(serverId);
      const ask = async (limit: AbortSignal): Promise<unknown> => {
        const response = await send(serverId, who, procedure, limit);
        const body = await response.json().catch((error: unknown) => unreadable(serverId, error));
        limit.throwIfAborted();
        const answer = Answer.safeParse(body).data;
        if (!answer) throw unreadable(serverId, body instanceof AppError ? body.cause : new Error(`status ${response.status}`));
        if ("result" in answer) return answer.result.data;
        throw failureOf(answer.error);
      };
      return await withTimeout(CALL_LIMIT_MS, "waiting for another server", ask, AbortSignal.any([signal, watched.gone]));
    },

    /**
     * What a procedure of another server tells, item by item. Leaving the loop, or `signal`, ends it there too.
     * @throws AppError as `call`; what the procedure throws comes after the items before it
     */
    stream: async function* (serverId: string, who: unknown, procedure: Procedure, signal: AbortSignal): AsyncGenerator<unknown, void> {
      using watched = watch(serverId);
      const left = new AbortController();
      const silence = setTimeout(() => left.abort(unreadable(serverId, new Error("it fell silent"))), SILENCE_LIMIT_MS);
      const limit = AbortSignal.any([signal, watched.gone, left.signal]);
      try {
        const { body, status } = await send(serverId, who, procedure, limit);
        if (body === null) throw unreadable(serverId, new Error(`status ${status}`));
        for await (const { event, data } of body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())) {
          silence.refresh();
          if (event === undefined) yield JSON.parse(data);
          if (event === STREAM_EVENTS.failed) throw failureOf(Failed.parse(JSON.parse(data)));
          if (event === STREAM_EVENTS.ended) return;
        }
        throw unreadable(serverId, new Error(`the stream broke off, status ${status}`));
      } catch (error) {
        limit.throwIfAborted();
        throw error instanceof AppError ? error : unreadable(serverId, error);
      } finally {
        clearTimeout(silence);
        left.abort();
      }
    },
  };
}

export type Peers = ReturnType<typeof createPeers>;

const failureOf = ({ data: { perch } }: z.infer<typeof Failed>): AppError => {
  const { code, message, fields, details } = perch;
  return new AppError(code, message, { ...(fields && { fields }), ...(details && { details }) });
};

const unreachable = (serverId: string, cause?: unknown): AppError =>
  new AppError("PROVIDER_UNAVAILABLE", "The server that holds this session cannot be reached; another one takes over in a moment: try again.", {
    cause,
    details: { serverId },
  });

const unreadable = (serverId: string, cause: unknown): AppError =>
  new AppError("PROVIDER_UNAVAILABLE", "The server that holds this session gave no readable answer; try again in a moment.", { cause, details: { serverId } });
