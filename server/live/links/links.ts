import type { Lessened } from "../../access/access.ts";
import { messageOf } from "../../core/errors.ts";
import type { EventBus } from "../../core/events.ts";
import type { Log } from "../../core/log.ts";
import { type AdmissionParts, createAdmission } from "./admission.ts";
import { createEmbeddingSettings } from "./embedding.ts";
import { type LinkRow, stillGood } from "./link-row.ts";
import { type LinkEnd, OpenLinks } from "./open-links.ts";
import { createShareLinks, type ShareLinksParts } from "./share-links.ts";

type LinksParts = ShareLinksParts & Omit<AdmissionParts, "embedding"> & { events: Pick<EventBus, "publish" | "subscribe">; log: Log };

/** Links that show a session's live view without a login: their makers' side, who comes in by them, and who may frame them. */
export type LiveLinks = ReturnType<typeof createLiveLinks>;

/** Makes it; open looks are ended by events from `start()` on. */
export function createLiveLinks({ db, env, events, sessions, access, log }: LinksParts) {
  const embedding = createEmbeddingSettings({ db });
  const admission = createAdmission({ db, env, access, embedding });
  const open = new OpenLinks({ db, events, log, isBacked: admission.isBacked });

  const countView = async ({ id }: LinkRow, viewerId: string | null): Promise<void> => {
    const known = viewerId !== null && (await db.liveLinkView.createMany({ data: [{ linkId: id, viewerId }], skipDuplicates: true })).count === 0;
    await db.liveLink.updateMany({ where: { id }, data: { lastViewedAt: new Date(), ...(!known && { views: { increment: 1 } }) } });
  };

  return {
    ...createShareLinks({ db, env, events, sessions }),
    ...admission,
    embedding,

    /** Idempotent. */
    start: (): void => open.start(),
    /** Idempotent. */
    stop: (): void => open.stop(),

    /**
     * A viewer has come in: it is counted, once for each `viewerId` (null: each time), and `onEnd` told when the link is over.
     * Returns the way to stop.
     */
    attend: (link: LinkRow, viewerId: string | null, onEnd: (why: LinkEnd) => void): (() => void) => {
      countView(link, viewerId).catch((error: unknown) => log.warn({ reason: messageOf(error), linkId: link.id }, "a view of a live link was not counted"));
      return open.hold(link, onEnd);
    },

    /** Revokes the links of somebody that let others do more than their maker still may. */
    revokeUnbacked: async (whose: Lessened): Promise<void> => {
      const { workspaceId } = whose;
      const made = "keyId" in whose ? { keyId: whose.keyId } : { createdBy: whose.userId };
      const rows = await db.liveLink.findMany({ where: { workspaceId, ...made, ...stillGood() } });
      const backed = await Promise.all(rows.map((row) => admission.isBacked(row)));
      const over = rows.filter((_, at) => !backed[at]);
      await db.liveLink.updateMany({ where: { id: { in: over.map(({ id }) => id) } }, data: { revokedAt: new Date() } });
      for (const { id: linkId, sessionId } of over) events.publish({ type: "live.linkChanged", workspaceId, sessionId, linkId });
    },
  };
}
