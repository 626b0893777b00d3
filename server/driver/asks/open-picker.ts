import type { CdpSession } from "../../providers/cdp.ts";
import type { PageTarget } from "../page-target.ts";
import type { Picker, PickerContent } from "./attendant.ts";
import { CHOOSE_OPTION, SET_PICKED } from "./picker-script.ts";

const CALL_LIMIT_MS = 5_000;

type Opening = { cdp: CdpSession; contextId: number; serial: number; origin: string };

/** A list or picker that a person's input has opened in a page. */
export class OpenPicker implements Picker {
  readonly origin: string;
  readonly #page: PageTarget;
  readonly #opening: Opening;
  readonly #gone = new AbortController();
  #objectId: string | null = null;
  #shown: { content: PickerContent; box: Picker["box"] } | null = null;

  constructor(page: PageTarget, opening: Opening) {
    this.#page = page;
    this.#opening = opening;
    this.origin = opening.origin;
  }

  /** Whether it is open in a document of that target: in the one with that script context, or with null in any. */
  isIn(cdp: CdpSession, contextId: number | null): boolean {
    return this.#opening.cdp === cdp && (contextId === null || this.#opening.contextId === contextId);
  }

  get content(): PickerContent {
    return this.#current.content;
  }

  get box(): Picker["box"] {
    return this.#current.box;
  }

  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Notes what it shows now and where it stands. False when its control is gone. */
  async show(content: PickerContent): Promise<boolean> {
    try {
      this.#objectId ??= await this.#element();
      if (this.#objectId === null) return false;
      const { cdp } = this.#opening;
      const { model } = await cdp.send("DOM.getBoxModel", { objectId: this.#objectId }, { timeoutMs: CALL_LIMIT_MS });
      const [x = 0, y = 0, right = 0, , , bottom = 0] = model.border;
      const offset = await this.#page.targetOffset(cdp);
      this.#shown = { content, box: { x: x + offset.x, y: y + offset.y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) } };
      return true;
    } catch {
      return false;
    }
  }

  async choose(choice: number | string): Promise<boolean> {
    await this.#closeBrowsersOwn();
    const taken = await this.#call<boolean>(typeof choice === "number" ? CHOOSE_OPTION : SET_PICKED, choice);
    this.end();
    return taken;
  }

  async close(): Promise<void> {
    try {
      await this.#closeBrowsersOwn();
    } catch {
      // It closed with its document.
    }
    this.end();
  }

  /** It is open no more. Idempotent. */
  end(): void {
    if (this.#gone.signal.aborted) return;
    this.#gone.abort();
    const objectId = this.#objectId;
    if (objectId === null) return;
    this.#opening.cdp.send("Runtime.releaseObject", { objectId }).catch(() => {
      // It was released with its document.
    });
  }

  get #current(): { content: PickerContent; box: Picker["box"] } {
    if (this.#shown === null) throw new Error("A picker is told of after it was shown.");
    return this.#shown;
  }

  /**
   * Escape goes to the browser's own window while that is open, and to the page otherwise: it is asked for first. By asking,
   * the watch also learns to tell nothing of the end that we bring about.
   */
  async #closeBrowsersOwn(): Promise<void> {
    if (!(await this.#evaluate<boolean>(`globalThis.perchAsks?.done(${this.#opening.serial}) ?? false`))) return;
    // No key-up: by then the window is closed, and the page would get a key that was never pressed in it.
    await this.#page.cdp.send(
      "Input.dispatchKeyEvent",
      { type: "rawKeyDown", key: "Escape", code: "Escape", windowsVirtualKeyCode: 27 },
      { timeoutMs: CALL_LIMIT_MS },
    );
  }

  async #element(): Promise<string | null> {
    const { cdp, contextId } = this.#opening;
    const { result } = await cdp.send("Runtime.evaluate", { expression: "globalThis.perchAsks?.element", contextId }, { timeoutMs: CALL_LIMIT_MS });
    return result.objectId ?? null;
  }

  async #evaluate<T>(expression: string): Promise<T> {
    const { cdp, contextId } = this.#opening;
    const { result } = await cdp.send("Runtime.evaluate", { expression, contextId, returnByValue: true }, { timeoutMs: CALL_LIMIT_MS });
    return result.value as T;
  }

  async #call<T>(functionDeclaration: string, argument: number | string): Promise<T> {
    const objectId = this.#objectId ?? "";
    const params = { functionDeclaration, objectId, arguments: [{ value: argument }], returnByValue: true };
    const { result } = await this.#opening.cdp.send("Runtime.callFunctionOn", params, { timeoutMs: CALL_LIMIT_MS });
    return result.value as T;
  }
}
