import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import type { FileStore } from "../../core/storage/file-store.ts";

/** Named last: whoever finds it finds all that it names. */
const INDEXES = /\.jsonl$/;

type UploaderParts = {
  local: FileStore;
  remote: FileStore;
  root: string;
  /** All files of a recording are in the bucket. */
  onMoved: (sessionId: string) => Promise<void>;
  log: Log;
};

/** Moves recordings from the disk, where they are written, to the bucket. */
export type Uploader = ReturnType<typeof createUploader>;

/**
 * Makes it. One file is sent at a time, so that recording is not slowed down; what was cut off is sent again, files that are
 * there in the same length are not.
 */
export function createUploader({ local, remote, root, onMoved, log }: UploaderParts) {
  const state = { turn: Promise.resolve() as Promise<unknown> };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = state.turn.then(work, work);
    state.turn = done.catch(() => undefined);
    return done;
  };
  const send = async (sessionId: string, names: readonly string[], signal?: AbortSignal): Promise<void> => {
    const there = new Map((await remote.list(`${sessionId}/`, signal)).map(({ key, sizeBytes }) => [key, sizeBytes]));
    for (const name of names) {
      signal?.throwIfAborted();
      const key = `${sessionId}/${name}`;
      const body = await readFile(join(root, sessionId, name));
      if (INDEXES.test(name) || there.get(key) !== body.length) await remote.put(key, body, signal);
    }
  };

  return {
    /** Sends files that are never written again, while the recording goes on. Never rejects: they are sent at the end if not now. */
    ahead: (sessionId: string, names: readonly string[], signal?: AbortSignal): Promise<void> =>
      inTurn(() => send(sessionId, names, signal)).catch((error: unknown) =>
        log.warn({ sessionId, reason: messageOf(error) }, "a recording is not uploaded yet"),
      ),
    /** Sends what is not there yet of a recording that is over, then removes it here. @throws AppError PROVIDER_UNAVAILABLE */
    finish: (sessionId: string, signal?: AbortSignal): Promise<void> =>
      inTurn(async () => {
        const names = (await local.list(`${sessionId}/`, signal)).map(({ key }) => key.slice(sessionId.length + 1));
        if (names.length === 0) return;
        // Indexes last, so that a reader of the bucket never finds a name without its file.
        await send(sessionId, [...names.filter((name) => !INDEXES.test(name)), ...names.filter((name) => INDEXES.test(name))], signal);
        await onMoved(sessionId);
        await local.remove(`${sessionId}/`, signal);
      }),
  };
}
