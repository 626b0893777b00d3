import type { NetworkBody, NetworkEntry, NetworkMessage } from "../contract/network-log.ts";
import type { ExportedRequest } from "./network-log.ts";
import type { StoredRequest } from "./store.ts";

/** Sizes that are not known, and phases that do not apply, in HAR. */
const UNKNOWN = -1;
const NO_TIMINGS = { blocked: UNKNOWN, dns: UNKNOWN, connect: UNKNOWN, ssl: UNKNOWN, send: 0, wait: 0, receive: 0 } as const;
const FROM_CACHE: Partial<Record<NetworkEntry["servedFrom"], string>> = { memory: "memory", disk: "disk", prefetch: "prefetch", worker: "service-worker" };

type Named = { name: string; value: string };

/**
 * A HAR 1.2 archive (http://www.softwareishard.com/blog/har-12-spec/) piece by piece: one request is held at a time. Fields
 * that begin with `_` are Chrome's, so that its DevTools show as much of an imported file as of their own recording.
 */
export async function* harOf(requests: AsyncIterable<ExportedRequest>): AsyncGenerator<string, void> {
  const pages: object[] = [];
  const current = new Map<string, string>();
  yield '{"log":{"version":"1.2","creator":{"name":"Perch","version":"1"},"entries":[';
  let separator = "\n";
  for await (const request of requests) {
    const { entry } = request;
    // A tab's main frame has the id of the tab; a redirect goes on with the page that it began.
    if (entry.resourceType === "document" && entry.frameId === entry.tabId && entry.redirectedFrom === null) {
      const id = `page_${pages.length + 1}`;
      current.set(entry.tabId, id);
      pages.push({ startedDateTime: momentOf(entry), id, title: entry.url, pageTimings: { onContentLoad: UNKNOWN, onLoad: UNKNOWN } });
    }
    const bodies = { request: await request.bodyOf("request"), response: await request.bodyOf("response") };
    const known = harEntryOf(request, bodies, current.get(entry.tabId));
    yield separator + JSON.stringify(entry.messages === null ? known : { ...known, ...harMessagesOf(await request.messages()) });
    separator = ",\n";
  }
  yield `\n],"pages":${JSON.stringify(pages)}}}\n`;
}

/** One request as HAR has it. */
function harEntryOf({ entry, details }: StoredRequest, bodies: { request: NetworkBody | null; response: NetworkBody | null }, pageref?: string) {
  const timings = details.timings ?? { ...NO_TIMINGS, receive: entry.durationMs ?? 0 };
  const { ssl: _, ...phases } = timings;
  const httpVersion = details.protocol || "unknown";
  const address = /^(.*):\d+$/.exec(details.remoteAddress ?? "")?.[1]?.replace(/^\[|\]$/g, "");
  const fromCache = FROM_CACHE[entry.servedFrom];
  const url = uriOf(entry.url);
  return {
    ...(pageref !== undefined && { pageref }),
    startedDateTime: momentOf(entry),
    time: Object.values(phases).reduce((sum, ms) => sum + Math.max(0, ms), 0),
    request: {
      method: entry.method,
      url,
      httpVersion,
      cookies: cookiesIn(details.requestHeaders, "cookie", ";"),
      headers: listOf(details.requestHeaders),
      queryString: queryOf(url),
      ...(bodies.request && { postData: { mimeType: bodies.request.mimeType, params: [], text: bodies.request.text ?? "", ...commentOf(bodies.request) } }),
      headersSize: UNKNOWN,
      bodySize: bodies.request?.sizeBytes ?? UNKNOWN,
    },
    response: {
      status: entry.status ?? 0,
      statusText: details.statusText,
      httpVersion,
      cookies: cookiesIn(details.responseHeaders, "set-cookie", "\n"),
      headers: listOf(details.responseHeaders),
      content: {
        size: entry.bodyBytes ?? 0,
        mimeType: entry.mimeType ?? "x-unknown",
        ...(bodies.response?.text != null && { text: bodies.response.text, ...commentOf(bodies.response) }),
      },
      redirectURL: headerIn(details.responseHeaders, "location"),
      headersSize: UNKNOWN,
      bodySize: fromCache === undefined ? UNKNOWN : 0,
      _transferSize: entry.transferBytes ?? 0,
      _error: entry.failure,
    },
    cache: {},
    timings,
    ...(address && { serverIPAddress: address }),
    _resourceType: entry.resourceType,
    _priority: details.priority,
    _initiator: details.initiator && { type: details.initiator.type, url: details.initiator.url ?? undefined, lineNumber: details.initiator.line ?? undefined },
    _tabId: entry.tabId,
    _state: entry.state,
    ...(fromCache !== undefined && { _fromCache: fromCache }),
    ...(entry.messages && { _webSocketMessageCounts: entry.messages }),
  };
}

/** As Chrome's DevTools write messages of WebSockets; those of event streams, which they leave out, in the same manner. */
function harMessagesOf(messages: readonly NetworkMessage[]) {
  const [sockets, events] = [messages.filter(({ kind }) => kind !== "event"), messages.filter(({ kind }) => kind === "event")];
  return {
    ...(sockets.length > 0 && {
      _webSocketMessages: sockets.map(({ sent, kind, atMs, text, sizeBytes }) => ({
        type: sent ? "send" : "receive",
        time: atMs / 1_000,
        opcode: kind === "text" ? 1 : 2,
        data: text ?? "",
        _sizeBytes: sizeBytes,
      })),
    }),
    ...(events.length > 0 && {
      _eventSourceMessages: events.map(({ atMs, name, text, sizeBytes }) => ({ time: atMs / 1_000, eventName: name, data: text ?? "", _sizeBytes: sizeBytes })),
    }),
  };
}

const momentOf = ({ startedAtMs }: NetworkEntry): string => new Date(startedAtMs).toISOString();
const commentOf = ({ truncated }: NetworkBody): { comment?: string } => (truncated ? { comment: "Cut at the limit of one body." } : {});
/** CDP joins headers of one name by line breaks. */
const listOf = (headers: Readonly<Record<string, string>>): Named[] =>
  Object.entries(headers).flatMap(([name, value]) => value.split("\n").map((one) => ({ name, value: one })));
const headerIn = (headers: Readonly<Record<string, string>>, wanted: string): string =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";

/** Names of cookies; their values are masked already. */
const cookiesIn = (headers: Readonly<Record<string, string>>, header: string, between: string): Named[] =>
  headerIn(headers, header)
    .split(between)
    .flatMap((cookie) => {
      const [, name, value] = /^\s*([^=;]+)=([^;]*)/.exec(cookie) ?? [];
      return name === undefined ? [] : [{ name, value: value ?? "" }];
    });

function queryOf(url: string): Named[] {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? "";
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));
}

/** An address as RFC 3986 writes it: browsers leave some characters in a query that it does not have, as do names of variables. */
function uriOf(url: string): string {
  const [, origin = "", rest = url] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(.*)$/is.exec(url) ?? [];
  const escaped = rest.replace(/%(?![0-9a-f]{2})/gi, "%25").replace(/[^\w\-.~:/?#@!$&'()*+,;=%]/gu, (character) => encodeURIComponent(character));
  // One fragment only.
  const [before, ...fragments] = escaped.split("#");
  return origin + before + (fragments.length > 0 ? `#${fragments.join("%23")}` : "");
}
