import type { Actor } from "../../access/actor.ts";
import type { Embedding, SetEmbeddingInput } from "../../contract/live-links.ts";
import type { Db } from "../../db/client.ts";

/** The sites that may show a workspace's live links in a frame. */
export type EmbeddingSettings = ReturnType<typeof createEmbeddingSettings>;

/** Makes it. Without a row nobody may but this server's own pages. */
export function createEmbeddingSettings({ db }: { db: Db }) {
  const originsOf = async (workspaceId: string): Promise<string[]> =>
    (await db.workspaceSettings.findUnique({ where: { workspaceId }, select: { embedOrigins: true } }))?.embedOrigins ?? [];

  return {
    originsOf,

    /** Those of the caller's workspace. */
    get: async ({ workspaceId }: Actor): Promise<Embedding> => ({ origins: await originsOf(workspaceId) }),

    /** Puts these in the place of all that were there; one that stands twice is kept once. Pages that are open stay. */
    set: async ({ workspaceId }: Actor, input: SetEmbeddingInput): Promise<Embedding> => {
      const embedOrigins = [...new Set(input.origins)];
      await db.workspaceSettings.upsert({ where: { workspaceId }, create: { workspaceId, embedOrigins }, update: { embedOrigins } });
      return { origins: embedOrigins };
    },
  };
}
