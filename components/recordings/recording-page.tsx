"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Film, RotateCw } from "lucide-react";
import Link from "next/link";
import type { Session } from "../../server/contract/sessions.ts";
import { formatBytes, formatDuration, formatMoment } from "../format.ts";
import { titleOf } from "../sessions/session-state.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { LoadedRecording } from "./growth.ts";
import { Player } from "./player.tsx";
import { GoneError, useRecording } from "./use-recording.ts";

/** The page of one recording: whose it is, and the player. */
export function RecordingPage({ sessionId }: { sessionId: string }) {
  const recording = useRecording(sessionId);
  return (
    <main className="mx-auto flex w-full max-w-[110rem] flex-col gap-4 p-4 sm:px-6">
      <Link href="/recordings" className="inline-flex w-fit items-center gap-1.5 rounded-sm text-muted-foreground hover:text-foreground">
        <ArrowLeft aria-hidden="true" className="size-4" />
        Recordings
      </Link>
      <Heading sessionId={sessionId} data={recording.data} />
      {recording.isPending && <Loading />}
      {recording.isError && !recording.data && <Failed error={recording.error} onRetry={() => void recording.refetch()} />}
      {recording.data &&
        (recording.data.recording.available ? <Player data={recording.data} /> : <Nothing sessionId={sessionId} onRetry={() => void recording.refetch()} />)}
    </main>
  );
}

function Heading({ sessionId, data }: { sessionId: string; data: LoadedRecording | undefined }) {
  const trpc = useTRPC();
  const session = useQuery(trpc.browser.getSession.queryOptions({ sessionId })).data;
  const facts = data?.recording.available ? data.recording : null;
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <h1 className="flex items-center gap-2.5 text-xl font-semibold tracking-tight">
          <span className="truncate">{session ? titleOf(session) : "Recording"}</span>
          {facts?.recording && (
            <Badge tone="danger">
              <span aria-hidden="true" className="size-1.5 animate-pulse rounded-full bg-current" />
              Recording
            </Badge>
          )}
        </h1>
        {facts?.startedAt && (
          <p className="mt-0.5 text-muted-foreground tabular-nums">
            {formatMoment(facts.startedAt)} · {formatDuration(facts.durationMs)} · {formatBytes(facts.sizeBytes)} ·{" "}
            <Link href={`/sessions/${sessionId}`} className="rounded-sm underline underline-offset-4 hover:text-foreground">
              Session
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  if (!(error instanceof GoneError)) return <LoadError what="The recording" error={error} onRetry={onRetry} />;
  return (
    <div className="py-16 text-center">
      <p className="text-lg font-semibold">There is no such recording</p>
      <p className="mt-1 text-muted-foreground">Its session may belong to another workspace, or its address was mistyped.</p>
    </div>
  );
}

function Nothing({ sessionId, onRetry }: { sessionId: string; onRetry: () => void }) {
  const trpc = useTRPC();
  const session = useQuery(trpc.browser.getSession.queryOptions({ sessionId })).data;
  const { title, why, mayCome } = whyNothing(session);
  return (
    <Card>
      <EmptyState
        icon={Film}
        title={title}
        action={
          mayCome && (
            <Button onClick={onRetry}>
              <RotateCw aria-hidden="true" />
              Look again
            </Button>
          )
        }
      >
        {why}
      </EmptyState>
    </Card>
  );
}

/** Why there is nothing to be played, as far as the session tells, and whether there may be something soon. */
function whyNothing(session: Session | undefined): { title: string; why: string; mayCome: boolean } {
  if (session && !session.config.recordSession)
    return { title: "This session was not recorded", why: "Sessions are recorded when they are made with recording on.", mayCome: false };
  if (session?.terminatedAt === null)
    return { title: "Nothing is recorded yet", why: "The first pictures appear within seconds of the session's first page.", mayCome: true };
  return {
    title: "There is no recording any more",
    why: "Recordings are removed by hand, and when they are older or larger than the workspace keeps them. One whose server was killed in its first seconds has nothing to be played.",
    mayCome: true,
  };
}

function Loading() {
  return (
    <div role="status" className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <span className="sr-only">Reading the recording…</span>
      <Skeleton className="aspect-video" />
      <Skeleton className="h-96" />
    </div>
  );
}
