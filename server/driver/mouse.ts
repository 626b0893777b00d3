import type { CdpSession } from "../providers/cdp.ts";
import type { InputGate } from "./input-gate.ts";

export type Point = { x: number; y: number };
export type MouseButton = "left" | "middle" | "right";
type ClickOptions = { button?: MouseButton; clickCount?: number; modifiers?: number };

const BUTTON_BITS: Record<MouseButton, number> = { left: 1, right: 2, middle: 4 };

/** The mouse of one page. Coordinates are CSS pixels from the viewport's corner. */
export class Mouse {
  readonly #cdp: CdpSession;
  readonly #gate: InputGate;
  #at: Point = { x: 0, y: 0 };

  constructor(cdp: CdpSession, gate: InputGate) {
    this.#cdp = cdp;
    this.#gate = gate;
  }

  /** Moves in a straight line. @throws AppError HELD_BY_PERSON */
  async move(x: number, y: number): Promise<void> {
    this.#gate.assertOpen();
    await this.#move(x, y);
  }

  /** More than one step where the page follows the pointer (dragging). */
  async #move(x: number, y: number, { steps = 1, buttons = 0 }: { steps?: number; buttons?: number } = {}): Promise<void> {
    const from = this.#at;
    this.#at = { x, y };
    for (let i = 1; i <= steps; i++) {
      const point = { x: from.x + ((x - from.x) * i) / steps, y: from.y + ((y - from.y) * i) / steps };
      await this.#cdp.send("Input.dispatchMouseEvent", { type: "mouseMoved", ...point, buttons, button: buttons & 1 ? "left" : "none" });
    }
  }

  async #down({ button = "left", clickCount = 1, modifiers = 0 }: ClickOptions = {}): Promise<void> {
    await this.#cdp.send("Input.dispatchMouseEvent", { type: "mousePressed", ...this.#at, button, buttons: BUTTON_BITS[button], clickCount, modifiers });
  }

  async #up({ button = "left", clickCount = 1, modifiers = 0 }: ClickOptions = {}): Promise<void> {
    await this.#cdp.send("Input.dispatchMouseEvent", { type: "mouseReleased", ...this.#at, button, buttons: 0, clickCount, modifiers });
  }

  /** `clickCount` 2 makes a double click. Once begun it is ended. @throws AppError HELD_BY_PERSON */
  async click(x: number, y: number, { button = "left", clickCount = 1, modifiers = 0 }: ClickOptions = {}): Promise<void> {
    this.#gate.enter();
    await this.#move(x, y);
    // Sent in one go: on a busy machine the answers in between would make two clicks of a double click.
    const presses = Array.from({ length: clickCount }, (_, i) => ({ button, clickCount: i + 1, modifiers }));
    await Promise.all(presses.flatMap((press) => [this.#down(press), this.#up(press)]));
  }

  /** Turns the wheel over a point; positive `deltaY` scrolls down. @throws AppError HELD_BY_PERSON */
  async wheel(x: number, y: number, deltaX: number, deltaY: number): Promise<void> {
    this.#gate.enter();
    await this.#cdp.send("Input.dispatchMouseEvent", { type: "mouseWheel", x, y, deltaX, deltaY });
  }

  /**
   * Drags with the left button. Pages that use HTML drag and drop get their events through Chromium's drag
   * interception (CDP Input.setInterceptDrags); pages that follow the pointer get the moves. Once begun it is ended: what is
   * let go half-way would be dropped where nobody wanted it.
   * @throws AppError HELD_BY_PERSON
   */
  async drag(from: Point, to: Point, { steps = 12 }: { steps?: number } = {}): Promise<void> {
    this.#gate.enter();
    await this.#cdp.send("Input.setInterceptDrags", { enabled: true });
    const dragged: { data: unknown } = { data: null };
    const stop = this.#cdp.on("Input.dragIntercepted", ({ data }) => {
      dragged.data = data;
    });
    try {
      await this.#move(from.x, from.y);
      await this.#down();
      await this.#move(to.x, to.y, { steps, buttons: 1 });
      if (dragged.data) {
        const data = dragged.data as never;
        // Lists make room while something is over them; the drop counts on what then lies there, which has to be asked anew.
        for (const type of ["dragEnter", "dragOver", "dragOver", "dragOver", "drop"] as const)
          await this.#cdp.send("Input.dispatchDragEvent", { type, ...to, data });
      }
      await this.#up();
    } finally {
      stop();
      await this.#cdp.send("Input.setInterceptDrags", { enabled: false });
    }
  }
}
