"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { CreateApiKeyInput, type Scope } from "../../server/contract/access.ts";
import { errorText } from "../errors.ts";
import { useMe } from "../shell/use-me.ts";
import { useTRPC } from "../trpc.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog, DialogFooter } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input, Select } from "../ui/input.tsx";
import { ScopePicker } from "./scope-picker.tsx";

const LIFETIMES = [
  { days: 30, label: "30 days" },
  { days: 90, label: "90 days" },
  { days: 365, label: "One year" },
] as const;

type CreateKeyDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Makes a key and shows its secret this one time. */
export function CreateKeyDialog({ open, onOpenChange }: CreateKeyDialogProps) {
  const mine = useMe()?.scopes;
  return (
    <Dialog open={open && mine !== undefined} onOpenChange={onOpenChange} title="New API key" description="For a program that calls the API in your name.">
      <CreateKey mine={mine ?? []} onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function CreateKey({ mine, onClose }: { mine: readonly Scope[]; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [scopes, setScopes] = useState<readonly Scope[]>(mine);
  const [tried, setTried] = useState(false);
  const create = useMutation(trpc.access.createKey.mutationOptions({ onSuccess: () => queries.invalidateQueries(trpc.access.listKeys.queryFilter()) }));
  const parsed = CreateApiKeyInput.safeParse({ name, scopes, ...(days ? { expiresInDays: Number(days) } : {}) });
  const wrong = tried ? (parsed.error?.issues.map(({ path }) => path[0]) ?? []) : [];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (parsed.success) create.mutate(parsed.data);
  };
  if (create.data) return <Secret secret={create.data.secret} onClose={onClose} />;
  return (
    <form noValidate onSubmit={submit} className="flex min-h-0 flex-col">
      <div className="grid min-h-0 gap-4 overflow-y-auto border-t px-5 py-4">
        {create.isError && (
          <Alert tone="danger" title="The key was not created">
            {errorText(create.error)}
          </Alert>
        )}
        <Field
          label="Name"
          error={wrong.includes("name") ? "Give the key a name of 1 to 60 characters." : undefined}
          hint="What will use it, to recognise it by."
        >
          {(control) => (
            <Input {...control} value={name} placeholder="Nightly checks" autoComplete="off" onChange={(event) => setName(event.currentTarget.value)} />
          )}
        </Field>
        <Field label="Lifetime">
          {(control) => (
            <Select {...control} value={days} onChange={(event) => setDays(event.currentTarget.value)}>
              {LIFETIMES.map((choice) => (
                <option key={choice.days} value={choice.days}>
                  {choice.label}
                </option>
              ))}
              <option value="">Does not expire</option>
            </Select>
          )}
        </Field>
        <ScopePicker offered={mine} chosen={scopes} error={wrong.includes("scopes") ? "Choose at least one." : undefined} onChange={setScopes} />
      </div>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={create.isPending}>
          Create key
        </Button>
      </DialogFooter>
    </form>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <>
      <div role="status" className="grid gap-3 border-t px-5 py-4">
        <p>Copy the key now: it is stored only as a hash and cannot be shown again.</p>
        <div className="flex items-center gap-2 rounded-md border bg-muted px-3 py-2">
          <code className="min-w-0 flex-1 font-mono text-xs break-all">{secret}</code>
          <CopyButton text={secret} label="Copy the key" />
        </div>
      </div>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}
