import { join } from "node:path";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import { createDiskStore } from "../core/storage/disk-store.ts";
import type { FileStore } from "../core/storage/file-store.ts";
import { createS3Store } from "../core/storage/s3-store.ts";
import { createUploader } from "../core/storage/uploader.ts";

const FOLDER = "evidence";

/** The files of pictures: a folder for each session, in it one file for each different picture. */
export type ShotFiles = ReturnType<typeof createShotFiles>;

/** Makes them: written to this server's disk, and moved to the bucket, where there is one, when their session is over. */
export function createShotFiles(env: Pick<Env, "dataDir"> & { recordings: Pick<Env["recordings"], "s3"> }, log: Log) {
  const root = join(env.dataDir, FOLDER);
  const local = createDiskStore(root);
  const { s3 } = env.recordings;
  const remote = s3 && createS3Store({ ...s3, prefix: `${s3.prefix}${FOLDER}/` });
  const uploader = remote && createUploader({ local, remote, root, onMoved: async () => {}, log });
  const keyOf = (sessionId: string, sha256: string): string => `${sessionId}/${sha256}.jpg`;

  /** Removes a session's pictures from one place, but for those that are to be kept. */
  const removeFrom = async (store: FileStore, sessionId: string, keep: ReadonlySet<string>, signal: AbortSignal): Promise<void> => {
    if (keep.size === 0) return store.remove(`${sessionId}/`, signal);
    const kept = new Set([...keep].map((sha256) => keyOf(sessionId, sha256)));
    for (const { key } of await store.list(`${sessionId}/`, signal)) if (!kept.has(key)) await store.remove(key, signal);
  };

  return {
    /** Writes a picture unless it is there, whole or not at all. Gives the bytes that the disk now holds more. */
    write: async (sessionId: string, { sha256, image }: { sha256: string; image: Buffer }): Promise<number> => {
      const key = keyOf(sessionId, sha256);
      if ((await local.get(key, { offset: 0, sizeBytes: 1 })) !== null) return 0;
      await local.put(key, image);
      return image.length;
    },
    /** The JPEG. The caller has checked whose session it is. @throws AppError NOT_FOUND when it is gone, or on another server's disk */
    read: async (sessionId: string, sha256: string): Promise<Buffer> => {
      const key = keyOf(sessionId, sha256);
      const image = (await local.get(key)) ?? (await remote?.get(key));
      if (!image) throw new AppError("NOT_FOUND", "This picture is gone: its time is over, or another server had it.");
      return image;
    },
    /** Bytes of a session's pictures on this disk. */
    sizeOf: (sessionId: string): Promise<number> => local.size(`${sessionId}/`),
    /** Sessions that have pictures on this disk, and those that have some in the bucket. */
    sessions: async (signal: AbortSignal): Promise<{ here: string[]; moved: string[] }> => ({
      here: await local.folders(signal),
      moved: (await remote?.folders(signal)) ?? [],
    }),
    /** Moves the pictures of a session that is over to the bucket, where there is one. @throws AppError PROVIDER_UNAVAILABLE */
    move: async (sessionId: string, signal: AbortSignal): Promise<void> => uploader?.finish(sessionId, signal),
    /** Removes all pictures of a session, or those that are not among `keep`, wherever they are. */
    remove: async (sessionId: string, signal: AbortSignal, keep: ReadonlySet<string> = new Set()): Promise<void> => {
      await removeFrom(local, sessionId, keep, signal);
      if (remote) await removeFrom(remote, sessionId, keep, signal);
    },
  };
}
