import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import { absent } from "../core/storage/disk-store.ts";
import type { FileStore } from "../core/storage/file-store.ts";
import type { Uploader } from "../core/storage/uploader.ts";
import { oldestBeyond } from "../settings/oldest-beyond.ts";
import { oldestKept, type RecordingCatalog } from "./catalog.ts";
import type { RecordingReader } from "./recording-reader.ts";

/** A directory that no row knows is left alone for so long: its recording may be about to begin. */
const UNKNOWN_FOR_MS = 3_600_000;
const LOST = "The server stopped before anything of it was written.";

type KeeperParts = {
  catalog: RecordingCatalog;
  reader: RecordingReader;
  local: FileStore;
  remote: FileStore | null;
  uploader: Uploader | null;
  root: string;
  isRunning: (sessionId: string) => boolean;
  log: Log;
};

/** Sees that recordings are kept as long, and take as much room, as their workspaces may have. */
export type RecordingKeeper = ReturnType<typeof createRecordingKeeper>;

export function createRecordingKeeper({ catalog, reader, local, remote, uploader, root, isRunning, log }: KeeperParts) {
  /** Removes a recording's files wherever they are, then says so in its row. */
  const remove = async (sessionId: string, signal?: AbortSignal): Promise<void> => {
    await local.remove(`${sessionId}/`, signal);
    await remote?.remove(`${sessionId}/`, signal);
    await catalog.removed(sessionId);
  };

  /** Removes recordings that are too old, then the oldest of all that the quota counts until the rest fits. @returns whether it fits by now */
  const makeRoom = async (workspaceId: string, signal?: AbortSignal): Promise<boolean> => {
    const policy = await catalog.policyOf(workspaceId);
    const oldest = oldestKept(policy, new Date());
    for (const { sessionId } of oldest === null ? [] : await catalog.tooOldHere(workspaceId, oldest)) {
      signal?.throwIfAborted();
      await remove(sessionId, signal);
      log.info({ sessionId, workspaceId, why: "age" }, "a recording was removed");
    }
    if (policy.quotaBytes === null) return true;
    let used = await catalog.usedBytes(workspaceId);
    if (used <= policy.quotaBytes) return true;
    for (const { kind, sessionId, sizeBytes } of oldestBeyond(await catalog.removableHere(workspaceId), used, policy.quotaBytes)) {
      signal?.throwIfAborted();
      if (kind === "recording") await remove(sessionId, signal);
      else await catalog.forget({ kind, sessionId });
      used -= sizeBytes;
      log.info({ sessionId, workspaceId, kind, why: "quota" }, "what a session left was removed");
    }
    return used <= policy.quotaBytes;
  };

  /** Ends recordings whose server did not, when their sessions are over: with what there is of them. All, or that of one session. */
  const endLeft = async (one?: string): Promise<void> => {
    const rows = (await catalog.openHere(one)).filter(({ sessionId }) => !isRunning(sessionId));
    const known = await catalog.sessionsOf(rows.map(({ sessionId }) => sessionId));
    for (const { sessionId } of rows) {
      const endedAt = known.get(sessionId)?.terminatedAt;
      if (!endedAt) continue;
      // One that cannot be read now keeps no other from its end.
      await reader.recording(sessionId).then(
        (recording) => catalog.write(sessionId, recording, { endedAt, ...(!recording.available && { failure: LOST }) }),
        (error: unknown) => log.warn({ sessionId, reason: messageOf(error) }, "a recording that was left could not be read; the next look tries again"),
      );
    }
  };

  /** Directories that no row knows: of earlier versions, which wrote no rows, or of nobody. */
  const lookAtUnknown = async (): Promise<void> => {
    for (const sessionId of await readdir(root).catch(absent<string[]>([]))) {
      if (isRunning(sessionId) || (await catalog.row(sessionId)) !== null) continue;
      const owner = await catalog.ownerOf(sessionId);
      const recording = owner && (await reader.recording(sessionId));
      if (owner && recording?.startedAt) {
        await catalog.begun(sessionId, owner.workspaceId, new Date(recording.startedAt));
        if (owner.terminatedAt) await catalog.write(sessionId, recording, { endedAt: owner.terminatedAt });
      } else if (Date.now() - (await stat(join(root, sessionId))).mtimeMs > UNKNOWN_FOR_MS) await rm(join(root, sessionId), { recursive: true, force: true });
    }
  };

  return {
    remove,
    makeRoom,
    /** Ends a session's recording whose server did not. @throws what the database throws */
    endLeft: (sessionId: string): Promise<void> => endLeft(sessionId),
    /** One look at everything that this server can reach. A part that fails is logged, and tried again with the next look. */
    sweep: async (signal: AbortSignal): Promise<void> => {
      const parts: (() => Promise<unknown>)[] = [
        () => endLeft(),
        lookAtUnknown,
        async () => {
          for (const { sessionId } of await catalog.orphans()) await remove(sessionId, signal);
        },
        async () => {
          for (const workspaceId of await catalog.workspaces()) await makeRoom(workspaceId, signal);
        },
        async () => {
          for (const { sessionId } of uploader ? await catalog.onDiskHere() : []) if (!isRunning(sessionId)) await uploader?.finish(sessionId, signal);
        },
      ];
      for (const part of parts) {
        if (signal.aborted) return;
        await part().catch((error: unknown) => {
          if (!signal.aborted) log.warn({ reason: messageOf(error) }, "recordings could not be looked after; the next look tries again");
        });
      }
    },
  };
}
