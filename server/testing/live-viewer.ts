import { WebSocket } from "ws";
import type { ErrorBody } from "../contract/errors.ts";
import { LiveServerMessage } from "../contract/live.ts";

/** The raw HTTP answer to an upgrade that was refused. */
export type UpgradeRefusal = { status: number; body: ErrorBody };

/** A viewer of a live view, as a program of the protocol: what it was sent, and how it was closed or refused. */
export function openLiveViewer(origin: string, sessionId: string, query: Record<string, string>, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/ws/live/${sessionId}?${new URLSearchParams(query)}`, { headers });
  const seen: { frames: number; messages: LiveServerMessage[]; closedWith: number | null; closedAtMs: number; refusal: UpgradeRefusal | null } = {
    frames: 0,
    messages: [],
    closedWith: null,
    closedAtMs: 0,
    refusal: null,
  };
  socket.on("message", (data, isBinary) => {
    if (!isBinary) return void seen.messages.push(LiveServerMessage.parse(JSON.parse(String(data))));
    seen.frames += 1;
    socket.send(JSON.stringify({ type: "ack", sequence: (data as Buffer).readUInt32BE(6) }));
  });
  socket.on("close", (code) => {
    seen.closedWith = code;
    seen.closedAtMs = performance.now();
  });
  socket.on("error", () => {});
  socket.on("unexpected-response", (_, response) => {
    let text = "";
    response.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    response.on("end", () => {
      seen.refusal = { status: response.statusCode ?? 0, body: (JSON.parse(text) as { error: ErrorBody }).error };
    });
  });
  return {
    seen,
    say: (message: object) => socket.send(JSON.stringify(message)),
    of: (type: LiveServerMessage["type"]) => seen.messages.filter((message) => message.type === type),
    close: () => socket.close(),
  };
}
