import type { Db } from "../db/client.ts";
import type { Settings } from "../settings/settings.ts";
import type { ShotFiles } from "./shot-files.ts";

/** Makes what removes pictures that are too old, and files on this server's disk that no row names any more. */
export function createSweep({ db, files, settings }: { db: Db; files: Pick<ShotFiles, "sessions" | "remove">; settings: Pick<Settings, "tooOld"> }) {
  return async (now: Date): Promise<void> => {
    for (const { before, ...of } of await settings.tooOld("evidenceDays", now)) await db.evidenceShot.deleteMany({ where: { ...of, at: { lt: before } } });
    for (const sessionId of await files.sessions()) {
      const rows = await db.evidenceShot.findMany({ where: { sessionId }, distinct: ["sha256"], select: { sha256: true } });
      // The file of a new picture is there before its row: nothing is removed while the session runs.
      const isRunning = (await db.browserSession.count({ where: { id: sessionId, terminatedAt: null } })) > 0;
      if (!isRunning) await files.remove(sessionId, new Set(rows.map(({ sha256 }) => sha256)));
    }
  };
}
