"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye, Lock, MousePointerClick } from "lucide-react";
import { useState } from "react";
import type { ShareLink } from "../../../../server/contract/live-links.ts";
import { formatShortMoment } from "../../../format.ts";
import { useTRPC } from "../../../trpc.tsx";
import { LoadError } from "../../../ui/alert.tsx";
import { Badge, type BadgeTone } from "../../../ui/badge.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { EditLink } from "./edit-link.tsx";
import { LinkActions, type Opened } from "./link-actions.tsx";
import { nameOf } from "./link-words.ts";
import { ShowLink } from "./show-link.tsx";
import { useViewers, WatchingNow } from "./watching-now.tsx";

/** Views are counted by others' coming, which no event tells. */
const REFRESH_MS = 5_000;
const SHOWN = 50;

const STATES: Record<ShareLink["status"], { label: string; tone: BadgeTone }> = {
  active: { label: "Active", tone: "success" },
  expired: { label: "Expired", tone: "neutral" },
  revoked: { label: "Revoked", tone: "danger" },
  ended: { label: "Session ended", tone: "neutral" },
};

/** Who looks at the session, and its links with how often they were opened: each to be copied, shown, changed or revoked. */
export function ShareList({ sessionId }: { sessionId: string }) {
  const trpc = useTRPC();
  const viewers = useViewers(sessionId);
  const list = useQuery(trpc.live.listShareLinks.queryOptions({ sessionId, pageSize: SHOWN }, { refetchInterval: REFRESH_MS }));
  return (
    <>
      <WatchingNow viewers={viewers} />
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
              <LinkRow key={link.id} link={link} watching={viewers.filter(({ linkId }) => linkId === link.id).length} />
            ))}
          </ul>
        )}
        {list.data && list.data.total > SHOWN && (
          <p className="mt-2 text-xs text-muted-foreground">
            The newest {SHOWN} of {list.data.total}.
          </p>
        )}
      </section>
    </>
  );
}

type LinkRowProps = {
  link: ShareLink;
  /** How many look by it now. */
  watching: number;
};

function LinkRow({ link, watching }: LinkRowProps) {
  const { mode, status, url, views, lastViewedAt, expiresAt, createdAt, createdByName, hasPassword, tabId } = link;
  const [opened, setOpened] = useState<Opened>(null);
  const name = nameOf(link);
  const active = status === "active";
  return (
    <li className="py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className={`flex flex-wrap items-center gap-x-2 gap-y-1 ${active ? "" : "text-muted-foreground"}`}>
            <span className="max-w-full truncate font-medium">{name}</span>
            {!active && <Badge tone={STATES[status].tone}>{STATES[status].label}</Badge>}
            {watching > 0 && (
              <Badge tone="success">
                <Eye aria-hidden="true" className="size-3" />
                {watching} watching
              </Badge>
            )}
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
        {active && <LinkActions link={link} opened={opened} onOpen={setOpened} />}
      </div>
      {active && opened === "show" && url !== null && (
        <div className="mt-3 rounded-md border bg-muted p-3">
          <ShowLink link={link} url={url} />
        </div>
      )}
      {active && opened === "edit" && (
        <div className="mt-3">
          <EditLink link={link} onDone={() => setOpened(null)} />
        </div>
      )}
    </li>
  );
}

function viewsText(views: number, lastViewedAt: string | null): string {
  if (views === 0 || lastViewedAt === null) return "not opened yet";
  return `${views} ${views === 1 ? "view" : "views"}, last ${formatShortMoment(lastViewedAt)}`;
}
