import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { NETWORK_BODY_LIMITS, type NetworkBody } from "../contract/network-log.ts";
import { open, seal } from "../core/crypto.ts";
import type { Env } from "../core/env.ts";

const pack = promisify(gzip);
const unpack = promisify(gunzip);

export type BodyKind = "request" | "response";
/** A body as it may be kept, and how large it was in bytes. */
export type ShownBody = { text: string; mimeType: string; sizeBytes: number };

/**
 * Keeps bodies as files `<dataDir>/network/<sessionId>/<entryId>.<kind>`, mode 0600 in folders of 0700. They are masked
 * before they come here; since a mask cannot know every secret, each is also a sealed box (AES-256-GCM with
 * CONTEXT_ENCRYPTION_KEY, bound to its name), so a copy of the disk tells nothing.
 */
export function createBodies({ env }: { env: Pick<Env, "dataDir" | "contextEncryptionKey"> }) {
  const folder = join(env.dataDir, "network");
  const folderOf = (sessionId: string): string => join(folder, sessionId);
  const nameOf = (entryId: string, kind: BodyKind): string => `${entryId}.${kind}`;
  const used = new Map<string, number>();

  return {
    /** Stores a body, cut to the limit of one; null where the session has no room left. */
    write: async (sessionId: string, entryId: string, kind: BodyKind, { text, mimeType, sizeBytes }: ShownBody) => {
      const kept = Buffer.from(text).subarray(0, NETWORK_BODY_LIMITS.oneBytes);
      const total = (used.get(sessionId) ?? 0) + kept.length;
      if (total > NETWORK_BODY_LIMITS.sessionBytes) return null;
      used.set(sessionId, total);
      const name = nameOf(entryId, kind);
      await mkdir(folderOf(sessionId), { recursive: true, mode: 0o700 });
      await writeFile(join(folderOf(sessionId), name), seal(env.contextEncryptionKey, await pack(kept), name), { mode: 0o600 });
      return { mimeType, sizeBytes, truncated: sizeBytes > NETWORK_BODY_LIMITS.oneBytes } satisfies Omit<NetworkBody, "text">;
    },
    /** The text of a body; null where it is not on this server's disk. @throws AppError INTERNAL when it was changed or the key is another one */
    read: async (sessionId: string, entryId: string, kind: BodyKind): Promise<string | null> => {
      const name = nameOf(entryId, kind);
      const box = await readFile(join(folderOf(sessionId), name)).catch((error: NodeJS.ErrnoException) =>
        error.code === "ENOENT" ? null : Promise.reject(error),
      );
      // A character may have been cut in half.
      return box && (await unpack(open(env.contextEncryptionKey, box, name))).toString("utf8").replace(/\ufffd$/, "");
    },
    /** What a session's files take on this server's disk, in bytes. */
    sizeOf: async (sessionId: string): Promise<number> => {
      const names = await readdir(folderOf(sessionId));
      const sizes = await Promise.all(names.map(async (name) => (await stat(join(folderOf(sessionId), name))).size));
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    /** Forgets what a session has used; its files stay. */
    close: (sessionId: string): void => void used.delete(sessionId),
    /** Sessions that have files here. */
    sessions: (): Promise<string[]> => readdir(folder).catch((error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? [] : Promise.reject(error))),
    /** Removes a session's files. Idempotent. */
    remove: (sessionId: string): Promise<void> => rm(folderOf(sessionId), { recursive: true, force: true }),
  };
}
