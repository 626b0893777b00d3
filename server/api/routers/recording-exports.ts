import { CancelExportInput, ExportRecordingInput, ListExportsInput, ListExportsOutput, RecordingExport } from "../../contract/recording-exports.ts";
import { recordedProcedure, router } from "../trpc.ts";

/** Recordings as files, made by a server that has theirs. */
export const recordingExportProcedures = router({
  export: recordedProcedure
    .meta({ scope: "sessions:read", audit: true })
    .input(ExportRecordingInput)
    .output(RecordingExport)
    .mutation(({ ctx, input }) => ctx.app.recordingExports.begin(ctx.actor, input)),
  listExports: recordedProcedure
    .meta({ scope: "sessions:read" })
    .input(ListExportsInput)
    .output(ListExportsOutput)
    .query(({ ctx, input }) => ctx.app.recordingExports.list(ctx.actor, input.sessionId)),
  cancelExport: recordedProcedure
    .meta({ scope: "sessions:read" })
    .input(CancelExportInput)
    .output(RecordingExport)
    .mutation(({ ctx, input }) => ctx.app.recordingExports.cancel(ctx.actor, input.sessionId, input.exportId)),
});
