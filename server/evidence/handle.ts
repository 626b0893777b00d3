import type { IncomingMessage, ServerResponse } from "node:http";
import sharp from "sharp";
import { z } from "zod";
import type { Actor } from "../access/actor.ts";
import type { Audit } from "../access/audit.ts";
import { ExportEvidenceInput } from "../contract/evidence.ts";
import { AppError } from "../core/errors.ts";
import type { Evidence, ExportRequest } from "./evidence.ts";

const ROUTE = /^\/api\/sessions\/([A-Za-z0-9_-]{1,64})\/evidence(?:\.(pdf|zip)|\/shots\/([A-Za-z0-9_-]{1,64})\.jpg)$/;
const MAX_BODY_BYTES = 256 * 1024;
const MIN_WIDTH = 16;
const MAX_WIDTH = 4096;
const MIME_TYPES = { pdf: "application/pdf", zip: "application/zip" } as const;
const THUMBNAIL_QUALITY = 78;

/** What query parameters say as text. */
const Query = z.strictObject({
  ...ExportEvidenceInput.shape,
  activityIds: z
    .string()
    .transform((text) => text.split(","))
    .pipe(ExportEvidenceInput.shape.activityIds.unwrap())
    .optional(),
  onlyPictured: z.stringbool().default(false),
  before: z.stringbool().default(true),
});

type HandleParts = { evidence: Pick<Evidence, "image" | "export">; audit: Pick<Audit, "record"> };

/** Whether a path is one that `createEvidenceHandler` serves. */
export const isEvidencePath = (path: string): boolean => ROUTE.test(path);

/**
 * Serves `GET /api/sessions/:id/evidence/shots/:shotId.jpg` (`?redacted=1`, `?width=`) and `GET` or `POST`
 * `/api/sessions/:id/evidence.pdf` and `.zip`. What is exported is audited, also when it is refused.
 * @throws AppError FORBIDDEN | NOT_FOUND | INVALID_INPUT and as `Evidence`, for the caller's error mapper
 */
export function createEvidenceHandler({ evidence, audit }: HandleParts) {
  const picture = async (res: ServerResponse, actor: Actor, url: URL, { sessionId, shotId }: { sessionId: string; shotId: string }): Promise<void> => {
    const redacted = url.searchParams.get("redacted") === "1";
    const width = url.searchParams.has("width") ? Number(url.searchParams.get("width")) : null;
    if (width !== null && !(Number.isInteger(width) && width >= MIN_WIDTH && width <= MAX_WIDTH))
      throw new AppError("INVALID_INPUT", `Use a width from ${MIN_WIDTH} to ${MAX_WIDTH} pixels.`, {
        fields: [{ field: "width", message: "is no such width" }],
      });
    const image = await evidence.image(actor, { sessionId, shotId, redacted });
    const body = width === null ? image : await sharp(image).resize({ width, withoutEnlargement: true }).jpeg({ quality: THUMBNAIL_QUALITY }).toBuffer();
    res.writeHead(200, {
      "content-type": "image/jpeg",
      "content-length": body.length,
      // A shot never changes, what is redacted of it may; private: it is for those who may see the session.
      "cache-control": redacted ? "private, no-store" : "private, max-age=3600, immutable",
      "x-content-type-options": "nosniff",
    });
    res.end(body);
  };

  const file = async (res: ServerResponse, actor: Actor, request: ExportRequest, signal: AbortSignal): Promise<void> => {
    const { bytes, entry } = await evidence.export(actor, request, signal);
    res.writeHead(200, {
      "content-type": MIME_TYPES[request.format],
      "content-length": bytes.length,
      "content-disposition": `attachment; filename="evidence-${request.sessionId}.${request.format}"`,
      "cache-control": "private, no-store",
      // RFC 9530: of the bytes that are sent; the other one is of the manifest inside.
      "content-digest": `sha-256=:${Buffer.from(entry.fileSha256, "hex").toString("base64")}:`,
      "x-evidence-digest": entry.digest,
      "x-content-type-options": "nosniff",
    });
    res.end(bytes);
  };

  return async (req: IncomingMessage, res: ServerResponse, actor: Actor): Promise<void> => {
    const url = new URL(req.url ?? "/", "http://localhost");
    const [, sessionId = "", format, shotId] = ROUTE.exec(url.pathname) ?? [];
    if (!actor.scopes.has("sessions:read")) throw new AppError("FORBIDDEN", "This needs the scope sessions:read.", { details: { scope: "sessions:read" } });
    if (shotId !== undefined) return picture(res, actor, url, { sessionId, shotId });
    if (format !== "pdf" && format !== "zip")
      throw new AppError("NOT_FOUND", "Evidence is at /api/sessions/:id/evidence.pdf, .zip and /evidence/shots/:id.jpg.");
    const gone = new AbortController();
    res.once("close", () => gone.abort(new AppError("CANCELLED", "The caller has left.")));
    const note = (errorCode: string | null): Promise<void> =>
      audit.record(actor, { action: `evidence.export.${format}`, targetId: sessionId, success: errorCode === null, errorCode });
    try {
      await file(res, actor, { ...(await inputOf(req, url)), sessionId, format }, gone.signal);
    } catch (error) {
      await note(error instanceof AppError ? error.code : "INTERNAL");
      throw error;
    }
    await note(null);
  };
}

/** What is asked for, by the query of a GET or the JSON body of a POST. @throws AppError INVALID_INPUT naming the fields */
async function inputOf(req: IncomingMessage, url: URL): Promise<ExportEvidenceInput> {
  const parsed = req.method === "POST" ? ExportEvidenceInput.safeParse(await jsonOf(req)) : Query.safeParse(Object.fromEntries(url.searchParams));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message, ...issue }) => ({ field: path.join(".") || unknownKeys(issue), message }));
  throw new AppError("INVALID_INPUT", "The export cannot be made as asked.", { fields });
}

const unknownKeys = (issue: object): string => ("keys" in issue && Array.isArray(issue.keys) ? issue.keys.join(", ") : "input");

async function jsonOf(req: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of req) {
    const chunk = Buffer.from(part);
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new AppError("INVALID_INPUT", `The request is longer than ${MAX_BODY_BYTES} bytes.`);
    parts.push(chunk);
  }
  const text = Buffer.concat(parts).toString("utf8");
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch (cause) {
    throw new AppError("INVALID_INPUT", "The request's body is no JSON.", { cause });
  }
}
