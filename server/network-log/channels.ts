import type { Protocol } from "devtools-protocol";
import type { NetworkMessage } from "../contract/network-log.ts";
import type { Masker } from "../core/masking/masker.ts";
import type { CdpSession } from "../providers/cdp.ts";
import { type Begun, type Flight, type NetworkRecord, shownHeaders } from "./record.ts";

/** A message as the browser tells of it; nothing of it is masked yet. */
export type SeenMessage = Pick<NetworkMessage, "sent" | "kind" | "name" | "atMs" | "sizeBytes"> & { text: string | null };

/** What is known of a connection when it is made. */
type Opened = Pick<Begun, "method" | "url" | "resourceType" | "startedAtMs" | "headers" | "initiator">;

export type ChannelParts = {
  mask: Masker;
  onMessage: (record: NetworkRecord, message: SeenMessage) => void;
  /** Null: one too many. `startedAt` in CDP's monotonic seconds. */
  begin: (requestId: string, startedAt: number, opened: Opened) => NetworkRecord | null;
  flight: (requestId: string) => Flight | undefined;
  change: (requestId: string, change: (record: NetworkRecord) => void) => void;
  end: (requestId: string, flight: Flight, endedAt: number) => void;
};

const NO_MESSAGES = { sent: 0, received: 0, sentBytes: 0, receivedBytes: 0 } as const;
const MAX_FAILURE = 300;
/** RFC 6455, 5.2: text; CDP writes all other messages as base64. */
const TEXT = 1;

/** Follows what stays open and carries messages (WebSockets, event streams, WebTransport): one entry each, from its opening to its close. */
export function followChannels(cdp: CdpSession, parts: ChannelParts): void {
  followSockets(cdp, parts);
  followEventStreams(cdp, parts);
  followTransports(cdp, parts);
}

function followSockets(cdp: CdpSession, parts: ChannelParts): void {
  const { mask, change, flight } = parts;
  cdp.on("Network.webSocketCreated", ({ requestId, url, initiator }) => {
    const opened = { method: "GET", url, resourceType: "websocket", startedAtMs: Date.now(), headers: {}, initiator: initiator ?? null };
    const record = parts.begin(requestId, Number.NaN, opened);
    if (record) record.entry.messages = { ...NO_MESSAGES };
  });
  cdp.on("Network.webSocketWillSendHandshakeRequest", ({ requestId, request, timestamp, wallTime }) => {
    const known = flight(requestId);
    if (known) known.startedAt = timestamp;
    change(requestId, ({ entry, details }) => {
      entry.startedAtMs = wallTime * 1_000;
      details.requestHeaders = shownHeaders(request.headers, mask);
    });
  });
  cdp.on("Network.webSocketHandshakeResponseReceived", ({ requestId, response }) =>
    change(requestId, ({ entry, details }) => {
      entry.status = response.status;
      details.statusText = response.statusText;
      details.responseHeaders = shownHeaders(response.headers, mask);
      details.protocol = "websocket";
    }),
  );
  const framed = (sent: boolean, { requestId, timestamp, response }: Protocol.Network.WebSocketFrameSentEvent): void => {
    const { opcode, payloadData } = response;
    const isText = opcode === TEXT;
    const sizeBytes = isText ? Buffer.byteLength(payloadData) : Buffer.byteLength(payloadData, "base64");
    told(parts, requestId, timestamp, { sent, kind: isText ? "text" : "binary", name: null, sizeBytes, text: isText ? payloadData : null });
  };
  cdp.on("Network.webSocketFrameSent", (event) => framed(true, event));
  cdp.on("Network.webSocketFrameReceived", (event) => framed(false, event));
  cdp.on("Network.webSocketFrameError", ({ requestId, errorMessage }) =>
    change(requestId, ({ entry }) => {
      entry.failure = mask.text(errorMessage.slice(0, MAX_FAILURE));
    }),
  );
  cdp.on("Network.webSocketClosed", ({ requestId, timestamp }) => close(parts, requestId, timestamp));
}

/** An event stream is a request like any other; its messages are told as they come. */
function followEventStreams(cdp: CdpSession, parts: ChannelParts): void {
  cdp.on("Network.eventSourceMessageReceived", ({ requestId, timestamp, eventName, data }) =>
    told(parts, requestId, timestamp, { sent: false, kind: "event", name: eventName || "message", sizeBytes: Buffer.byteLength(data), text: data }),
  );
}

/** Of WebTransport the browser tells when it is opened, stands, and is closed. */
function followTransports(cdp: CdpSession, parts: ChannelParts): void {
  cdp.on("Network.webTransportCreated", ({ transportId, url, timestamp, initiator }) => {
    const opened = { method: "CONNECT", url, resourceType: "webtransport", startedAtMs: Date.now(), headers: {}, initiator: initiator ?? null };
    parts.begin(transportId, timestamp, opened);
  });
  cdp.on("Network.webTransportConnectionEstablished", ({ transportId }) =>
    parts.change(transportId, ({ entry, details }) => {
      entry.status = 200;
      details.protocol = "h3";
    }),
  );
  cdp.on("Network.webTransportClosed", ({ transportId, timestamp }) => close(parts, transportId, timestamp));
}

function told({ flight, change, onMessage }: ChannelParts, requestId: string, timestamp: number, message: Omit<SeenMessage, "atMs">): void {
  const known = flight(requestId);
  if (!known) return;
  change(requestId, ({ entry }) => {
    entry.messages ??= { ...NO_MESSAGES };
    const way = message.sent ? "sent" : "received";
    entry.messages[way] += 1;
    entry.messages[`${way}Bytes`] += message.sizeBytes;
  });
  const { startedAt, record } = known;
  const atMs = Number.isNaN(startedAt) ? Date.now() : record.entry.startedAtMs + (timestamp - startedAt) * 1_000;
  onMessage(record, { ...message, atMs });
}

/** A connection that never stood has failed. Its phases are not known. */
function close({ flight, end }: ChannelParts, requestId: string, timestamp: number): void {
  const known = flight(requestId);
  if (!known) return;
  if (known.record.entry.status === null) known.record.entry.failure ??= "net::ERR_FAILED";
  end(requestId, { ...known, startedAt: Number.isNaN(known.startedAt) ? timestamp : known.startedAt }, timestamp);
  known.record.details.timings = null;
}
