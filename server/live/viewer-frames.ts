import type { WebSocket } from "ws";
import type { LiveClientMessage, LiveQuality, LiveServerMessage } from "../contract/live.ts";
import type { Tab } from "../contract/tabs.ts";
import type { Page } from "../driver/page.ts";
import type { Frame } from "./frame.ts";
import { createFrameOutlet } from "./frame-outlet.ts";
import type { Hub } from "./hub.ts";
import { createPace } from "./pace.ts";

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
export function openViewerFrames({ socket, hub, tabId, pinned, say, refuse, onTabs }: ViewerFramesOptions): ViewerFrames {
  const pace = createPace();
  const state = { quality: "auto" as LiveQuality, visible: true, last: null as Frame | null, steeredAt: Number.NEGATIVE_INFINITY };

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
  const offer = (frame: Frame): void => {
    // Of a pinned tab that closes, its viewer must not see what comes in its place.
    if (pinned && frame.tabId !== tabId) return;
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
    },
    tabId,
  );

  const show = (): void => {
    outlet.clear();
    watch.show(state.visible ? pace.plan.tier : null);
  };
  const tellQuality = (): void => say({ type: "quality", quality: state.quality, tier: pace.plan.tier });
  const acknowledge = (sequence: number): void => {
    const { tier } = pace.plan;
    const isChanged = pace.acknowledged(sequence);
    outlet.acknowledge(sequence);
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
        state.quality = message.quality;
        pace.choose(message.quality);
        show();
        tellQuality();
      } else if (message.type === "visible") {
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
