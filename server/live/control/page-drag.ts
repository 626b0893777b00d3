import type { Protocol } from "devtools-protocol";
import type { CdpSession } from "../../providers/cdp.ts";

type Point = { x: number; y: number };
type Modified = Point & { modifiers: number };

const CALL_LIMIT_MS = 5_000;

/**
 * Drag and drop of the page's own (HTML drag events) under a viewer's mouse. Chromium gives what is dragged to us instead of
 * to a desktop (CDP Input.setInterceptDrags), and the drag's events are sent by hand, one after the other: where something
 * may be dropped is what the page said to the event before.
 */
export class PageDrag {
  readonly #cdp: CdpSession;
  readonly #onFailure: (error: unknown) => void;
  #stop: (() => void) | null = null;
  #data: Protocol.Input.DragData | null = null;
  #entered = false;
  #queue: Promise<void> = Promise.resolve();

  constructor(cdp: CdpSession, onFailure: (error: unknown) => void) {
    this.#cdp = cdp;
    this.#onFailure = onFailure;
  }

  /** Whether something of the page is being dragged. */
  get active(): boolean {
    return this.#data !== null;
  }

  /** Called when a button goes down: from here on a drag may begin. Idempotent. */
  arm(): void {
    if (this.#stop !== null) return;
    this.#stop = this.#cdp.on("Input.dragIntercepted", ({ data }) => {
      this.#data = data;
      this.#entered = false;
    });
    this.#run(() => this.#cdp.send("Input.setInterceptDrags", { enabled: true }, { timeoutMs: CALL_LIMIT_MS }));
  }

  /** Resolves when the page has answered. */
  moveTo(point: Modified): Promise<void> {
    if (!this.#entered) this.#send("dragEnter", point);
    this.#entered = true;
    this.#send("dragOver", point);
    return this.#queue;
  }

  /** Lets go; resolves when the page has answered, and the button can go up. */
  drop(point: Modified): Promise<void> {
    this.moveTo(point).catch(this.#onFailure);
    this.#send("drop", point);
    this.#data = null;
    return this.#queue;
  }

  /** Ends a drag without a drop, and gives drags back to the browser. Idempotent. */
  disarm(): void {
    if (this.#stop === null) return;
    if (this.#data !== null) this.#send("dragCancel", { x: 0, y: 0, modifiers: 0 });
    this.#data = null;
    this.#stop();
    this.#stop = null;
    this.#run(() => this.#cdp.send("Input.setInterceptDrags", { enabled: false }, { timeoutMs: CALL_LIMIT_MS }));
  }

  /** Drops files of this machine at a place, as if they came from the desktop. */
  dropFiles(point: Modified, files: readonly string[]): void {
    // 1: copied, as files from a desktop are.
    const data: Protocol.Input.DragData = { items: [], files: [...files], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "dragOver", "drop"] as const) this.#send(type, point, data);
  }

  #send(type: Protocol.Input.DispatchDragEventRequest["type"], { x, y, modifiers }: Modified, data = this.#data): void {
    if (data === null) return;
    this.#run(() => this.#cdp.send("Input.dispatchDragEvent", { type, x, y, data, modifiers }, { timeoutMs: CALL_LIMIT_MS }));
  }

  #run(work: () => Promise<unknown>): void {
    this.#queue = this.#queue.then(work).then(() => {}, this.#onFailure);
  }
}
