"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, Upload } from "lucide-react";
import { type ChangeEvent, useRef } from "react";
import { toast } from "sonner";
import { ImportCacheInput } from "../../server/contract/cache.ts";
import { errorText } from "../errors.ts";
import { saveFile } from "../save-file.ts";
import { useMay } from "../shell/use-me.ts";
import { useTRPC } from "../trpc.tsx";
import { Button } from "../ui/button.tsx";

const NOT_OURS = "That file is no export of an action cache.";

/** Takes what is remembered out as a file, and in from one. */
export function CacheTransfer({ search }: { search: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayImport = useMay("workspace:manage");
  const file = useRef<HTMLInputElement>(null);
  const save = useMutation({
    mutationFn: () => queries.fetchQuery(trpc.cache.export.queryOptions(search ? { search } : {}, { staleTime: 0 })),
    onSuccess: (exported) => saveFile("perch-action-cache.json", JSON.stringify(exported, null, 2), "application/json"),
    onError: (error) => toast.error(errorText(error)),
  });
  const take = useMutation(
    trpc.cache.import.mutationOptions({
      onSuccess: async ({ imported, skipped, rejected }) => {
        await queries.invalidateQueries(trpc.cache.pathFilter());
        const counts = `${imported} taken in, ${skipped} known already, ${rejected.length} refused.`;
        if (rejected[0]) toast.warning(`${counts} Entry ${rejected[0].index + 1}: ${rejected[0].message}`);
        else toast.success(counts);
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  const read = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const chosen = event.currentTarget.files?.[0];
    // The same file may be chosen once more after it was mended.
    event.currentTarget.value = "";
    if (!chosen) return;
    const parsed = ImportCacheInput.safeParse(
      await chosen
        .text()
        .then(JSON.parse)
        .catch(() => null),
    );
    if (parsed.success) take.mutate(parsed.data);
    else toast.error(NOT_OURS);
  };
  return (
    <div className="flex gap-2">
      <Button pending={save.isPending} onClick={() => save.mutate()}>
        {!save.isPending && <Download aria-hidden="true" />}
        Export
      </Button>
      {mayImport && (
        <>
          <Button pending={take.isPending} onClick={() => file.current?.click()}>
            {!take.isPending && <Upload aria-hidden="true" />}
            Import
          </Button>
          <input
            ref={file}
            type="file"
            accept="application/json,.json"
            aria-label="File to import"
            tabIndex={-1}
            className="sr-only"
            onChange={(event) => void read(event)}
          />
        </>
      )}
    </div>
  );
}
