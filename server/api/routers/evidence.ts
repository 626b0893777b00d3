import { Ok } from "../../contract/common.ts";
import {
  CompareShotsInput,
  CompareShotsOutput,
  ListExportsOutput,
  ListRedactionsInput,
  ListRedactionsOutput,
  ListShotsInput,
  ListShotsOutput,
  RedactInput,
  RedactionRef,
  RedactOutput,
  VerifyExportInput,
  VerifyExportOutput,
} from "../../contract/evidence.ts";
import { SessionRef } from "../../contract/sessions.ts";
import { heldProcedure, procedure, router } from "../trpc.ts";

const reads = procedure.meta({ scope: "sessions:read" });
const changes = procedure.meta({ scope: "sessions:write", audit: true });

/** Pictures of what was done in a session: looked at, compared, redacted. Exports are files, at `/api/sessions/:id/evidence.pdf`. */
export const evidenceRouter = router({
  listShots: reads
    .input(ListShotsInput)
    .output(ListShotsOutput)
    .query(({ ctx, input }) => ctx.app.evidence.list(ctx.actor, input)),
  // The pictures are on the disk of the server that held the session.
  compareShots: heldProcedure
    .meta({ scope: "sessions:read" })
    .input(CompareShotsInput)
    .output(CompareShotsOutput)
    .query(({ ctx, input }) => ctx.app.evidence.compare(ctx.actor, input, ctx.signal)),
  redact: changes
    .input(RedactInput)
    .output(RedactOutput)
    .mutation(async ({ ctx, input }) => ({ redactions: await ctx.app.evidence.redact(ctx.actor, input) })),
  listRedactions: reads
    .input(ListRedactionsInput)
    .output(ListRedactionsOutput)
    .query(async ({ ctx, input }) => ({ redactions: await ctx.app.evidence.redactions(ctx.actor, input) })),
  removeRedaction: changes
    .input(RedactionRef)
    .output(Ok)
    .mutation(({ ctx, input }) => ctx.app.evidence.removeRedaction(ctx.actor, input).then(() => ({ success: true as const }))),
  listExports: reads
    .input(SessionRef)
    .output(ListExportsOutput)
    .query(async ({ ctx, input }) => ({ exports: await ctx.app.evidence.exports(ctx.actor, input.sessionId) })),
  verify: reads
    .input(VerifyExportInput)
    .output(VerifyExportOutput)
    .query(({ ctx, input }) => ctx.app.evidence.verify(ctx.actor, input)),
});
