import { ACK_BYTES, type LiveClientMessage, LiveServerMessage } from "../../server/contract/live.ts";
import type { Tab } from "../../server/contract/tabs.ts";
import { refusalOf } from "./embed/link-access.ts";
import { decodeFrame, type ReceivedFrame } from "./frame.ts";

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;
const PING_EVERY_MS = 2_000;
/** Nothing heard for this long after a ping: the connection is dead without saying so. */
const SILENCE_LIMIT_MS = 8_000;
const CLOSED_ENDED = 4000;
const CLOSED_LINK_EXPIRED = 4001;
const CLOSED_LINK_REVOKED = 4002;
const VIEWER_ID_BYTES = 16;

/** How the connection stands. What `ended` and the fates of a link say is final. */
export type LiveState =
  | { status: "connecting" | "live" | "expired" | "revoked" | "invalid" }
  | { status: "reconnecting"; attempts: number }
  | { status: "ended"; reason: string };

export type LiveConnectionOptions = {
  sessionId: string;
  mode: "view" | "control";
  /** A live link's token, where there is no login. */
  token: string | undefined;
  onState: (state: LiveState) => void;
  onFrame: (frame: ReceivedFrame) => void;
  onTabs: (tabs: Tab[], tabId: string | null) => void;
  /** Which mode the server granted. */
  onMode: (mode: "view" | "control") => void;
  onRefused: (message: string) => void;
  /** Every message of the server, also those that the functions above tell of. */
  onMessage: (message: LiveServerMessage) => void;
  /** Round-trip time to the server in milliseconds. */
  onLatency: (ms: number) => void;
};

/** A live view's socket that comes back by itself until the session ends. Messages sent while it is away are lost. */
export type LiveConnection = { send(message: LiveClientMessage): void; acknowledge(sequence: number): void; retryNow(): void; close(): void };

/** Opens the socket of a live view, and again whenever it breaks, with growing pauses. */
export function openLiveConnection(options: LiveConnectionOptions): LiveConnection {
  const state: {
    socket: WebSocket | null;
    attempts: number;
    retry: ReturnType<typeof setTimeout> | undefined;
    heardAtMs: number;
    pingedAtMs: number;
    opened: boolean;
    final: boolean;
  } = {
    socket: null,
    attempts: 0,
    retry: undefined,
    heardAtMs: 0,
    pingedAtMs: 0,
    opened: false,
    final: false,
  };
  // Names this viewer over all its connections, so that it is counted once.
  const viewerId = [...crypto.getRandomValues(new Uint8Array(VIEWER_ID_BYTES))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const send = (message: LiveClientMessage): void => {
    if (state.socket?.readyState === WebSocket.OPEN) state.socket.send(JSON.stringify(message));
  };
  const acknowledge = (sequence: number): void => {
    if (state.socket?.readyState !== WebSocket.OPEN) return;
    const packet = new DataView(new ArrayBuffer(ACK_BYTES));
    packet.setUint32(0, sequence);
    state.socket.send(packet);
  };
  const finish = (last: LiveState): void => {
    if (state.final) return;
    state.final = true;
    options.onState(last);
  };
  const onText = (text: string): void => {
    const message = parseServerMessage(text);
    if (message === null) return;
    options.onMessage(message);
    if (message.type === "hello") {
      state.attempts = 0;
      options.onMode(message.mode);
      options.onState({ status: "live" });
    }
    if (message.type === "hello" || message.type === "tabs") options.onTabs(message.tabs, message.tabId);
    if (message.type === "refused") options.onRefused(message.message);
    if (message.type === "ended") finish({ status: "ended", reason: message.reason });
    if (message.type === "pong") options.onLatency(Math.max(0, performance.now() - message.sentAtMs));
  };
  const onClose = (code: number): void => {
    if (code === CLOSED_ENDED) finish({ status: "ended", reason: "The session has ended." });
    if (code === CLOSED_LINK_EXPIRED) finish({ status: "expired" });
    if (code === CLOSED_LINK_REVOKED) finish({ status: "revoked" });
    if (state.final) return;
    if (!state.opened) void learnRefusal();
    state.attempts += 1;
    options.onState({ status: "reconnecting", attempts: state.attempts });
    const pauseMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (state.attempts - 1));
    // A share of chance keeps the viewers of a restarted server from all coming back at once.
    state.retry = setTimeout(connect, pauseMs * (0.75 + Math.random() * 0.5));
  };
  /** Browsers do not tell why a socket was refused: for a link, its server does. */
  const learnRefusal = async (): Promise<void> => {
    const refusal = options.token === undefined ? null : await refusalOf(options.token);
    if (refusal === null) return;
    clearTimeout(state.retry);
    finish({ status: refusal === "password" ? "expired" : refusal });
  };
  const connect = (): void => {
    clearTimeout(state.retry);
    state.opened = false;
    const socket = new WebSocket(socketUrl(options, viewerId));
    socket.binaryType = "arraybuffer";
    state.socket = socket;
    state.heardAtMs = performance.now();
    state.pingedAtMs = 0;
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      state.heardAtMs = performance.now();
      if (typeof data === "string") return onText(data);
      const frame = decodeFrame(data);
      if (frame !== null) options.onFrame(frame);
    };
    socket.onopen = () => {
      state.opened = true;
    };
    socket.onclose = ({ code }) => {
      if (state.socket === socket) onClose(code);
    };
  };
  const retryNow = (): void => {
    if (state.final || state.socket?.readyState === WebSocket.OPEN || state.socket?.readyState === WebSocket.CONNECTING) return;
    connect();
  };
  const beat = (): void => {
    const { socket } = state;
    if (socket?.readyState !== WebSocket.OPEN) return;
    const nowMs = performance.now();
    const unanswered = state.pingedAtMs > state.heardAtMs;
    if (unanswered && nowMs - state.pingedAtMs > SILENCE_LIMIT_MS) {
      // A close handshake would wait for an answer that does not come: take it as closed now.
      state.socket = null;
      socket.close();
      onClose(0);
      return;
    }
    // The first unanswered ping counts: a hidden page beats rarely, so the time since anything was heard says little.
    if (!unanswered) state.pingedAtMs = nowMs;
    send({ type: "ping", sentAtMs: nowMs });
  };

  options.onState({ status: "connecting" });
  connect();
  const heartbeat = setInterval(beat, PING_EVERY_MS);
  window.addEventListener("online", retryNow);
  return {
    send,
    acknowledge,
    retryNow,
    close: () => {
      state.final = true;
      clearInterval(heartbeat);
      clearTimeout(state.retry);
      window.removeEventListener("online", retryNow);
      state.socket?.close();
      state.socket = null;
    },
  };
}

function socketUrl({ sessionId, mode, token }: LiveConnectionOptions, viewer: string): string {
  const url = new URL(`/ws/live/${encodeURIComponent(sessionId)}`, window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.search = new URLSearchParams(token === undefined ? { mode } : { mode, token, viewer }).toString();
  return url.href;
}

function parseServerMessage(text: string): LiveServerMessage | null {
  try {
    return LiveServerMessage.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
