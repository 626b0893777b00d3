"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { ForeseenRemoval, Keeping, WorkspaceSettings } from "../../../server/contract/workspace-settings.ts";
import { errorText } from "../../errors.ts";
import { useTRPCClient } from "../../trpc.tsx";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { LIMITS, type LimitsText, limitWords, readLimits, removalLines, textOf } from "./limits.ts";
import { useSaveSettings } from "./use-settings.ts";

const BOXES: Readonly<Record<keyof Keeping, { label: string; counts: string }>> = {
  recordingDays: { label: "Recordings (days)", counts: "Since they began." },
  evidenceDays: { label: "Evidence (days)", counts: "Since a picture was taken." },
  logDays: { label: "Logs (days)", counts: "Since the session ended." },
  quotaBytes: { label: "Room (GB)", counts: "For all that is counted above." },
};
type Asking = { changes: Partial<Keeping>; foreseen: ForeseenRemoval };

/** How long things are kept and with how much room; what is to be removed is told before it is saved. */
export function LimitsForm({ settings, mayChange }: { settings: WorkspaceSettings; mayChange: boolean }) {
  const client = useTRPCClient();
  const [text, setText] = useState(() => textOf(settings.keeping));
  const [problems, setProblems] = useState<Partial<LimitsText>>({});
  const [asking, setAsking] = useState<Asking | null>(null);
  const save = useSaveSettings("Limits saved");
  const foresee = useMutation({
    mutationFn: async (changes: Partial<Keeping>): Promise<Asking> => ({ changes, foreseen: await client.settings.foreseeRemoval.query({ keeping: changes }) }),
    onSuccess: (found) => (removalLines(found.foreseen).length > 0 ? setAsking(found) : save.mutate({ keeping: found.changes })),
  });
  const read = readLimits(text, settings);
  const changed = read.problems !== null || Object.keys(read.changes).length > 0;
  const failure = foresee.error ?? save.error;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setProblems(read.problems ?? {});
    if (read.changes) foresee.mutate(read.changes);
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 p-4">
      {failure && (
        <Alert tone="danger" title="Nothing was changed">
          {errorText(failure)}
        </Alert>
      )}
      <fieldset disabled={!mayChange} className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <legend className="sr-only">Limits</legend>
        {LIMITS.map((name) => (
          <Field
            key={name}
            label={BOXES[name].label}
            error={problems[name]}
            hint={
              <>
                <span className="block">{BOXES[name].counts}</span>
                <span className="block">Left empty: {limitWords(name, settings.installation[name])}</span>
              </>
            }
          >
            {(control) => (
              <Input
                {...control}
                value={text[name]}
                inputMode={name === "quotaBytes" ? "decimal" : "numeric"}
                autoComplete="off"
                placeholder={textOf(settings.installation)[name]}
                className="tabular-nums"
                onChange={({ currentTarget: { value } }) => setText({ ...text, [name]: value })}
              />
            )}
          </Field>
        ))}
      </fieldset>
      {mayChange ? (
        <div>
          <Button type="submit" disabled={!changed} pending={foresee.isPending || save.isPending}>
            Save limits
          </Button>
        </div>
      ) : (
        <p className="text-muted-foreground">An owner of the workspace changes this.</p>
      )}
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title="Remove what is beyond the new limits?"
        description={asking && <Removal foreseen={asking.foreseen} />}
        confirmLabel="Save and remove"
        pending={save.isPending}
        onConfirm={() => asking && save.mutate({ keeping: asking.changes }, { onSettled: () => setAsking(null) })}
      />
    </form>
  );
}

function Removal({ foreseen }: { foreseen: ForeseenRemoval }) {
  return (
    <>
      <p>Within the hour these are removed for good:</p>
      <ul className="mt-2 list-disc pl-5 text-foreground tabular-nums">
        {removalLines(foreseen).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
