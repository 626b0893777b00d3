"use client";

import { type FormEvent, useId, useRef } from "react";
import type { PromptAnswer } from "../../../server/contract/live-prompts.ts";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { CardButtons } from "./prompt-card.tsx";
import type { OpenPrompt } from "./use-prompts.ts";

type SignInBodyProps = {
  prompt: Extract<OpenPrompt, { kind: "signIn" }>;
  mayAnswer: boolean;
  onAnswer: (answer: PromptAnswer) => void;
};

/** A site's question for a name and a password, which the browser would ask in a window of its own. */
export function SignInBody({ prompt, mayAnswer, onAnswer }: SignInBodyProps) {
  const username = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const id = useId();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    onAnswer({ what: "credentials", username: username.current?.value ?? "", password: password.current?.value ?? "" });
  };
  const isOpenToAll = prompt.scheme === "basic" && prompt.origin.startsWith("http:");
  return (
    <form onSubmit={onSubmit} autoComplete="off">
      <p className="mt-2 break-words text-muted-foreground">
        {prompt.realm !== "" && `It is for “${prompt.realm}”. `}
        {isOpenToAll && "The password travels unencrypted. "}
        It goes to the browser alone and is not kept here.
      </p>
      {mayAnswer && (
        <>
          <div className="mt-3 grid gap-2.5 sm:grid-cols-2">
            <label htmlFor={`${id}name`} className="grid gap-1 text-xs font-medium">
              User name
              <Input ref={username} id={`${id}name`} data-first="" autoComplete="off" autoCapitalize="none" spellCheck={false} />
            </label>
            <label htmlFor={`${id}password`} className="grid gap-1 text-xs font-medium">
              Password
              <Input ref={password} id={`${id}password`} type="password" autoComplete="off" />
            </label>
          </div>
          <CardButtons>
            <Button onClick={() => onAnswer({ what: "dismiss" })}>Cancel</Button>
            <Button type="submit" variant="primary">
              Sign in
            </Button>
          </CardButtons>
        </>
      )}
    </form>
  );
}
