import type { IncomingMessage } from "node:http";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\]|.+\.localhost)$/i;
const CHANGING = new Set(["POST", "PUT", "PATCH", "DELETE"]);

type Addresses = Pick<Env, "host" | "publicUrl">;

/**
 * A server that listens on this machine only answers to this machine's names: a page on the web whose own name was
 * pointed at 127.0.0.1 (DNS rebinding) gets nothing.
 * @throws AppError FORBIDDEN
 */
export function assertKnownHost(req: IncomingMessage, { host, publicUrl }: Addresses): void {
  if (!isLoopback(host)) return;
  const asked = req.headers.host ?? "";
  if (isLoopback(asked.replace(/:\d+$/, "")) || asked === new URL(publicUrl).host) return;
  throw new AppError("FORBIDDEN", "This server answers to the names of this machine only; set PUBLIC_URL for another name.");
}

/**
 * Browsers send sign-in cookies along with requests that other sites make: such a request must come from our own pages.
 * @param always also for methods that change nothing (sockets, which no same-origin rule protects)
 * @throws AppError FORBIDDEN
 */
export function assertOwnOrigin(req: IncomingMessage, { publicUrl }: Addresses, always = false): void {
  const { origin, cookie, host } = req.headers;
  if (!cookie || (!always && !CHANGING.has(req.method ?? ""))) return;
  const foreignSite = req.headers["sec-fetch-site"] === "cross-site";
  const originHost = origin === undefined ? host : URL.canParse(origin) ? new URL(origin).host : null;
  if (!foreignSite && (originHost === host || originHost === new URL(publicUrl).host)) return;
  throw new AppError("FORBIDDEN", "This request comes from another site; use an API key there.");
}

/** Refuses bodies over the limit before they are read. @throws AppError INVALID_INPUT */
export function assertBodyWithin(req: IncomingMessage, maxBytes: number): void {
  const length = req.headers["content-length"];
  if (length === undefined && req.headers["transfer-encoding"] === undefined) return;
  if (length !== undefined && Number(length) <= maxBytes) return;
  throw new AppError("INVALID_INPUT", `Send a body of known length (Content-Length) of at most ${maxBytes} bytes.`);
}

const isLoopback = (host: string): boolean => LOOPBACK.test(host.includes(":") && !host.startsWith("[") ? `[${host}]` : host);
