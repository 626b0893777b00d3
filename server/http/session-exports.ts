import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Actor } from "../access/actor.ts";
import type { App } from "../app.ts";
import { type Activity, GetSessionLogsInput, type LogEntry } from "../contract/activity.ts";
import { csvRow } from "../contract/data-export.ts";
import { type NetworkEntry, NetworkFilter, SESSION_EXPORTS } from "../contract/network-log.ts";
import { AppError } from "../core/errors.ts";
import { harOf } from "../network-log/har.ts";
import type { Exchange } from "./answers.ts";

const EXPORT = new RegExp(`^/api/sessions/([A-Za-z0-9_-]{1,64})/(${SESSION_EXPORTS.join("|").replaceAll(".", "[.]")})$`);
const TYPES: Readonly<Record<string, string>> = {
  har: "application/json; charset=utf-8",
  json: "application/json; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
};
const LISTS = new Set(["level", "source", "resourceType", "statusClass"]);
const NUMBERS = new Set(["fromMs", "toMs", "statusClass"]);
/** Pieces of a file are sent together up to this size. */
const CHUNK_CHARACTERS = 64 * 1024;

const LogQuery = GetSessionLogsInput.pick({ sessionId: true, level: true, source: true, tabId: true, search: true, fromMs: true, toMs: true });

const LOG_COLUMNS = ["createdAt", "level", "source", "text", "url", "line", "column", "stack", "tabId", "id"] as const satisfies readonly (keyof LogEntry)[];
const ACTIVITY_COLUMNS = [
  "createdAt",
  "actionType",
  "success",
  "durationMs",
  "actorName",
  "via",
  "errorMessage",
  "actionData",
  "id",
] as const satisfies readonly (keyof Activity)[];
const NETWORK_COLUMNS = [
  "startedAt",
  "method",
  "url",
  "status",
  "state",
  "failure",
  "resourceType",
  "mimeType",
  "servedFrom",
  "durationMs",
  "transferBytes",
  "bodyBytes",
  "tabId",
  "redirectedFrom",
  "id",
] as const satisfies readonly (keyof NetworkEntry | "startedAt")[];

/** Whether a path is a file of a session's logs, network or activity. */
export const isSessionExport = (path: string): boolean => EXPORT.test(path);

/**
 * Sends `GET /api/sessions/:id/{network,logs,activity}.{har,json,ndjson,csv}`, of what fits the query's filters. It is read
 * from the database as fast as the caller takes it.
 * @throws AppError NOT_FOUND | FORBIDDEN | INVALID_INPUT before the first byte
 */
export async function sendSessionExport(app: App, { req, res, url }: Exchange, actor: Actor): Promise<void> {
  const [, sessionId = "", file = ""] = EXPORT.exec(url.pathname) ?? [];
  if (req.method !== "GET" && req.method !== "HEAD") throw new AppError("NOT_FOUND", `There is nothing at ${req.method} ${url.pathname}.`);
  if (!actor.scopes.has("sessions:read")) throw new AppError("FORBIDDEN", "This needs the scope sessions:read.");
  const pieces = await piecesOf(app, actor, { sessionId, file, query: url.searchParams });
  const [, kind = ""] = file.split(".");
  res.writeHead(200, {
    "content-type": TYPES[kind],
    "content-disposition": `attachment; filename="${sessionId}-${file}"`,
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
  });
  if (req.method === "HEAD") res.end();
  else await pipeline(Readable.from(inChunks(pieces)), res);
}

type Wanted = { sessionId: string; file: string; query: URLSearchParams };

async function piecesOf({ networkLog, activities }: App, actor: Actor, { sessionId, file, query }: Wanted): Promise<AsyncGenerator<string, void>> {
  const [what, kind = ""] = file.split(".");
  if (what === "network") {
    const requests = await networkLog.read(actor, parsed(NetworkFilter, sessionId, query));
    if (kind === "har") return harOf(requests);
    const listed = mapped(requests, ({ entry }) => ({ ...entry, startedAt: new Date(entry.startedAtMs).toISOString() }));
    return written(listed, kind, NETWORK_COLUMNS);
  }
  if (what === "network-messages") return written(await networkLog.readMessages(actor, sessionId), kind, []);
  if (what === "activity") return written(await activities.readActivities(actor, sessionId), kind, ACTIVITY_COLUMNS);
  return written(await activities.readLogs(actor, parsed(LogQuery, sessionId, query)), kind, LOG_COLUMNS);
}

/** Rows as JSON (one array), as NDJSON (a line each) or as CSV (RFC 4180, with a first line of names). */
async function* written<Row extends object>(rows: AsyncIterable<Row>, kind: string, columns: readonly (keyof Row & string)[]): AsyncGenerator<string, void> {
  if (kind === "csv") yield csvRow(columns);
  if (kind === "json") yield "[";
  let separator = "\n";
  for await (const row of rows) {
    if (kind === "csv") yield csvRow(columns.map((column) => cellOf(row[column])));
    else if (kind === "ndjson") yield `${JSON.stringify(row)}\n`;
    else yield separator + JSON.stringify(row);
    separator = ",\n";
  }
  if (kind === "json") yield "\n]\n";
}

const cellOf = (value: unknown): string | number | boolean | null =>
  value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : (JSON.stringify(value) ?? null);

async function* mapped<From, To>(rows: AsyncIterable<From>, map: (row: From) => To): AsyncGenerator<To, void> {
  for await (const row of rows) yield map(row);
}

async function* inChunks(pieces: AsyncIterable<string>): AsyncGenerator<string, void> {
  let chunk = "";
  for await (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

type Schema<T> = {
  safeParse: (value: unknown) => { success: true; data: T } | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } };
};

/** The filter that a query asks for. Lists are repeated parameters or separated by commas. @throws AppError INVALID_INPUT */
function parsed<T>(schema: Schema<T>, sessionId: string, query: URLSearchParams): T {
  const typed = (name: string, text: string): unknown => (NUMBERS.has(name) ? Number(text) : text === "true" ? true : text === "false" ? false : text);
  const given = [...new Set(query.keys())].map((name) => {
    const values = query.getAll(name);
    return [name, LISTS.has(name) ? values.flatMap((value) => value.split(",")).map((text) => typed(name, text)) : typed(name, values[0] ?? "")];
  });
  const result = schema.safeParse({ ...Object.fromEntries(given), sessionId });
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path, message }) => ({ field: path.map(String).join("."), message }));
  throw new AppError("INVALID_INPUT", "The export's filters are not as they should be.", { fields });
}
