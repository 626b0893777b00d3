"use client";

import { useQuery } from "@tanstack/react-query";
import { formatMoment } from "../format.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { SectionCard } from "../ui/card.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Cell, HeadCell, Row, Table } from "../ui/table.tsx";

/** Who belongs to the workspace. */
export function Members() {
  const trpc = useTRPC();
  const list = useQuery(trpc.access.listMembers.queryOptions());
  return (
    <SectionCard title="Members" description="Who belongs to this workspace.">
      {list.isPending && (
        <div className="p-4">
          <Skeleton className="h-10" />
        </div>
      )}
      {list.isError && <LoadError what="Members" error={list.error} onRetry={() => void list.refetch()} className="m-3" />}
      {list.data && (
        <Table label="Members">
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell>E-mail</HeadCell>
              <HeadCell>Role</HeadCell>
              <HeadCell>Joined</HeadCell>
            </tr>
          </thead>
          <tbody>
            {list.data.members.map((member) => (
              <Row key={member.userId}>
                <Cell className="font-medium">{member.name}</Cell>
                <Cell className="text-muted-foreground">{member.email}</Cell>
                <Cell>{member.role}</Cell>
                <Cell className="whitespace-nowrap text-muted-foreground tabular-nums">{formatMoment(member.joinedAt)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </SectionCard>
  );
}
