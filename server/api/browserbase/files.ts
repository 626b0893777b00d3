import type { Scope } from "../../contract/access.ts";
import { AppError } from "../../core/errors.ts";
import { type Answer, bodyOf, type Call } from "./call.ts";

const MAX_UPLOAD_BYTES = 64 * 1024 * 1024;

/**
 * POST /v1/sessions/:id/uploads, one file in the field `file` of a form. The message tells its path, for
 * `DOM.setFileInputFiles` and what stands on it. @throws AppError FORBIDDEN | INVALID_INPUT and as `Files.put`
 */
export async function uploadFile(call: Call): Promise<Answer> {
  const { app, actor, req, ids } = call;
  assertScope(call, "sessions:drive");
  const file = await fileOf(await bodyOf(req, MAX_UPLOAD_BYTES), req.headers["content-type"] ?? "");
  const { path } = await app.files.put(actor, ids[0] ?? "", { name: file.name, content: Buffer.from(await file.arrayBuffer()) });
  return { json: { message: `File uploaded successfully. Its path is ${path}` } };
}

/** GET /v1/sessions/:id/downloads: what the session has downloaded, as a ZIP archive; an empty one when that is nothing. */
export async function downloadFiles(call: Call): Promise<Answer> {
  const { app, actor, ids } = call;
  assertScope(call, "sessions:read");
  return { bytes: await app.files.downloads(actor, ids[0] ?? ""), type: "application/zip" };
}

async function fileOf(body: Buffer, contentType: string): Promise<File> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData().catch((cause: unknown) => {
    throw new AppError("INVALID_INPUT", "Send a form (multipart/form-data) with one file.", { cause });
  });
  const file = form.get("file");
  if (file instanceof File) return file;
  throw new AppError("INVALID_INPUT", "Send the file in the field file.", { fields: [{ field: "file", message: "is missing" }] });
}

function assertScope({ actor }: Call, scope: Scope): void {
  if (!actor.scopes.has(scope)) throw new AppError("FORBIDDEN", `This needs the scope ${scope}.`, { details: { scope } });
}
