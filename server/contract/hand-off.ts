import { z } from "zod";
import { ObservedElement } from "./agent.ts";
import { Id, Instant } from "./common.ts";

/** What an act asks a person: which of these elements is meant. Answered once, by `answerQuestion`, before it expires. */
export const HumanQuestion = z.strictObject({
  id: Id,
  sessionId: Id,
  tabId: z.string(),
  /** As it was given; values of variables are not in it. */
  instruction: z.string(),
  outcome: z.enum(["ambiguous", "not_found"]),
  message: z.string(),
  candidates: z.array(ObservedElement),
  askedAt: Instant,
  expiresAt: Instant,
});
export type HumanQuestion = z.infer<typeof HumanQuestion>;

/** How a question ended: `picked` an element, `declined` by a person, `expired`, or `withdrawn` because the act ended. */
export const QuestionEnd = z.enum(["picked", "declined", "expired", "withdrawn"]);
export type QuestionEnd = z.infer<typeof QuestionEnd>;

export const ListQuestionsOutput = z.strictObject({ questions: z.array(HumanQuestion) });
export const AnswerQuestionInput = z.strictObject({
  sessionId: Id,
  questionId: Id,
  /** The ref of the candidate that is meant; null: none of them. */
  ref: z.string().max(100).nullable(),
});
export type AnswerQuestionInput = z.infer<typeof AnswerQuestionInput>;
