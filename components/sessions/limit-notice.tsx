"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Hourglass, RotateCw } from "lucide-react";
import type { Session } from "../../server/contract/sessions.ts";
import { errorBody, errorText } from "../errors.ts";
import { spokenLength } from "../format.ts";
import { useTRPC } from "../trpc.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { useNow } from "../use-now.ts";
import { titleOf } from "./session-state.ts";
import { useTerminate } from "./use-terminate.ts";

const MAX_SHOWN = 5;
const MAX_FETCHED = 100;

type LimitNoticeProps = {
  title: string;
  error: unknown;
  /** Tries the same again. */
  onRetry: () => void;
  /** Tries it again in a way that waits; left out where that is not possible. */
  onQueue?: () => void;
  className?: string;
};

/** Why a session could not be made; where all places are taken, which sessions could make room for it. */
export function LimitNotice({ title, error, onRetry, onQueue, className }: LimitNoticeProps) {
  const ids = closableOf(error);
  const look = className === undefined ? {} : { className };
  if (ids === null) {
    return (
      <Alert tone="danger" title={title} {...look}>
        {errorText(error)}
      </Alert>
    );
  }
  return <NoPlace ids={ids} sentence={shortageOf(error)} onRetry={onRetry} {...(onQueue && { onQueue })} {...look} />;
}

/** The sessions that the server says could be closed; null when the failure was another. */
function closableOf(error: unknown): string[] | null {
  const body = errorBody(error);
  const closable = body?.code === "LIMIT_EXCEEDED" ? body.details?.closable : null;
  return Array.isArray(closable) ? closable.filter((id) => typeof id === "string") : null;
}

/** Which limit was reached, without the hints that are for programs. */
function shortageOf(error: unknown): string {
  const { limit, max } = errorBody(error)?.details ?? {};
  if (limit === "server") return `This server runs at most ${max} sessions at once. End one of these, the longest unused first, or wait.`;
  if (limit === "workspace") return `This workspace runs at most ${max} sessions at once. End one of these, the longest unused first, or wait.`;
  if (limit === "memory") return "The server has too little free memory for one more. End one of these, the longest unused first, or wait.";
  return errorText(error);
}

type NoPlaceProps = { ids: readonly string[]; sentence: string; onRetry: () => void; onQueue?: () => void; className?: string };

function NoPlace({ ids, sentence, onRetry, onQueue, className }: NoPlaceProps) {
  const trpc = useTRPC();
  const running = useQuery(
    trpc.browser.listSessions.queryOptions(
      { status: ["active", "idle"], sort: "lastActivityAt", order: "asc", pageSize: MAX_FETCHED },
      { placeholderData: keepPreviousData, enabled: ids.length > 0 },
    ),
  );
  const closable = running.data?.sessions.filter(({ id }) => ids.includes(id)) ?? [];
  // Whatever made a place free: one of these that has ended is one place more.
  const freed = running.data !== undefined && closable.length < Math.min(ids.length, MAX_FETCHED);
  return (
    <Alert tone={freed ? "info" : "warning"} title={freed ? "A place is free now" : "No place is free"} {...(className ? { className } : {})}>
      <p>{freed ? "Try again to take it." : sentence}</p>
      {!freed && closable.length > 0 && (
        <ul aria-label="Sessions that could be ended" className="mt-2 divide-y rounded-md border text-foreground">
          {closable.slice(0, MAX_SHOWN).map((session) => (
            <Closable key={session.id} session={session} />
          ))}
        </ul>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button size="small" variant={freed ? "primary" : "outline"} onClick={onRetry}>
          <RotateCw aria-hidden="true" />
          Try again
        </Button>
        {onQueue && !freed && (
          <Button size="small" onClick={onQueue}>
            <Hourglass aria-hidden="true" />
            Wait in the queue instead
          </Button>
        )}
        {!freed && closable.length > MAX_SHOWN && <p className="text-xs">and {closable.length - MAX_SHOWN} more, used later than these</p>}
      </div>
    </Alert>
  );
}

function Closable({ session }: { session: Session }) {
  const end = useTerminate({});
  // Not ticking: it is part of what is read out when it changes.
  const now = useNow(false);
  return (
    <li className="flex items-center gap-3 px-3 py-1.5">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{titleOf(session)}</p>
        <p className="truncate text-xs text-muted-foreground">
          Last used {spokenLength(now - Date.parse(session.lastActivityAt))} ago{session.url && ` · ${session.url}`}
        </p>
      </div>
      <Button
        size="small"
        variant="dangerOutline"
        aria-label={`End ${titleOf(session)}`}
        pending={end.isPending}
        onClick={() => end.mutate({ sessionIds: [session.id] })}
      >
        End
      </Button>
    </li>
  );
}
