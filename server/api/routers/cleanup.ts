import { CleanupRun, CleanupStatistics, RunCleanupInput } from "../../contract/cleanup.ts";
import { procedure, router } from "../trpc.ts";

/** Finding and ending what should have ended, and what that found of late. */
export const cleanupRouter = router({
  run: procedure
    .meta({ scope: "sessions:write", audit: true })
    .input(RunCleanupInput)
    .output(CleanupRun)
    .mutation(({ ctx, input }) => ctx.app.cleanup.run(ctx.actor, input.scope, ctx.signal)),
  statistics: procedure
    .meta({ scope: "sessions:read" })
    .output(CleanupStatistics)
    .query(({ ctx }) => ctx.app.cleanup.statistics(ctx.actor)),
});
