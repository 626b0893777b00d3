import type { Protocol } from "devtools-protocol";
import type { Masker } from "../core/masking/masker.ts";
import type { CdpSession } from "../providers/cdp.ts";
import { HeaderPairs } from "./header-pairs.ts";
import { addResponse, failureOf, type NetworkRecord, recordOf, shownHeaders } from "./record.ts";
import { timingsOf } from "./timings.ts";

/** A request under way; a redirect begins another record of the same request. Times are CDP's monotonic seconds. */
type Flight = { record: NetworkRecord; startedAt: number; timing: Protocol.Network.ResourceTiming | undefined };

export type CollectorParts = {
  workspaceId: string;
  sessionId: string;
  tabId: string;
  mask: Masker;
  nextId: () => string;
  /** False: this request is one too many. */
  admit: () => boolean;
  /** A record is new or has changed. */
  onChange: (record: NetworkRecord) => void;
  onRequestBody: (record: NetworkRecord, body: string) => void;
  /** A request was answered in full; its body can be asked for. */
  onAnswered: (record: NetworkRecord, cdp: CdpSession, requestId: string) => void;
};

/**
 * Makes records of what one tab asks the network for, from CDP's Network events alone: nothing is asked back here. A
 * request may begin in one process and end in another, so all targets of the tab share one table.
 */
export class Collector {
  readonly #parts: CollectorParts;
  readonly #flights = new Map<string, Flight>();
  readonly #headers: HeaderPairs;

  constructor(parts: CollectorParts) {
    this.#parts = parts;
    this.#headers = new HeaderPairs((record, kind, headers) => {
      const { details } = record;
      const shown = shownHeaders(headers, parts.mask);
      if (kind === "sent") details.requestHeaders = shown;
      else details.responseHeaders = shown;
      parts.onChange(record);
    });
  }

  /** Listens to one target of the tab. Needs Network enabled. */
  follow(cdp: CdpSession): void {
    cdp.on("Network.requestWillBeSent", (event) => this.#begin(event));
    cdp.on("Network.requestWillBeSentExtraInfo", ({ requestId, headers }) => this.#headers.came(requestId, "sent", headers));
    cdp.on("Network.responseReceivedExtraInfo", ({ requestId, headers }) => this.#headers.came(requestId, "got", headers));
    cdp.on("Network.requestServedFromCache", ({ requestId }) =>
      this.#change(requestId, ({ entry }) => {
        entry.servedFrom = "memory";
      }),
    );
    cdp.on("Network.responseReceived", ({ requestId, response, hasExtraInfo, type }) => {
      const flight = this.#flights.get(requestId);
      if (!flight) return;
      flight.record.entry.resourceType = type.toLowerCase();
      this.#answer(requestId, flight, response, hasExtraInfo);
    });
    cdp.on("Network.dataReceived", ({ requestId, dataLength }) => {
      const entry = this.#flights.get(requestId)?.record.entry;
      if (entry) entry.bodyBytes = (entry.bodyBytes ?? 0) + dataLength;
    });
    cdp.on("Network.loadingFinished", ({ requestId, timestamp, encodedDataLength }) => {
      const flight = this.#flights.get(requestId);
      if (!flight) return;
      flight.record.entry.transferBytes = encodedDataLength;
      flight.record.entry.bodyBytes ??= 0;
      this.#end(requestId, flight, timestamp);
      this.#parts.onAnswered(flight.record, cdp, requestId);
    });
    cdp.on("Network.loadingFailed", (event) => {
      const flight = this.#flights.get(event.requestId);
      if (!flight) return;
      flight.record.entry.failure = failureOf(event);
      if (flight.record.entry.status === null) this.#headers.taken(event.requestId, flight.record);
      this.#end(event.requestId, flight, event.timestamp);
    });
    this.#followSockets(cdp);
  }

  /** Ends what is still under way: its page is gone. */
  settle(why: string): void {
    for (const { record } of this.#flights.values()) {
      const { entry } = record;
      const wasOpen = entry.messages !== null && entry.status !== null;
      entry.state = wasOpen ? "done" : "failed";
      if (!wasOpen) entry.failure = why;
      entry.durationMs = Math.max(0, Date.now() - entry.startedAtMs);
      this.#parts.onChange(record);
    }
    this.#flights.clear();
  }

  #begin(event: Protocol.Network.RequestWillBeSentEvent): void {
    const { requestId, request, timestamp, wallTime, type, redirectResponse } = event;
    const before = this.#flights.get(requestId);
    if (before && redirectResponse) {
      before.record.entry.transferBytes = redirectResponse.encodedDataLength;
      this.#answer(requestId, before, redirectResponse, event.redirectHasExtraInfo);
      this.#end(requestId, before, timestamp);
    }
    if (request.url.startsWith("data:") || !this.#parts.admit()) return;
    const record = this.#add(requestId, timestamp, {
      frameId: event.frameId ?? null,
      method: request.method,
      url: request.url + (request.urlFragment ?? ""),
      resourceType: (type ?? "other").toLowerCase(),
      startedAtMs: wallTime * 1_000,
      headers: request.headers,
      initiator: event.initiator,
      priority: request.initialPriority,
      redirectedFrom: before && redirectResponse ? before.record.entry.id : null,
    });
    if (request.postData !== undefined) this.#parts.onRequestBody(record, request.postData);
  }

  #add(requestId: string, startedAt: number, known: Omit<Parameters<typeof recordOf>[0], "id" | "workspaceId" | "sessionId" | "tabId">): NetworkRecord {
    const { workspaceId, sessionId, tabId, nextId, mask, onChange } = this.#parts;
    const record = recordOf({ id: nextId(), workspaceId, sessionId, tabId, ...known }, mask);
    this.#flights.set(requestId, { record, startedAt, timing: undefined });
    onChange(record);
    return record;
  }

  #answer(requestId: string, flight: Flight, response: Protocol.Network.Response, hasExtraInfo: boolean): void {
    addResponse(flight.record, response, this.#parts.mask);
    flight.timing = response.timing;
    if (hasExtraInfo) this.#headers.awaited(requestId, flight.record);
    this.#parts.onChange(flight.record);
  }

  #end(requestId: string, { record, startedAt, timing }: Flight, endedAt: number): void {
    this.#flights.delete(requestId);
    const { entry, details } = record;
    entry.state = entry.failure === null ? "done" : "failed";
    entry.durationMs = Math.max(0, Math.round((endedAt - startedAt) * 1_000_000) / 1_000);
    details.timings = timingsOf({ startedAt, endedAt, timing });
    this.#parts.onChange(record);
  }

  #change(requestId: string, change: (record: NetworkRecord) => void): void {
    const record = this.#flights.get(requestId)?.record;
    if (!record) return;
    change(record);
    this.#parts.onChange(record);
  }

  /** A WebSocket is one entry from its opening to its close; of its messages only number and size are kept. */
  #followSockets(cdp: CdpSession): void {
    cdp.on("Network.webSocketCreated", ({ requestId, url, initiator }) => {
      if (!this.#parts.admit()) return;
      const known = {
        frameId: null,
        method: "GET",
        url,
        resourceType: "websocket",
        startedAtMs: Date.now(),
        headers: {},
        priority: null,
        redirectedFrom: null,
      };
      const { entry } = this.#add(requestId, Number.NaN, { ...known, initiator: initiator ?? null });
      entry.messages = { sent: 0, received: 0, sentBytes: 0, receivedBytes: 0 };
    });
    cdp.on("Network.webSocketWillSendHandshakeRequest", ({ requestId, request, timestamp, wallTime }) => {
      const flight = this.#flights.get(requestId);
      if (flight) flight.startedAt = timestamp;
      this.#change(requestId, ({ entry, details }) => {
        entry.startedAtMs = wallTime * 1_000;
        details.requestHeaders = shownHeaders(request.headers, this.#parts.mask);
      });
    });
    cdp.on("Network.webSocketHandshakeResponseReceived", ({ requestId, response }) =>
      this.#change(requestId, ({ entry, details }) => {
        entry.status = response.status;
        details.statusText = response.statusText;
        details.responseHeaders = shownHeaders(response.headers, this.#parts.mask);
        details.protocol = "websocket";
      }),
    );
    const counts = (requestId: string, way: "sent" | "received", payload: Protocol.Network.WebSocketFrame): void =>
      this.#change(requestId, ({ entry: { messages } }) => {
        if (!messages) return;
        messages[way] += 1;
        // CDP writes binary messages as base64.
        messages[`${way}Bytes`] += payload.opcode === 1 ? Buffer.byteLength(payload.payloadData) : Math.floor((payload.payloadData.length * 3) / 4);
      });
    cdp.on("Network.webSocketFrameSent", ({ requestId, response }) => counts(requestId, "sent", response));
    cdp.on("Network.webSocketFrameReceived", ({ requestId, response }) => counts(requestId, "received", response));
    cdp.on("Network.webSocketFrameError", ({ requestId, errorMessage }) =>
      this.#change(requestId, ({ entry }) => {
        entry.failure = this.#parts.mask.text(errorMessage.slice(0, 300));
      }),
    );
    cdp.on("Network.webSocketClosed", ({ requestId, timestamp }) => {
      const flight = this.#flights.get(requestId);
      if (!flight) return;
      if (flight.record.entry.status === null) flight.record.entry.failure ??= "net::ERR_FAILED";
      const startedAt = Number.isNaN(flight.startedAt) ? timestamp : flight.startedAt;
      this.#end(requestId, { ...flight, startedAt }, timestamp);
      flight.record.details.timings = null;
    });
  }
}
