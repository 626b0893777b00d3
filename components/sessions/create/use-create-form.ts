"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import type { FieldIssue } from "../../../server/contract/errors.ts";
import type { CreateSessionInput } from "../../../server/contract/sessions.ts";
import { errorFields } from "../../errors.ts";
import { useTRPC } from "../../trpc.tsx";
import { ADVANCED_FIELDS, type CreateFormValues, EMPTY_FORM, fieldOf, readForm } from "./form-values.ts";

const ERROR_DELAY_MS = 300;

/** Why the session was not made, and what was refused that has no box of its own. */
type Failure = { error: unknown; unplaced: FieldIssue[] };

/** The create form's state: checked by the contract, then by the server, whose complaints land at their boxes. */
export function useCreateForm() {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const settings = useQuery(trpc.settings.get.queryOptions()).data;
  const [advanced, setAdvanced] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const form = useForm<CreateFormValues>({
    defaultValues: EMPTY_FORM,
    mode: "onTouched",
    // A message that appears moves what is below it: not under a press that has just begun.
    delayError: ERROR_DELAY_MS,
    resolver: (values) => {
      const { issues } = readForm(values);
      if (issues === null) return { values, errors: {} };
      // The first complaint about a box is the one to show.
      return { values: {}, errors: Object.fromEntries(issues.toReversed().map(({ field, message }) => [field, { type: "contract", message }])) };
    },
  });

  const create = useMutation(
    trpc.browser.createSession.mutationOptions({
      onSuccess: ({ sessionId, warnings }) => {
        for (const warning of warnings) toast.warning(warning.message);
        void queries.invalidateQueries(trpc.browser.listSessions.pathFilter());
        router.push(`/sessions/${sessionId}`);
      },
      onError: (error) => {
        const unplaced = errorFields(error).filter(({ field, message }) => {
          const box = fieldOf(field);
          if (box === null) return true;
          if (ADVANCED_FIELDS.has(box)) setAdvanced(true);
          form.setError(box, { type: "server", message }, { shouldFocus: true });
          return false;
        });
        const placedAll = errorFields(error).length > 0 && unplaced.length === 0;
        setFailure(placedAll ? null : { error, unplaced });
      },
    }),
  );

  const send = (input: CreateSessionInput): void => {
    setFailure(null);
    create.mutate(input);
  };
  const submit = form.handleSubmit(
    (values) => {
      const { input } = readForm(values);
      if (input) send(input);
    },
    (errors) => {
      if (Object.keys(errors).some((field) => ADVANCED_FIELDS.has(field as keyof CreateFormValues))) setAdvanced(true);
    },
  );
  const queueInstead = (): void => {
    form.setValue("queue", true);
    void submit();
  };
  return { form, settings, submit, queueInstead, failure, advanced, setAdvanced, pending: create.isPending || create.isSuccess };
}

export type CreateForm = ReturnType<typeof useCreateForm>["form"];
