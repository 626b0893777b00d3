import type { Db } from "../db/client.ts";
import type { ShotFiles } from "./shot-files.ts";

const DAY_MS = 86_400_000;

/** Makes what removes pictures that are too old, and files on this server's disk that no row names any more. */
export function createSweep({ db, files, keepDays }: { db: Db; files: Pick<ShotFiles, "sessions" | "remove">; keepDays: number }) {
  return async (now: Date): Promise<void> => {
    await db.evidenceShot.deleteMany({ where: { at: { lt: new Date(now.getTime() - keepDays * DAY_MS) } } });
    for (const sessionId of await files.sessions()) {
      const rows = await db.evidenceShot.findMany({ where: { sessionId }, distinct: ["sha256"], select: { sha256: true } });
      // The file of a new picture is there before its row: nothing is removed while the session runs.
      const isRunning = (await db.browserSession.count({ where: { id: sessionId, terminatedAt: null } })) > 0;
      if (!isRunning) await files.remove(sessionId, new Set(rows.map(({ sha256 }) => sha256)));
    }
  };
}
