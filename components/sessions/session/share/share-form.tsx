"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { CreateShareLinkInput, LINK_PASSWORD_LENGTH } from "../../../../server/contract/live-links.ts";
import { errorText } from "../../../errors.ts";
import { useMay } from "../../../shell/use-me.ts";
import { useTRPC } from "../../../trpc.tsx";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input, Select } from "../../../ui/input.tsx";
import { SwitchRow } from "../../../ui/switch.tsx";
import { LASTS } from "./link-words.ts";
import { NewLink } from "./new-link.tsx";

const NOTHING = { label: "", mode: "view", seconds: "", tabId: "", password: "", includesLogs: false };
type Draft = typeof NOTHING;

/** What a new link allows, for how long, and for whom. */
export function ShareForm({ sessionId }: { sessionId: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayControl = useMay("live:control");
  const tabs = useQuery(trpc.browser.listTabs.queryOptions({ sessionId }));
  const [draft, setDraft] = useState<Draft>(NOTHING);
  const [problems, setProblems] = useState<Partial<Record<string, string>>>({});
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const create = useMutation(
    trpc.live.createShareLink.mutationOptions({
      onSuccess: async () => {
        setDraft(NOTHING);
        await queries.invalidateQueries(trpc.live.listShareLinks.queryFilter());
      },
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { seconds, label, tabId, password, ...rest } = draft;
    const parsed = CreateShareLinkInput.safeParse({
      sessionId,
      ...rest,
      ...(label.trim() && { label }),
      ...(tabId && { tabId }),
      ...(password && { password }),
      ...(seconds && { expiresInSeconds: Number(seconds) }),
    });
    setProblems(parsed.success ? {} : Object.fromEntries(parsed.error.issues.map(({ path, message }) => [String(path[0]), message])));
    if (parsed.success) create.mutate(parsed.data);
  };
  return (
    <form noValidate onSubmit={submit} aria-label="New link" className="grid gap-4 px-5 py-4 sm:grid-cols-2">
      <Field label="Viewers may">
        {(control) => (
          <Select {...control} value={draft.mode} onChange={(event) => change({ mode: event.currentTarget.value })}>
            <option value="view">Watch only</option>
            {mayControl && <option value="control">Watch and control</option>}
          </Select>
        )}
      </Field>
      <Field label="Expires">
        {(control) => (
          <Select {...control} value={draft.seconds} onChange={(event) => change({ seconds: event.currentTarget.value })}>
            {LASTS.map(({ seconds, label }) => (
              <option key={seconds} value={seconds}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Label" error={problems.label} hint="To tell it from others in the list below.">
        {(control) => (
          <Input
            {...control}
            value={draft.label}
            maxLength={80}
            placeholder="For the support team"
            onChange={(event) => change({ label: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Tab">
        {(control) => (
          <Select {...control} value={draft.tabId} onChange={(event) => change({ tabId: event.currentTarget.value })}>
            <option value="">All, the active one first</option>
            {tabs.data?.tabs.map(({ tabId, title, url }) => (
              <option key={tabId} value={tabId}>
                Only “{title || url || "New tab"}”
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Password"
        className="sm:col-span-2"
        error={problems.password}
        hint={`Left empty, none is asked. At least ${LINK_PASSWORD_LENGTH.min} characters.`}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            value={draft.password}
            onChange={(event) => change({ password: event.currentTarget.value })}
          />
        )}
      </Field>
      <div className="sm:col-span-2">
        <SwitchRow
          label="Include logs"
          hint="Programs that read the link as a stream also get the pages’ log lines and what was done. Viewers see pictures only."
          checked={draft.includesLogs}
          onChange={(includesLogs) => change({ includesLogs })}
        />
      </div>
      {create.isError && (
        <Alert tone="danger" title="No link was made" className="sm:col-span-2">
          {errorText(create.error)}
        </Alert>
      )}
      <div className="flex justify-end sm:col-span-2">
        <Button type="submit" variant="primary" pending={create.isPending}>
          {!create.isPending && <Link2 aria-hidden="true" />}
          Create link
        </Button>
      </div>
      {create.data && <NewLink link={create.data.link} url={create.data.url} />}
    </form>
  );
}
