"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { ObservedElement } from "../../../server/contract/agent.ts";
import type { Session } from "../../../server/contract/sessions.ts";
import { errorBody } from "../../errors.ts";
import { LiveView } from "../../live/live-view.tsx";
import type { Mark } from "../../live/marks.tsx";
import { useMay } from "../../shell/use-me.ts";
import { useTRPC } from "../../trpc.tsx";
import { LoadError } from "../../ui/alert.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { LiveUpdatesNotice } from "../live-updates.tsx";
import { isEnded, isRunning, isWaiting } from "../session-state.ts";
import { STATUS_LABELS } from "../status-badge.tsx";
import { ActBar } from "./act-bar.tsx";
import { EndedNotice } from "./ended-notice.tsx";
import { ExpiryBanner } from "./expiry-banner.tsx";
import { HumanQuestion } from "./human-question.tsx";
import { SessionHeader } from "./session-header.tsx";
import { SidePanel } from "./side-panel.tsx";
import { TabStrip } from "./tab-strip.tsx";
import { useQuestion } from "./use-question.ts";
import { useSessionStream } from "./use-session-stream.ts";
import { WaitingNotice } from "./waiting-notice.tsx";

const QUEUE_REFRESH_MS = 2_000;

/** One session: what its browser shows, the bar that drives it, and everything that happened in it. */
export function SessionPage({ sessionId }: { sessionId: string }) {
  const trpc = useTRPC();
  const session = useQuery(
    trpc.browser.getSession.queryOptions(
      { sessionId },
      // The place in the queue changes by what happens to others, which this session's stream does not tell.
      { refetchInterval: ({ state }) => (state.data?.status === "queued" ? QUEUE_REFRESH_MS : false) },
    ),
  );
  return (
    <main className="mx-auto flex w-full max-w-[110rem] flex-col gap-4 p-4 sm:px-6">
      <Link href="/sessions" className="inline-flex w-fit items-center gap-1.5 rounded-sm text-muted-foreground hover:text-foreground">
        <ArrowLeft aria-hidden="true" className="size-4" />
        Sessions
      </Link>
      {session.data ? (
        <Loaded session={session.data} />
      ) : session.isError ? (
        <>
          <h1 className="sr-only">Session</h1>
          {errorBody(session.error)?.code === "NOT_FOUND" ? (
            <NotFound />
          ) : (
            <LoadError what="The session" error={session.error} onRetry={() => void session.refetch()} />
          )}
        </>
      ) : (
        <Loading />
      )}
    </main>
  );
}

function Loaded({ session }: { session: Session }) {
  const updates = useSessionStream(session.id);
  const [pointedAt, setPointedAt] = useState<ObservedElement | null>(null);
  const mayDrive = useMay("sessions:drive");
  const { question, answering, answer } = useQuestion(session.id, isRunning(session) && mayDrive);
  const reply = (ref: string | null): void => {
    setPointedAt(null);
    answer(ref);
  };
  const mayControl = useMay("live:control");
  return (
    <>
      <SessionHeader session={session} />
      <LiveUpdatesNotice {...updates} />
      <ExpiryBanner session={session} />
      <p role="status" className="sr-only">
        Session status: {STATUS_LABELS[session.status]}
      </p>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_24rem] 2xl:grid-cols-[minmax(0,1fr)_28rem]">
        <div className="flex min-w-0 flex-col gap-3">
          {isEnded(session) ? (
            <EndedNotice session={session} />
          ) : isWaiting(session) ? (
            <WaitingNotice session={session} />
          ) : (
            <div className="overflow-hidden rounded-lg border bg-card">
              <TabStrip sessionId={session.id} enabled={isRunning(session) && mayDrive} />
              <LiveView
                sessionId={session.id}
                mode={mayControl ? "control" : "view"}
                smallHref={`/watch/${session.id}`}
                marks={marksOf(question?.candidates ?? [], pointedAt, reply)}
                {...(session.config.recordSession && { replayHref: `/recordings/${session.id}` })}
                className="max-h-[calc(100dvh-17rem)] min-h-64 rounded-none border-0 max-sm:has-data-control-panel:max-h-none"
              />
            </div>
          )}
          {question && <HumanQuestion key={question.id} question={question} answering={answering} onAnswer={reply} onPoint={setPointedAt} />}
          {isRunning(session) && mayDrive && <ActBar sessionId={session.id} onPoint={setPointedAt} />}
        </div>
        <SidePanel session={session} />
      </div>
    </>
  );
}

/** What a question offers, each with its number to be clicked on the picture; and what is pointed at in a list. */
function marksOf(offered: readonly ObservedElement[], pointedAt: ObservedElement | null, onPick: (ref: string) => void): Mark[] {
  const marks = offered.flatMap(({ ref, bounds }, at): Mark[] =>
    bounds ? [{ bounds, label: String(at + 1), strong: ref === pointedAt?.ref, onPick: () => onPick(ref) }] : [],
  );
  const isOffered = offered.some(({ ref }) => ref === pointedAt?.ref);
  return pointedAt?.bounds && !isOffered ? [...marks, { bounds: pointedAt.bounds }] : marks;
}

function NotFound() {
  return (
    <div className="py-16 text-center">
      <p className="text-lg font-semibold">There is no such session</p>
      <p className="mt-1 text-muted-foreground">It may belong to another workspace, or its address was mistyped.</p>
    </div>
  );
}

function Loading() {
  return (
    <div role="status" className="grid gap-4">
      <h1 className="sr-only">Session</h1>
      <span className="sr-only">Loading the session…</span>
      <Skeleton className="h-9 w-72" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <Skeleton className="aspect-video" />
        <Skeleton className="h-96" />
      </div>
    </div>
  );
}
