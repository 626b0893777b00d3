import type { Db } from "../db/client.ts";
import type { Settings } from "../settings/settings.ts";
import type { ShotFiles } from "./shot-files.ts";

/** Sessions that are looked up at once. */
const AT_ONCE = 500;

type SweepParts = { db: Db; files: Pick<ShotFiles, "sessions" | "move" | "remove">; settings: Pick<Settings, "tooOld"> };

/**
 * Makes what removes pictures that are too old, and files on this server's disk and in the bucket that no row names any
 * more; and moves to the bucket what a server that is gone has left here.
 */
export function createSweep({ db, files, settings }: SweepParts) {
  /** Removes rows that are too old. Gives the sessions that had them. */
  const forget = async (now: Date): Promise<string[]> => {
    const lessened = new Set<string>();
    for (const { before, ...of } of await settings.tooOld("evidenceDays", now)) {
      const where = { ...of, at: { lt: before } };
      for (const { sessionId } of await db.evidenceShot.findMany({ where, distinct: ["sessionId"], select: { sessionId: true } })) lessened.add(sessionId);
      await db.evidenceShot.deleteMany({ where });
    }
    return [...lessened];
  };

  const tidy = async (sessionId: string, signal: AbortSignal): Promise<void> => {
    const rows = await db.evidenceShot.findMany({ where: { sessionId }, distinct: ["sha256"], select: { sha256: true } });
    await files.remove(sessionId, signal, new Set(rows.map(({ sha256 }) => sha256)));
  };

  /** The file of a new picture is there before its row: nothing is removed or moved while the session runs. */
  const isRunning = async (sessionId: string): Promise<boolean> => (await db.browserSession.count({ where: { id: sessionId, terminatedAt: null } })) > 0;

  const without = async (sessionIds: readonly string[]): Promise<string[]> => {
    const rows = await db.evidenceShot.findMany({ where: { sessionId: { in: [...sessionIds] } }, distinct: ["sessionId"], select: { sessionId: true } });
    const named = new Set(rows.map(({ sessionId }) => sessionId));
    return sessionIds.filter((id) => !named.has(id));
  };

  return async (now: Date, signal: AbortSignal): Promise<void> => {
    const lessened = await forget(now);
    const { here, moved } = await files.sessions(signal);
    for (const sessionId of new Set([...here, ...lessened])) {
      if (await isRunning(sessionId)) continue;
      await tidy(sessionId, signal);
      await files.move(sessionId, signal);
    }
    for (let i = 0; i < moved.length; i += AT_ONCE) for (const sessionId of await without(moved.slice(i, i + AT_ONCE))) await files.remove(sessionId, signal);
  };
}
