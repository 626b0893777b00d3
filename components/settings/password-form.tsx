"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { type Me, PASSWORD_LENGTH } from "../../server/contract/access.ts";
import { errorFields, errorText } from "../errors.ts";
import { useTRPC } from "../trpc.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

const NOTHING = { current: "", next: "" };

/** Sets a password where there is none; else changes it, after which one signs in anew. */
export function PasswordForm({ me }: { me: Me }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [values, setValues] = useState(NOTHING);
  const [tooShort, setTooShort] = useState(false);
  const set = useMutation(
    trpc.access.setPassword.mutationOptions({
      onSuccess: async () => {
        if (me.hasPassword) return window.location.assign("/login");
        setValues(NOTHING);
        await queries.invalidateQueries(trpc.access.me.queryFilter());
        toast.success("Password set");
      },
    }),
  );
  const wrongCurrent = errorFields(set.error).find(({ field }) => field === "currentPassword")?.message;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const short = values.next.length < PASSWORD_LENGTH.min;
    setTooShort(short);
    if (!short) set.mutate({ newPassword: values.next, ...(me.hasPassword ? { currentPassword: values.current } : {}) });
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 p-4">
      <div>
        <h3 className="font-medium">Password</h3>
        <p className="mt-0.5 text-muted-foreground">
          {me.hasPassword
            ? `You sign in as ${me.email}. A change signs you out everywhere, also here.`
            : `There is none yet: you came by the link that the server prints. With one you can sign in as ${me.email}.`}
        </p>
      </div>
      {set.isError && wrongCurrent === undefined && (
        <Alert tone="danger" title="The password was not set">
          {errorText(set.error)}
        </Alert>
      )}
      <input type="email" autoComplete="username" value={me.email} readOnly hidden />
      <div className="grid gap-4 sm:grid-cols-2">
        {me.hasPassword && (
          <Field label="Current password" error={wrongCurrent}>
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="current-password"
                value={values.current}
                onChange={({ currentTarget: { value } }) => setValues({ ...values, current: value })}
              />
            )}
          </Field>
        )}
        <Field
          label="New password"
          error={tooShort ? `Use at least ${PASSWORD_LENGTH.min} characters.` : undefined}
          hint={`${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters.`}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              maxLength={PASSWORD_LENGTH.max}
              value={values.next}
              onChange={({ currentTarget: { value } }) => setValues({ ...values, next: value })}
            />
          )}
        </Field>
      </div>
      <div>
        <Button type="submit" pending={set.isPending} disabled={values.next === ""}>
          {me.hasPassword ? "Change password" : "Set password"}
        </Button>
      </div>
    </form>
  );
}
