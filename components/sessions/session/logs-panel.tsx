"use client";

import { ScrollText } from "lucide-react";
import { useState } from "react";
import type { LogEntry } from "../../../server/contract/activity.ts";
import { formatTime } from "../../format.ts";
import { LoadError } from "../../ui/alert.tsx";
import { cn } from "../../ui/cn.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { LoadOlder } from "./load-older.tsx";
import { PanelLoading } from "./panel-loading.tsx";
import { useLogs } from "./use-history.ts";

const LEVELS: readonly LogEntry["level"][] = ["debug", "info", "warning", "error"];
const LOOKS: Readonly<Record<LogEntry["level"], string>> = {
  debug: "text-muted-foreground",
  info: "text-muted-foreground",
  warning: "text-warning",
  error: "text-destructive",
};

/** What pages wrote to the console, and what failed in them, newest first, as it happens. */
export function LogsPanel({ sessionId }: { sessionId: string }) {
  const [lowest, setLowest] = useState<LogEntry["level"]>("debug");
  const [search, setSearch] = useState("");
  const list = useLogs(sessionId);
  const wanted = search.trim().toLowerCase();
  const levels = LEVELS.slice(LEVELS.indexOf(lowest));
  const entries = (list.data ?? []).filter(
    (entry) => levels.includes(entry.level) && (wanted === "" || `${entry.text} ${entry.url ?? ""}`.toLowerCase().includes(wanted)),
  );
  return (
    <>
      <div className="flex gap-2 border-b p-3">
        <Select
          aria-label="Lowest level"
          className="w-32 shrink-0"
          value={lowest}
          onChange={(event) => setLowest(LEVELS.find((level) => level === event.currentTarget.value) ?? "debug")}
        >
          <option value="debug">All levels</option>
          <option value="info">Info and up</option>
          <option value="warning">Warnings</option>
          <option value="error">Errors</option>
        </Select>
        <Input type="search" aria-label="Search logs" placeholder="Search" value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
      </div>
      {list.isPending && <PanelLoading what="logs" />}
      {list.isLoadingError && <LoadError what="Logs" error={list.error} onRetry={() => void list.refetch()} className="m-3" />}
      {list.data && entries.length === 0 && (
        <EmptyState icon={ScrollText} title={list.data.length === 0 ? "No logs yet" : "Nothing fits"}>
          {list.data.length === 0
            ? "Console messages, uncaught errors and failed requests of the pages appear here."
            : "Choose a lower level or search for something else."}
        </EmptyState>
      )}
      <div className="min-h-0 flex-1 overflow-y-auto">
        {entries.length > 0 && (
          <ol aria-label="Logs" className="divide-y font-mono text-xs">
            {entries.map((entry) => (
              <li key={entry.id} className="px-3 py-2">
                <p className="flex gap-2 text-muted-foreground">
                  <time dateTime={entry.createdAt} className="tabular-nums">
                    {formatTime(entry.createdAt)}
                  </time>
                  <span className={cn("font-medium", LOOKS[entry.level])}>{entry.level}</span>
                  <span>{entry.source}</span>
                </p>
                <p className="mt-0.5 break-words whitespace-pre-wrap">{entry.text}</p>
                {entry.url && <p className="truncate text-muted-foreground">{entry.url}</p>}
              </li>
            ))}
          </ol>
        )}
        <LoadOlder list={list} />
      </div>
    </>
  );
}
