import type { VideoCodec } from "../../server/contract/live.ts";
import type { ReceivedFrame } from "./frame.ts";
import { createVideoPlayer } from "./video-player.ts";

type FramePainterOptions = {
  canvas: HTMLCanvasElement;
  /** Called when a frame is on the screen, or cannot be shown: the time to ask for the next. */
  onDone: (frame: ReceivedFrame) => void;
  /** Videos that are encoded so cannot be shown here after all. */
  onNoVideo: (codec: VideoCodec) => void;
};

/** Draws frames on a canvas at the next repaint; while a picture is being decoded only the newest that arrives is kept. */
export type FramePainter = {
  show(frame: ReceivedFrame): void;
  /** How videos are encoded from now on. */
  expectVideo(codec: VideoCodec | undefined): void;
  dispose(): void;
};

/** Makes the painter of one canvas. The canvas takes the image's own pixels; CSS scales it. */
export function createFramePainter({ canvas, onDone, onNoVideo }: FramePainterOptions): FramePainter {
  const context = canvas.getContext("2d", { alpha: false });
  const state: { next: ReceivedFrame | null; busy: boolean; disposed: boolean; repaint: number } = { next: null, busy: false, disposed: false, repaint: 0 };
  /** The newest of the video that is decoded and not on the screen yet. */
  const video: { newest: { picture: VideoFrame; of: ReceivedFrame } | null; repaint: number } = { newest: null, repaint: 0 };

  const draw = (image: ImageBitmap | VideoFrame, width: number, height: number): void => {
    if (context === null) return;
    // Setting the size clears the canvas: only when it differs.
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.drawImage(image, 0, 0);
  };
  const clearVideo = (): void => {
    cancelAnimationFrame(video.repaint);
    video.newest?.picture.close();
    Object.assign(video, { newest: null, repaint: 0 });
  };
  const player = createVideoPlayer({
    onPicture: (picture, of) => {
      video.newest?.picture.close();
      video.newest = { picture, of };
      video.repaint ||= requestAnimationFrame(() => {
        if (video.newest === null) return;
        const { picture: shown, of: frame } = video.newest;
        draw(shown, shown.displayWidth, shown.displayHeight);
        clearVideo();
        onDone(frame);
      });
    },
    onFailure: onNoVideo,
  });
  const repaint = (bitmap: ImageBitmap): Promise<void> =>
    new Promise((resolve) => {
      state.repaint = requestAnimationFrame(() => {
        draw(bitmap, bitmap.width, bitmap.height);
        resolve();
      });
    });
  const showOne = async (frame: ReceivedFrame): Promise<void> => {
    const bitmap = await createImageBitmap(new Blob([frame.image], { type: `image/${frame.form}` })).catch(() => null);
    if (bitmap === null) return;
    try {
      if (!state.disposed) await repaint(bitmap);
    } finally {
      bitmap.close();
    }
  };
  const work = async (): Promise<void> => {
    state.busy = true;
    while (state.next !== null && !state.disposed) {
      const frame = state.next;
      state.next = null;
      await showOne(frame);
      if (!state.disposed) onDone(frame);
    }
    state.busy = false;
  };

  return {
    show(frame) {
      if (frame.form === "videoKey" || frame.form === "videoDelta") {
        state.next = null;
        player.decode(frame);
        return;
      }
      // Pictures came in the place of the video.
      player.clear();
      clearVideo();
      state.next = frame;
      if (!state.busy) void work();
    },
    expectVideo: player.expect,
    dispose() {
      player.clear();
      clearVideo();
      state.disposed = true;
      state.next = null;
      cancelAnimationFrame(state.repaint);
    },
  };
}
