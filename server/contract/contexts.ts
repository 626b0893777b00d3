import { z } from "zod";
import { Id, Instant } from "./common.ts";

/** A browser's state that outlives its sessions: cookies and local storage, sealed. */
export const Context = z.strictObject({ id: Id, workspaceId: Id, name: z.string().nullable(), createdAt: Instant, updatedAt: Instant });
export type Context = z.infer<typeof Context>;

export const CreateContextInput = z.strictObject({
  /** One of a kind in the workspace, without regard to case. */
  name: z.string().trim().min(1).max(100).optional(),
});
export type CreateContextInput = z.infer<typeof CreateContextInput>;

export const ContextRef = z.strictObject({ contextId: Id });
export type ContextRef = z.infer<typeof ContextRef>;
