"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import type { Me, Member } from "../../server/contract/access.ts";
import { errorText } from "../errors.ts";
import { formatMoment } from "../format.ts";
import { useMay, useMe } from "../shell/use-me.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { SectionCard } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Cell, HeadCell, Row, Table } from "../ui/table.tsx";
import { Invitations } from "./invitations.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { RoleSelect } from "./role-select.tsx";

/** Who belongs to the workspace and who is invited; changed by those who may. */
export function Members() {
  const trpc = useTRPC();
  const me = useMe();
  const mayManage = useMay("members:manage");
  const list = useQuery(trpc.access.listMembers.queryOptions());
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<Member | null>(null);
  return (
    <SectionCard
      title="Members"
      description="Who belongs to this workspace."
      action={
        mayManage && (
          <Button size="small" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden="true" />
            Invite
          </Button>
        )
      }
    >
      {list.isPending && (
        <div className="p-4">
          <Skeleton className="h-10" />
        </div>
      )}
      {list.isError && <LoadError what="Members" error={list.error} onRetry={() => void list.refetch()} className="m-3" />}
      {list.data && me && (
        <Table label="Members">
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell>Role</HeadCell>
              <HeadCell className="hidden sm:table-cell">Joined</HeadCell>
              {mayManage && (
                <HeadCell>
                  <span className="sr-only">More</span>
                </HeadCell>
              )}
            </tr>
          </thead>
          <tbody>
            {list.data.members.map((member) => (
              <MemberRow key={member.userId} member={member} me={me} mayManage={mayManage} onRemove={() => setRemoving(member)} />
            ))}
          </tbody>
        </Table>
      )}
      {mayManage && <Invitations />}
      <InviteDialog open={inviting} onOpenChange={setInviting} />
      <RemoveDialog member={removing} onClose={() => setRemoving(null)} />
    </SectionCard>
  );
}

type MemberRowProps = { member: Member; me: Me; mayManage: boolean; onRemove: () => void };

function MemberRow({ member, me, mayManage, onRemove }: MemberRowProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const isMe = member.userId === me.userId;
  // Nobody takes their own rights by a slip; an owner is changed by owners only.
  const mayChange = mayManage && !isMe && (member.role !== "owner" || me.role === "owner");
  const change = useMutation(
    trpc.access.changeRole.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.access.listMembers.queryFilter());
        toast.success("Role changed");
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <Row>
      <Cell className="max-w-36 sm:max-w-64">
        <span className="block truncate font-medium">
          {member.name}
          {isMe && <span className="font-normal text-muted-foreground"> (you)</span>}
        </span>
        <span className="block truncate text-xs text-muted-foreground">{member.email}</span>
      </Cell>
      <Cell>
        {mayChange ? (
          <RoleSelect
            aria-label={`Role of ${member.name}`}
            className="w-28 sm:w-32"
            value={member.role}
            disabled={change.isPending}
            onChange={(role) => change.mutate({ userId: member.userId, role })}
          />
        ) : (
          member.role
        )}
      </Cell>
      <Cell className="hidden whitespace-nowrap text-muted-foreground tabular-nums sm:table-cell">{formatMoment(member.joinedAt)}</Cell>
      {mayManage && (
        <Cell className="text-right">
          {mayChange && (
            <Button size="small" variant="dangerOutline" aria-label={`Remove ${member.name}`} onClick={onRemove}>
              Remove
            </Button>
          )}
        </Cell>
      )}
    </Row>
  );
}

function RemoveDialog({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.access.removeMember.mutationOptions({
      onSuccess: async () => {
        await Promise.all([queries.invalidateQueries(trpc.access.listMembers.queryFilter()), queries.invalidateQueries(trpc.access.listKeys.queryFilter())]);
        toast.success("Member removed");
        onClose();
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <ConfirmDialog
      open={member !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${member?.name ?? "this member"}?`}
      description="They are out at once and their API keys for this workspace end. What they made stays. They can be invited again."
      confirmLabel="Remove member"
      pending={remove.isPending}
      onConfirm={() => member && remove.mutate({ userId: member.userId })}
    />
  );
}
