"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp } from "lucide-react";
import { memo, useState } from "react";
import type { GetNetworkEntryOutput, NetworkLogMode, NetworkMessage } from "../../../../server/contract/network-log.ts";
import { formatBytes } from "../../../format.ts";
import { useTRPCClient } from "../../../trpc.tsx";
import { LoadError } from "../../../ui/alert.tsx";
import { cn } from "../../../ui/cn.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Select } from "../../../ui/input.tsx";
import { NewestButton } from "../../../ui/newest-button.tsx";
import { useTail } from "../../../ui/use-tail.ts";
import { LoadOlder } from "../load-older.tsx";
import { PanelLoading } from "../panel-loading.tsx";
import { formatOffset, useSessionBegin } from "../session-time.ts";

const PAGE = 200;
const REFRESH_MS = 2_000;
/** More of a message is shown when it is opened. */
const SHOWN = 400;
const WAYS = [
  { value: "all", label: "Sent and received", sent: undefined },
  { value: "sent", label: "Sent", sent: true },
  { value: "received", label: "Received", sent: false },
] as const;

type MessagesProps = { entry: GetNetworkEntryOutput; mode: NetworkLogMode };

/** What went over a WebSocket or came in an event stream, one by one and as it comes. */
export function NetworkMessages({ entry, mode }: MessagesProps) {
  const [way, setWay] = useState<(typeof WAYS)[number]["value"]>("all");
  const list = useMessages(entry, WAYS.find(({ value }) => value === way)?.sent);
  const messages = list.data ?? [];
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-5 py-2">
        {entry.resourceType === "websocket" && (
          <Select
            aria-label="Direction"
            className="w-auto"
            value={way}
            onChange={(event) => setWay(WAYS.find(({ value }) => value === event.currentTarget.value)?.value ?? "all")}
          >
            {WAYS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
        <p className="text-xs text-muted-foreground">
          {mode === "bodies" ? "Secrets are masked." : "Texts are kept only in sessions that are created with logNetwork: bodies."}
        </p>
      </div>
      {list.isPending && <PanelLoading what="messages" />}
      {list.isLoadingError && <LoadError what="Messages" error={list.error} onRetry={() => void list.refetch()} className="m-4" />}
      {list.data && messages.length === 0 && <p className="p-5 text-muted-foreground">No messages yet.</p>}
      {messages.length > 0 && <Lines sessionId={entry.sessionId} messages={messages} list={list} />}
    </>
  );
}

/** The messages, the oldest first, with the way to older ones; those of an open connection are asked for again and again. */
function useMessages({ sessionId, id: entryId, state }: GetNetworkEntryOutput, sent: boolean | undefined) {
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: ["network-messages", sessionId, entryId, sent ?? null],
    queryFn: ({ pageParam, signal }) => {
      const input = { sessionId, entryId, limit: PAGE, ...(sent !== undefined && { sent }), ...(pageParam !== null && { after: pageParam }) };
      return client.browser.getNetworkMessages.query(input, { signal });
    },
    refetchInterval: state === "pending" ? REFRESH_MS : false,
    initialPageParam: null as string | null,
    getNextPageParam: ({ messages, hasMore }) => (hasMore ? messages.at(-1)?.id : undefined),
    select: ({ pages }) => pages.flatMap(({ messages }) => messages).toReversed(),
  });
}

type LinesProps = { sessionId: string; messages: readonly NetworkMessage[]; list: Parameters<typeof LoadOlder>[0]["list"] };

function Lines({ sessionId, messages, list }: LinesProps) {
  const beganAtMs = useSessionBegin(sessionId);
  const { box, behind, onScroll, toEnd } = useTail(messages[0]?.id, messages.at(-1)?.id);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <section ref={box} aria-label="Lines of messages" onScroll={onScroll} className="min-h-0 flex-1 overflow-y-auto [overflow-anchor:none]">
        <LoadOlder list={list} />
        <ol aria-label="Messages" className="divide-y font-mono text-xs">
          {messages.map((message) => (
            <Line key={message.id} message={message} beganAtMs={beganAtMs} />
          ))}
        </ol>
      </section>
      {behind && <NewestButton onClick={toEnd} />}
    </div>
  );
}

const Line = memo(function Line({ message, beganAtMs }: { message: NetworkMessage; beganAtMs: number | null }) {
  const { sent, kind, name, atMs, sizeBytes, truncated, text } = message;
  const Icon = sent ? ArrowUp : ArrowDown;
  return (
    <li className="group relative px-5 py-1.5 [contain-intrinsic-size:auto_3rem] [content-visibility:auto]">
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 pr-7 text-muted-foreground">
        <Icon aria-hidden="true" className={cn("size-3 shrink-0", sent ? "text-success" : "text-primary")} />
        <span className="font-medium">{sent ? "sent" : "received"}</span>
        <time dateTime={new Date(atMs).toISOString()} title={new Date(atMs).toLocaleString()} className="tabular-nums">
          {beganAtMs === null ? new Date(atMs).toLocaleTimeString() : formatOffset(atMs, beganAtMs)}
        </time>
        <span className="tabular-nums">{formatBytes(sizeBytes)}</span>
        {kind === "binary" && <span>binary</span>}
        {kind === "event" && name !== "message" && <span className="min-w-0 truncate">{name}</span>}
        {truncated && <span>cut</span>}
      </p>
      {text !== null && <Text text={text} />}
      {text !== null && (
        <span className="absolute top-0.5 right-3 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
          <CopyButton text={text} label="Copy message" />
        </span>
      )}
    </li>
  );
});

function Text({ text }: { text: string }) {
  const begin = <span className="break-words whitespace-pre-wrap">{text === "" ? "(empty)" : text.slice(0, SHOWN)}</span>;
  if (text.length <= SHOWN) return <p className="mt-0.5">{begin}</p>;
  return (
    <details className="mt-0.5">
      <summary className="cursor-pointer rounded-sm">{begin}…</summary>
      <p className="break-words whitespace-pre-wrap">{text.slice(SHOWN)}</p>
    </details>
  );
}
