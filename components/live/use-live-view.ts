"use client";

import { type RefObject, useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { LiveClientMessage, LiveServerMessage, VideoCodec } from "../../server/contract/live.ts";
import type { Tab } from "../../server/contract/tabs.ts";
import { createFramePainter } from "./frame-painter.ts";
import type { Size } from "./geometry.ts";
import { type LiveConnection, type LiveState, openLiveConnection } from "./live-connection.ts";
import { decodableVideos } from "./video-player.ts";

const NOTICE_MS = 4_000;
const MEASURE_EVERY_MS = 1_000;

type LiveViewOptions = {
  sessionId: string;
  mode: "view" | "control";
  token: string | undefined;
  onTabs: ((tabs: Tab[], tabId: string | null) => void) | undefined;
};

/** What a live view shows and can do, apart from its looks. */
export type LiveViewModel = {
  canvas: RefObject<HTMLCanvasElement | null>;
  state: LiveState;
  /** What the server granted; null before it said so. */
  granted: "view" | "control" | null;
  /** The shown page's size in CSS pixels; null before the first frame. */
  pageSize: Size | null;
  latencyMs: number | null;
  /** Frames drawn in the last second; a still page draws none. */
  framesPerSecond: number;
  /** Something the server would not do, for a few seconds. */
  notice: string | null;
  send: (message: LiveClientMessage) => void;
  /** Hears every message of the server from now on; returns the way to stop. */
  listen: (listener: (message: LiveServerMessage) => void) => () => void;
  retryNow: () => void;
};

/** Keeps a live view's socket open while the component is shown, and draws its frames on the canvas. */
export function useLiveView({ sessionId, mode, token, onTabs }: LiveViewOptions): LiveViewModel {
  const canvas = useRef<HTMLCanvasElement>(null);
  const connection = useRef<LiveConnection>(null);
  const listeners = useRef(new Set<(message: LiveServerMessage) => void>());
  const [state, setState] = useState<LiveState>({ status: "connecting" });
  const [granted, setGranted] = useState<"view" | "control" | null>(null);
  const [pageSize, setPageSize] = useState<Size | null>(null);
  const [latencyMs, setLatency] = useState<number | null>(null);
  const [framesPerSecond, setFramesPerSecond] = useState(0);
  const [notice, setNotice] = useState<string | null>(null);
  const tellTabs = useEffectEvent((tabs: Tab[], tabId: string | null) => onTabs?.(tabs, tabId));

  useEffect(() => {
    if (canvas.current === null) return;
    const drawn = { count: 0 };
    const painter = createFramePainter({
      canvas: canvas.current,
      onDone: ({ sequence, width, height }) => {
        drawn.count += 1;
        setPageSize((size) => (size?.width === width && size.height === height ? size : { width, height }));
        // Only now: a viewer that is slow or hidden is sent less, not later.
        opened.acknowledge(sequence);
      },
      onNoVideo: (codec) => {
        failed.add(codec);
        void tellVideos();
      },
    });
    const failed = new Set<VideoCodec>();
    const tellVideos = async (): Promise<void> => {
      const codecs = (await decodableVideos()).filter((codec) => !failed.has(codec));
      opened.send({ type: "decodes", codecs });
    };
    const opened = openLiveConnection({
      sessionId,
      mode,
      token,
      onState: setState,
      onFrame: (frame) => painter.show(frame),
      onTabs: (tabs, tabId) => tellTabs(tabs, tabId),
      onMode: setGranted,
      onRefused: setNotice,
      onMessage: (message) => {
        if (message.type === "hello") void tellVideos();
        if (message.type === "quality") painter.expectVideo(message.codec);
        for (const listener of listeners.current) listener(message);
      },
      onLatency: (ms) => setLatency(Math.round(ms)),
    });
    connection.current = opened;
    const meter = setInterval(() => {
      setFramesPerSecond(drawn.count);
      drawn.count = 0;
    }, MEASURE_EVERY_MS);
    return () => {
      clearInterval(meter);
      opened.close();
      painter.dispose();
      connection.current = null;
    };
  }, [sessionId, mode, token]);

  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => setNotice(null), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);

  const send = useCallback((message: LiveClientMessage) => connection.current?.send(message), []);
  const listen = useCallback((listener: (message: LiveServerMessage) => void) => {
    listeners.current.add(listener);
    return () => void listeners.current.delete(listener);
  }, []);
  const retryNow = useCallback(() => connection.current?.retryNow(), []);
  return { canvas, state, granted, pageSize, latencyMs, framesPerSecond, notice, send, listen, retryNow };
}
