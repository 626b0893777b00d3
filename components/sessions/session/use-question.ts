"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { HumanQuestion } from "../../../server/contract/hand-off.ts";
import { useTRPC } from "../../trpc.tsx";

/** The oldest question that an act of the session asks a person now, and the way to answer it. */
export function useQuestion(sessionId: string, enabled: boolean): { question: HumanQuestion | null; answering: boolean; answer: (ref: string | null) => void } {
  const trpc = useTRPC();
  // The session's stream tells when questions come and go.
  const open = useQuery(trpc.browser.listQuestions.queryOptions({ sessionId }, { enabled }));
  const reply = useMutation(trpc.browser.answerQuestion.mutationOptions({ onSettled: () => void open.refetch() }));
  const question = (enabled && open.data?.questions[0]) || null;
  return {
    question,
    answering: reply.isPending,
    answer: (ref) => question && reply.mutate({ sessionId, questionId: question.id, ref }),
  };
}
