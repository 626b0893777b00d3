"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { GetNetworkEntryOutput, NetworkBody, NetworkLogMode, NetworkTimings } from "../../../../server/contract/network-log.ts";
import { formatBytes, formatDuration, formatMoment } from "../../../format.ts";
import { useTRPC } from "../../../trpc.tsx";
import { LoadError } from "../../../ui/alert.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { TabButton, TabList, TabPanel, Tabs } from "../../../ui/tabs.tsx";
import { PanelLoading } from "../panel-loading.tsx";
import { formatOffset, useSessionBegin } from "../session-time.ts";
import { CopyRequest } from "./copy-request.tsx";
import { NetworkMessages } from "./network-messages.tsx";
import { requestName } from "./request-kinds.ts";

const PENDING_REFRESH_MS = 2_000;

type DetailsProps = { sessionId: string; entryId: string | null; mode: NetworkLogMode; onOpen: (entryId: string | null) => void };

/** All that is known of one request: its headers, its phases, and its bodies where they are kept. */
export function NetworkDetails({ sessionId, entryId, mode, onOpen }: DetailsProps) {
  const trpc = useTRPC();
  const entry = useQuery(
    trpc.browser.getNetworkEntry.queryOptions(
      { sessionId, entryId: entryId ?? "" },
      { enabled: entryId !== null, refetchInterval: ({ state }) => (state.data?.state === "pending" ? PENDING_REFRESH_MS : false) },
    ),
  );
  const { data } = entry;
  const title = data ? `${data.method} ${requestName(data.url).name}` : "Request";
  return (
    <Dialog open={entryId !== null} onOpenChange={(open) => !open && onOpen(null)} title={title.length > 90 ? `${title.slice(0, 89)}…` : title} shape="wide">
      {entry.isPending && <PanelLoading what="the request" />}
      {entry.isLoadingError && <LoadError what="The request" error={entry.error} onRetry={() => void entry.refetch()} className="m-4" />}
      {data && (
        <Tabs defaultValue="headers" className="flex h-[min(34rem,70dvh)] min-h-0 flex-col">
          <TabList aria-label="Parts of the request" className="shrink-0">
            <TabButton value="headers">Headers</TabButton>
            {data.messages && <TabButton value="messages">Messages</TabButton>}
            <TabButton value="timing">Timing</TabButton>
            <TabButton value="request">Request body</TabButton>
            <TabButton value="response">Response body</TabButton>
          </TabList>
          <TabPanel value="headers" className="min-h-0 flex-1 overflow-y-auto">
            <CopyRequest entry={data} />
            <General entry={data} onOpen={onOpen} />
            <Headers title="Response headers" headers={data.responseHeaders} />
            <Headers title="Request headers" headers={data.requestHeaders} />
          </TabPanel>
          {data.messages && (
            <TabPanel value="messages" className="flex min-h-0 flex-1 flex-col">
              <NetworkMessages entry={data} mode={mode} />
            </TabPanel>
          )}
          <TabPanel value="timing" className="min-h-0 flex-1 overflow-y-auto p-5">
            <Timing timings={data.timings} durationMs={data.durationMs} />
          </TabPanel>
          <TabPanel value="request" className="min-h-0 flex-1 overflow-y-auto p-5">
            <Body body={data.requestBody} mode={mode} none="Nothing was sent with this request, or it was too long to keep." />
          </TabPanel>
          <TabPanel value="response" className="min-h-0 flex-1 overflow-y-auto p-5">
            <Body body={data.responseBody} mode={mode} none="The answer was no text, was empty, or there was no room left to keep it." />
          </TabPanel>
        </Tabs>
      )}
    </Dialog>
  );
}

const SERVED: Readonly<Record<GetNetworkEntryOutput["servedFrom"], string>> = {
  network: "The network",
  memory: "The browser's memory",
  disk: "The browser's disk cache",
  prefetch: "A prefetch",
  worker: "The page's service worker",
};

function General({ entry, onOpen }: { entry: GetNetworkEntryOutput; onOpen: (entryId: string) => void }) {
  const { initiator, messages } = entry;
  const beganAtMs = useSessionBegin(entry.sessionId);
  return (
    <Section title="General">
      <Fact name="Address">
        {entry.url} <CopyButton text={entry.url} label="Copy address" />
      </Fact>
      <Fact name="Status">
        {entry.state === "pending" && entry.status === null ? "Pending" : entry.status === null ? "" : `${entry.status} ${entry.statusText}`}
        {entry.failure && <span className="text-destructive"> {entry.failure}</span>}
      </Fact>
      <Fact name="Type">{[entry.resourceType, entry.mimeType].filter(Boolean).join(", ")}</Fact>
      <Fact name="Served from">{SERVED[entry.servedFrom]}</Fact>
      <Fact name="Size">
        {entry.transferBytes === null ? "–" : `${formatBytes(entry.transferBytes)} transferred`}
        {entry.bodyBytes !== null && `, ${formatBytes(entry.bodyBytes)} unpacked`}
      </Fact>
      {messages && (
        <Fact name="Messages">
          {messages.sent} sent ({formatBytes(messages.sentBytes)}), {messages.received} received ({formatBytes(messages.receivedBytes)})
        </Fact>
      )}
      <Fact name="Started">
        {formatMoment(new Date(entry.startedAtMs).toISOString())}
        {beganAtMs !== null && `, ${formatOffset(entry.startedAtMs, beganAtMs)} into the session`}
      </Fact>
      {entry.protocol && <Fact name="Protocol">{[entry.protocol, entry.remoteAddress].filter(Boolean).join(", ")}</Fact>}
      {initiator && (
        <Fact name="Made by">
          {[initiator.type, initiator.url && `${initiator.url}${initiator.line === null ? "" : `:${initiator.line}`}`].filter(Boolean).join(", ")}
        </Fact>
      )}
      {entry.redirects.length > 0 && (
        <Fact name="Redirects">
          <ol className="grid gap-1">
            {entry.redirects.map(({ id, url, status }) => (
              <li key={id}>
                {id === entry.id ? (
                  <span className="font-medium">
                    {status ?? "…"} {url}
                  </span>
                ) : (
                  <button type="button" className="text-left text-primary underline underline-offset-2" onClick={() => onOpen(id)}>
                    {status ?? "…"} {url}
                  </button>
                )}
              </li>
            ))}
          </ol>
        </Fact>
      )}
    </Section>
  );
}

function Headers({ title, headers }: { title: string; headers: Readonly<Record<string, string>> }) {
  const known = Object.entries(headers);
  if (known.length === 0) return null;
  return (
    <Section title={title}>
      {known.map(([name, value]) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-b px-5 py-3 last:border-0">
      <h3 className="mb-2 text-xs font-medium text-muted-foreground">{title}</h3>
      <dl className="grid gap-1.5">{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
      <dt className="break-words text-muted-foreground">{name}</dt>
      <dd className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

const PHASES: readonly { phase: Exclude<keyof NetworkTimings, "ssl">; name: string }[] = [
  { phase: "blocked", name: "Queued" },
  { phase: "dns", name: "Name look-up" },
  { phase: "connect", name: "Connecting" },
  { phase: "send", name: "Sending" },
  { phase: "wait", name: "Waiting for the answer" },
  { phase: "receive", name: "Receiving" },
];

function Timing({ timings, durationMs }: { timings: NetworkTimings | null; durationMs: number | null }) {
  if (!timings)
    return (
      <p className="text-muted-foreground">
        {durationMs === null ? "The request is under way." : `It took ${formatDuration(durationMs)}; its phases are not known.`}
      </p>
    );
  const total = Math.max(
    0.001,
    PHASES.reduce((sum, { phase }) => sum + Math.max(0, timings[phase]), 0),
  );
  let before = 0;
  return (
    <dl className="grid gap-2">
      {PHASES.filter(({ phase }) => timings[phase] >= 0).map(({ phase, name }) => {
        const left = (before / total) * 100;
        const width = Math.max(0.5, (timings[phase] / total) * 100);
        before += timings[phase];
        return (
          <div key={phase} className="grid grid-cols-[9rem_minmax(0,1fr)_4.5rem] items-center gap-3 max-sm:grid-cols-[7rem_minmax(0,1fr)_4rem]">
            <dt className="text-muted-foreground">{phase === "connect" && timings.ssl >= 0 ? `${name}, with TLS` : name}</dt>
            <dd aria-hidden="true" className="relative h-2.5 rounded-sm bg-muted">
              <span
                className="absolute inset-y-0 rounded-sm bg-primary/70"
                style={{ left: `${Math.min(99.5, left)}%`, width: `${Math.min(width, 100 - Math.min(99.5, left))}%` }}
              />
            </dd>
            <dd className="text-right tabular-nums">{formatMs(timings[phase])}</dd>
          </div>
        );
      })}
      <div className="mt-1 flex justify-between border-t pt-2 font-medium">
        <dt>Total</dt>
        <dd className="tabular-nums">{formatMs(total)}</dd>
      </div>
    </dl>
  );
}

const formatMs = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} ms` : formatDuration(ms));

function Body({ body, mode, none }: { body: NetworkBody | null; mode: NetworkLogMode; none: string }) {
  if (body?.text == null)
    return (
      <p className="text-muted-foreground">
        {body
          ? "This body is on a server that cannot be reached now."
          : mode === "bodies"
            ? none
            : "Bodies are kept only in sessions that are created with logNetwork: bodies."}
      </p>
    );
  const shown = pretty(body.text, body.mimeType);
  return (
    <>
      <p className="mb-2 flex items-center gap-2 text-xs text-muted-foreground">
        {body.mimeType || "unknown type"}, {formatBytes(body.sizeBytes)}
        {body.truncated && ", cut"} · secrets are masked
        <span className="ml-auto">
          <CopyButton text={shown} label="Copy body" />
        </span>
      </p>
      <pre className="overflow-x-auto rounded-md bg-muted p-3 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">{shown}</pre>
    </>
  );
}

/** JSON with line breaks; all else as it is. */
function pretty(text: string, mimeType: string): string {
  if (!/json/i.test(mimeType)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
