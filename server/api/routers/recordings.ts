import { Ok } from "../../contract/common.ts";
import { ListRecordingsInput, ListRecordingsOutput, Recording } from "../../contract/recordings.ts";
import { SessionRef } from "../../contract/sessions.ts";
import { procedure, recordedProcedure, router } from "../trpc.ts";

/** Recordings of the workspace. Their pictures and events are at `/api/recordings/:id`. */
export const recordingProcedures = router({
  list: procedure
    .meta({ scope: "sessions:read" })
    .input(ListRecordingsInput)
    .output(ListRecordingsOutput)
    .query(({ ctx, input }) => ctx.app.recordings.list(ctx.actor, input)),
  get: recordedProcedure
    .meta({ scope: "sessions:read" })
    .input(SessionRef)
    .output(Recording)
    .query(({ ctx, input }) => ctx.app.recordings.get(ctx.actor, input.sessionId)),
  // The files may be on the disk of the server that held the session.
  remove: recordedProcedure
    .meta({ scope: "sessions:write", audit: true })
    .input(SessionRef)
    .output(Ok)
    .mutation(({ ctx, input }) => ctx.app.recordings.remove(ctx.actor, input.sessionId)),
});
