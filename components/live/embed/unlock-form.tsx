"use client";

import { Lock } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { unlockLink } from "./link-access.ts";

type UnlockFormProps = {
  token: string;
  /** Given the token that opens the link. */
  onOpen: (token: string) => void;
};

/** Asks for a link's password. */
export function UnlockForm({ token, onOpen }: UnlockFormProps) {
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string>();
  const [pending, setPending] = useState(false);
  const unlock = async (): Promise<void> => {
    setPending(true);
    const answer = await unlockLink(token, password).catch(() => ({ problem: "The server cannot be reached; try again in a moment." }));
    setPending(false);
    if ("problem" in answer) setProblem(answer.problem);
    else onOpen(answer.token);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (password === "") setProblem("Enter the password.");
    else void unlock();
  };
  return (
    <div className="grid h-full place-items-center overflow-y-auto p-4">
      <form noValidate onSubmit={submit} className="flex w-full max-w-xs flex-col gap-4">
        <div className="text-center">
          <Lock aria-hidden="true" className="mx-auto mb-2 size-6 text-muted-foreground" />
          <h2 className="text-base font-semibold">This live view has a password</h2>
          <p className="mt-1 text-muted-foreground">Whoever sent you the link knows it.</p>
        </div>
        <Field label="Password" error={problem}>
          {(control) => <Input {...control} type="password" autoComplete="off" value={password} onChange={(event) => setPassword(event.currentTarget.value)} />}
        </Field>
        <Button type="submit" variant="primary" pending={pending}>
          Watch
        </Button>
      </form>
    </div>
  );
}
