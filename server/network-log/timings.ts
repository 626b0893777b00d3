import type { Protocol } from "devtools-protocol";
import type { NetworkTimings } from "../contract/network-log.ts";

const NONE = -1;

type Span = {
  /** CDP's monotonic seconds: when the request was made, and when its last byte had come. */
  startedAt: number;
  endedAt: number;
  /** Milliseconds after its own `requestTime`; absent for what came from a cache. */
  timing: Protocol.Network.ResourceTiming | undefined;
};

/** The phases of a request as HAR 1.2 defines them; without `ssl`, which is part of `connect`, they add up to its duration. */
export function timingsOf({ startedAt, endedAt, timing }: Span): NetworkTimings {
  if (!timing) return { blocked: NONE, dns: NONE, connect: NONE, ssl: NONE, send: 0, wait: 0, receive: rounded((endedAt - startedAt) * 1_000) };
  const queued = (timing.requestTime - startedAt) * 1_000;
  const first = [timing.dnsStart, timing.connectStart, timing.sendStart].find((at) => at >= 0) ?? 0;
  const headersCame = timing.requestTime * 1_000 + timing.receiveHeadersEnd;
  return {
    blocked: rounded(queued + first),
    dns: between(timing.dnsStart, timing.dnsEnd),
    connect: between(timing.connectStart, timing.connectEnd),
    ssl: between(timing.sslStart, timing.sslEnd),
    send: Math.max(0, between(timing.sendStart, timing.sendEnd)),
    wait: rounded(timing.receiveHeadersEnd - timing.sendEnd),
    receive: rounded(endedAt * 1_000 - headersCame),
  };
}

const between = (from: number, to: number): number => (from < 0 || to < 0 ? NONE : rounded(to - from));

/** To the microsecond, and never below zero: clocks of two processes differ by a little. */
const rounded = (ms: number): number => Math.max(0, Math.round(ms * 1_000) / 1_000);
