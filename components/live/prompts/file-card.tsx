"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { ANSWERING_EVERY_MS, type PromptAnswer } from "../../../server/contract/live-prompts.ts";
import { Button } from "../../ui/button.tsx";
import { CardButtons } from "./prompt-card.tsx";
import { type UploadTarget, uploadFiles } from "./upload-files.ts";
import type { OpenPrompt } from "./use-prompts.ts";

type Chooser = Extract<OpenPrompt, { kind: "fileChooser" }>;
type FileBodyProps = {
  prompt: Chooser;
  target: UploadTarget;
  mayAnswer: boolean;
  onAnswer: (answer: PromptAnswer) => void;
  /** Called every ANSWERING_EVERY_MS while files are being sent. */
  onSending: () => void;
};

/** The viewer's own file chooser for the page's, and how the files get there. */
export function FileBody({ prompt, target, mayAnswer, onAnswer, onSending }: FileBodyProps) {
  const [sent, setSent] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const upload = useRef<AbortController>(null);
  useEffect(() => () => upload.current?.abort(), []);
  const tell = useEffectEvent(() => onSending());
  const isSending = sent !== null;
  useEffect(() => {
    if (!isSending) return;
    const timer = setInterval(() => tell(), ANSWERING_EVERY_MS);
    return () => clearInterval(timer);
  }, [isSending]);

  const send = async (files: readonly File[]): Promise<void> => {
    const abort = new AbortController();
    upload.current = abort;
    setFailure(null);
    setSent(0);
    try {
      const known = await uploadFiles(target, files, { onProgress: setSent, signal: abort.signal });
      onAnswer({ what: "files", fileIds: known.map(({ fileId }) => fileId) });
    } catch (error) {
      if (abort.signal.aborted) return;
      setSent(null);
      setFailure(error instanceof Error ? error.message : "The files could not be sent.");
    }
  };
  if (!mayAnswer) return null;
  return (
    <>
      <input
        type="file"
        data-first=""
        aria-label={prompt.directory ? "Folder of your machine" : "Files of your machine"}
        multiple={prompt.multiple}
        accept={prompt.accept}
        disabled={sent !== null}
        // React's own typing lacks the attribute that every browser has.
        {...(prompt.directory && { webkitdirectory: "" })}
        className="mt-3 block w-full rounded-md border border-input bg-card p-2 text-sm file:mr-3 file:rounded-md file:border-0 file:bg-primary file:px-3 file:py-1.5 file:text-sm file:font-medium file:text-primary-foreground disabled:opacity-50"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          if (files.length > 0) void send(files);
        }}
      />
      {sent !== null && (
        <progress value={sent} aria-label="Sending the files" className="mt-3 block h-2 w-full accent-primary">
          {Math.round(sent * 100)} %
        </progress>
      )}
      {failure !== null && (
        <p role="alert" className="mt-2 text-xs text-destructive">
          {failure}
        </p>
      )}
      <CardButtons>
        <Button onClick={() => onAnswer({ what: "dismiss" })}>Cancel</Button>
      </CardButtons>
    </>
  );
}
