import { AgentInput, AgentOutput, AgentRun, AgentRunDetails, AgentRunRef, ListAgentRunsInput, ListAgentRunsOutput } from "../../contract/agent-run.ts";
import { procedure, router } from "../trpc.ts";

const reads = procedure.meta({ scope: "sessions:read" });
const drives = procedure.meta({ scope: "sessions:drive", audit: true });

/** A goal in place of a step: the model finds the steps. */
export const goalProcedures = router({
  agent: drives
    .input(AgentInput)
    .output(AgentOutput)
    .mutation(({ ctx, input }) => ctx.app.agentRuns.pursue(ctx.actor, input, ctx.signal)),
});

/** Runs towards a goal: begun without waiting, looked at, held, and ended. */
export const agentRunsRouter = router({
  start: drives
    .input(AgentInput)
    .output(AgentRun)
    .mutation(({ ctx, input }) => ctx.app.agentRuns.begin(ctx.actor, input)),
  get: reads
    .input(AgentRunRef)
    .output(AgentRunDetails)
    .query(({ ctx, input }) => ctx.app.agentRuns.get(ctx.actor, input.runId)),
  list: reads
    .input(ListAgentRunsInput)
    .output(ListAgentRunsOutput)
    .query(({ ctx, input }) => ctx.app.agentRuns.list(ctx.actor, input)),
  stop: drives
    .input(AgentRunRef)
    .output(AgentRun)
    .mutation(({ ctx, input }) => ctx.app.agentRuns.halt(ctx.actor, input.runId)),
  pause: drives
    .input(AgentRunRef)
    .output(AgentRun)
    .mutation(({ ctx, input }) => ctx.app.agentRuns.pause(ctx.actor, input.runId)),
  resume: drives
    .input(AgentRunRef)
    .output(AgentRun)
    .mutation(({ ctx, input }) => ctx.app.agentRuns.resume(ctx.actor, input.runId)),
});
