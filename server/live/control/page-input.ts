import type { Protocol } from "devtools-protocol";
import type { LiveClientMessage } from "../../contract/live.ts";
import { AppError, messageOf } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import type { Page } from "../../driver/page.ts";
import type { CdpMethod, CdpParams } from "../../providers/cdp.ts";
import { keyLocation, typedText, virtualKeyCode } from "./key-codes.ts";
import { PageDrag } from "./page-drag.ts";

/** The messages that this sends on. */
export type PageInputMessage = Extract<LiveClientMessage, { type: "mouse" | "wheel" | "key" | "text" | "touch" | "compose" }>;
type Mouse = Extract<PageInputMessage, { type: "mouse" }>;
type Wheel = Extract<PageInputMessage, { type: "wheel" }>;
export type Key = Extract<PageInputMessage, { type: "key" }>;
type Touch = Extract<PageInputMessage, { type: "touch" }>;
type Compose = Extract<PageInputMessage, { type: "compose" }>;

const CALL_LIMIT_MS = 5_000;
/** A page that answers keeps a handful of inputs on their way; this many means it hangs. */
const MAX_IN_FLIGHT = 64;
/** CDP's bits for alt, ctrl and meta: with one of them held a key is a command and types nothing. */
const COMMAND_MODIFIERS = 1 | 2 | 4;

type Button = Mouse["button"];
const MOUSE_TYPES = { move: "mouseMoved", down: "mousePressed", up: "mouseReleased" } as const;
const TOUCH_TYPES = { start: "touchStart", move: "touchMove", end: "touchEnd", cancel: "touchCancel" } as const;

/**
 * One viewer's hands on one page, through CDP's Input domain: input goes out in the order it came, without waiting for
 * answers; moves and wheel turns that come faster than the page takes them are joined into one.
 */
export class PageInput {
  readonly page: Page;
  readonly #log: Log;
  readonly #drag: PageDrag;
  readonly #onStuck: () => void;
  #inFlight = 0;
  #moving = false;
  #nextMove: Mouse | null = null;
  #turning = false;
  #nextTurn: Wheel | null = null;
  readonly #heldKeys = new Map<string, Key>();
  readonly #heldButtons = new Map<Button, Mouse>();
  #touching = false;
  #composing = false;

  /** @param onStuck called for each input that the page leaves unanswered */
  constructor(page: Page, log: Log, onStuck: () => void) {
    this.page = page;
    this.#log = log;
    this.#onStuck = onStuck;
    this.#drag = new PageDrag(page.cdp, (error) => this.#onFailure("Input.dispatchDragEvent", error));
  }

  /** Takes one input. False when it was dropped because the page takes no more. */
  handle(message: PageInputMessage): boolean {
    if (this.#inFlight >= MAX_IN_FLIGHT && !releases(message)) return false;
    if (message.type === "mouse" && message.action === "move") this.#move(message);
    else if (message.type === "wheel") this.#turn(message);
    else this.#discrete(message);
    return true;
  }

  /** Drops files of this machine on the page. */
  dropFiles(point: { x: number; y: number }, files: readonly string[]): void {
    this.#drag.dropFiles({ ...point, modifiers: 0 }, files);
  }

  /** Lets go of every key, button and finger that is still down: a viewer who left cannot. Idempotent. */
  release(): void {
    this.#nextMove = null;
    this.#nextTurn = null;
    this.#drag.disarm();
    for (const held of this.#heldButtons.values()) this.#press({ ...held, action: "up", buttons: 0 });
    for (const held of this.#heldKeys.values()) this.#key({ ...held, action: "up", repeat: false });
    this.#heldButtons.clear();
    this.#heldKeys.clear();
    if (this.#touching) this.#touch({ type: "touch", action: "cancel", points: [], modifiers: 0 });
    // What an input method had begun belonged to who typed it.
    if (this.#composing) this.#compose({ type: "compose", action: "update", text: "", caret: 0 });
  }

  #discrete(message: Exclude<PageInputMessage, Wheel>): void {
    // What was joined and held back happened earlier: it goes first.
    this.#flushMove();
    this.#flushTurn();
    if (message.type === "mouse") this.#press(message);
    else if (message.type === "key") this.#key(message);
    else if (message.type === "touch") this.#touch(message);
    else if (message.type === "compose") this.#compose(message);
    else void this.#send("Input.insertText", { text: message.text });
  }

  #press(message: Mouse): void {
    if (message.action === "down") this.#heldButtons.set(message.button, message);
    else this.#heldButtons.delete(message.button);
    if (message.action === "down" && message.button === "left") this.#drag.arm();
    const send = (): Promise<void> => this.#send("Input.dispatchMouseEvent", mouseParams(message));
    if (message.action === "up" && this.#drag.active) void this.#drag.drop(message).then(send);
    else void send();
  }

  #move(message: Mouse): void {
    this.#nextMove = message;
    if (!this.#moving) this.#flushMove();
  }

  #flushMove(): void {
    const message = this.#nextMove;
    if (message === null) return;
    this.#nextMove = null;
    this.#moving = true;
    const sent = this.#drag.active ? this.#drag.moveTo(message) : this.#send("Input.dispatchMouseEvent", mouseParams(message));
    void sent.then(() => {
      this.#moving = false;
      this.#flushMove();
    });
  }

  #turn(message: Wheel): void {
    const before = this.#nextTurn;
    this.#nextTurn = before === null ? message : { ...message, deltaX: before.deltaX + message.deltaX, deltaY: before.deltaY + message.deltaY };
    if (!this.#turning) this.#flushTurn();
  }

  #flushTurn(): void {
    const message = this.#nextTurn;
    if (message === null) return;
    this.#nextTurn = null;
    this.#turning = true;
    const { x, y, deltaX, deltaY, modifiers } = message;
    void this.#send("Input.dispatchMouseEvent", { type: "mouseWheel", x, y, deltaX, deltaY, modifiers }).then(() => {
      this.#turning = false;
      this.#flushTurn();
    });
  }

  #key(message: Key): void {
    const id = message.code || message.key;
    if (message.action === "down") this.#heldKeys.set(id, message);
    else this.#heldKeys.delete(id);
    void this.#send("Input.dispatchKeyEvent", keyParams(message));
  }

  #touch({ action, points, modifiers }: Touch): void {
    this.#touching = points.length > 0;
    // CDP: the end of a touch names no points; a finger of several that is lifted is left out of a move.
    const type = action === "end" && points.length > 0 ? "touchMove" : TOUCH_TYPES[action];
    void this.#send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" || type === "touchCancel" ? [] : points, modifiers });
  }

  /** What an input method shows is replaced by each update, and by its result. */
  #compose({ action, text, caret }: Compose): void {
    const wasComposing = this.#composing;
    this.#composing = action === "update" && text !== "";
    if (action === "commit" && text !== "") void this.#send("Input.insertText", { text });
    else if (wasComposing || text !== "")
      void this.#send("Input.imeSetComposition", { text: action === "commit" ? "" : text, selectionStart: caret, selectionEnd: caret });
  }

  async #send<M extends Extract<CdpMethod, `Input.${string}`>>(method: M, params: CdpParams<M>): Promise<void> {
    this.#inFlight += 1;
    try {
      await this.page.cdp.send(method, params, { timeoutMs: CALL_LIMIT_MS });
    } catch (error) {
      this.#onFailure(method, error);
    } finally {
      this.#inFlight -= 1;
    }
  }

  #onFailure(method: string, error: unknown): void {
    this.#log.debug({ tabId: this.page.targetId, method, reason: messageOf(error) }, "input did not reach the page");
    // A dialog keeps the answer to the input that opened it, for as long as a person thinks.
    if (error instanceof AppError && error.code === "TIMEOUT" && !this.page.inDialog) this.#onStuck();
  }
}

const releases = (message: PageInputMessage): boolean =>
  ((message.type === "mouse" || message.type === "key") && message.action === "up") || (message.type === "touch" && message.points.length === 0);

function mouseParams({ action, x, y, button, buttons, clickCount, modifiers }: Mouse): Protocol.Input.DispatchMouseEventRequest {
  // A move during a drag must name the held button, or the page sees a plain hover.
  const named = action === "move" ? heldButton(buttons) : button;
  return { type: MOUSE_TYPES[action], x, y, button: named, buttons, clickCount, modifiers };
}

function heldButton(buttons: number): Button {
  if (buttons & 1) return "left";
  if (buttons & 2) return "right";
  return buttons & 4 ? "middle" : "none";
}

function keyParams({ action, key, code, modifiers, repeat }: Key): Protocol.Input.DispatchKeyEventRequest {
  const location = keyLocation(code);
  const common = { key, code, modifiers, windowsVirtualKeyCode: virtualKeyCode(key, code), location, isKeypad: location === 3 };
  if (action === "up") return { ...common, type: "keyUp" };
  const text = modifiers & COMMAND_MODIFIERS ? undefined : typedText(key);
  return { ...common, autoRepeat: repeat, ...(text === undefined ? { type: "rawKeyDown" } : { type: "keyDown", text, unmodifiedText: text }) };
}
