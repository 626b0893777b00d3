import type { Protocol } from "devtools-protocol";
import type { Masker } from "../core/masking/masker.ts";
import type { CdpSession } from "../providers/cdp.ts";
import { type ChannelParts, followChannels, type SeenMessage } from "./channels.ts";
import { HeaderPairs } from "./header-pairs.ts";
import { addResponse, type Begun, type Flight, failureOf, type NetworkRecord, recordOf, shownHeaders } from "./record.ts";
import { timingsOf } from "./timings.ts";

export type CollectorParts = {
  workspaceId: string;
  sessionId: string;
  mask: Masker;
  nextId: () => string;
  /** False: this request is one too many. */
  admit: () => boolean;
  /** A record is new or has changed. */
  onChange: (record: NetworkRecord) => void;
  onRequestBody: (record: NetworkRecord, body: string) => void;
  /** A message went over a WebSocket, or came in an event stream. */
  onMessage: (record: NetworkRecord, message: SeenMessage) => void;
  /** A request was answered in full; its body can be asked for. */
  onAnswered: (record: NetworkRecord, cdp: CdpSession, requestId: string) => void;
};

/** Whose requests a target's are: a tab's, or those of a worker that no tab owns, which is their initiator. */
export type Asker = { tabId: string; worker?: { type: string; url: string } };

/**
 * Makes records of what a session's pages and workers ask the network for, from CDP's Network events alone: nothing is asked
 * back here. A request may begin in one process and end in another, so all targets of the session share one table.
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

  /** Listens to one target. Needs Network enabled. */
  follow(cdp: CdpSession, asker: Asker): void {
    cdp.on("Network.requestWillBeSent", (event) => this.#begin(event, asker));
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
    followChannels(cdp, this.#channelsOf(asker));
  }

  /** How connections that stay open are followed: as entries of the same table. */
  #channelsOf(asker: Asker): ChannelParts {
    const { admit, mask, onMessage } = this.#parts;
    return {
      mask,
      onMessage,
      begin: (requestId, startedAt, known) =>
        admit() ? this.#add(requestId, startedAt, asker, { ...known, frameId: null, priority: null, redirectedFrom: null }) : null,
      flight: (requestId) => this.#flights.get(requestId),
      change: (requestId, change) => this.#change(requestId, change),
      end: (requestId, flight, endedAt) => this.#end(requestId, flight, endedAt),
    };
  }

  /** Ends what is still under way, of one asker or of all: it is gone. */
  settle(why: string, tabId?: string): void {
    for (const [requestId, { record }] of this.#flights) {
      const { entry } = record;
      if (tabId !== undefined && entry.tabId !== tabId) continue;
      this.#flights.delete(requestId);
      const wasOpen = entry.messages !== null && entry.status !== null;
      entry.state = wasOpen ? "done" : "failed";
      if (!wasOpen) entry.failure = why;
      entry.durationMs = Math.max(0, Date.now() - entry.startedAtMs);
      this.#parts.onChange(record);
    }
  }

  #begin(event: Protocol.Network.RequestWillBeSentEvent, asker: Asker): void {
    const { requestId, request, timestamp, wallTime, type, redirectResponse } = event;
    const before = this.#flights.get(requestId);
    if (before && redirectResponse) {
      before.record.entry.transferBytes = redirectResponse.encodedDataLength;
      this.#answer(requestId, before, redirectResponse, event.redirectHasExtraInfo);
      this.#end(requestId, before, timestamp);
    }
    if (request.url.startsWith("data:") || !this.#parts.admit()) return;
    const record = this.#add(requestId, timestamp, asker, {
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

  #add(requestId: string, startedAt: number, { tabId, worker }: Asker, known: Omit<Begun, "id" | "workspaceId" | "sessionId" | "tabId">): NetworkRecord {
    const { workspaceId, sessionId, nextId, mask, onChange } = this.#parts;
    const record = recordOf({ id: nextId(), workspaceId, sessionId, tabId, ...known }, mask);
    const { details } = record;
    if (worker) details.initiator = { ...(details.initiator ?? { url: mask.url(worker.url), line: null }), type: worker.type };
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
}
