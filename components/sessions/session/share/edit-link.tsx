"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { LINK_PASSWORD_LENGTH, type ShareLink, UpdateShareLinkInput } from "../../../../server/contract/live-links.ts";
import { errorText } from "../../../errors.ts";
import { formatShortMoment } from "../../../format.ts";
import { useMay } from "../../../shell/use-me.ts";
import { useTRPC } from "../../../trpc.tsx";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input, Select } from "../../../ui/input.tsx";
import { SwitchRow } from "../../../ui/switch.tsx";
import { LASTS, nameOf } from "./link-words.ts";

/** Stays as it is: in the place of a new end or a new password. */
const KEEP = "keep";
const NONE = "none";
const NEW = "new";

/** Changes a link that there is; only what was changed is sent. */
export function EditLink({ link, onDone }: { link: ShareLink; onDone: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayControl = useMay("live:control");
  const [draft, setDraft] = useState({
    label: link.label ?? "",
    mode: link.mode as string,
    lasts: KEEP as string,
    password: KEEP as string,
    typed: "",
    includesLogs: link.includesLogs,
  });
  const [problems, setProblems] = useState<Partial<Record<string, string>>>({});
  const change = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const update = useMutation(
    trpc.live.updateShareLink.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.live.listShareLinks.queryFilter());
        toast.success("Link changed");
        onDone();
      },
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const label = draft.label.trim();
    const parsed = UpdateShareLinkInput.safeParse({
      linkId: link.id,
      ...(label !== (link.label ?? "") && { label: label || null }),
      ...(draft.mode !== link.mode && { mode: draft.mode }),
      ...(draft.lasts !== KEEP && { expiresInSeconds: draft.lasts === "" ? null : Number(draft.lasts) }),
      ...(draft.password !== KEEP && { password: draft.password === NONE ? null : draft.typed }),
      ...(draft.includesLogs !== link.includesLogs && { includesLogs: draft.includesLogs }),
    });
    setProblems(parsed.success ? {} : Object.fromEntries(parsed.error.issues.map(({ path, message }) => [String(path[0]), message])));
    if (parsed.success) update.mutate(parsed.data);
  };
  return (
    <form noValidate onSubmit={submit} aria-label={`Change ${nameOf(link)}`} className="grid gap-4 rounded-md border bg-muted p-3 sm:grid-cols-2">
      <Field label="Label" error={problems.label}>
        {(control) => <Input {...control} value={draft.label} maxLength={80} onChange={(event) => change({ label: event.currentTarget.value })} />}
      </Field>
      <Field label="Viewers may">
        {(control) => (
          <Select {...control} value={draft.mode} onChange={(event) => change({ mode: event.currentTarget.value })}>
            <option value="view">Watch only</option>
            {(mayControl || link.mode === "control") && <option value="control">Watch and control</option>}
          </Select>
        )}
      </Field>
      {/* The end of a signed address stands in the address itself. */}
      {link.kind === "share" && (
        <Field label="Expires">
          {(control) => (
            <Select {...control} value={draft.lasts} onChange={(event) => change({ lasts: event.currentTarget.value })}>
              <option value={KEEP}>{link.expiresAt ? `As now: ${formatShortMoment(link.expiresAt)}` : "As now: when the session ends"}</option>
              {LASTS.filter(({ seconds }) => seconds !== "" || link.expiresAt !== null).map(({ seconds, label }) => (
                <option key={seconds} value={seconds}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field label="Password">
        {(control) => (
          <Select {...control} value={draft.password} onChange={(event) => change({ password: event.currentTarget.value, typed: "" })}>
            <option value={KEEP}>{link.hasPassword ? "As now: the one it has" : "As now: none"}</option>
            <option value={NEW}>{link.hasPassword ? "A new one" : "Ask for one"}</option>
            {link.hasPassword && <option value={NONE}>None any more</option>}
          </Select>
        )}
      </Field>
      {draft.password === NEW && (
        <Field
          label="New password"
          className="sm:col-span-2"
          error={problems.password}
          hint={`At least ${LINK_PASSWORD_LENGTH.min} characters. Who looks by the link now is asked for it too.`}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={draft.typed}
              onChange={(event) => change({ typed: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      <div className="sm:col-span-2">
        <SwitchRow
          label="Include logs"
          hint="Programs that read the link as a stream also get the pages’ log lines and what was done."
          checked={draft.includesLogs}
          onChange={(includesLogs) => change({ includesLogs })}
        />
      </div>
      {update.isError && (
        <Alert tone="danger" title="The link was not changed" className="sm:col-span-2">
          {errorText(update.error)}
        </Alert>
      )}
      <div className="flex justify-end gap-2 sm:col-span-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" pending={update.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
