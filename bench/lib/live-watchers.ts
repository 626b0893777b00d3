import { once } from "node:events";
import { WebSocket } from "ws";
import { FRAME_HEADER_BYTES } from "../../server/contract/live.ts";

const OPEN_LIMIT_MS = 20_000;
/** Where a frame's header has them (server/contract/live.ts). */
export const [SEQUENCE_AT, CAPTURED_AT] = [6, 10];

/** A picture as it arrived, still encoded. `capturedAtMs` is the browser's own time. */
export type Picture = { capturedAtMs: number; image: Buffer };
export type OnPicture = (picture: Picture) => void;
/** Somebody who sees the page and can click on it. */
export type Watcher = { click: (x: number, y: number) => void; close: () => Promise<void> };
/** Opens one; resolves with its first picture. */
export type Watch = (onPicture: OnPicture) => Promise<Watcher>;

/** How a viewer behaves: a `silent` one never acknowledges, a `deaf` one does not read, a `lying` one acknowledges without reading. */
export type Manner = "quick" | "silent" | "deaf" | "lying";

/** A viewer of ours, over its socket; a quick one acknowledges each picture at once. */
export async function watchOurs({ url, apiKey }: { url: string; apiKey: string }, onPicture: OnPicture, manner: Manner = "quick"): Promise<Watcher> {
  const socket = new WebSocket(url, { perMessageDeflate: false, headers: { "x-api-key": apiKey }, handshakeTimeout: OPEN_LIMIT_MS });
  const first = Promise.withResolvers<void>();
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary) return;
    onPicture({ capturedAtMs: data.readDoubleBE(CAPTURED_AT), image: data.subarray(FRAME_HEADER_BYTES) });
    first.resolve();
    if (manner === "quick") socket.send(data.subarray(SEQUENCE_AT, SEQUENCE_AT + 4));
  });
  socket.on("error", first.reject);
  socket.on("close", (code) => first.reject(new Error(`The live view was closed (${code}).`)));
  await first.promise;
  if (manner === "deaf" || manner === "lying") socket.pause();
  const lies = manner === "lying" ? setInterval(() => socket.send(JSON.stringify({ type: "ack", sequence: Number.MAX_SAFE_INTEGER })), 20) : undefined;
  const mouse = (action: string, x: number, y: number, pressed: object): void => socket.send(JSON.stringify({ type: "mouse", action, x, y, ...pressed }));
  return {
    click: (x, y) => {
      mouse("down", x, y, { button: "left", buttons: 1, clickCount: 1 });
      mouse("up", x, y, { button: "left", buttons: 0, clickCount: 1 });
    },
    close: async () => {
      clearInterval(lies);
      if (socket.readyState === WebSocket.CLOSED) return;
      // One that does not read would not hear the answer to its goodbye.
      socket.terminate();
      await once(socket, "close");
    },
  };
}

/** A page of the browser, driven over the browser's own address: the least that any client does. */
export type DirectPage = Awaited<ReturnType<typeof openDirectPage>>;

/** Attaches to the browser's first page. */
export async function openDirectPage(endpoint: string) {
  const socket = new WebSocket(endpoint, { perMessageDeflate: false, handshakeTimeout: OPEN_LIMIT_MS });
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  const frames = new Set<(params: { data: string; metadata: { timestamp?: number }; sessionId: number }) => void>();
  const state = { nextId: 1, session: undefined as string | undefined, loaded: () => {} };
  await once(socket, "open");
  socket.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString()) as {
      id?: number;
      result?: Record<string, unknown>;
      error?: { message: string };
      method?: string;
      params?: never;
    };
    if (message.method === "Page.screencastFrame" && message.params) for (const listener of frames) listener(message.params);
    if (message.method === "Page.loadEventFired") state.loaded();
    const call = waiting.get(message.id ?? 0);
    waiting.delete(message.id ?? 0);
    if (message.error) call?.reject(new Error(message.error.message));
    else call?.resolve(message.result ?? {});
  });
  const send = (method: string, params: object = {}): Promise<Record<string, unknown>> => {
    const id = state.nextId++;
    const answer = Promise.withResolvers<Record<string, unknown>>();
    waiting.set(id, answer);
    socket.send(JSON.stringify({ id, method, params, ...(state.session && { sessionId: state.session }) }));
    return answer.promise;
  };
  const { targetInfos } = (await send("Target.getTargets")) as { targetInfos: { type: string; targetId: string }[] };
  const targetId = targetInfos.find(({ type }) => type === "page")?.targetId;
  state.session = ((await send("Target.attachToTarget", { targetId, flatten: true })) as { sessionId: string }).sessionId;
  await send("Page.enable");

  return {
    show: async (url: string): Promise<void> => {
      const loaded = new Promise<void>((resolve) => {
        state.loaded = resolve;
      });
      await send("Page.navigate", { url });
      await loaded;
    },
    /** Takes the screencast itself. */
    watch: async (onPicture: OnPicture): Promise<Watcher> => {
      const first = Promise.withResolvers<void>();
      const listener = ({ data, metadata, sessionId }: Parameters<Parameters<typeof frames.add>[0]>[0]): void => {
        // One that crosses the stop is refused: nothing is lost by it.
        send("Page.screencastFrameAck", { sessionId }).catch(() => undefined);
        onPicture({ capturedAtMs: (metadata.timestamp ?? 0) * 1000, image: Buffer.from(data, "base64") });
        first.resolve();
      };
      frames.add(listener);
      await send("Page.startScreencast", { format: "jpeg", quality: 80, everyNthFrame: 1 });
      await first.promise;
      const mouse = (type: string, x: number, y: number, buttons: number) =>
        send("Input.dispatchMouseEvent", { type, x, y, button: "left", buttons, clickCount: 1 }).catch(() => undefined);
      return {
        click: (x, y) => {
          void mouse("mousePressed", x, y, 1);
          void mouse("mouseReleased", x, y, 0);
        },
        close: async () => {
          frames.delete(listener);
          await send("Page.stopScreencast");
        },
      };
    },
    close: async (): Promise<void> => {
      socket.close();
      await once(socket, "close");
    },
  };
}
