"use client";

import { useMutation } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { useState } from "react";
import { errorText } from "../../errors.ts";
import { formatMoment } from "../../format.ts";
import { useTRPC } from "../../trpc.tsx";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Select } from "../../ui/input.tsx";

/** Makes a link that shows the session, or lets it be controlled, without a login for an hour. */
export function LiveLink({ sessionId }: { sessionId: string }) {
  const trpc = useTRPC();
  const [mode, setMode] = useState<"view" | "control">("view");
  const make = useMutation(trpc.browser.getLiveViewUrl.mutationOptions());
  return (
    <section aria-label="Share the live view" className="flex flex-col gap-2">
      <h2 className="font-medium">Share the live view</h2>
      <div className="flex gap-2">
        <Select aria-label="What the link allows" value={mode} onChange={(event) => setMode(event.currentTarget.value === "control" ? "control" : "view")}>
          <option value="view">Watch only</option>
          <option value="control">Watch and control</option>
        </Select>
        <Button pending={make.isPending} onClick={() => make.mutate({ sessionId, mode })}>
          {!make.isPending && <Link2 aria-hidden="true" />}
          Make a live link
        </Button>
      </div>
      {make.isError && (
        <Alert tone="danger" title="No link was made">
          {errorText(make.error)}
        </Alert>
      )}
      {make.data && (
        <div role="status" className="rounded-md border px-3 py-1.5">
          <div className="flex items-center gap-1">
            <span className="min-w-0 flex-1 truncate font-mono text-xs">{make.data.url}</span>
            <CopyButton text={make.data.url} label="Copy the live link" />
          </div>
          <p className="pb-1 text-xs text-muted-foreground">Works without a login until {formatMoment(make.data.expiresAt)}.</p>
        </div>
      )}
    </section>
  );
}
