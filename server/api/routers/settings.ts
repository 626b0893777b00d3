import {
  ForeseenRemoval,
  ForeseeRemovalInput,
  TryMaskPatternsInput,
  TryMaskPatternsOutput,
  UpdateWorkspaceSettingsInput,
  WorkspaceSettings,
  WorkspaceStorage,
} from "../../contract/workspace-settings.ts";
import { procedure, router } from "../trpc.ts";

const reads = procedure.meta({ scope: "sessions:read" });

/** What the workspace keeps, how long and in how much room, and what its sessions begin with. */
export const settingsRouter = router({
  get: reads.output(WorkspaceSettings).query(({ ctx }) => ctx.app.settings.get(ctx.actor)),
  update: procedure
    .meta({ scope: "workspace:manage", audit: true })
    .input(UpdateWorkspaceSettingsInput)
    .output(WorkspaceSettings)
    .mutation(({ ctx, input }) => ctx.app.settings.update(ctx.actor, input)),
  storage: reads.output(WorkspaceStorage).query(({ ctx }) => ctx.app.settings.storage(ctx.actor)),
  foreseeRemoval: reads
    .input(ForeseeRemovalInput)
    .output(ForeseenRemoval)
    .query(({ ctx, input }) => ctx.app.settings.foresee(ctx.actor, input)),
  // Changes nothing; as a mutation the text, which may hold what is to be hidden, stands in no address.
  tryMaskPatterns: reads
    .input(TryMaskPatternsInput)
    .output(TryMaskPatternsOutput)
    .mutation(({ ctx, input }) => ctx.app.settings.tryMaskPatterns(input)),
});
