"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { AuthCard } from "./auth-card.tsx";
import { authClient } from "./auth-client.ts";
import { safeNext } from "./safe-next.ts";

const Credentials = z.object({
  email: z.email("Enter an e-mail address, as in ada@example.com."),
  password: z.string().min(1, "Enter your password."),
});
type Credentials = z.infer<typeof Credentials>;

const UNREACHABLE = "The server cannot be reached. Check that it is running, then try again.";

/** Sign-in by e-mail and password; one-time links are taken by the server, which sends back here with `?error=` when it refuses one. */
export function LoginForm() {
  const params = useSearchParams();
  const [failure, setFailure] = useState<string | null>(params.get("error"));
  const { register, handleSubmit, formState } = useForm<Credentials>({ resolver: zodResolver(Credentials), defaultValues: { email: "", password: "" } });

  const signIn = handleSubmit(async (credentials) => {
    setFailure(null);
    try {
      const { error } = await authClient.signIn.email(credentials);
      if (error) setFailure(error.message ?? UNREACHABLE);
      else window.location.assign(safeNext(params.get("next")));
    } catch {
      setFailure(UNREACHABLE);
    }
  });

  return (
    <AuthCard title="Sign in" description="Use your account, or open the one-time link that the server printed when it started.">
      {failure && (
        <Alert tone="danger" title="You are not signed in" className="mb-4">
          {failure}
        </Alert>
      )}
      <form noValidate onSubmit={(event) => void signIn(event)} className="flex flex-col gap-4">
        <Field label="E-mail" error={formState.errors.email?.message}>
          {(control) => <Input {...control} {...register("email")} type="email" autoComplete="username" />}
        </Field>
        <Field label="Password" error={formState.errors.password?.message}>
          {(control) => <Input {...control} {...register("password")} type="password" autoComplete="current-password" />}
        </Field>
        <Button type="submit" variant="primary" pending={formState.isSubmitting}>
          Sign in
        </Button>
      </form>
    </AuthCard>
  );
}
