import type { Actor } from "../access/actor.ts";
import type { EvidenceShot, RedactInput, Redaction } from "../contract/evidence.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Db } from "../db/client.ts";
import { cover } from "./capture.ts";

const BLACK = "#000000";
const MAX_PER_PICTURE = 100;

type RedactionRow = NonNullable<Awaited<ReturnType<Db["evidenceRedaction"]["findFirst"]>>>;
const toRedaction = ({ workspaceId: _, sessionId: __, createdAt, ...row }: RedactionRow): Redaction => ({ ...row, createdAt: createdAt.toISOString() });

/** Areas of pictures that exported copies do not show; whose session it is has been checked by the caller. */
export type Redactions = ReturnType<typeof createRedactions>;

/** Makes them. */
export function createRedactions({ db }: { db: Db }) {
  /** Of the pictures with these hashes, or of the whole session; in the order in which they were made. */
  const list = async ({ workspaceId }: Actor, sessionId: string, hashes?: readonly string[]): Promise<Redaction[]> => {
    const where = { workspaceId, sessionId, ...(hashes && { sha256: { in: [...hashes] } }) };
    return (await db.evidenceRedaction.findMany({ where, orderBy: [{ createdAt: "asc" }, { id: "asc" }] })).map(toRedaction);
  };

  return {
    list,

    /**
     * Redacts the area of each of these pictures, which are as large as the given one.
     * @throws AppError INVALID_INPUT for an area outside of the picture · LIMIT_EXCEEDED
     */
    add: async (actor: Actor, input: RedactInput, { width, height }: EvidenceShot, hashes: readonly string[]): Promise<Redaction[]> => {
      const { x, y, width: wide, height: high, reason, sessionId } = input;
      if (x + wide > width || y + high > height)
        throw new AppError("INVALID_INPUT", `The area is not within the picture, which is ${width}×${height}.`, {
          fields: [{ field: x + wide > width ? "width" : "height", message: "reaches beyond the picture" }],
        });
      const counts = await db.evidenceRedaction.groupBy({ by: ["sha256"], where: { sessionId, sha256: { in: [...hashes] } }, _count: true });
      if (counts.some(({ _count }) => _count >= MAX_PER_PICTURE))
        throw new AppError("LIMIT_EXCEEDED", `A picture takes at most ${MAX_PER_PICTURE} redactions; remove some, or draw a larger one.`);
      const createdAt = new Date();
      const rows = hashes.map((sha256) => ({
        ...{ id: newId("redact"), workspaceId: actor.workspaceId, sessionId, sha256 },
        ...{ x, y, width: wide, height: high, reason, createdBy: actor.name, createdAt },
      }));
      await db.evidenceRedaction.createMany({ data: rows });
      return rows.map(toRedaction);
    },

    /** @throws AppError NOT_FOUND, also for another session's */
    remove: async ({ workspaceId }: Actor, sessionId: string, id: string): Promise<void> => {
      const { count } = await db.evidenceRedaction.deleteMany({ where: { id, sessionId, workspaceId } });
      if (count === 0) throw new AppError("NOT_FOUND", `The session has no redaction ${id}.`);
    },
  };
}

/** The picture as exports show it: what is redacted is painted black, and its pixels are gone from the file. */
export async function burn(image: Buffer, size: { width: number; height: number }, redactions: readonly Redaction[]): Promise<Buffer> {
  return redactions.length === 0 ? image : cover(image, redactions, size, BLACK);
}
