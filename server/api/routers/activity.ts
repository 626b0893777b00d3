import { ListActivityInput, ListActivityOutput, SessionStreamInput } from "../../contract/activity.ts";
import { sessionEvents, workspaceEvents } from "../event-streams.ts";
import { procedure, router } from "../trpc.ts";

const reads = procedure.meta({ scope: "sessions:read" });
const streams = procedure.meta({ scope: "sessions:read", rate: "connect" });

/** What happens in sessions: as a list, and as it happens. */
export const activityRouter = router({
  list: reads
    .input(ListActivityInput)
    .output(ListActivityOutput)
    .query(({ ctx, input }) => ctx.app.activities.list(ctx.actor, input)),
  onSession: streams.input(SessionStreamInput).subscription(({ ctx, input }) => sessionEvents(ctx.app, ctx.actor, input, ctx.signal)),
  onSessions: streams.subscription(({ ctx }) => workspaceEvents(ctx.app, ctx.actor, ctx.signal)),
});
