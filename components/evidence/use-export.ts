"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ErrorBody } from "../../server/contract/errors.ts";
import type { ExportEvidenceInput } from "../../server/contract/evidence.ts";
import { useTRPC } from "../trpc.tsx";

export type ExportFormat = "pdf" | "zip";
export type ExportOptions = Partial<ExportEvidenceInput>;

/** Has a report made and gives it to the reader; its digest is the answer. */
export function useExport(sessionId: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ format, options }: { format: ExportFormat; options: ExportOptions }): Promise<string> => {
      const answer = await fetch(`/api/sessions/${encodeURIComponent(sessionId)}/evidence.${format}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(options),
      });
      if (!answer.ok) throw new Error(((await answer.json()) as { error: ErrorBody }).error.message);
      saveBlob(`evidence-${sessionId}.${format}`, await answer.blob());
      return answer.headers.get("x-evidence-digest") ?? "";
    },
    onSuccess: () => queries.invalidateQueries(trpc.evidence.listExports.queryFilter({ sessionId })),
  });
}

function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
