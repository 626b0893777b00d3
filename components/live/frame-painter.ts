import type { ReceivedFrame } from "./frame.ts";

type FramePainterOptions = {
  canvas: HTMLCanvasElement;
  /** Called when a frame is on the screen, or cannot be shown: the time to ask for the next. */
  onDone: (frame: ReceivedFrame) => void;
};

/** Draws frames on a canvas at the next repaint; while one is being decoded only the newest that arrives is kept. */
export type FramePainter = { show(frame: ReceivedFrame): void; dispose(): void };

/** Makes the painter of one canvas. The canvas takes the image's own pixels; CSS scales it. */
export function createFramePainter({ canvas, onDone }: FramePainterOptions): FramePainter {
  const context = canvas.getContext("2d", { alpha: false });
  const state: { next: ReceivedFrame | null; busy: boolean; disposed: boolean; repaint: number } = { next: null, busy: false, disposed: false, repaint: 0 };

  const draw = (bitmap: ImageBitmap): void => {
    if (context === null) return;
    // Setting the size clears the canvas: only when it differs.
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
    context.drawImage(bitmap, 0, 0);
  };
  const repaint = (bitmap: ImageBitmap): Promise<void> =>
    new Promise((resolve) => {
      state.repaint = requestAnimationFrame(() => {
        draw(bitmap);
        resolve();
      });
    });
  const showOne = async (frame: ReceivedFrame): Promise<void> => {
    const bitmap = await createImageBitmap(new Blob([frame.image], { type: frame.mimeType })).catch(() => null);
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
      state.next = frame;
      if (!state.busy) void work();
    },
    dispose() {
      state.disposed = true;
      state.next = null;
      cancelAnimationFrame(state.repaint);
    },
  };
}
