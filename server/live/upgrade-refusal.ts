import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { ERROR_TABLE, type ErrorBody } from "../contract/errors.ts";
import type { AppError } from "../core/errors.ts";

/** Answers an upgrade request with a plain HTTP error and ends the connection: no socket is ever opened. */
export function refuseUpgrade(socket: Duplex, error: AppError): void {
  const { http, retryable } = ERROR_TABLE[error.code];
  const { code, message, details } = error;
  const body = JSON.stringify({ error: { code, message, retryable, ...(details && { details }) } satisfies ErrorBody });
  const retryAfterMs = details?.retryAfterMs;
  const head = [
    `HTTP/1.1 ${http} ${STATUS_CODES[http] ?? "Error"}`,
    "Connection: close",
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(typeof retryAfterMs === "number" ? [`Retry-After: ${Math.ceil(retryAfterMs / 1000)}`] : []),
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
