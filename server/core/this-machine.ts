import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;
/** What proxies add (RFC 7239, RFC 9110 7.6.3): such a request comes from elsewhere, whatever its address says. */
const PASSED_ON = ["forwarded", "via", "x-forwarded-for", "x-real-ip"];

/** Whether a program on this machine sent the request. */
export function fromThisMachine({ socket, headers }: Pick<IncomingMessage, "socket" | "headers">): boolean {
  return LOOPBACK.test(socket.remoteAddress ?? "") && PASSED_ON.every((name) => headers[name] === undefined);
}
