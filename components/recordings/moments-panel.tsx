"use client";

import { CircleAlert, Info, ListVideo, type LucideIcon, Network, SquareTerminal, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { formatBytes, formatDuration } from "../format.ts";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { TabButton, TabList, TabPanel, Tabs } from "../ui/tabs.tsx";
import type { PlayerClock } from "./clock.ts";
import { type ActionMoment, countUntil, isBad, type LogMoment, type Moment, type NetworkMoment } from "./moments.ts";
import { clock as clockText } from "./playback.ts";
import { useClock } from "./use-player.ts";

/** So many entries are shown at once; those before them on request. */
const SHOWN = 300;
/** The line that stays at the top of a list. */
const HEAD_PIXELS = 30;
const PANEL = "min-h-0 flex-1 overflow-y-auto overscroll-contain data-[state=inactive]:hidden";

type MomentsPanelProps = { clock: PlayerClock; actions: readonly ActionMoment[]; logs: readonly LogMoment[]; requests: readonly NetworkMoment[] };

/** What happened up to the moment of the clock, beside the page; pressing an entry goes there. */
export function MomentsPanel({ clock, actions, logs, requests }: MomentsPanelProps) {
  return (
    <section aria-label="What happened" className="flex h-112 min-w-0 flex-col rounded-lg border bg-card lg:sticky lg:top-16 lg:h-[calc(100dvh-5rem)]">
      <Tabs defaultValue="actions" className="flex min-h-0 flex-1 flex-col">
        <TabList aria-label="What happened" className="shrink-0 overflow-y-hidden">
          <TabButton value="actions">Actions</TabButton>
          <TabButton value="console">Console</TabButton>
          <TabButton value="network">Network</TabButton>
        </TabList>
        <TabPanel value="actions" className={PANEL}>
          <ActionList clock={clock} actions={actions} />
        </TabPanel>
        <TabPanel value="console" className={cn(PANEL, "font-mono text-xs")}>
          <SyncedList
            clock={clock}
            moments={logs}
            label="Console"
            empty={<EmptyState icon={SquareTerminal} title="Nothing was logged" />}
            render={(entry) => <LogLine entry={entry} />}
          />
        </TabPanel>
        <TabPanel value="network" className={cn(PANEL, "text-xs")}>
          <SyncedList
            clock={clock}
            moments={requests}
            label="Network"
            empty={<EmptyState icon={Network} title="No requests were logged" />}
            render={(request) => <RequestLine request={request} />}
          />
        </TabPanel>
      </Tabs>
    </section>
  );
}

/** All actions; those that are still to come stand back, and the last one that began is marked and in sight. */
function ActionList({ clock, actions }: { clock: PlayerClock; actions: readonly ActionMoment[] }) {
  const begun = useClock(clock, ({ atMs }) => countUntil(actions, atMs));
  const current = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (begun > 0 && current.current) keepInSight(current.current);
  }, [begun]);
  if (actions.length === 0) {
    return (
      <EmptyState icon={ListVideo} title="Nothing was done">
        Instructions, calls from code and hands on the live view appear here.
      </EmptyState>
    );
  }
  return (
    <ol aria-label="Actions">
      {actions.map((action, index) => {
        const isCurrent = index === begun - 1;
        return (
          <li key={action.id} ref={isCurrent ? current : null} aria-current={isCurrent ? "step" : undefined}>
            <button
              type="button"
              onClick={() => clock.seek(action.atMs)}
              className={cn(
                "flex w-full gap-3 border-l-2 border-transparent px-3 py-2 text-left hover:bg-accent focus-visible:-outline-offset-2",
                isCurrent && "border-primary bg-primary/5",
                index >= begun && "text-muted-foreground",
              )}
            >
              <span className="w-11 shrink-0 pt-px text-right text-xs text-muted-foreground tabular-nums">{clockText(action.atMs)}</span>
              <span className="min-w-0 flex-1">
                <span className="flex items-center gap-1.5 font-medium">
                  <span
                    role="img"
                    aria-label={action.success === null ? "Not over" : action.success ? "Succeeded" : "Failed"}
                    className={cn(
                      "size-1.5 shrink-0 rounded-full",
                      action.success === false ? "bg-destructive" : action.success ? "bg-success" : "bg-muted-foreground",
                    )}
                  />
                  {action.title}
                </span>
                {action.detail && <span className="line-clamp-2 break-words text-muted-foreground">{action.detail}</span>}
                {action.error && <span className="line-clamp-3 break-words text-destructive">{action.error}</span>}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** Scrolls the list, and not the page around it, as `scrollIntoView` would. */
function keepInSight(entry: HTMLElement): void {
  const list = entry.closest("[role=tabpanel]");
  if (list === null) return;
  const [inner, outer] = [entry.getBoundingClientRect(), list.getBoundingClientRect()];
  if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom;
  else if (inner.top < outer.top + HEAD_PIXELS) list.scrollTop -= outer.top + HEAD_PIXELS - inner.top;
}

type SyncedListProps<T> = { clock: PlayerClock; moments: readonly T[]; label: string; empty: ReactNode; render: (moment: T) => ReactNode };

/** Entries up to the moment of the clock, the newest at the bottom and in sight; pressing one goes to its moment. */
export function SyncedList<T extends Moment>({ clock, moments, label, empty, render }: SyncedListProps<T>) {
  const until = useClock(clock, ({ atMs }) => countUntil(moments, atMs));
  const [extra, setExtra] = useState(0);
  const end = useRef<HTMLDivElement>(null);
  const seen = useRef(0);
  useEffect(() => {
    // Earlier entries that were asked for must not throw the reader to the end.
    if (until !== seen.current && end.current) keepInSight(end.current);
    seen.current = until;
  }, [until]);
  if (moments.length === 0) return empty;
  const from = Math.max(0, until - SHOWN - extra);
  return (
    <>
      <p className="sticky top-0 z-10 border-b bg-card px-3 py-1.5 font-sans text-xs text-muted-foreground tabular-nums">
        {until} of {moments.length} up to here
      </p>
      {from > 0 && (
        <Button size="small" variant="ghost" className="w-full font-sans" onClick={() => setExtra((before) => before + SHOWN)}>
          Show earlier entries
        </Button>
      )}
      <ol aria-label={label} className="divide-y">
        {moments.slice(from, until).map((moment) => (
          <li key={moment.id}>
            <button
              type="button"
              className="flex w-full gap-2 px-3 py-1.5 text-left hover:bg-accent focus-visible:-outline-offset-2"
              onClick={() => clock.seek(moment.atMs)}
            >
              <span className="w-9 shrink-0 text-right text-muted-foreground tabular-nums">{clockText(moment.atMs)}</span>
              {render(moment)}
            </button>
          </li>
        ))}
      </ol>
      <div ref={end} />
    </>
  );
}

/** One request in two lines: what came of it and what was asked for; where, and how long it took. */
function RequestLine({ request }: { request: NetworkMoment }) {
  const { method, url, status, failure, durationMs, transferBytes } = request;
  const { pathname, search, host } = URL.canParse(url) ? new URL(url) : { pathname: url, search: "", host: "" };
  const bad = isBad(request);
  return (
    <span className="min-w-0 flex-1">
      <span className="flex min-w-0 gap-2 font-mono">
        <span className={cn("w-8 shrink-0 tabular-nums", bad ? "text-destructive" : "text-success")}>{status ?? (failure ? "✕" : "…")}</span>
        <span className="shrink-0 text-muted-foreground">{method}</span>
        <span className={cn("truncate", bad && "text-destructive")} title={url}>
          {pathname}
          {search}
        </span>
      </span>
      <span className="mt-0.5 flex gap-2 text-muted-foreground tabular-nums">
        <span className="truncate">{failure ?? host}</span>
        <span className="ml-auto shrink-0">
          {[durationMs !== null && formatDuration(durationMs), transferBytes !== null && formatBytes(transferBytes)].filter(Boolean).join(" · ")}
        </span>
      </span>
    </span>
  );
}

const LEVELS: Readonly<Record<LogMoment["level"], { icon: LucideIcon | null; look: string }>> = {
  error: { icon: CircleAlert, look: "text-destructive" },
  warning: { icon: TriangleAlert, look: "text-warning" },
  info: { icon: Info, look: "" },
  debug: { icon: null, look: "text-muted-foreground" },
};

function LogLine({ entry }: { entry: LogMoment }) {
  const { icon: Icon, look } = LEVELS[entry.level];
  return (
    <span className={cn("flex min-w-0 flex-1 gap-1.5", look)}>
      {Icon && entry.level !== "info" && <Icon role="img" aria-label={entry.level} className="mt-px size-3.5 shrink-0" />}
      <span className="line-clamp-6 min-w-0 break-words whitespace-pre-wrap">{entry.text}</span>
    </span>
  );
}
