"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type Invitation, InviteInput, type Role } from "../../server/contract/access.ts";
import { errorText } from "../errors.ts";
import { formatMoment } from "../format.ts";
import { useTRPC } from "../trpc.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog, DialogFooter } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { ROLE_WORDS } from "./access-words.ts";
import { RoleSelect } from "./role-select.tsx";

type InviteDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Makes an invitation and shows its link, which is handed over by hand: no mail is sent. */
export function InviteDialog({ open, onOpenChange }: InviteDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Invite somebody" description="You get a link to send them. Perch sends no mail.">
      <Invite onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const [emailError, setEmailError] = useState<string>();
  const invite = useMutation(trpc.access.invite.mutationOptions({ onSuccess: () => queries.invalidateQueries(trpc.access.listInvitations.queryFilter()) }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const parsed = InviteInput.safeParse({ email: email.trim(), role });
    setEmailError(parsed.success ? undefined : "Enter an e-mail address, as in ada@example.com.");
    if (parsed.success) invite.mutate(parsed.data);
  };
  if (invite.data) return <Made invitation={invite.data} onClose={onClose} />;
  return (
    <form noValidate onSubmit={submit}>
      <div className="grid gap-4 border-t px-5 py-4">
        {invite.isError && (
          <Alert tone="danger" title="Nobody was invited">
            {errorText(invite.error)}
          </Alert>
        )}
        <Field label="E-mail" error={emailError} hint="They sign in with it.">
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="off"
              value={email}
              placeholder="ada@example.com"
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label="Role" hint={`${ROLE_WORDS[role]}.`}>
          {(control) => <RoleSelect {...control} value={role} onChange={setRole} />}
        </Field>
      </div>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={invite.isPending}>
          Make the link
        </Button>
      </DialogFooter>
    </form>
  );
}

function Made({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  return (
    <>
      <div role="status" className="grid gap-3 border-t px-5 py-4">
        <p>
          Send this link to <strong className="font-medium">{invitation.email}</strong>. Whoever opens it can take the place, once, until{" "}
          {formatMoment(invitation.expiresAt)}.
        </p>
        <div className="flex items-center gap-2 rounded-md border bg-muted px-3 py-2">
          <code className="min-w-0 flex-1 font-mono text-xs break-all">{invitation.url}</code>
          <CopyButton text={invitation.url} label="Copy the invitation link" />
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
