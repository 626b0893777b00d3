import type { WebSocket } from "ws";
import { type LiveClientMessage, type LiveQuality, type LiveServerMessage, VideoCodec } from "../contract/live.ts";
import type { Tab } from "../contract/tabs.ts";
import type { Page } from "../driver/page.ts";
import type { Frame } from "./frame.ts";
import { createFrameOutlet } from "./frame-outlet.ts";
import type { Hub } from "./hub.ts";
import { createPace } from "./pace.ts";
import type { NoVideo } from "./video/video-cast.ts";

const MAX_BUFFERED_BYTES = 2 * 1024 * 1024;
/** Whoever used the page so recently waits for what becomes of it. */
const STEERS_MS = 3_000;

type ViewerFramesOptions = {
  socket: WebSocket;
  hub: Hub;
  /** The tab to begin with; null follows the active one. */
  tabId: string | null;
  /** True: the viewer may not choose another tab. */
  pinned: boolean;
  /** True: it looks from this machine, over a road that is never narrow. */
  near: boolean;
  say: (message: LiveServerMessage) => void;
  refuse: (sentence: string) => void;
  onTabs: (tabs: Tab[], tabId: string) => void;
};

/** The pictures of one viewer: which tab, how good, how many. */
export type ViewerFrames = {
  /** The page that is shown now. */
  page(): Page;
  /** Takes a message; false when it is not about pictures. */
  handle(message: LiveClientMessage): boolean;
  acknowledge(sequence: number): void;
  /** The viewer has just used the page. */
  steered(): void;
  stop(): void;
};

/** Begins to send the session's pictures over a socket, by acknowledgement: a viewer that takes few is sent few, and smaller ones. */
export function openViewerFrames({ socket, hub, tabId, pinned, near, say, refuse, onTabs }: ViewerFramesOptions): ViewerFrames {
  const pace = createPace();
  const state = {
    quality: "auto" as LiveQuality,
    visible: true,
    /** The screencast's picture that was sent last, in whatever form. */
    last: null as Frame | null,
    steeredAt: Number.NEGATIVE_INFINITY,
    /** How videos may be encoded for this viewer, the best first. */
    codecs: [] as readonly VideoCodec[],
  };

  const outlet = createFrameOutlet({
    send: (frame, isHeldBack) => {
      // The full picture of a page at rest says nothing about how the tier's own frames arrive.
      if (frame.tier === pace.plan.tier) pace.sent(frame.sequence, isHeldBack);
      state.last = frame;
      socket.send(frame.packet, { binary: true });
    },
    bufferedBytes: () => socket.bufferedAmount,
    maxUnacknowledged: () => pace.plan.inFlight,
    maxBufferedBytes: MAX_BUFFERED_BYTES,
  });
  // Of a pinned tab that closes, its viewer must not see what comes in its place.
  const mayShow = (frame: Frame): boolean => !pinned || frame.tabId === tabId;
  const offer = (frame: Frame): void => {
    if (!mayShow(frame)) return;
    // After a change of tier the new one's first frame may be older than what was sent last.
    const isOlder = state.last !== null && state.last.tabId === frame.tabId && frame.sequence < state.last.sequence;
    if (!isOlder) outlet.offer(frame);
  };
  const watch = hub.watch(
    {
      onFrame: offer,
      isUrgent: () => performance.now() - state.steeredAt < STEERS_MS,
      onRest: (frame) => state.quality === "auto" && offer(frame),
      onTabs,
      video: {
        codec: () => state.codecs[0] ?? null,
        onChunk: (chunk, { isKey, of }) => {
          if (!mayShow(of)) return;
          state.last = of;
          // A key frame is as large as a full picture: how it arrives tells nothing about the others.
          if (!isKey) pace.sent(chunk.sequence, false);
          socket.send(chunk.packet, { binary: true });
        },
        hasRoom: () => socket.bufferedAmount <= MAX_BUFFERED_BYTES,
        onNoVideo: (why) => goWithout(why),
        // Whoever asked for a video keeps it.
        onSlow: () => state.quality === "auto" && goWithout("failed"),
      },
    },
    tabId,
  );

  const show = (): void => {
    outlet.clear();
    watch.show(state.visible ? pace.plan.tier : null);
  };
  const tellQuality = (): void => {
    const [codec] = state.codecs;
    say({ type: "quality", quality: state.quality, tier: pace.plan.tier, ...(codec && { codec }) });
  };
  const choose = (quality: LiveQuality): void => {
    state.quality = quality;
    pace.choose(quality);
    show();
    tellQuality();
  };
  /** From now on videos for this viewer are encoded in one of these ways. */
  const takeCodecs = (codecs: readonly VideoCodec[]): void => {
    const watched = pace.plan.tier === "video" ? state.codecs[0] : undefined;
    state.codecs = codecs;
    pace.allowVideo(codecs.length > 0 && !near);
    if (watched !== codecs[0]) watch.show(null);
    if (state.quality === "video" && codecs.length === 0) {
      refuse("A video cannot be shown here.");
      choose("auto");
    } else {
      show();
      tellQuality();
    }
  };
  /** Another way of encoding may do where one is unknown; what failed is not tried again. */
  const goWithout = (why: NoVideo): void => takeCodecs(why === "unsupported" ? state.codecs.slice(1) : []);
  const acknowledge = (sequence: number): void => {
    const { tier } = pace.plan;
    const isChanged = pace.acknowledged(sequence);
    outlet.acknowledge(sequence);
    watch.acknowledged(sequence);
    if (!isChanged || pace.plan.tier === tier) return;
    show();
    tellQuality();
  };

  return {
    page: () => watch.page,
    handle: (message) => {
      if (message.type === "ack") acknowledge(message.sequence);
      else if (message.type === "watch" && pinned) refuse("This link shows one tab only.");
      else if (message.type === "watch") {
        outlet.clear();
        watch.pin(message.tabId);
      } else if (message.type === "quality") {
        if (message.quality === "video" && state.codecs.length === 0) {
          refuse("This browser cannot show videos of pages.");
          choose("auto");
        } else choose(message.quality);
      } else if (message.type === "decodes") takeCodecs(VideoCodec.options.filter((codec) => message.codecs.includes(codec)));
      else if (message.type === "visible") {
        state.visible = message.visible;
        show();
      } else return false;
      return true;
    },
    acknowledge,
    steered: () => {
      state.steeredAt = performance.now();
    },
    stop: () => watch.stop(),
  };
}
