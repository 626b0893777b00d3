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
/** How often it is looked whether the other server still lives. */
const LOOK_MS = 1_000;

const Failure = z.object({
  code: z.custom<ErrorCode>((code) => typeof code === "string" && Object.hasOwn(ERROR_TABLE, code)),
  message: z.string(),
  fields: z.custom<FieldIssue[]>(Array.isArray).optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
const Answer = z.union([z.object({ result: z.object({ data: z.unknown() }) }), z.object({ error: z.object({ data: z.object({ perch: Failure }) }) })]);

type PeersParts = { servers: Servers; tokenKey: Uint8Array };
/** Makes the way in which this server asks others for what only they can do, because they hold a session's browser. */
export function createPeers({ servers, tokenKey }: PeersParts) {
  const tokens = createPeerTokens(tokenKey);

  const addressOf = (serverId: string): ServerInfo => {
    const server = serverId === servers.id ? null : servers.get(serverId);
    if (server === null) throw unreachable(serverId);
    return server;
  };

  /** Settles within LOOK_MS after the other server was found dead: one that vanished from the network closes nothing. */
  const whileAlive = async <T>(serverId: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const gone = new AbortController();
    const timer = setInterval(() => servers.isAlive(serverId) || gone.abort(unreachable(serverId)), LOOK_MS);
    try {
      return await withTimeout(CALL_LIMIT_MS, "waiting for another server", work, AbortSignal.any([signal, gone.signal]));
    } finally {
      clearInterval(timer);
    }
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
    call: (serverId: string, who: unknown, procedure: { path: string; input: unknown }, signal: AbortSignal): Promise<unknown> =>
      whileAlive(serverId, signal, async (limit) => {
        const { address } = addressOf(serverId);
        const path = `/api/trpc/${procedure.path}`;
        const headers = { "content-type": "application/json", [PEER_HEADER]: await tokens.sign({ to: serverId, path, who }), ...traceHeaders() };
        const sent = procedure.input === undefined ? {} : { body: JSON.stringify(procedure.input) };
        const response = await fetch(`${address}${path}`, { method: "POST", headers, ...sent, redirect: "error", signal: limit }).catch((error: unknown) => {
          limit.throwIfAborted();
          throw unreachable(serverId, error);
        });
        const body = await response.json().catch((error: unknown) => unreadable(serverId, error));
        limit.throwIfAborted();
        const answer = Answer.safeParse(body).data;
        if (!answer) throw unreadable(serverId, body instanceof AppError ? body.cause : new Error(`status ${response.status}`));
        if ("result" in answer) return answer.result.data;
        const { code, message, fields, details } = answer.error.data.perch;
        throw new AppError(code, message, { ...(fields && { fields }), ...(details && { details }) });
      }),
  };
}

export type Peers = ReturnType<typeof createPeers>;

const unreachable = (serverId: string, cause?: unknown): AppError =>
  new AppError("PROVIDER_UNAVAILABLE", "The server that holds this session cannot be reached; another one takes over in a moment: try again.", {
    cause,
    details: { serverId },
  });

const unreadable = (serverId: string, cause: unknown): AppError =>
  new AppError("PROVIDER_UNAVAILABLE", "The server that holds this session gave no readable answer; try again in a moment.", { cause, details: { serverId } });
