import { CancelExportInput, ExportRecordingInput, ListExportsInput, ListExportsOutput, RecordingExport } from "../../contract/recording-exports.ts";
import { heldProcedure, router } from "../trpc.ts";

/** Recordings as files. The server that holds a session, or held it last, has its recording and makes its exports. */
export const recordingExportProcedures = router({
  export: heldProcedure
    .meta({ scope: "sessions:read", audit: true })
    .input(ExportRecordingInput)
    .output(RecordingExport)
    .mutation(({ ctx, input }) => ctx.app.recordingExports.begin(ctx.actor, input)),
  listExports: heldProcedure
    .meta({ scope: "sessions:read" })
    .input(ListExportsInput)
    .output(ListExportsOutput)
    .query(({ ctx, input }) => ctx.app.recordingExports.list(ctx.actor, input.sessionId)),
  cancelExport: heldProcedure
    .meta({ scope: "sessions:read" })
    .input(CancelExportInput)
    .output(RecordingExport)
    .mutation(({ ctx, input }) => ctx.app.recordingExports.cancel(ctx.actor, input.sessionId, input.exportId)),
});
