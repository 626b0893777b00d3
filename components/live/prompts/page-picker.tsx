"use client";

import { type FormEvent, useEffect, useRef } from "react";
import type { PromptAnswer } from "../../../server/contract/live-prompts.ts";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { promptTitle } from "./prompt-words.ts";
import type { OpenPrompt } from "./use-prompts.ts";

type Picker = Extract<OpenPrompt, { kind: "picker" }>;
type Suggestions = Extract<OpenPrompt, { kind: "suggestions" }>;

/** The viewer's own date, time or colour picker in place of the page's. */
export function PagePicker({ prompt, onAnswer }: { prompt: Picker; onAnswer: (answer: PromptAnswer) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    try {
      field.current?.showPicker();
    } catch {
      // Browsers open it by themselves only right after a click; the field opens it then.
    }
  }, []);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    onAnswer({ what: "value", value: field.current?.value ?? "" });
  };
  const { inputType, value, min, max, step } = prompt;
  return (
    <form onSubmit={onSubmit} className="flex flex-wrap items-center gap-2 p-2">
      <Input
        ref={field}
        type={inputType}
        data-first=""
        aria-label={promptTitle(prompt)}
        defaultValue={value}
        {...(min && { min })}
        {...(max && { max })}
        {...(step && { step })}
        className={inputType === "color" ? "w-16 p-1" : "w-auto"}
        onKeyDown={({ key }) => key === "Escape" && onAnswer({ what: "dismiss" })}
      />
      <Button type="submit" variant="primary">
        Set
      </Button>
      <Button onClick={() => onAnswer({ what: "dismiss" })}>Cancel</Button>
    </form>
  );
}

/** What a text field suggests. Typing goes on in the page, so the focus stays there. */
export function PageSuggestions({ prompt, onAnswer }: { prompt: Suggestions; onAnswer: (answer: PromptAnswer) => void }) {
  return (
    <ul aria-label={`Suggestions for ${promptTitle(prompt)}`} className="min-h-0 flex-1 overflow-y-auto p-1 text-sm">
      {prompt.options.map(({ index, label }) => (
        <li key={index}>
          <button
            type="button"
            className="block w-full truncate rounded-sm px-2 py-1.5 text-left hover:bg-accent focus-visible:bg-accent"
            onClick={() => onAnswer({ what: "option", index })}
          >
            {label}
          </button>
        </li>
      ))}
    </ul>
  );
}
