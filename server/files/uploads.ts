import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type LiveFile, MAX_LIVE_FILE_BYTES, MAX_LIVE_SESSION_BYTES } from "../contract/live-prompts.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { LiveSession } from "../sessions/live-session.ts";

/** The most folders that a file of a chosen folder may lie below. */
const MAX_DEPTH = 32;
const MAX_NAME_LENGTH = 255;
/** A session that is being sent a file is in use. */
const TOUCH_EVERY_MS = 5_000;
const GB = 1024 ** 3;
const BATCH = /^[A-Za-z0-9_-]{1,64}$/;

/** What comes with a file that a person sends into a session. */
export type UploadMeta = {
  /** Its name; for a file of a chosen folder the path from that folder on, as `photos/may/1.jpg`. */
  name: string;
  /** Names the folder's files as belonging together; null for single files. */
  batch: string | null;
  /** How large it is, where that is known before it comes. */
  sizeBytes?: number;
};

type Stored = { path: string; sizeBytes: number };
type Store = { files: Map<string, Stored>; bytes: number };

/** Files that people send into sessions from their own machines; they lie beside the browser and go with it. */
export type Uploads = ReturnType<typeof createUploads>;

/** Makes the store; it holds what sessions have been sent while they run. */
export function createUploads() {
  const stores = new WeakMap<LiveSession, Store>();
  const storeOf = (session: LiveSession): Store => {
    const known = stores.get(session) ?? { files: new Map(), bytes: 0 };
    stores.set(session, known);
    return known;
  };

  return {
    /**
     * Writes a file as it comes; what does not come whole is removed.
     * @throws AppError CAPABILITY_UNSUPPORTED where the browser is on another machine · INVALID_INPUT for a bad name · LIMIT_EXCEEDED
     * when it is larger than MAX_LIVE_FILE_BYTES or all are larger than MAX_LIVE_SESSION_BYTES · CANCELLED when the sender is gone
     */
    receive: async (session: LiveSession, { name, batch, sizeBytes = 0 }: UploadMeta, source: Readable, signal: AbortSignal): Promise<LiveFile> => {
      if (session.browser.filesDir === undefined)
        throw new AppError("CAPABILITY_UNSUPPORTED", "This session's browser is on another machine and reads no files here.");
      const fileId = newId("file");
      // A folder for each, so that two files may have one name; those of one folder stay together.
      const path = join(session.browser.filesDir, "uploads", batch === null ? fileId : batchName(batch), ...safeParts(name, batch !== null));
      const store = storeOf(session);
      const counted = { bytes: 0, touchedAt: performance.now() };
      if (sizeBytes > MAX_LIVE_FILE_BYTES) throw tooLarge();
      if (store.bytes + sizeBytes > MAX_LIVE_SESSION_BYTES) throw tooMuch();
      const meter = new Transform({
        transform: (chunk: Buffer, _encoding, done) => {
          counted.bytes += chunk.length;
          store.bytes += chunk.length;
          if (performance.now() - counted.touchedAt > TOUCH_EVERY_MS) {
            counted.touchedAt = performance.now();
            session.touch();
          }
          if (counted.bytes > MAX_LIVE_FILE_BYTES) done(tooLarge());
          else if (store.bytes > MAX_LIVE_SESSION_BYTES) done(tooMuch());
          else done(null, chunk);
        },
      });
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await pipeline(source, meter, createWriteStream(path, { mode: 0o600, flags: "wx" }), { signal });
      } catch (error) {
        store.bytes -= counted.bytes;
        if ((error as NodeJS.ErrnoException).code === "EEXIST")
          throw new AppError("CONFLICT", "A file of that name is in the folder already.", { cause: error });
        await rm(path, { force: true });
        throw error instanceof AppError ? error : new AppError("CANCELLED", "The file did not come whole; send it again.", { cause: error });
      }
      store.files.set(fileId, { path, sizeBytes: counted.bytes });
      session.touch();
      return { fileId, name: basename(path), sizeBytes: counted.bytes };
    },

    /** Where the browser reads files that were sent before. @throws AppError NOT_FOUND for an id that this session has not */
    pathsOf: (session: LiveSession, fileIds: readonly string[]): string[] => {
      const { files } = storeOf(session);
      return fileIds.map((fileId) => {
        const stored = files.get(fileId);
        if (stored === undefined) throw new AppError("NOT_FOUND", "That file was not sent to this session.", { details: { fileId } });
        return stored.path;
      });
    },

    /** The folder that files of one batch came from, as the browser is given it. @throws AppError NOT_FOUND when it is no folder's file */
    folderOf: (session: LiveSession, fileId: string): string => {
      const root = join(session.browser.filesDir ?? "", "uploads");
      const stored = storeOf(session).files.get(fileId);
      const [batch, top, ...rest] = stored === undefined ? [] : stored.path.slice(root.length + 1).split("/");
      if (batch === undefined || top === undefined || rest.length === 0)
        throw new AppError("NOT_FOUND", "That file was not sent as part of a folder.", { details: { fileId } });
      return join(root, batch, top);
    },
  };
}

function batchName(batch: string): string {
  if (BATCH.test(batch)) return `folder-${batch}`;
  throw invalidName("a batch has letters, digits, - and _ only");
}

/** The parts of a name or a relative path, none of which leads out of its folder. @throws AppError INVALID_INPUT */
function safeParts(name: string, inFolder: boolean): string[] {
  const parts = name.split("/");
  const isSafe = (part: string): boolean =>
    part !== "" && part !== "." && part !== ".." && part.length <= MAX_NAME_LENGTH && !part.includes("\0") && !part.includes("\\");
  if (!parts.every(isSafe) || parts.length > MAX_DEPTH) throw invalidName("not a file name");
  if (!inFolder && parts.length > 1) throw invalidName("name it without a folder");
  return parts;
}

const invalidName = (message: string): AppError =>
  new AppError("INVALID_INPUT", "Name the file as it is called on your machine.", { fields: [{ field: "name", message }] });

const tooLarge = (): AppError => new AppError("LIMIT_EXCEEDED", `A file may have at most ${MAX_LIVE_FILE_BYTES / GB} GB.`);
const tooMuch = (): AppError => new AppError("LIMIT_EXCEEDED", `A session takes at most ${MAX_LIVE_SESSION_BYTES / GB} GB of files.`);
