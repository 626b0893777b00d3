import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { AppError } from "../core/errors.ts";

const decompress = promisify(gunzip);
const compress = promisify(gzip);
/** Lists shorter than this are sent as they are. */
const WORTH_BYTES = 4_096;
/** Lists say the same things over and over: the quickest level makes a tenth of them. */
const LEVEL = { level: 1 };
const ROUTE = /^\/api\/recordings\/([A-Za-z0-9_-]{1,64})(?:\/(?:(frames)(?:\/(\d{1,9})\.jpg)?|(events)(?:\/(\d{1,9}))?))?$/;
/** What was written never changes; private: it is for those who may see the session. */
const FINAL = "private, max-age=86400, immutable";
const NOT_FINAL = "private, no-store";

/** What a caller may read, already bound to that caller. */
type Readable = {
  get: (sessionId: string) => Promise<unknown>;
  frames: (sessionId: string, from: number) => Promise<unknown>;
  image: (sessionId: string, index: number) => Promise<Buffer>;
  events: (sessionId: string, from: number) => Promise<unknown>;
  chunk: (sessionId: string, chunk: number) => Promise<{ body: Buffer; isFinal: boolean }>;
};

/** Answers a GET request for a recording or a part of it. @throws AppError NOT_FOUND | INVALID_INPUT, and what reading throws */
export async function answerRecording(req: IncomingMessage, res: ServerResponse, read: Readable): Promise<void> {
  const { pathname, searchParams } = new URL(req.url ?? "/", "http://localhost");
  const [, sessionId, frames, index, events, number] = ROUTE.exec(pathname) ?? [];
  if (sessionId === undefined) {
    throw new AppError("NOT_FOUND", "Recordings are at /api/recordings/:id, with /frames, /frames/:index.jpg, /events and /events/:chunk below.");
  }
  if (index !== undefined) return send(res, await read.image(sessionId, Number(index)), { "content-type": "image/jpeg", "cache-control": FINAL });
  if (number !== undefined) return sendChunk(req, res, await read.chunk(sessionId, Number(number)));
  const from = placeOf(searchParams.get("from") ?? "0");
  const told = frames ? await read.frames(sessionId, from) : events ? await read.events(sessionId, from) : await read.get(sessionId);
  await sendList(req, res, Buffer.from(JSON.stringify(told)));
}

function placeOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new AppError("INVALID_INPUT", "from: Use a whole number from 0 on.", { fields: [{ field: "from", message: "Use a whole number from 0 on." }] });
}

const takesGzip = ({ headers }: IncomingMessage): boolean => /\bgzip\b/.test(String(headers["accept-encoding"] ?? ""));

async function sendList(req: IncomingMessage, res: ServerResponse, body: Buffer): Promise<void> {
  const headers = { "content-type": "application/json; charset=utf-8", "cache-control": NOT_FINAL, vary: "accept-encoding" };
  if (body.length < WORTH_BYTES || !takesGzip(req)) send(res, body, headers);
  else send(res, await compress(body, LEVEL), { ...headers, "content-encoding": "gzip" });
}

/** As it is stored where the caller takes gzip, which every browser does. */
async function sendChunk(req: IncomingMessage, res: ServerResponse, { body, isFinal }: { body: Buffer; isFinal: boolean }): Promise<void> {
  const headers = { "content-type": "application/json; charset=utf-8", "cache-control": isFinal ? FINAL : NOT_FINAL, vary: "accept-encoding" };
  if (takesGzip(req)) send(res, body, { ...headers, "content-encoding": "gzip" });
  else send(res, await decompress(body), headers);
}

function send(res: ServerResponse, body: Buffer, headers: Record<string, string>): void {
  res.writeHead(200, { ...headers, "content-length": body.length, "x-content-type-options": "nosniff" });
  res.end(body);
}
