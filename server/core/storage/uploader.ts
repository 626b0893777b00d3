import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { FileStore } from "./file-store.ts";

/** Named last: whoever finds it finds all that it names. */
const INDEXES = /\.jsonl$/;

type UploaderParts = {
  local: FileStore;
  remote: FileStore;
  root: string;
  /** All files of a folder are in the bucket. */
  onMoved: (folder: string) => Promise<void>;
  log: Log;
};

/** Moves folders from the disk, where their files are written, to the bucket. */
export type Uploader = ReturnType<typeof createUploader>;

/**
 * Makes it. One file is sent at a time, so that what is under way is not slowed down; what was cut off is sent again, files that are
 * there in the same length are not.
 */
export function createUploader({ local, remote, root, onMoved, log }: UploaderParts) {
  const state = { turn: Promise.resolve() as Promise<unknown> };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = state.turn.then(work, work);
    state.turn = done.catch(() => undefined);
    return done;
  };
  const send = async (folder: string, names: readonly string[], signal?: AbortSignal): Promise<void> => {
    const there = new Map((await remote.list(`${folder}/`, signal)).map(({ key, sizeBytes }) => [key, sizeBytes]));
    for (const name of names) {
      signal?.throwIfAborted();
      const key = `${folder}/${name}`;
      const body = await readFile(join(root, folder, name));
      if (INDEXES.test(name) || there.get(key) !== body.length) await remote.put(key, body, signal);
    }
  };

  return {
    /** Sends files that are never written again, while others are being written. Never rejects: they are sent at the end if not now. */
    ahead: (folder: string, names: readonly string[], signal?: AbortSignal): Promise<void> =>
      inTurn(() => send(folder, names, signal)).catch((error: unknown) => log.warn({ folder, reason: messageOf(error) }, "files are not uploaded yet")),
    /** Sends what is not there yet of a folder that nobody writes to any more, then removes it here. @throws AppError PROVIDER_UNAVAILABLE */
    finish: (folder: string, signal?: AbortSignal): Promise<void> =>
      inTurn(async () => {
        const names = (await local.list(`${folder}/`, signal)).map(({ key }) => key.slice(folder.length + 1));
        if (names.length === 0) return;
        // Indexes last, so that a reader of the bucket never finds a name without its file.
        await send(folder, [...names.filter((name) => !INDEXES.test(name)), ...names.filter((name) => INDEXES.test(name))], signal);
        await onMoved(folder);
        await local.remove(`${folder}/`, signal);
      }),
  };
}
