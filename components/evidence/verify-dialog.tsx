"use client";

import { useMutation } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useId, useState } from "react";
import type { VerifyExportOutput } from "../../server/contract/evidence.ts";
import { errorBody } from "../errors.ts";
import { formatMoment } from "../format.ts";
import { useTRPCClient } from "../trpc.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

const DIGEST = /^[0-9a-f]{64}$/;

/** The button and the dialog that tell whether a file was exported from this session and is unchanged. */
export function VerifyDialog({ sessionId }: { sessionId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <ShieldCheck aria-hidden="true" />
        Verify a file
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Verify a file"
        description="Choose a report, or enter the digest that is printed in it. The file stays on your machine: only its SHA-256 is sent."
      >
        <VerifyForm sessionId={sessionId} />
      </Dialog>
    </>
  );
}

function VerifyForm({ sessionId }: { sessionId: string }) {
  const client = useTRPCClient();
  const fileId = useId();
  const verify = useMutation({
    mutationFn: async (source: File | string) =>
      client.evidence.verify.query({ sessionId, sha256: typeof source === "string" ? source : await sha256Of(source) }),
  });
  const takeFile = (file: File | undefined): void => {
    if (file) verify.mutate(file);
  };
  const takeDigest = (text: string): void => {
    const digest = text.trim().toLowerCase();
    if (DIGEST.test(digest)) verify.mutate(digest);
  };
  return (
    <div className="flex flex-col gap-4 px-5 pb-5">
      <div className="flex flex-col gap-1.5">
        <label htmlFor={fileId} className="text-sm font-medium">
          File
        </label>
        <input
          id={fileId}
          type="file"
          accept=".pdf,.zip"
          onChange={(event) => takeFile(event.currentTarget.files?.[0])}
          className="max-w-full rounded-md border border-input bg-card text-sm file:mr-3 file:h-9 file:border-0 file:border-r file:bg-muted file:px-3 file:text-foreground"
        />
      </div>
      <Field label="Or its SHA-256" hint="64 hexadecimal digits, of the file or of its content.">
        {(control) => (
          <Input {...control} className="font-mono text-xs" autoComplete="off" spellCheck={false} onChange={(event) => takeDigest(event.currentTarget.value)} />
        )}
      </Field>
      {verify.isError && (
        <Alert tone="danger" title="It could not be verified">
          {errorBody(verify.error)?.message ?? verify.error.message}
        </Alert>
      )}
      {verify.data && <Verdict {...verify.data} />}
    </div>
  );
}

function Verdict({ matched, export: made }: VerifyExportOutput) {
  if (matched === null || made === null)
    return (
      <Alert tone="warning" title="Not from here">
        No export of this session has this SHA-256: the file was changed, or it comes from elsewhere.
      </Alert>
    );
  return (
    <Alert tone="info" title={matched === "file" ? "The file is unchanged" : "The content is known"}>
      Exported {formatMoment(made.createdAt)} by {made.createdBy}: {made.steps} {made.steps === 1 ? "action" : "actions"}, {made.shots}{" "}
      {made.shots === 1 ? "picture" : "pictures"}.
    </Alert>
  );
}

/** @throws Error on a page that is not secure: browsers hash on https and localhost only (W3C Web Cryptography, 13) */
async function sha256Of(file: File): Promise<string> {
  if (!window.isSecureContext) throw new Error("This browser hashes files on https pages only. Enter the file's SHA-256 instead.");
  const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
