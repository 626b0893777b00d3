"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { LiveFile } from "../../../server/contract/live-prompts.ts";
import { type UploadTarget, uploadFiles } from "../prompts/upload-files.ts";

/** Files that are on their way into the session. */
export type Sending = {
  /** What is sent, in words. */
  label: string;
  /** How much of it has been sent, from 0 to 1. */
  share: number;
  cancel: () => void;
};
/** Sends files of the viewer's machine; null when the viewer cancelled that. @throws as uploadFiles */
export type SendFiles = (target: UploadTarget, files: readonly File[]) => Promise<LiveFile[] | null>;

/** Sends files one lot at a time, to be seen and cancelled; what is under way ends with the view. */
export function useSending(): { sending: Sending | null; sendFiles: SendFiles } {
  const [sending, setSending] = useState<Sending | null>(null);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  const sendFiles = useCallback<SendFiles>(async (target, files) => {
    if (running.current !== null) throw new Error("Other files are still being sent; wait for them, or cancel that.");
    const abort = new AbortController();
    running.current = abort;
    const label = files.length === 1 ? (files[0]?.name ?? "") : `${files.length} files`;
    const show = (share: number): void => setSending({ label, share, cancel: () => abort.abort() });
    show(0);
    try {
      return await uploadFiles(target, files, { onProgress: show, signal: abort.signal });
    } catch (error) {
      if (abort.signal.aborted) return null;
      throw error;
    } finally {
      running.current = null;
      setSending(null);
    }
  }, []);
  return { sending, sendFiles };
}
