"use client";

import { ScrollText } from "lucide-react";
import { useMemo, useState } from "react";
import type { LogEntry } from "../../../server/contract/activity.ts";
import { LoadError } from "../../ui/alert.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Select } from "../../ui/input.tsx";
import { NewestButton } from "../../ui/newest-button.tsx";
import { SearchInput } from "../../ui/search-input.tsx";
import { useSettled } from "../../ui/use-settled.ts";
import { useTail } from "../../ui/use-tail.ts";
import { ExportMenu } from "./export-menu.tsx";
import { LoadOlder } from "./load-older.tsx";
import { LogLine } from "./logs/log-line.tsx";
import { type LogFilter, useLogs } from "./logs/use-logs.ts";
import { PanelLoading } from "./panel-loading.tsx";
import { useSessionBegin } from "./session-time.ts";
import { tabNamesOf } from "./tab-names.ts";

const SEARCH_REST_MS = 250;
const LEVELS: readonly LogEntry["level"][] = ["debug", "info", "warning", "error"];
const KINDS = [
  { value: "all", label: "All sources", source: undefined },
  { value: "console", label: "Console", source: ["console"] },
  { value: "errors", label: "Uncaught errors", source: ["exception"] },
  { value: "browser", label: "Browser", source: ["browser", "network"] },
] as const satisfies readonly { value: string; label: string; source: LogEntry["source"][] | undefined }[];
const FILES = [
  { file: "logs.json", label: "JSON" },
  { file: "logs.csv", label: "CSV" },
  { file: "logs.ndjson", label: "NDJSON, one line each" },
];

/** What pages wrote to the console, what failed in them and what the browser said of them, as it happens. */
export function LogsPanel({ sessionId }: { sessionId: string }) {
  const [lowest, setLowest] = useState<LogEntry["level"]>("debug");
  const [kind, setKind] = useState<(typeof KINDS)[number]["value"]>("all");
  const [words, setWords] = useState("");
  const [tabId, setTabId] = useState<string | null>(null);
  const search = useSettled(words.trim(), SEARCH_REST_MS);
  const source = KINDS.find(({ value }) => value === kind)?.source;
  const filter: LogFilter = {
    ...(lowest !== "debug" && { level: LEVELS.slice(LEVELS.indexOf(lowest)) }),
    ...(source && { source: [...source] }),
    ...(tabId !== null && { tabId }),
    ...(search !== "" && { search }),
  };
  const list = useLogs(sessionId, filter);
  const entries = list.data ?? [];
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] gap-2 border-b p-3">
        <SearchInput label="Search logs" placeholder="Search" className="col-span-2 min-w-0" value={words} onSearch={setWords} />
        <ExportMenu sessionId={sessionId} label="Export logs" choices={FILES} filter={filter} />
        <Select
          aria-label="Lowest level"
          value={lowest}
          onChange={(event) => setLowest(LEVELS.find((level) => level === event.currentTarget.value) ?? "debug")}
        >
          <option value="debug">All levels</option>
          <option value="info">Info and up</option>
          <option value="warning">Warnings</option>
          <option value="error">Errors</option>
        </Select>
        <Select aria-label="Source" value={kind} onChange={(event) => setKind(KINDS.find(({ value }) => value === event.currentTarget.value)?.value ?? "all")}>
          {KINDS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </div>
      {list.isPending && <PanelLoading what="logs" />}
      {list.isLoadingError && <LoadError what="Logs" error={list.error} onRetry={() => void list.refetch()} className="m-3" />}
      {list.data && entries.length === 0 && (
        <EmptyState icon={ScrollText} title={isFiltered ? "Nothing fits" : "No logs yet"}>
          {isFiltered
            ? "Choose a lower level or another source, or search for something else."
            : "Console messages, uncaught errors and failed requests of the pages appear here."}
        </EmptyState>
      )}
      {entries.length > 0 && <Lines sessionId={sessionId} entries={entries} list={list} tabId={tabId} onTab={setTabId} />}
    </>
  );
}

type LinesProps = {
  sessionId: string;
  entries: LogEntry[];
  list: Parameters<typeof LoadOlder>[0]["list"];
  tabId: string | null;
  onTab: (tabId: string | null) => void;
};

function Lines({ sessionId, entries, list, tabId, onTab }: LinesProps) {
  const beganAtMs = useSessionBegin(sessionId);
  const { box, behind, onScroll, toEnd } = useTail(entries[0]?.id, entries.at(-1)?.id);
  const names = useMemo(() => tabNamesOf(entries), [entries]);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {(names.size > 0 || tabId !== null) && (
        <div className="border-b px-3 py-2">
          <Select aria-label="Tab" value={tabId ?? ""} onChange={(event) => onTab(event.currentTarget.value || null)}>
            <option value="">All tabs</option>
            {[...names].map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            {tabId !== null && !names.has(tabId) && <option value={tabId}>This tab</option>}
          </Select>
        </div>
      )}
      <section ref={box} aria-label="Lines" onScroll={onScroll} className="min-h-0 flex-1 overflow-y-auto [overflow-anchor:none]">
        <LoadOlder list={list} />
        <ol aria-label="Logs" className="divide-y font-mono text-xs">
          {entries.map((entry) => (
            <LogLine key={entry.id} entry={entry} beganAtMs={beganAtMs} tabName={entry.tabId === null ? null : (names.get(entry.tabId) ?? null)} />
          ))}
        </ol>
      </section>
      {behind && <NewestButton onClick={toEnd} />}
    </div>
  );
}
