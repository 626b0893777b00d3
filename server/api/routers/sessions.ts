import { GetSessionLogsInput, GetSessionLogsOutput } from "../../contract/activity.ts";
import { Recording } from "../../contract/recordings.ts";
import {
  AcquireSessionInput,
  AcquireSessionOutput,
  CreateSessionInput,
  CreateSessionOutput,
  DebuggerUrlInput,
  DebuggerUrlOutput,
  ExtendSessionInput,
  GetSessionUsageOutput,
  ListSessionsInput,
  ListSessionsOutput,
  LiveViewUrlInput,
  LiveViewUrlOutput,
  Session,
  SessionRef,
  TerminateAllInput,
  TerminateAllOutput,
  TerminateSessionOutput,
  WorkspaceUsage,
} from "../../contract/sessions.ts";
import { endElsewhere } from "../elsewhere.ts";
import { procedure, recordedProcedure, router } from "../trpc.ts";

/** Making, finding and ending sessions, and what can be known of them. */
export const sessionProcedures = router({
  createSession: procedure
    .meta({ scope: "sessions:write", rate: "create", audit: true })
    .input(CreateSessionInput)
    .output(CreateSessionOutput)
    .mutation(({ ctx, input }) => ctx.app.sessions.create(ctx.actor, input, ctx.signal)),
  getSession: procedure
    .meta({ scope: "sessions:read" })
    .input(SessionRef)
    .output(Session)
    .query(({ ctx, input }) => ctx.app.sessions.get(ctx.actor, input.sessionId)),
  listSessions: procedure
    .meta({ scope: "sessions:read" })
    .input(ListSessionsInput)
    .output(ListSessionsOutput)
    .query(({ ctx, input }) => ctx.app.sessions.list(ctx.actor, input)),
  terminateSession: procedure
    .meta({ scope: "sessions:write", audit: true })
    .input(SessionRef)
    .output(TerminateSessionOutput)
    .mutation(({ ctx, input }) => ctx.app.sessions.terminate(ctx.actor, input.sessionId)),
  acquireSession: procedure
    .meta({ scope: "sessions:write", rate: "create", audit: true })
    .input(AcquireSessionInput)
    .output(AcquireSessionOutput)
    .mutation(({ ctx, input }) => ctx.app.sessions.acquire(ctx.actor, input, ctx.signal)),
  extendSession: procedure
    .meta({ scope: "sessions:write", audit: true })
    .input(ExtendSessionInput)
    .output(Session)
    .mutation(({ ctx, input }) => ctx.app.sessions.extend(ctx.actor, input)),
  restoreSession: procedure
    .meta({ scope: "sessions:write", rate: "create", audit: true })
    .input(SessionRef)
    .output(CreateSessionOutput)
    .mutation(({ ctx, input }) => ctx.app.sessions.restore(ctx.actor, input.sessionId, ctx.signal)),
  terminateAllSessions: procedure
    .meta({ scope: "sessions:write", audit: true })
    .input(TerminateAllInput)
    .output(TerminateAllOutput)
    .mutation(({ ctx, input }) => ctx.app.sessions.terminateMany(ctx.actor, input, endElsewhere(ctx))),
  getSessionUsage: procedure
    .meta({ scope: "sessions:read" })
    .input(SessionRef)
    .output(GetSessionUsageOutput)
    .query(({ ctx, input }) => ctx.app.sessions.usage(ctx.actor, input.sessionId)),
  getWorkspaceUsage: procedure
    .meta({ scope: "sessions:read" })
    .output(WorkspaceUsage)
    .query(({ ctx }) => ctx.app.sessions.workspaceUsage(ctx.actor)),
  getSessionLogs: procedure
    .meta({ scope: "sessions:read" })
    .input(GetSessionLogsInput)
    .output(GetSessionLogsOutput)
    .query(({ ctx, input }) => ctx.app.activities.logs(ctx.actor, input)),
  getLiveViewUrl: procedure
    .meta({ scope: "live:view", rate: "connect", audit: true })
    .input(LiveViewUrlInput)
    .output(LiveViewUrlOutput)
    .mutation(({ ctx, input }) => ctx.app.liveLinks.viewUrl(ctx.actor, input)),
  getDebuggerUrl: procedure
    .meta({ scope: "sessions:debug", audit: true })
    .input(DebuggerUrlInput)
    .output(DebuggerUrlOutput)
    .query(({ ctx, input }) => ctx.app.sessions.debuggerUrl(ctx.actor, input)),
  getRecording: recordedProcedure
    .meta({ scope: "sessions:read" })
    .input(SessionRef)
    .output(Recording)
    .query(({ ctx, input }) => ctx.app.recordings.get(ctx.actor, input.sessionId)),
});
