"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ShareLink } from "../../../../server/contract/live-links.ts";
import { formatMoment } from "../../../format.ts";
import { useTRPC } from "../../../trpc.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { embedCode } from "./embed-code.ts";

/** A link that was just made: its address, and the code that shows it in a page. */
export function NewLink({ link, url }: { link: ShareLink; url: string }) {
  const trpc = useTRPC();
  const embedding = useQuery(trpc.live.getEmbedding.queryOptions());
  const code = embedCode(url, link.label);
  return (
    <div role="status" className="flex min-w-0 flex-col gap-3 rounded-md border bg-muted p-3 sm:col-span-2">
      <Copyable label="Link" text={url} copyLabel="Copy the link" />
      <p className="-mt-2 text-xs text-muted-foreground">
        {link.expiresAt ? `Good until ${formatMoment(link.expiresAt)}, or until the session ends.` : "Good until the session ends."}
        {link.hasPassword && " The password is not part of it: send it another way."}
      </p>
      <Copyable label="Embed code" text={code} copyLabel="Copy the embed code" />
      {embedding.data?.origins.length === 0 && (
        <p className="-mt-2 text-xs text-muted-foreground">
          No site may embed it yet. Allow yours under{" "}
          <Link href="/settings#embedding" className="rounded-sm text-primary underline underline-offset-4">
            Settings, Embedding
          </Link>
          .
        </p>
      )}
    </div>
  );
}

function Copyable({ label, text, copyLabel }: { label: string; text: string; copyLabel: string }) {
  return (
    <div className="min-w-0">
      <p className="text-xs font-medium">{label}</p>
      <div className="mt-1 flex items-center gap-1">
        <code className="min-w-0 flex-1 truncate rounded-sm border bg-card px-2 py-1.5 font-mono text-xs">{text}</code>
        <CopyButton text={text} label={copyLabel} />
      </div>
    </div>
  );
}
