"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Code, Lock, MousePointerClick } from "lucide-react";
import { toast } from "sonner";
import type { ShareLink } from "../../../../server/contract/live-links.ts";
import { errorText } from "../../../errors.ts";
import { formatShortMoment } from "../../../format.ts";
import { useMay } from "../../../shell/use-me.ts";
import { useTRPC } from "../../../trpc.tsx";
import { LoadError } from "../../../ui/alert.tsx";
import { Badge, type BadgeTone } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { embedCode } from "./embed-code.ts";

/** Views are counted by others' coming, which no event tells. */
const REFRESH_MS = 5_000;
const SHOWN = 50;

const STATES: Record<ShareLink["status"], { label: string; tone: BadgeTone }> = {
  active: { label: "Active", tone: "success" },
  expired: { label: "Expired", tone: "neutral" },
  revoked: { label: "Revoked", tone: "danger" },
  ended: { label: "Session ended", tone: "neutral" },
};

/** The session's links with how often they were opened, each to be copied or revoked. */
export function ShareList({ sessionId }: { sessionId: string }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.live.listShareLinks.queryOptions({ sessionId, pageSize: SHOWN }, { refetchInterval: REFRESH_MS }));
  return (
    <section aria-labelledby="share-links" className="border-t px-5 py-4">
      <h3 id="share-links" className="font-medium">
        Links of this session
      </h3>
      {list.isPending && <Skeleton className="mt-2 h-12" />}
      {list.isLoadingError && <LoadError what="Links" error={list.error} onRetry={() => void list.refetch()} className="mt-2" />}
      {list.data?.links.length === 0 && <p className="mt-1 text-muted-foreground">None yet.</p>}
      {list.data && list.data.links.length > 0 && (
        <ul aria-label="Links" className="mt-1 divide-y">
          {list.data.links.map((link) => (
            <LinkRow key={link.id} link={link} />
          ))}
        </ul>
      )}
      {list.data && list.data.total > SHOWN && (
        <p className="mt-2 text-xs text-muted-foreground">
          The newest {SHOWN} of {list.data.total}.
        </p>
      )}
    </section>
  );
}

function LinkRow({ link }: { link: ShareLink }) {
  const { label, kind, mode, status, url, views, lastViewedAt, expiresAt, createdAt, createdByName, hasPassword, tabId } = link;
  const name = label ?? (kind === "url" ? "Signed address" : "Link");
  const active = status === "active";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-56">
        <p className={`flex flex-wrap items-center gap-x-2 gap-y-1 ${active ? "" : "text-muted-foreground"}`}>
          <span className="max-w-full truncate font-medium">{name}</span>
          {!active && <Badge tone={STATES[status].tone}>{STATES[status].label}</Badge>}
          {mode === "control" && (
            <Badge tone="warning">
              <MousePointerClick aria-hidden="true" className="size-3" />
              Control
            </Badge>
          )}
          {hasPassword && (
            <Badge>
              <Lock aria-hidden="true" className="size-3" />
              Password
            </Badge>
          )}
          {tabId !== null && <Badge>One tab</Badge>}
        </p>
        <p className="mt-0.5 text-xs text-muted-foreground tabular-nums">
          {viewsText(views, lastViewedAt)} · by {createdByName}, {formatShortMoment(createdAt)}
          {active && (expiresAt ? ` · ends ${formatShortMoment(expiresAt)}` : " · ends with the session")}
        </p>
      </div>
      {active && <LinkActions link={link} name={name} url={url} />}
    </li>
  );
}

function LinkActions({ link, name, url }: { link: ShareLink; name: string; url: string | null }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayRevoke = useMay(link.mode === "control" ? "live:control" : "live:view");
  const revoke = useMutation(
    trpc.live.revokeShareLink.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.live.listShareLinks.queryFilter());
        toast.success("Link revoked", { description: "Whoever looked by it sees no more." });
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <div className="flex items-center gap-1">
      {url !== null && (
        <>
          <CopyButton text={url} label={`Copy the link ${name}`} />
          <CopyButton text={embedCode(url, link.label)} label={`Copy the embed code of ${name}`} icon={Code} />
        </>
      )}
      {mayRevoke && (
        <Button
          size="small"
          variant="dangerOutline"
          aria-label={`Revoke ${name}`}
          pending={revoke.isPending}
          onClick={() => revoke.mutate({ linkId: link.id })}
        >
          Revoke
        </Button>
      )}
    </div>
  );
}

function viewsText(views: number, lastViewedAt: string | null): string {
  if (views === 0 || lastViewedAt === null) return "not opened yet";
  return `${views} ${views === 1 ? "view" : "views"}, last ${formatShortMoment(lastViewedAt)}`;
}
