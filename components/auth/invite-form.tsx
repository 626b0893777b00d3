"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { type InvitationOffer, PASSWORD_LENGTH } from "../../server/contract/access.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AuthCard } from "./auth-card.tsx";
import { acceptInvitation, fetchOffer } from "./invitation-calls.ts";

/** Shows what an invitation offers and takes it: with a new account, or the one that the address has. */
export function InviteForm({ token }: { token: string }) {
  const offer = useQuery({ queryKey: ["invitation", token], queryFn: ({ signal }) => fetchOffer(token, signal), retry: false });
  if (offer.isError) {
    return (
      <AuthCard title="This invitation cannot be used" description={offer.error.message}>
        <Button asChild>
          <Link href="/login">To the login</Link>
        </Button>
      </AuthCard>
    );
  }
  if (offer.isPending) {
    return (
      <AuthCard title="Invitation" description="Loading the invitation…">
        <Skeleton className="h-40" />
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title={`Join ${offer.data.workspaceName}`}
      description={
        <>
          {offer.data.invitedBy} invites <strong className="font-medium text-foreground">{offer.data.email}</strong> as {offer.data.role}.
        </>
      }
    >
      <Acceptance token={token} offer={offer.data} />
    </AuthCard>
  );
}

function Acceptance({ token, offer }: { token: string; offer: InvitationOffer }) {
  const Fields = z.object({
    name: offer.hasAccount ? z.string() : z.string().trim().min(1, "Enter your name.").max(80, "Use at most 80 characters."),
    password: z.string().min(PASSWORD_LENGTH.min, `Use at least ${PASSWORD_LENGTH.min} characters.`).max(PASSWORD_LENGTH.max, "That is too long."),
  });
  const { register, handleSubmit, formState } = useForm({ resolver: zodResolver(Fields), defaultValues: { name: "", password: "" } });
  const { errors } = formState;
  const accept = useMutation({ mutationFn: acceptInvitation, onSuccess: () => window.location.assign("/sessions") });
  const submit = handleSubmit(({ name, password }) => accept.mutate({ token, password, ...(offer.hasAccount ? {} : { name }) }));
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {accept.isError && (
        <Alert tone="danger" title="You have not joined">
          {accept.error.message}
        </Alert>
      )}
      <input type="email" autoComplete="username" value={offer.email} readOnly hidden />
      {!offer.hasAccount && (
        <Field label="Your name" error={errors.name?.message}>
          {(control) => <Input {...control} {...register("name")} autoComplete="name" />}
        </Field>
      )}
      <Field
        label="Password"
        error={errors.password?.message}
        hint={offer.hasAccount ? "This address has an account already: enter its password." : `At least ${PASSWORD_LENGTH.min} characters.`}
      >
        {(control) => <Input {...control} {...register("password")} type="password" autoComplete={offer.hasAccount ? "current-password" : "new-password"} />}
      </Field>
      <Button type="submit" variant="primary" pending={accept.isPending || accept.isSuccess}>
        {offer.hasAccount ? "Join" : "Create account and join"}
      </Button>
    </form>
  );
}
