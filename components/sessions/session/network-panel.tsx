"use client";

import { Network } from "lucide-react";
import { useMemo, useState } from "react";
import type { NetworkEntry } from "../../../server/contract/network-log.ts";
import { formatBytes } from "../../format.ts";
import { LoadError } from "../../ui/alert.tsx";
import { cn } from "../../ui/cn.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Select } from "../../ui/input.tsx";
import { SearchInput } from "../../ui/search-input.tsx";
import { useSettled } from "../../ui/use-settled.ts";
import { ExportMenu } from "./export-menu.tsx";
import { NetworkDetails } from "./network/network-details.tsx";
import { NetworkTable } from "./network/network-table.tsx";
import { REQUEST_KINDS, type RequestKind } from "./network/request-kinds.ts";
import { isFailure, type NetworkChoice, useNetwork } from "./network/use-network.ts";
import { PanelLoading } from "./panel-loading.tsx";
import { tabNamesOf } from "./tab-names.ts";

const SEARCH_REST_MS = 250;
const FILES = [
  { file: "network.har", label: "HAR archive" },
  { file: "network.csv", label: "CSV" },
  { file: "network.ndjson", label: "NDJSON, one line each" },
  { file: "network-messages.ndjson", label: "Messages as NDJSON" },
];
const STATUS_CLASSES = [
  { value: "2", label: "2xx" },
  { value: "3", label: "3xx" },
  { value: "4", label: "4xx" },
  { value: "5", label: "5xx" },
];
const CHIP =
  "h-6 shrink-0 rounded-full border px-2 text-xs font-medium whitespace-nowrap text-muted-foreground hover:bg-accent hover:text-foreground aria-pressed:border-primary aria-pressed:bg-primary/10 aria-pressed:text-foreground";

/** What the session's pages ask the network for, as it happens, with all that is known of each request. */
export function NetworkPanel({ sessionId, running }: { sessionId: string; running: boolean }) {
  const [kind, setKind] = useState<RequestKind>("All");
  const [failed, setFailed] = useState(false);
  const [status, setStatus] = useState("");
  const [tabId, setTabId] = useState<string | null>(null);
  const [words, setWords] = useState("");
  const [openId, setOpenId] = useState<string | null>(null);
  const search = useSettled(words.trim(), SEARCH_REST_MS);
  const types = REQUEST_KINDS.find(({ name }) => name === kind)?.types ?? null;
  const choice: NetworkChoice = {
    ...(search !== "" && { search }),
    ...(types && { resourceType: [...types] }),
    ...(status !== "" && { statusClass: [Number(status)] }),
    ...(tabId !== null && { tabId }),
    ...(failed && { failed: true as const }),
  };
  const list = useNetwork(sessionId, choice);
  const entries = list.data?.entries ?? [];
  const mode = list.data?.mode ?? "headers";
  const tabNames = useTabNames(sessionId, entries);
  const isFiltered = Object.keys(choice).length > 0;
  return (
    <>
      <div className="flex flex-col gap-2 border-b p-3">
        <div className="flex gap-2">
          <SearchInput label="Search requests" placeholder="Search" className="min-w-0" value={words} onSearch={setWords} />
          <Select aria-label="Status" className="w-36 shrink-0" value={status} onChange={(event) => setStatus(event.currentTarget.value)}>
            <option value="">Any status</option>
            {STATUS_CLASSES.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
          <ExportMenu sessionId={sessionId} label="Export requests" choices={FILES} filter={choice} />
        </div>
        <fieldset className="flex min-w-0 flex-wrap gap-1">
          <legend className="sr-only">Kinds of requests</legend>
          <button
            type="button"
            className={cn(CHIP, "mr-1 aria-pressed:border-destructive aria-pressed:bg-destructive/10")}
            aria-pressed={failed}
            onClick={() => setFailed(!failed)}
          >
            Failed
          </button>
          {REQUEST_KINDS.map(({ name }) => (
            <button key={name} type="button" className={CHIP} aria-pressed={kind === name} onClick={() => setKind(name)}>
              {name}
            </button>
          ))}
        </fieldset>
      </div>
      {(tabNames.size > 0 || tabId !== null) && (
        <div className="border-b px-3 py-2">
          <Select aria-label="Tab" value={tabId ?? ""} onChange={(event) => setTabId(event.currentTarget.value || null)}>
            <option value="">All tabs and workers</option>
            {[...tabNames].map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </div>
      )}
      {list.isPending && <PanelLoading what="requests" />}
      {list.isLoadingError && <LoadError what="Requests" error={list.error} onRetry={() => void list.refetch()} className="m-3" />}
      {list.data && entries.length === 0 && (
        <EmptyState icon={Network} title={mode === "off" ? "The network is not logged" : isFiltered ? "Nothing fits" : "No requests yet"}>
          {mode === "off"
            ? "This session was created with logNetwork: off."
            : isFiltered
              ? "Choose another kind or search for something else."
              : "What the pages ask the network for appears here."}
        </EmptyState>
      )}
      {entries.length > 0 && (
        <>
          <NetworkTable entries={entries} tabNames={tabNames} list={list} running={running} openId={openId} onOpen={setOpenId} />
          <Summary entries={entries} more={list.hasNextPage} />
        </>
      )}
      <NetworkDetails sessionId={sessionId} entryId={openId} mode={mode} onOpen={setOpenId} />
    </>
  );
}

/** Names of all tabs and workers that were seen, so that they stay in the choice when the list shows one of them only. */
function useTabNames(sessionId: string, entries: readonly NetworkEntry[]): ReadonlyMap<string, string> {
  const [seen, setSeen] = useState<{ sessionId: string; tabIds: readonly string[] }>({ sessionId, tabIds: [] });
  const known = seen.sessionId === sessionId ? seen.tabIds : [];
  const fresh = [...new Set(entries.map(({ tabId }) => tabId))].filter((tabId) => !known.includes(tabId));
  if (fresh.length > 0) setSeen({ sessionId, tabIds: [...known, ...fresh] });
  return useMemo(() => tabNamesOf(seen.tabIds.map((tabId) => ({ tabId }))), [seen]);
}

function Summary({ entries, more }: { entries: readonly NetworkEntry[]; more: boolean }) {
  const bytes = entries.reduce((sum, { transferBytes }) => sum + (transferBytes ?? 0), 0);
  const failures = entries.filter(isFailure).length;
  return (
    <p className="border-t px-3 py-2 text-xs text-muted-foreground tabular-nums">
      {entries.length.toLocaleString()}
      {more ? "+" : ""} {entries.length === 1 ? "request" : "requests"} · {formatBytes(bytes)} transferred
      {failures > 0 && <span className="text-destructive"> · {failures.toLocaleString()} failed</span>}
    </p>
  );
}
