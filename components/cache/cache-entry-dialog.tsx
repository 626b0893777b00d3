"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pin, PinOff } from "lucide-react";
import { toast } from "sonner";
import type { CacheChange, CacheEntryDetails } from "../../server/contract/cache.ts";
import { errorText } from "../errors.ts";
import { formatMoment } from "../format.ts";
import { useMay } from "../shell/use-me.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogFooter } from "../ui/dialog.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

type CacheEntryDialogProps = { entryId: string | null; onClose: () => void };

/** One remembered instruction: what it does, how its elements are recognised, and what became of it. */
export function CacheEntryDialog({ entryId, onClose }: CacheEntryDialogProps) {
  const trpc = useTRPC();
  const entry = useQuery(trpc.cache.get.queryOptions({ entryId: entryId ?? "" }, { enabled: entryId !== null }));
  return (
    <Dialog open={entryId !== null} onOpenChange={(open) => !open && onClose()} title={entry.data?.instruction ?? "Remembered instruction"} shape="wide">
      <div className="flex flex-col gap-5 overflow-y-auto px-5 pb-5">
        {entry.isPending && <Skeleton className="h-48" />}
        {entry.isError && <LoadError what="The entry" error={entry.error} onRetry={() => void entry.refetch()} />}
        {entry.data && <Details entry={entry.data} />}
      </div>
      {entry.data && <PinFooter entry={entry.data} />}
    </Dialog>
  );
}

function Details({ entry }: { entry: CacheEntryDetails }) {
  return (
    <>
      <p className="font-mono text-xs break-all text-muted-foreground">{entry.page}</p>
      <section aria-label="What it does">
        <h3 className="mb-2 font-medium">What it does</h3>
        <ol className="flex flex-col gap-2">
          {Array.from(entry.actions.entries(), ([at, { description, element }]) => (
            <li key={at} className="rounded-md border p-3">
              <p>{description}</p>
              {element && (
                <p className="mt-1 text-xs text-muted-foreground">
                  Recognised as {element.role} “{element.name}”{element.places.length > 0 && ` in ${element.places.join(" in ")}`}
                  <span className="mt-1 block font-mono break-all">{element.css}</span>
                </p>
              )}
            </li>
          ))}
        </ol>
      </section>
      <section aria-label="What became of it">
        <h3 className="mb-2 font-medium">What became of it</h3>
        <p className="text-muted-foreground">
          Found by the {entry.via} on {formatMoment(entry.createdAt)}; done again {times(entry.hits)}, healed {times(entry.healed)}, missed{" "}
          {times(entry.misses)}.
        </p>
        {entry.history.length > 0 && (
          <ul className="mt-3 divide-y rounded-md border">
            {entry.history.map((change) => (
              <Change key={`${change.at} ${change.kind} ${change.now}`} change={change} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

const times = (count: number): string => (count === 1 ? "once" : count === 0 ? "never" : `${count.toLocaleString()} times`);

const TONES: Record<CacheChange["kind"], BadgeTone> = { healed: "success", declined: "warning", replaced: "neutral" };

function Change({ change: { at, kind, why, was, now, applied } }: { change: CacheChange }) {
  return (
    <li className="p-3">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={TONES[kind]}>{kind}</Badge>
        <span className="text-xs text-muted-foreground tabular-nums">{formatMoment(at)}</span>
        {!applied && <span className="text-xs text-muted-foreground">not written down</span>}
      </p>
      <p className="mt-1">{why}</p>
      {was !== now && (
        <p className="mt-1 text-xs text-muted-foreground">
          {was} → {now}
        </p>
      )}
    </li>
  );
}

function PinFooter({ entry }: { entry: CacheEntryDetails }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayChange = useMay("sessions:write");
  const pin = useMutation(
    trpc.cache.pin.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.cache.pathFilter()),
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  if (!mayChange) return null;
  const Icon = entry.pinned ? PinOff : Pin;
  return (
    <DialogFooter>
      <p className="mr-auto self-center text-xs text-muted-foreground">
        {entry.pinned ? "Pinned: it stays as it is." : "A pinned entry is not healed and never removed for want of room."}
      </p>
      <Button pending={pin.isPending} onClick={() => pin.mutate({ entryId: entry.id, pinned: !entry.pinned })}>
        {!pin.isPending && <Icon aria-hidden="true" />}
        {entry.pinned ? "Unpin" : "Pin"}
      </Button>
    </DialogFooter>
  );
}
