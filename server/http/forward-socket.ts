import type { IncomingMessage } from "node:http";
import { connect as connectPlain, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import type { App } from "../app.ts";
import { PEER_HEADER } from "../cluster/peers.ts";
import { AppError } from "../core/errors.ts";
import { withTimeout } from "../core/time.ts";
import { pathOf } from "./forward.ts";

const CONNECT_LIMIT_MS = 3_000;
/** How often it is looked whether the other server still lives: one that vanished from the network closes nothing. */
const LOOK_MS = 1_000;

/** Sockets that are joined through this server with another one; `stop` cuts them. */
export type Splices = {
  /**
   * Joins an upgrade request, as it came, with the server that holds its session. That server checks who asks, by the
   * request's own credentials, and answers the upgrade or refuses it.
   * @throws AppError PROVIDER_UNAVAILABLE when it cannot be reached within CONNECT_LIMIT_MS
   */
  join(serverId: string, req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  /** Idempotent. */
  stop(): void;
};

/** Makes them; there are none at first. */
export function createSplices({ peers, servers, log }: Pick<App, "peers" | "servers" | "log">): Splices {
  const open = new Set<Duplex>();

  const join: Splices["join"] = async (serverId, req, socket, head) => {
    const { address, token } = await peers.introduce(serverId, pathOf(req));
    const other = await reach(address).catch((cause: unknown) => {
      throw new AppError("PROVIDER_UNAVAILABLE", "The server that holds this session cannot be reached; try again in a moment.", {
        cause,
        details: { serverId },
      });
    });
    const alive = setInterval(() => servers.isAlive(serverId) || other.destroy(), LOOK_MS);
    other.once("close", () => clearInterval(alive));
    for (const [one, another] of [[socket, other] as const, [other, socket] as const]) {
      open.add(one);
      one.on("error", (error: Error) => log.debug({ reason: error.message, serverId }, "a socket through another server failed"));
      one.once("close", () => {
        open.delete(one);
        another.destroy();
      });
    }
    // Gone while the other server was being reached: its close was not heard above.
    if (socket.destroyed) return void other.destroy();
    other.write(requestText(req, token));
    other.write(head);
    socket.pipe(other).pipe(socket);
  };

  return {
    join,
    stop: () => {
      for (const socket of open) socket.destroy();
    },
  };
}

async function reach(address: string): Promise<Socket> {
  const { protocol, hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, "");
  const secure = protocol === "https:";
  const to = { host, port: Number(port || (secure ? 443 : 80)) };
  const socket = secure ? connectTls({ ...to, servername: host }) : connectPlain(to);
  const connected = new Promise<void>((resolve, reject) => socket.once(secure ? "secureConnect" : "connect", resolve).once("error", reject));
  try {
    await withTimeout(CONNECT_LIMIT_MS, "reaching another server", () => connected);
    return socket.setNoDelay(true);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** The request as it came (RFC 9112), with the token that keeps the other server from passing it on again. */
function requestText({ method, url, rawHeaders }: IncomingMessage, token: string): string {
  const lines = [`${method} ${url} HTTP/1.1`, `${PEER_HEADER}: ${token}`];
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.toLowerCase() !== PEER_HEADER) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}
