import type { Frame } from "./frame.ts";

type FrameOutletOptions = {
  /** Hands one frame to the socket; `isHeldBack` when others were dropped before it. */
  send: (frame: Frame, isHeldBack: boolean) => void;
  /** Bytes that the socket holds and the network has not taken. */
  bufferedBytes: () => number;
  /** Frames that may be on their way without an acknowledgement. */
  maxUnacknowledged: () => number;
  /** With more than this waiting in the socket, frames are held back even when acknowledged. */
  maxBufferedBytes: number;
};

/**
 * What one viewer gets of a stream of frames: as many as it acknowledges, always the newest.
 * Holds at most one frame back; an older one that was held is dropped, so a stalled viewer costs no memory.
 */
export type FrameOutlet = {
  offer(frame: Frame): void;
  acknowledge(sequence: number): void;
  /** Drops the frame that is held back: it is of what the viewer no longer looks at. */
  clear(): void;
  readonly stats: { readonly sent: number; readonly dropped: number; readonly held: boolean; readonly unacknowledged: number };
};

/** Makes the outlet of one viewer. */
export function createFrameOutlet(options: FrameOutletOptions): FrameOutlet {
  const unacknowledged: number[] = [];
  const state: { held: Frame | null; isHeldBack: boolean; sent: number; dropped: number } = { held: null, isHeldBack: false, sent: 0, dropped: 0 };

  const flush = (): void => {
    // An acknowledgement can be forged without reading: what the socket still holds is checked as well.
    if (state.held === null || unacknowledged.length >= options.maxUnacknowledged() || options.bufferedBytes() > options.maxBufferedBytes) return;
    const { held: frame, isHeldBack } = state;
    state.held = null;
    state.isHeldBack = false;
    unacknowledged.push(frame.sequence);
    state.sent += 1;
    options.send(frame, isHeldBack);
  };

  return {
    offer(frame) {
      if (state.held !== null) {
        state.dropped += 1;
        state.isHeldBack = true;
      }
      state.held = frame;
      flush();
    },
    acknowledge(sequence) {
      while (unacknowledged[0] !== undefined && unacknowledged[0] <= sequence) unacknowledged.shift();
      flush();
    },
    clear() {
      state.held = null;
      state.isHeldBack = false;
    },
    get stats() {
      return { sent: state.sent, dropped: state.dropped, held: state.held !== null, unacknowledged: unacknowledged.length };
    },
  };
}
