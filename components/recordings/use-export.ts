"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import type { ExportRecordingInput, RecordingExport } from "../../server/contract/recording-exports.ts";
import { errorText } from "../errors.ts";
import { useTRPC } from "../trpc.tsx";

const LOOK_EVERY_MS = 700;

/** What is wanted of the recording, as the dialog asks for it. */
export type Wanted = Omit<ExportRecordingInput, "sessionId">;

/** Exports of a recording: begun, watched, given up, and handed to the browser when they are done. `open`: somebody looks. */
export function useExports(sessionId: string, open: boolean) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useQuery(
    trpc.recordings.listExports.queryOptions(
      { sessionId },
      { enabled: open, refetchInterval: ({ state: { data } }) => (data?.exports.some(isUnderWay) ? LOOK_EVERY_MS : false) },
    ),
  );
  const renew = () => queries.invalidateQueries({ queryKey: trpc.recordings.listExports.queryKey({ sessionId }) });
  const onError = (error: unknown): void => void toast.error(errorText(error));
  const begin = useMutation(trpc.recordings.export.mutationOptions({ onSuccess: renew }));
  const cancel = useMutation(trpc.recordings.cancelExport.mutationOptions({ onSuccess: renew, onError }));
  /** What failed is asked for once more, and its line makes room for the new one. */
  const again = ({ exportId, format, options }: RecordingExport): void =>
    begin.mutate({ sessionId, format, ...options }, { onSuccess: () => cancel.mutate({ sessionId, exportId }) });
  return { list, begin, again, cancel: (exportId: string) => cancel.mutate({ sessionId, exportId }) };
}

/** Whether an export is still being made. */
export const isUnderWay = ({ state }: RecordingExport): boolean => state === "waiting" || state === "running";
