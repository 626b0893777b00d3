import type { Actor } from "../access/actor.ts";
import type { Activities } from "../activity/activities.ts";
import type { Activity } from "../contract/activity.ts";
import { EvidenceShot, type EvidenceStep } from "../contract/evidence.ts";
import { AppError } from "../core/errors.ts";
import type { Db } from "../db/client.ts";

type ShotRow = NonNullable<Awaited<ReturnType<Db["evidenceShot"]["findFirst"]>>>;

/** A stored shot in the shape that clients see. */
function toShot({ workspaceId: _, sessionId: __, moment, at, ...row }: ShotRow): EvidenceShot {
  return { ...row, moment: EvidenceShot.shape.moment.parse(moment), at: at.toISOString() };
}

/** What rows know of pictures; whose session it is has been checked by the caller. */
export type Shots = ReturnType<typeof createShots>;

/** Makes it. */
export function createShots({ db, activities }: { db: Db; activities: Pick<Activities, "list"> }) {
  const stepsOf = async ({ workspaceId }: Actor, sessionId: string, done: readonly Activity[]): Promise<EvidenceStep[]> => {
    const rows = await db.evidenceShot.findMany({
      where: { workspaceId, sessionId, activityId: { in: done.map(({ id }) => id) } },
      orderBy: { at: "asc" },
    });
    const byActivity = Map.groupBy(rows.map(toShot), ({ activityId }) => activityId);
    return done.map((activity) => {
      const shots = byActivity.get(activity.id) ?? [];
      const of = (moment: EvidenceShot["moment"]): EvidenceShot | null => shots.find((shot) => shot.moment === moment) ?? null;
      return { activity, before: of("before"), after: of("after") };
    });
  };

  return {
    /** One page of what was done, the newest first, with its pictures. @throws AppError NOT_FOUND */
    page: async (
      actor: Actor,
      input: { sessionId: string; limit: number; before?: string | undefined },
    ): Promise<{ steps: EvidenceStep[]; hasMore: boolean }> => {
      const { activities: done, hasMore } = await activities.list(actor, input);
      return { steps: await stepsOf(actor, input.sessionId, done), hasMore };
    },

    /** @throws AppError NOT_FOUND, also for another session's shot */
    get: async ({ workspaceId }: Actor, sessionId: string, shotId: string): Promise<EvidenceShot> => {
      const row = await db.evidenceShot.findFirst({ where: { id: shotId, sessionId, workspaceId } });
      if (row === null) throw new AppError("NOT_FOUND", `The session has no shot ${shotId}.`);
      return toShot(row);
    },

    /** The hashes of all different pictures of a session that have this size. */
    alike: async ({ workspaceId }: Actor, sessionId: string, { width, height }: EvidenceShot): Promise<string[]> => {
      const rows = await db.evidenceShot.findMany({ where: { workspaceId, sessionId, width, height }, distinct: ["sha256"], select: { sha256: true } });
      return rows.map(({ sha256 }) => sha256);
    },
  };
}
