"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { type EvidenceMode, evidenceModeOf } from "../../../server/contract/evidence.ts";
import type { Session } from "../../../server/contract/sessions.ts";
import { formatClock, formatDuration, formatMoment } from "../../format.ts";
import { Alert } from "../../ui/alert.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { useNow } from "../../use-now.ts";
import { KEPT_CHOICES } from "../kept-words.ts";
import { endingOf } from "../session-ending.ts";
import { isRunning } from "../session-state.ts";

const EVIDENCE_WORDS: Readonly<Record<EvidenceMode, string | null>> = {
  off: null,
  failures: "pictures of failures",
  after: "pictures after actions",
  both: "pictures before and after actions",
};

/** What the session was made with, what differs from it, and the addresses that lead to it. */
export function DetailsPanel({ session }: { session: Session }) {
  const { config } = session;
  const ending = endingOf(session);
  const now = useNow(ending !== null);
  const { options, resolvedLocation: place } = config;
  const masks = config.maskPatterns.length + (config.workspaceMaskPatterns?.length ?? 0);
  const on = [
    options.adBlocking && "ad blocking",
    options.stealthMode && "stealth",
    options.captchaSolving && "CAPTCHA solving",
    config.recordSession && "recording",
    EVIDENCE_WORDS[evidenceModeOf(config)],
    config.keepAlive && "keep alive",
  ].filter(Boolean);
  return (
    <div className="flex flex-col gap-4 p-4">
      {session.warnings.map((warning) => (
        <Alert key={`${warning.field} ${warning.message}`} tone="warning" title={warning.field}>
          {warning.message}
        </Alert>
      ))}
      <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] items-baseline gap-x-3 gap-y-2">
        <Fact label="Session id">
          <span className="flex items-center gap-1">
            <span className="font-mono text-xs break-all">{session.id}</span>
            <CopyButton text={session.id} label="Copy the session id" />
          </span>
        </Fact>
        <Fact label="Provider">{session.provider}</Fact>
        <Fact label="Page size">
          {config.viewport.width}×{config.viewport.height}
        </Fact>
        <Fact label="Options">{on.length > 0 ? on.join(", ") : "none"}</Fact>
        <Fact label="Network log">{KEPT_CHOICES.logNetwork[config.logNetwork].toLowerCase()}</Fact>
        {masks > 0 && <Fact label="Masks">{masks === 1 ? "1 pattern" : `${masks} patterns`}</Fact>}
        <Fact label="Time limit">{formatDuration(config.timeout)}</Fact>
        <Fact label="Idle limit">{config.keepAlive ? "none" : formatDuration(config.idleTimeout)}</Fact>
        {config.recordSession && (
          <Fact label="Recording">
            <Link href={`/recordings/${session.id}`} className="underline underline-offset-4">
              {isRunning(session) ? "Watch it while it is made" : "Play it"}
            </Link>
          </Fact>
        )}
        {session.key && <Fact label="Key">{session.key}</Fact>}
        {session.restoredFrom && (
          <Fact label="Restored from">
            <Link href={`/sessions/${session.restoredFrom}`} className="font-mono text-xs break-all underline underline-offset-4">
              {session.restoredFrom}
            </Link>
          </Fact>
        )}
        {place && (
          <Fact label="Place">
            {[config.geolocation?.city, config.geolocation?.state, config.geolocation?.country].filter(Boolean).join(", ")} ({place.latitude.toFixed(2)},{" "}
            {place.longitude.toFixed(2)})
          </Fact>
        )}
        <Fact label="Time zone">{config.timezone ?? place?.timezone ?? "server's"}</Fact>
        <Fact label="Language">{config.locale ?? place?.locale ?? "browser default"}</Fact>
        <Fact label="Dialogs of pages">{config.dialogs ?? "as usual"}</Fact>
        <Fact label="Colour scheme">{config.colorScheme ?? "browser default"}</Fact>
        {config.userAgent && <Fact label="User agent">{config.userAgent}</Fact>}
        {config.proxy && <Fact label="Proxy">{config.proxy.server}</Fact>}
        <Fact label="Created">{formatMoment(session.createdAt)}</Fact>
        <Fact label="Last activity">{formatMoment(session.lastActivityAt)}</Fact>
        {session.terminatedAt ? (
          <Fact label="Ended">{formatMoment(session.terminatedAt)}</Fact>
        ) : (
          <>
            <Fact label="Ends at latest">{formatMoment(session.expiresAt)}</Fact>
            {ending && (
              <Fact label="Ends in">
                {formatClock(ending.at - now)}
                {ending.reason === "idle" && " unless used"}
              </Fact>
            )}
          </>
        )}
      </dl>
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="min-w-0 break-words tabular-nums">{children}</dd>
    </>
  );
}
