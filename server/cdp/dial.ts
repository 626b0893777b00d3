import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { AppError } from "../core/errors.ts";
import { withTimeout } from "../core/time.ts";

const DIAL_LIMIT_MS = 10_000;

/** An open WebSocket to the browser, as a bare connection: `accept` answers the client's key, `head` is what came already. */
export type Dialled = { socket: Socket; accept: string; head: Buffer };

/**
 * Repeats a client's upgrade to the browser, with the client's own key and without its extensions, so that afterwards
 * the frames of both ends fit and can pass as they are.
 * @throws AppError PROVIDER_UNAVAILABLE | NOT_FOUND | TIMEOUT
 */
export function dial(url: URL, key: string): Promise<Dialled> {
  const upgrade = (signal: AbortSignal): Promise<Dialled> =>
    new Promise((resolve, reject) => {
      const request = url.protocol === "wss:" ? httpsRequest : httpRequest;
      const call = request({
        host: url.hostname.replace(/^\[|\]$/g, ""),
        port: url.port || (url.protocol === "wss:" ? 443 : 80),
        path: url.pathname + url.search,
        // A browser on other machines may be behind a password.
        ...(url.username !== "" && { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }),
        headers: { Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key },
        agent: false,
        signal,
      });
      call.once("upgrade", (answer: IncomingMessage, socket: Socket, head: Buffer) => {
        const accept = answer.headers["sec-websocket-accept"];
        if (accept !== undefined && !signal.aborted) return resolve({ socket: socket.setNoDelay(true), accept, head });
        socket.destroy();
        reject(new AppError("PROVIDER_UNAVAILABLE", "The browser's debugging address answered as no browser does."));
      });
      call.once("response", (answer) => {
        answer.resume();
        const gone = answer.statusCode === 404 || answer.statusCode === 500;
        reject(
          gone
            ? new AppError("NOT_FOUND", "The browser knows no such target; /json/list names those there are.")
            : new AppError("PROVIDER_UNAVAILABLE", "The browser refused a debugger."),
        );
      });
      call.once("error", (cause) => reject(new AppError("PROVIDER_UNAVAILABLE", "The browser does not answer on its debugging address.", { cause })));
      call.end();
    });
  return withTimeout(DIAL_LIMIT_MS, "connecting to the browser", upgrade);
}
