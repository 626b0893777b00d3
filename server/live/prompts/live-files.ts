import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { LiveFile } from "../../contract/live-prompts.ts";
import { AppError } from "../../core/errors.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import type { Grant } from "../links/grant.ts";

/** Where files that people send into a session are kept (server/files). */
export type LiveUploads = {
  receive(session: LiveSession, meta: { name: string; batch: string | null; sizeBytes?: number }, source: Readable, signal: AbortSignal): Promise<LiveFile>;
  pathsOf(session: LiveSession, fileIds: readonly string[]): string[];
  folderOf(session: LiveSession, fileId: string): string;
};

/** A download as server/files tells it. */
type KnownDownload = {
  downloadId: string;
  name: string;
  receivedBytes: number;
  totalBytes: number | null;
  state: "running" | "done" | "failed";
  path: string | null;
};

/** What sessions download (server/files). */
export type LiveDownloads = {
  follow(session: LiveSession, listener: (download: KnownDownload) => void): () => void;
  list(session: LiveSession): KnownDownload[];
  fileOf(session: LiveSession, downloadId: string): { path: string; name: string };
};

type LiveFilesParts = {
  uploads: LiveUploads;
  downloads: LiveDownloads;
  /** Who asks, as for the socket; refused otherwise. */
  admit: (req: IncomingMessage) => Promise<Grant>;
};

/** Files of people in control: into a session, and what it downloaded out of it. Requests are allowed as the live socket is. */
export function createLiveFiles({ uploads, downloads, admit }: LiveFilesParts) {
  const controlled = async (req: IncomingMessage): Promise<LiveSession> => {
    const { session, mode } = await admit(req);
    if (mode !== "control") throw new AppError("FORBIDDEN", "You are watching only; files need control of the session.");
    if (!("id" in session)) throw new AppError("SESSION_NOT_RUNNING", session.endedBecause);
    session.assertRunning();
    return session;
  };

  return {
    /**
     * Takes the body of `POST /api/live/:sessionId/files?name=…[&batch=…]` as a file, as it comes.
     * @throws AppError UNAUTHENTICATED | FORBIDDEN | NOT_FOUND | SESSION_NOT_RUNNING | INVALID_INPUT | LIMIT_EXCEEDED | CANCELLED
     */
    receive: async (req: IncomingMessage): Promise<LiveFile> => {
      if (req.method !== "POST") throw new AppError("INVALID_INPUT", "Files are sent with POST, one in each request.");
      const session = await controlled(req);
      const { searchParams } = new URL(req.url ?? "/", "http://localhost");
      const sizeBytes = Number(req.headers["content-length"] ?? 0);
      return uploads.receive(session, { name: searchParams.get("name") ?? "", batch: searchParams.get("batch"), sizeBytes }, req, session.ended);
    },

    /** Answers `GET /api/live/:sessionId/downloads/:downloadId` with the file. @throws AppError as `receive` */
    sendDownload: async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
      const session = await controlled(req);
      const { path, name } = downloads.fileOf(session, new URL(req.url ?? "/", "http://localhost").pathname.split("/").at(-1) ?? "");
      const { size } = await stat(path).catch((cause: unknown) => {
        throw new AppError("NOT_FOUND", "The file is no longer there.", { cause });
      });
      res.writeHead(200, {
        "content-type": "application/octet-stream",
        "content-length": size,
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      });
      await pipeline(createReadStream(path), res);
    },
  };
}
