"use client";

import { CircleStop, TimerReset, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { Session } from "../../../server/contract/sessions.ts";
import { formatClock, spokenLength } from "../../format.ts";
import { useMay } from "../../shell/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { useNow } from "../../use-now.ts";
import { endingOf, type SessionEnding } from "../session-ending.ts";
import { TerminateDialog } from "../terminate-dialog.tsx";
import { EXTENSIONS, TOUCH_MS, useExtend } from "../use-extend.ts";

/** From here on it is said how much is left, in milliseconds before the end; not every second, which nobody could listen to. */
const SPOKEN_AT_MS = [300_000, 120_000, 30_000] as const;

/** Warns of a session that ends soon, counts down to it, and offers to move the end. */
export function ExpiryBanner({ session }: { session: Session }) {
  const ending = endingOf(session);
  const now = useNow(ending !== null);
  const mayExtend = useMay("sessions:write");
  const leftMs = ending === null || now < ending.warnAt ? null : ending.at - now;
  return (
    <>
      {ending && leftMs !== null && (
        <section
          aria-label="Session ends soon"
          className="flex flex-wrap items-center gap-x-4 gap-y-2.5 rounded-lg border border-warning/60 bg-warning/10 px-3 py-2.5"
        >
          <div className="flex min-w-0 flex-1 basis-72 items-start gap-3">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning" />
            <div className="min-w-0">
              <p className="font-medium">
                Ends in{" "}
                <span role="timer" className="tabular-nums">
                  {formatClock(leftMs)}
                </span>
              </p>
              <p className="text-muted-foreground">{REASONS[ending.reason]}</p>
            </div>
          </div>
          {mayExtend && <Choices session={session} ending={ending} />}
        </section>
      )}
      <p role="status" className="sr-only">
        {ending && leftMs !== null && spoken(ending, leftMs)}
      </p>
    </>
  );
}

const REASONS = {
  timeout: "Its time limit is reached then, and what is open in its browser is lost.",
  idle: "Nobody uses it. Any use, or a press here, starts its idle time anew.",
} as const;

function Choices({ session, ending }: { session: Session; ending: SessionEnding }) {
  const extend = useExtend();
  const [stopping, setStopping] = useState<readonly string[] | null>(null);
  const by = (byMs: number) => () => extend.mutate({ sessionId: session.id, byMs });
  return (
    <div className="flex flex-wrap items-center gap-2">
      {ending.reason === "idle" ? (
        <Button size="small" variant="primary" pending={extend.isPending} onClick={by(TOUCH_MS)}>
          {!extend.isPending && <TimerReset aria-hidden="true" />}
          Keep it open
        </Button>
      ) : (
        <fieldset className="flex items-center gap-1.5">
          <legend className="sr-only">Extend by</legend>
          <TimerReset aria-hidden="true" className="size-4 text-muted-foreground" />
          {EXTENSIONS.map(({ label, byMs }) => (
            <Button key={label} size="small" aria-label={`Extend by ${label}`} disabled={extend.isPending} onClick={by(byMs)}>
              +{label}
            </Button>
          ))}
        </fieldset>
      )}
      <Button size="small" variant="dangerOutline" onClick={() => setStopping([session.id])}>
        <CircleStop aria-hidden="true" />
        End now
      </Button>
      <TerminateDialog sessionIds={stopping} onClose={() => setStopping(null)} />
    </div>
  );
}

function spoken({ reason }: SessionEnding, leftMs: number): string {
  const step = SPOKEN_AT_MS.findLast((at) => leftMs <= at + 1_000) ?? leftMs;
  return `This session ends in less than ${spokenLength(step)}${reason === "idle" ? ", because nobody uses it" : ""}. It can be extended above.`;
}
