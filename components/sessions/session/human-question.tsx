"use client";

import { MessageCircleQuestion } from "lucide-react";
import type { ObservedElement } from "../../../server/contract/agent.ts";
import type { HumanQuestion as Question } from "../../../server/contract/hand-off.ts";
import { formatClock } from "../../format.ts";
import { Button } from "../../ui/button.tsx";
import { useNow } from "../../use-now.ts";
import { Candidates } from "./candidates.tsx";

type HumanQuestionProps = {
  question: Question;
  answering: boolean;
  onAnswer: (ref: string | null) => void;
  onPoint: (element: ObservedElement | null) => void;
};

/** An act that waits for a person: what it was told to do, and what it might mean; the choice is remembered for the next time. */
export function HumanQuestion({ question, answering, onAnswer, onPoint }: HumanQuestionProps) {
  const now = useNow(true);
  return (
    <section aria-label="A question for you" className="rounded-lg border border-warning/60 bg-warning/10 p-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <MessageCircleQuestion aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning" />
        <div className="min-w-0 flex-1 basis-64">
          <p role="status" className="font-medium">
            Which one is meant?
          </p>
          <p className="mt-0.5 break-words text-muted-foreground">
            “{question.instruction}” waits{" "}
            <span role="timer" className="tabular-nums">
              {formatClock(Math.max(0, Date.parse(question.expiresAt) - now))}
            </span>{" "}
            for you.
          </p>
        </div>
        <Button size="small" disabled={answering} onClick={() => onAnswer(null)}>
          None of these
        </Button>
      </div>
      <Candidates elements={question.candidates} numbered onPoint={onPoint} onChoose={({ ref }) => onAnswer(ref)} />
    </section>
  );
}
