import {
  ActInput,
  ActOutput,
  ContentInput,
  ContentOutput,
  EvaluateInput,
  EvaluateOutput,
  ExtractInput,
  ExtractOutput,
  NavigateInput,
  NavigateOutput,
  ObserveInput,
  ObserveOutput,
  ScreenshotInput,
  ScreenshotOutput,
  TravelInput,
  TravelOutput,
  UploadFileInput,
  UploadFileOutput,
  WaitForInput,
  WaitForOutput,
} from "../../contract/agent.ts";
import { Ok } from "../../contract/common.ts";
import { AnswerQuestionInput, ListQuestionsOutput } from "../../contract/hand-off.ts";
import { SessionRef } from "../../contract/sessions.ts";
import { heldProcedure, procedure, router } from "../trpc.ts";

const drives = procedure.meta({ scope: "sessions:drive" });

/** Driving a page of a session, in plain language and otherwise. */
export const drivingProcedures = router({
  navigate: drives
    .input(NavigateInput)
    .output(NavigateOutput)
    .mutation(({ ctx, input }) => ctx.app.agent.navigate(ctx.actor, input, ctx.signal)),
  goBack: drives
    .input(TravelInput)
    .output(TravelOutput)
    .mutation(({ ctx, input }) => ctx.app.agent.goBack(ctx.actor, input, ctx.signal)),
  goForward: drives
    .input(TravelInput)
    .output(TravelOutput)
    .mutation(({ ctx, input }) => ctx.app.agent.goForward(ctx.actor, input, ctx.signal)),
  reload: drives
    .input(TravelInput)
    .output(TravelOutput)
    .mutation(({ ctx, input }) => ctx.app.agent.reload(ctx.actor, input, ctx.signal)),
  act: drives
    .input(ActInput)
    .output(ActOutput)
    .mutation(({ ctx, input }) => ctx.app.agent.act(ctx.actor, input, ctx.signal)),
  listQuestions: procedure
    .meta({ scope: "sessions:read" })
    .input(SessionRef)
    .output(ListQuestionsOutput)
    .query(({ ctx, input }) => ctx.app.handOff.questions(ctx.actor, input.sessionId)),
  answerQuestion: drives
    .meta({ audit: true })
    .input(AnswerQuestionInput)
    .output(Ok)
    .mutation(({ ctx, input }) => ctx.app.handOff.answer(ctx.actor, input)),
  observe: drives
    .input(ObserveInput)
    .output(ObserveOutput)
    .mutation(({ ctx, input }) => ctx.app.agent.observe(ctx.actor, input, ctx.signal)),
  extract: drives
    .input(ExtractInput)
    .output(ExtractOutput)
    .mutation(({ ctx, input }) => ctx.app.agent.extract(ctx.actor, input, ctx.signal)),
  // A stream fails too late to be passed on: it is looked before where the session is.
  extractStream: heldProcedure
    .meta({ scope: "sessions:drive", rate: "connect" })
    .input(ExtractInput)
    .subscription(({ ctx, input }) => ctx.app.agent.extractStream(ctx.actor, input, ctx.signal)),
  content: drives
    .input(ContentInput)
    .output(ContentOutput)
    .mutation(({ ctx, input }) => ctx.app.agent.content(ctx.actor, input, ctx.signal)),
  screenshot: drives
    .input(ScreenshotInput)
    .output(ScreenshotOutput)
    .mutation(({ ctx, input }) => ctx.app.agent.screenshot(ctx.actor, input, ctx.signal)),
  waitFor: drives
    .input(WaitForInput)
    .output(WaitForOutput)
    .mutation(({ ctx, input }) => ctx.app.agent.waitFor(ctx.actor, input, ctx.signal)),
  evaluate: drives
    .input(EvaluateInput)
    .output(EvaluateOutput)
    .mutation(({ ctx, input }) => ctx.app.agent.evaluate(ctx.actor, input, ctx.signal)),
  uploadFile: drives
    .meta({ audit: true })
    .input(UploadFileInput)
    .output(UploadFileOutput)
    .mutation(({ ctx, input }) => ctx.app.agent.uploadFile(ctx.actor, input, ctx.signal)),
});
