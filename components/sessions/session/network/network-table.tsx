"use client";

import { CircleX, LoaderCircle } from "lucide-react";
import { type KeyboardEvent, memo, useEffect, useMemo, useState } from "react";
import type { NetworkEntry } from "../../../../server/contract/network-log.ts";
import { formatBytes, formatDuration } from "../../../format.ts";
import { cn } from "../../../ui/cn.ts";
import { NewestButton } from "../../../ui/newest-button.tsx";
import { useTail } from "../../../ui/use-tail.ts";
import { useNow } from "../../../use-now.ts";
import { LoadOlder } from "../load-older.tsx";
import { requestName } from "./request-kinds.ts";
import { isFailure } from "./use-network.ts";
import { useWindow } from "./use-window.ts";
import { spanOf, type TimeAxis, timeAxis } from "./waterfall.ts";

const ROW_PX = 46;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
const FROM_CACHE: Partial<Record<NetworkEntry["servedFrom"], string>> = { memory: "memory", disk: "disk", prefetch: "prefetched", worker: "worker" };
const HEAD = "sticky top-0 z-10 h-8 border-b bg-card px-2 text-left text-xs font-medium text-muted-foreground first:pl-3 last:pr-3";

type TableProps = {
  entries: readonly NetworkEntry[];
  tabNames: ReadonlyMap<string, string>;
  list: Parameters<typeof LoadOlder>[0]["list"];
  running: boolean;
  openId: string | null;
  onOpen: (id: string) => void;
};

/** Requests in the order of time. Only rows in sight are drawn; arrow keys go from one to the next, Enter opens it. */
export function NetworkTable({ entries, tabNames, list, running, openId, onOpen }: TableProps) {
  const { box, behind, onScroll, toEnd } = useTail(entries[0]?.id, entries.at(-1)?.id);
  const { start, end, look } = useWindow(box, entries.length, ROW_PX);
  const now = useNow(running && entries.some(({ state }) => state === "pending"));
  const axis = useMemo(() => timeAxis(entries, now), [entries, now]);
  const { current, onKeyDown, onFocus } = useArrows(box, entries);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <LoadOlder list={list} />
      <section
        ref={box}
        aria-label="List of requests"
        onScroll={() => {
          onScroll();
          look();
        }}
        className="min-h-0 flex-1 overflow-y-auto [overflow-anchor:none]"
      >
        <table
          aria-label="Requests"
          aria-rowcount={entries.length + 1}
          className="w-full table-fixed border-separate border-spacing-0 text-xs"
          onKeyDown={onKeyDown}
        >
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col" className={HEAD}>
                Request
              </th>
              <th scope="col" className={cn(HEAD, "w-18")}>
                Status
              </th>
              <th scope="col" className={cn(HEAD, "w-20")}>
                Size, type
              </th>
              <th scope="col" className={cn(HEAD, "w-22")}>
                Time
              </th>
            </tr>
          </thead>
          <tbody>
            {start > 0 && <Spacer rows={start} />}
            {entries.slice(start, end).map((entry, offset) => (
              <RequestRow
                key={entry.id}
                entry={entry}
                place={start + offset}
                axis={axis}
                now={now}
                tabName={tabNames.get(entry.tabId) ?? null}
                isOpen={entry.id === openId}
                isCurrent={start + offset === current}
                onOpen={onOpen}
                onFocus={onFocus}
              />
            ))}
            {end < entries.length && <Spacer rows={entries.length - end} />}
          </tbody>
        </table>
      </section>
      {behind && <NewestButton onClick={toEnd} />}
    </div>
  );
}

/** Moves the focus from row to row, also to rows that are not drawn yet. One row at a time is a stop of the Tab key. */
function useArrows(box: { current: HTMLElement | null }, entries: readonly NetworkEntry[]) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const known = chosen === null ? -1 : entries.findIndex(({ id }) => id === chosen);
  const current = known === -1 ? entries.length - 1 : known;
  useEffect(() => {
    if (wanted === null) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-place="${wanted}"]`);
    if (!row) return;
    row.focus();
    setWanted(null);
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const place = event.key === "Home" ? 0 : event.key === "End" ? entries.length - 1 : step === undefined ? null : current + step;
    if (place === null) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(entries.length - 1, place));
    setChosen(entries[next]?.id ?? null);
    setWanted(next);
    const element = box.current;
    if (!element) return;
    if (next * ROW_PX < element.scrollTop) element.scrollTop = next * ROW_PX;
    else if ((next + 2) * ROW_PX > element.scrollTop + element.clientHeight) element.scrollTop = (next + 2) * ROW_PX - element.clientHeight;
  };
  return { current, onKeyDown, onFocus: setChosen };
}

function Spacer({ rows }: { rows: number }) {
  return (
    <tr>
      <td colSpan={4} style={{ height: rows * ROW_PX }} />
    </tr>
  );
}

type RowProps = {
  entry: NetworkEntry;
  place: number;
  axis: TimeAxis;
  now: number;
  tabName: string | null;
  isOpen: boolean;
  isCurrent: boolean;
  onOpen: (id: string) => void;
  onFocus: (id: string) => void;
};

const CELL = "h-[46px] overflow-hidden border-b px-2 align-middle first:pl-3 last:pr-3";

const RequestRow = memo(function RequestRow({ entry, place, axis, now, tabName, isOpen, isCurrent, onOpen, onFocus }: RowProps) {
  const { name, host } = requestName(entry.url);
  const failed = isFailure(entry);
  const cached = FROM_CACHE[entry.servedFrom];
  return (
    <tr aria-rowindex={place + 2} className={cn("relative hover:bg-muted/60", isOpen && "bg-primary/10", failed && "text-destructive")}>
      <td className={CELL}>
        <button
          type="button"
          data-place={place}
          tabIndex={isCurrent ? 0 : -1}
          aria-haspopup="dialog"
          title={entry.url}
          onClick={() => onOpen(entry.id)}
          onFocus={() => onFocus(entry.id)}
          className="block w-full rounded-sm text-left after:absolute after:inset-0 focus-visible:outline-offset-1"
        >
          <span className="flex min-w-0 items-baseline gap-1.5">
            <span className="shrink-0 font-mono text-[0.6875rem] text-muted-foreground">{entry.method}</span>
            <span className="truncate font-medium">{name}</span>
          </span>
          <span className={cn("block truncate", failed ? "" : "text-muted-foreground")}>{entry.failure ?? [tabName, host].filter(Boolean).join(" · ")}</span>
        </button>
      </td>
      <td className={CELL}>
        <Status entry={entry} failed={failed} />
      </td>
      <td className={cn(CELL, "tabular-nums")}>
        <span className="block truncate">{cached ?? (entry.messages ? `${entry.messages.sent + entry.messages.received} msgs` : sizeOf(entry))}</span>
        <span className="block truncate text-muted-foreground">{entry.resourceType}</span>
      </td>
      <td className={cn(CELL, "tabular-nums")}>
        <span className="block">{entry.durationMs === null ? "…" : formatDuration(entry.durationMs)}</span>
        <Bar span={spanOf(entry, axis, now)} failed={failed} />
      </td>
    </tr>
  );
});

function Status({ entry: { state, status }, failed }: { entry: NetworkEntry; failed: boolean }) {
  if (state === "pending" && status === null)
    return (
      <span className="flex items-center gap-1 text-muted-foreground">
        <LoaderCircle aria-hidden="true" className="size-3 shrink-0" />
        pending
      </span>
    );
  return (
    <span className="flex items-center gap-1 tabular-nums">
      {failed && <CircleX aria-hidden="true" className="size-3 shrink-0" />}
      {state === "failed" ? "failed" : status}
    </span>
  );
}

function Bar({ span: { left, width }, failed }: { span: { left: number; width: number }; failed: boolean }) {
  return (
    <span aria-hidden="true" className="relative mt-1 block h-1.5 rounded-full bg-muted">
      <span className={cn("absolute inset-y-0 rounded-full", failed ? "bg-destructive" : "bg-primary/70")} style={{ left: `${left}%`, width: `${width}%` }} />
    </span>
  );
}

const sizeOf = ({ transferBytes, bodyBytes }: NetworkEntry): string => {
  const bytes = transferBytes ?? bodyBytes;
  return bytes === null ? "–" : formatBytes(bytes);
};
