import type { Protocol } from "devtools-protocol";
import type { LiveClientMessage } from "../contract/live.ts";
import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Page } from "../driver/page.ts";
import type { CdpParams } from "../providers/cdp.ts";
import { keyLocation, typedText, virtualKeyCode } from "./key-codes.ts";

/** The messages that change the page. */
export type ControlMessage = Extract<LiveClientMessage, { type: "mouse" | "wheel" | "key" | "text" }>;
type Mouse = Extract<ControlMessage, { type: "mouse" }>;
type Wheel = Extract<ControlMessage, { type: "wheel" }>;
type Key = Extract<ControlMessage, { type: "key" }>;

const CALL_LIMIT_MS = 5_000;
/** A page that answers keeps a handful of inputs on their way; this many means it hangs. */
const MAX_IN_FLIGHT = 64;
/** CDP's bits for alt, ctrl and meta: with one of them held a key is a command and types nothing. */
const COMMAND_MODIFIERS = 1 | 2 | 4;

type Button = Mouse["button"];
const MOUSE_TYPES = { move: "mouseMoved", down: "mousePressed", up: "mouseReleased" } as const;

/**
 * One viewer's hands on the page, through CDP's Input domain: input goes out in the order it came, without waiting
 * for answers; moves and wheel turns that come faster than the page takes them are joined into one.
 */
export class Control {
  readonly #log: Log;
  #page: Page;
  #inFlight = 0;
  #moving = false;
  #nextMove: Mouse | null = null;
  #turning = false;
  #nextTurn: Wheel | null = null;
  readonly #heldKeys = new Map<string, Key>();
  readonly #heldButtons = new Map<Button, Mouse>();

  constructor(page: Page, log: Log) {
    this.#page = page;
    this.#log = log;
  }

  /** Takes one input to the given page. False when it was dropped because the page takes no more. */
  handle(page: Page, message: ControlMessage): boolean {
    if (page !== this.#page) {
      this.release();
      this.#page = page;
    }
    const releases = (message.type === "mouse" || message.type === "key") && message.action === "up";
    if (this.#inFlight >= MAX_IN_FLIGHT && !releases) return false;
    if (message.type === "mouse" && message.action === "move") this.#move(message);
    else if (message.type === "wheel") this.#turn(message);
    else this.#discrete(message);
    return true;
  }

  /** Lets go of every key and button that is still down: a viewer who left cannot. Idempotent. */
  release(): void {
    this.#nextMove = null;
    this.#nextTurn = null;
    for (const held of this.#heldButtons.values()) this.#press({ ...held, action: "up", buttons: 0 });
    for (const held of this.#heldKeys.values()) this.#key({ ...held, action: "up", repeat: false });
    this.#heldButtons.clear();
    this.#heldKeys.clear();
  }

  #discrete(message: Exclude<ControlMessage, Wheel>): void {
    // What was joined and held back happened earlier: it goes first.
    this.#flushMove();
    this.#flushTurn();
    if (message.type === "mouse") this.#press(message);
    else if (message.type === "key") this.#key(message);
    else void this.#send("Input.insertText", { text: message.text });
  }

  #press(message: Mouse): void {
    if (message.action === "down") this.#heldButtons.set(message.button, message);
    else this.#heldButtons.delete(message.button);
    void this.#send("Input.dispatchMouseEvent", mouseParams(message));
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
    void this.#send("Input.dispatchMouseEvent", mouseParams(message)).then(() => {
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

  async #send<M extends "Input.dispatchMouseEvent" | "Input.dispatchKeyEvent" | "Input.insertText">(method: M, params: CdpParams<M>): Promise<void> {
    this.#inFlight += 1;
    try {
      await this.#page.cdp.send(method, params, { timeoutMs: CALL_LIMIT_MS });
    } catch (error) {
      this.#log.debug({ tabId: this.#page.targetId, method, reason: messageOf(error) }, "input did not reach the page");
    } finally {
      this.#inFlight -= 1;
    }
  }
}

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
