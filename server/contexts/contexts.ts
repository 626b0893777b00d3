import type { Actor } from "../access/actor.ts";
import type { Context, ContextRef, CreateContextInput } from "../contract/contexts.ts";
import { open, seal } from "../core/crypto.ts";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Db } from "../db/client.ts";
import type { SavedState } from "../driver/saved-state.ts";

/** What stays the same over the sessions of one context. */
export type ContextState = Pick<SavedState, "cookies" | "localStorage">;

/** Browser states that outlive their sessions: made, found and removed by callers, loaded and saved by sessions. */
export type Contexts = ReturnType<typeof createContexts>;

/** Makes it. States are sealed, each bound to its context: a copied box opens nowhere else. */
export function createContexts({ db, env }: { db: Db; env: Pick<Env, "contextEncryptionKey"> }) {
  const key = env.contextEncryptionKey;

  const find = async (workspaceId: string, id: string) => {
    const row = await db.browserContext.findFirst({ where: { id, workspaceId } });
    if (!row) throw new AppError("NOT_FOUND", `There is no context ${id} in this workspace.`);
    return row;
  };
  const unsealed = (id: string, state: string): ContextState => JSON.parse(open(key, Buffer.from(state, "base64"), id).toString("utf8")) as ContextState;

  return {
    /** An empty context. @throws AppError CONFLICT when the name is taken */
    create: async (actor: Actor, { name }: CreateContextInput): Promise<Context> => {
      const data = { id: newId("ctx"), workspaceId: actor.workspaceId, name: name ?? null };
      const row = await db.browserContext.create({ data }).catch((error: unknown) => {
        if (!isTaken(error)) throw error;
        throw new AppError("CONFLICT", `A context named "${name}" exists already.`, { fields: [{ field: "name", message: "taken" }], cause: error });
      });
      return present(row);
    },

    /** @throws AppError NOT_FOUND also for another workspace's */
    get: async (actor: Actor, { contextId }: ContextRef): Promise<Context> => present(await find(actor.workspaceId, contextId)),

    /** Removes it with its state; sessions that use it go on and save nothing. @throws AppError NOT_FOUND */
    remove: async (actor: Actor, { contextId }: ContextRef): Promise<{ success: true }> => {
      await find(actor.workspaceId, contextId);
      await db.browserContext.deleteMany({ where: { id: contextId, workspaceId: actor.workspaceId } });
      return { success: true };
    },

    /** The state that a session begins with; null as long as none was saved. @throws AppError NOT_FOUND */
    load: async (workspaceId: string, id: string): Promise<ContextState | null> => {
      const { state } = await find(workspaceId, id);
      return state === null ? null : unsealed(id, state);
    },

    /**
     * Keeps what a session leaves. Its cookies are all there are; local storage is known of the pages that were open, so
     * that of other origins stays. Of two sessions at once the later one's stays. @throws AppError NOT_FOUND
     */
    save: async (workspaceId: string, id: string, { cookies, localStorage }: ContextState): Promise<void> => {
      const before = (await find(workspaceId, id)).state;
      const merged: ContextState = { cookies, localStorage: { ...(before !== null && unsealed(id, before).localStorage), ...localStorage } };
      const state = seal(key, Buffer.from(JSON.stringify(merged)), id).toString("base64");
      await db.browserContext.updateMany({ where: { id, workspaceId }, data: { state } });
    },
  };
}

type ContextRow = Awaited<ReturnType<Db["browserContext"]["findFirstOrThrow"]>>;

const present = ({ id, workspaceId, name, createdAt, updatedAt }: ContextRow): Context => ({
  id,
  workspaceId,
  name,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

/** Prisma's P2002: a unique index refused the row. */
const isTaken = (error: unknown): boolean => (error as { code?: unknown }).code === "P2002";
