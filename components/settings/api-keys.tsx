"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { type ApiKey, SCOPES, type Scope } from "../../server/contract/access.ts";
import { errorText } from "../errors.ts";
import { formatShortMoment } from "../format.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { SectionCard } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Cell, HeadCell, Row, Table } from "../ui/table.tsx";
import { CreateKeyDialog } from "./create-key-dialog.tsx";

/** The keys by which programs call the API: made, looked over and revoked here. */
export function ApiKeys() {
  const trpc = useTRPC();
  const list = useQuery(trpc.access.listKeys.queryOptions());
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  return (
    <SectionCard
      title="API keys"
      description="For the typed client, REST and other programs."
      action={
        <Button size="small" onClick={() => setCreating(true)}>
          <Plus aria-hidden="true" />
          New key
        </Button>
      }
    >
      {list.isPending && (
        <div className="p-4">
          <Skeleton className="h-16" />
        </div>
      )}
      {list.isError && <LoadError what="Keys" error={list.error} onRetry={() => void list.refetch()} className="m-3" />}
      {list.data?.keys.length === 0 && (
        <EmptyState icon={KeyRound} title="No keys yet">
          A key lets a program do what you may do, or less.
        </EmptyState>
      )}
      {list.data && list.data.keys.length > 0 && <KeyTable keys={list.data.keys} onRevoke={setRevoking} />}
      <CreateKeyDialog open={creating} onOpenChange={setCreating} />
      <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />
    </SectionCard>
  );
}

function KeyTable({ keys, onRevoke }: { keys: readonly ApiKey[]; onRevoke: (key: ApiKey) => void }) {
  return (
    <Table label="API keys">
      <thead>
        <tr>
          <HeadCell>Name</HeadCell>
          <HeadCell className="hidden sm:table-cell">Key</HeadCell>
          <HeadCell className="hidden sm:table-cell">May</HeadCell>
          <HeadCell className="hidden sm:table-cell">Last used</HeadCell>
          <HeadCell className="hidden md:table-cell">Expires</HeadCell>
          <HeadCell>
            <span className="sr-only">More</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} onRevoke={() => onRevoke(key)} />
        ))}
      </tbody>
    </Table>
  );
}

/** On narrow screens the columns that are left out stand below the name. */
function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { name, prefix, scopes, lastUsedAt, expiresAt } = apiKey;
  const used = lastUsedAt ? formatShortMoment(lastUsedAt) : "never";
  const quiet = "hidden text-muted-foreground tabular-nums whitespace-nowrap";
  return (
    <Row>
      <Cell className="font-medium">
        {name}
        <span className="mt-0.5 block text-xs font-normal text-muted-foreground sm:hidden">
          {prefix}… · <ScopeList scopes={scopes} />
          <br />
          used {used}, expires {expiresAt ? formatShortMoment(expiresAt) : "never"}
        </span>
      </Cell>
      <Cell className={`${quiet} font-mono text-xs sm:table-cell`}>{prefix}…</Cell>
      <Cell className={`${quiet} sm:table-cell`} title={scopes.join(", ")}>
        <ScopeList scopes={scopes} />
      </Cell>
      <Cell className={`${quiet} sm:table-cell`}>{used}</Cell>
      <Cell className={`${quiet} md:table-cell`}>{expiresAt ? formatShortMoment(expiresAt) : "never"}</Cell>
      <Cell className="text-right">
        <Button size="small" variant="dangerOutline" aria-label={`Revoke ${name}`} onClick={onRevoke}>
          Revoke
        </Button>
      </Cell>
    </Row>
  );
}

/** The first scopes by name, the others by number. */
function ScopeList({ scopes }: { scopes: readonly Scope[] }) {
  const [first = "nothing", ...others] = scopes;
  if (scopes.length === SCOPES.length) return "everything";
  return (
    <span className="whitespace-nowrap">
      <span className="font-mono text-xs">{first}</span>
      {others.length > 0 && ` and ${others.length} more`}
    </span>
  );
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey | null; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const revoke = useMutation(
    trpc.access.revokeKey.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.access.listKeys.queryFilter());
        toast.success("Key revoked");
        onClose();
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <ConfirmDialog
      open={apiKey !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${apiKey?.name ?? "this key"}?`}
      description="Programs that use it are refused from now on. It cannot be brought back."
      confirmLabel="Revoke key"
      pending={revoke.isPending}
      onConfirm={() => apiKey && revoke.mutate({ keyId: apiKey.id })}
    />
  );
}
