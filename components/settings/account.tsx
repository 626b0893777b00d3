"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { type Me, UpdateAccountInput } from "../../server/contract/access.ts";
import { errorFields, errorText } from "../errors.ts";
import { useMe } from "../shell/use-me.ts";
import { useTRPC } from "../trpc.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { SectionCard } from "../ui/card.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { PasswordForm } from "./password-form.tsx";

/** Who you are here, and the password that signs you in. */
export function Account() {
  const me = useMe();
  return (
    <SectionCard title="Account" description={me && `You are ${me.role} of ${me.workspaceName}.`}>
      {me ? (
        <div className="divide-y">
          <ProfileForm key={`${me.name} ${me.email}`} me={me} />
          <PasswordForm me={me} />
        </div>
      ) : (
        <div className="p-4">
          <Skeleton className="h-40" />
        </div>
      )}
    </SectionCard>
  );
}

function ProfileForm({ me }: { me: Me }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [values, setValues] = useState({ name: me.name, email: me.email });
  const [refused, setRefused] = useState<{ name?: string | undefined; email?: string | undefined }>({});
  const update = useMutation(
    trpc.access.updateAccount.mutationOptions({
      onSuccess: async () => {
        await Promise.all([queries.invalidateQueries(trpc.access.me.queryFilter()), queries.invalidateQueries(trpc.access.listMembers.queryFilter())]);
        toast.success("Account saved");
      },
      onError: (error) => setRefused(Object.fromEntries(errorFields(error).map(({ field, message }) => [field, message]))),
    }),
  );
  const changed = values.name !== me.name || values.email !== me.email;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const parsed = UpdateAccountInput.safeParse(values);
    const wrong = parsed.error?.issues.map(({ path }) => path[0]) ?? [];
    setRefused({
      name: wrong.includes("name") ? "Enter a name of 1 to 80 characters." : undefined,
      email: wrong.includes("email") ? "Enter an e-mail address, as in ada@example.com." : undefined,
    });
    if (parsed.success) update.mutate(parsed.data);
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 p-4">
      {update.isError && errorFields(update.error).length === 0 && (
        <Alert tone="danger" title="Nothing was changed">
          {errorText(update.error)}
        </Alert>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={refused.name}>
          {(control) => (
            <Input {...control} autoComplete="name" value={values.name} onChange={({ currentTarget: { value } }) => setValues({ ...values, name: value })} />
          )}
        </Field>
        <Field label="E-mail" error={refused.email}>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="email"
              value={values.email}
              onChange={({ currentTarget: { value } }) => setValues({ ...values, email: value })}
            />
          )}
        </Field>
      </div>
      <div>
        <Button type="submit" disabled={!changed} pending={update.isPending}>
          Save account
        </Button>
      </div>
    </form>
  );
}
