"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { errorText } from "../errors.ts";
import { formatShortMoment } from "../format.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";

/** The open invitations, each with its link; nothing where there are none. */
export function Invitations() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useQuery(trpc.access.listInvitations.queryOptions());
  const revoke = useMutation(
    trpc.access.revokeInvitation.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.access.listInvitations.queryFilter());
        toast.success("Invitation withdrawn");
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  if (list.isError) return <LoadError what="Invitations" error={list.error} onRetry={() => void list.refetch()} className="m-3" />;
  if (!list.data || list.data.invitations.length === 0) return null;
  return (
    <div className="border-t px-4 py-3">
      <h3 className="text-xs font-medium text-muted-foreground">Open invitations</h3>
      <ul aria-label="Open invitations" className="mt-1 divide-y">
        {list.data.invitations.map(({ id, email, role, expiresAt, url }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <div className="min-w-0 flex-1 basis-48">
              <p className="truncate font-medium">{email}</p>
              <p className="text-xs text-muted-foreground tabular-nums">
                as {role}, until {formatShortMoment(expiresAt)}
              </p>
            </div>
            <div className="flex items-center gap-2">
              <CopyButton text={url} label={`Copy link for ${email}`} caption="Copy link" />
              <Button
                size="small"
                variant="dangerOutline"
                aria-label={`Withdraw the invitation of ${email}`}
                pending={revoke.isPending && revoke.variables.invitationId === id}
                onClick={() => revoke.mutate({ invitationId: id })}
              >
                Withdraw
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
