import type { Protocol } from "devtools-protocol";
import type { NetworkDetails, NetworkEntry, NetworkInitiator } from "../contract/network-log.ts";
import type { Masker } from "../core/masking/masker.ts";

const MAX_URL = 4_000;
const MAX_FAILURE = 300;
const MAX_HEADERS_CHARACTERS = 32_000;
/** So much more is masked than is kept: no secret is cut in half where the rest is left out. */
const MASKED = 16_000;

/** One request as it is known so far, without secrets. Its collector changes it until it is done. */
export type NetworkRecord = { workspaceId: string; entry: NetworkEntry; details: NetworkDetails };

/** A request under way; a redirect begins another record of the same request. Times are CDP's monotonic seconds. */
export type Flight = { record: NetworkRecord; startedAt: number; timing: Protocol.Network.ResourceTiming | undefined };

/** What is known of a request when it is made. */
export type Begun = {
  id: string;
  workspaceId: string;
  sessionId: string;
  tabId: string;
  frameId: string | null;
  method: string;
  url: string;
  resourceType: string;
  startedAtMs: number;
  headers: Protocol.Network.Headers;
  initiator: Protocol.Network.Initiator | null;
  priority: string | null;
  redirectedFrom: string | null;
};

/** A record of a request that was just made. */
export function recordOf({ workspaceId, headers, initiator, priority, url, ...known }: Begun, mask: Masker): NetworkRecord {
  return {
    workspaceId,
    entry: {
      ...known,
      method: storable(known.method),
      url: shownUrl(url, mask),
      state: "pending",
      status: null,
      failure: null,
      mimeType: null,
      servedFrom: "network",
      durationMs: null,
      transferBytes: null,
      bodyBytes: null,
      messages: null,
    },
    details: {
      requestHeaders: shownHeaders(headers, mask),
      responseHeaders: {},
      statusText: "",
      protocol: "",
      remoteAddress: null,
      priority,
      initiator: initiator && initiatorOf(initiator, mask),
      timings: null,
      requestBody: null,
      responseBody: null,
    },
  };
}

/** Adds what an answer says of itself. */
export function addResponse({ entry, details }: NetworkRecord, response: Protocol.Network.Response, mask: Masker): void {
  entry.status = response.status;
  entry.mimeType = storable(response.mimeType).slice(0, 200) || null;
  if (response.fromServiceWorker) entry.servedFrom = "worker";
  else if (response.fromPrefetchCache) entry.servedFrom = "prefetch";
  else if (response.fromDiskCache) entry.servedFrom = "disk";
  details.statusText = storable(mask.text(response.statusText.slice(0, 200)));
  details.protocol = response.protocol ?? "";
  details.remoteAddress = response.remoteIPAddress === undefined ? null : `${response.remoteIPAddress}:${response.remotePort ?? 0}`;
  details.responseHeaders = shownHeaders(response.headers, mask);
}

/** Why a request failed, in Chromium's words. */
export const failureOf = ({ errorText, blockedReason, corsErrorStatus }: Protocol.Network.LoadingFailedEvent): string =>
  (blockedReason
    ? `${errorText || "blocked"} (${blockedReason})`
    : corsErrorStatus
      ? `${errorText || "CORS"} (${corsErrorStatus.corsError})`
      : errorText
  ).slice(0, MAX_FAILURE) || "failed";

/** Headers without secrets, within a limit; what is beyond it is left out. */
export function shownHeaders(headers: Protocol.Network.Headers, mask: Masker): Record<string, string> {
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value).slice(0, MASKED)]));
  const kept: Record<string, string> = {};
  let left = MAX_HEADERS_CHARACTERS;
  for (const [name, value] of Object.entries(mask.headers(texts))) {
    left -= name.length + value.length;
    if (left >= 0) kept[storable(name)] = storable(value);
  }
  return kept;
}

function initiatorOf({ type, url, lineNumber, stack }: Protocol.Network.Initiator, mask: Masker): NetworkInitiator {
  const frame = firstFrame(stack);
  const at = url ?? frame?.url;
  const line = url === undefined ? frame?.lineNumber : lineNumber;
  return { type, url: at ? shownUrl(at, mask) : null, line: line === undefined ? null : Math.trunc(line) + 1 };
}

/** What was called last, or what had set the timer that called it. */
function firstFrame(stack: Protocol.Runtime.StackTrace | undefined): Protocol.Runtime.CallFrame | undefined {
  return stack && (stack.callFrames[0] ?? firstFrame(stack.parent));
}

function shownUrl(url: string, mask: Masker): string {
  const shown = storable(mask.url(url.slice(0, MASKED)));
  return shown.length > MAX_URL ? `${shown.slice(0, MAX_URL - 1)}…` : shown;
}

/** Text as the database takes it: NUL and halves of characters are none. */
const storable = (text: string): string => text.replaceAll("\0", "␀").toWellFormed();
