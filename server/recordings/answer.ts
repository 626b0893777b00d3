import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AppError } from "../core/errors.ts";

const decompress = promisify(gunzip);
const ROUTE = /^\/api\/recordings\/([A-Za-z0-9_-]{1,64})(?:\/(?:(frames)(?:\/(\d{1,9})\.jpg)?|(events)(?:\/(\d{1,9}))?))?$/;
/** What was written never changes; private: it is for those who may see the session. */
const FINAL = "private, max-age=86400, immutable";
const NOT_FINAL = "private, no-store";

/** What a caller may read, already bound to that caller. */
type Readable = {
  get: (sessionId: string) => Promise<unknown>;
  frames: (sessionId: string) => Promise<unknown>;
  image: (sessionId: string, index: number) => Promise<Buffer>;
  events: (sessionId: string) => Promise<unknown>;
  chunk: (sessionId: string, chunk: number) => Promise<{ body: Buffer; isFinal: boolean }>;
};

/** Answers a GET request for a recording or a part of it. @throws AppError NOT_FOUND, and what reading throws */
export async function answerRecording(req: IncomingMessage, res: ServerResponse, read: Readable): Promise<void> {
  const { pathname } = new URL(req.url ?? "/", "http://localhost");
  const [, sessionId, frames, index, events, number] = ROUTE.exec(pathname) ?? [];
  if (sessionId === undefined) {
    throw new AppError("NOT_FOUND", "Recordings are at /api/recordings/:id, with /frames, /frames/:index.jpg, /events and /events/:chunk below.");
  }
  if (index !== undefined) return send(res, await read.image(sessionId, Number(index)), { "content-type": "image/jpeg", "cache-control": FINAL });
  if (number !== undefined) return sendChunk(req, res, await read.chunk(sessionId, Number(number)));
  const told = frames ? await read.frames(sessionId) : events ? await read.events(sessionId) : await read.get(sessionId);
  send(res, Buffer.from(JSON.stringify(told)), { "content-type": "application/json; charset=utf-8", "cache-control": NOT_FINAL });
}

/** As it is stored where the caller takes gzip, which every browser does. */
async function sendChunk(req: IncomingMessage, res: ServerResponse, { body, isFinal }: { body: Buffer; isFinal: boolean }): Promise<void> {
  const headers = { "content-type": "application/json; charset=utf-8", "cache-control": isFinal ? FINAL : NOT_FINAL, vary: "accept-encoding" };
  if (/\bgzip\b/.test(String(req.headers["accept-encoding"] ?? ""))) send(res, body, { ...headers, "content-encoding": "gzip" });
  else send(res, await decompress(body), headers);
}

function send(res: ServerResponse, body: Buffer, headers: Record<string, string>): void {
  res.writeHead(200, { ...headers, "content-length": body.length, "x-content-type-options": "nosniff" });
  res.end(body);
}
