"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { errorText } from "../errors.ts";
import { useTRPC } from "../trpc.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";

/** What is to be forgotten: one entry, those that a search finds, or everything. */
export type Forget = { entryId: string; instruction: string } | { search: string; count: number } | { all: true; count: number };

/** Asks before anything is forgotten. */
export function ForgetDialog({ forget, onClose }: { forget: Forget | null; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const clear = useMutation(
    trpc.cache.clear.mutationOptions({
      onSuccess: async ({ cleared }) => {
        await queries.invalidateQueries(trpc.cache.pathFilter());
        toast.success(cleared === 1 ? "One instruction was forgotten." : `${cleared.toLocaleString()} instructions were forgotten.`);
        onClose();
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  const confirm = (): void => {
    if (!forget) return;
    if ("entryId" in forget) clear.mutate({ entryId: forget.entryId });
    else clear.mutate("search" in forget ? { search: forget.search } : { all: true });
  };
  return (
    <ConfirmDialog
      open={forget !== null}
      onOpenChange={(open) => !open && onClose()}
      title={forget && "entryId" in forget ? "Forget this instruction?" : "Forget these instructions?"}
      description={
        forget && "entryId" in forget ? (
          <p>“{forget.instruction}” is looked for anew the next time.</p>
        ) : (
          <p>{forget?.count.toLocaleString()} are looked for anew the next time. Pinned ones stay. Export them first if you may want them back.</p>
        )
      }
      confirmLabel="Forget"
      pending={clear.isPending}
      onConfirm={confirm}
    />
  );
}
