"use client";

import { type FormEvent, useId, useRef } from "react";
import type { PromptAnswer } from "../../../server/contract/live-prompts.ts";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { CardButtons } from "./prompt-card.tsx";
import type { OpenPrompt } from "./use-prompts.ts";

type Dialog = Extract<OpenPrompt, { kind: "alert" | "confirm" | "prompt" | "beforeunload" }>;
type DialogBodyProps = { prompt: Dialog; mayAnswer: boolean; onAnswer: (answer: PromptAnswer) => void };

const LEAVE_TEXT = "Changes that you made may not be saved.";

/** What an `alert`, `confirm`, `prompt` or `beforeunload` says, with its answers. */
export function DialogBody({ prompt, mayAnswer, onAnswer }: DialogBodyProps) {
  const field = useRef<HTMLInputElement>(null);
  const messageId = useId();
  const leaves = prompt.kind === "beforeunload";
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    onAnswer({ what: "accept", ...(prompt.kind === "prompt" && { text: field.current?.value ?? "" }) });
  };
  return (
    <form onSubmit={onSubmit}>
      <p id={messageId} className="mt-2 max-h-48 overflow-y-auto break-words whitespace-pre-wrap">
        {leaves ? LEAVE_TEXT : prompt.message}
      </p>
      {prompt.kind === "prompt" && (
        <Input
          ref={field}
          data-first=""
          aria-labelledby={messageId}
          defaultValue={prompt.defaultText}
          disabled={!mayAnswer}
          autoComplete="off"
          className="mt-3"
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      )}
      {mayAnswer && (
        <CardButtons>
          {prompt.kind !== "alert" && <Button onClick={() => onAnswer({ what: "dismiss" })}>{leaves ? "Stay" : "Cancel"}</Button>}
          <Button type="submit" variant="primary" {...(prompt.kind !== "prompt" && { "data-first": "" })}>
            {leaves ? "Leave" : "OK"}
          </Button>
        </CardButtons>
      )}
    </form>
  );
}
