import { Ok } from "../../contract/common.ts";
import { Context, ContextRef, CreateContextInput } from "../../contract/contexts.ts";
import { procedure, router } from "../trpc.ts";

/** Browser states that outlive their sessions. */
export const contextsRouter = router({
  create: procedure
    .meta({ scope: "sessions:write", audit: true })
    .input(CreateContextInput)
    .output(Context)
    .mutation(({ ctx, input }) => ctx.app.contexts.create(ctx.actor, input)),
  get: procedure
    .meta({ scope: "sessions:read" })
    .input(ContextRef)
    .output(Context)
    .query(({ ctx, input }) => ctx.app.contexts.get(ctx.actor, input)),
  remove: procedure
    .meta({ scope: "sessions:write", audit: true })
    .input(ContextRef)
    .output(Ok)
    .mutation(({ ctx, input }) => ctx.app.contexts.remove(ctx.actor, input)),
});
