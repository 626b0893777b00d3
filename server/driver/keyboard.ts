import { AppError } from "../core/errors.ts";
import type { CdpSession } from "../providers/cdp.ts";
import type { InputGate } from "./input-gate.ts";
import { type Key, keyOf, MODIFIER_BITS, parseChord } from "./key-table.ts";

/** Control or Meta: whichever the system uses for shortcuts. */
const SHORTCUT = 2 | 4;

/** The keyboard of one page: keys as a person presses them. */
export class Keyboard {
  readonly #cdp: CdpSession;
  readonly #gate: InputGate;

  constructor(cdp: CdpSession, gate: InputGate) {
    this.#cdp = cdp;
    this.#gate = gate;
  }

  /** Presses a key or a chord such as `Control+a`. @throws AppError INVALID_INPUT for names that no key has | HELD_BY_PERSON */
  async press(chord: string): Promise<void> {
    const keys = parseChord(chord);
    if (!keys) throw new AppError("INVALID_INPUT", `"${chord}" is not a key. Use names such as Enter, Escape, ArrowDown, a or Control+a.`);
    // A chord that has begun is ended: keys must not stay down.
    this.#gate.enter();
    let modifiers = 0;
    for (const key of keys) {
      modifiers |= MODIFIER_BITS[key.key] ?? 0;
      await this.#dispatch(key, "down", modifiers);
    }
    for (const key of keys.reverse()) {
      modifiers &= ~(MODIFIER_BITS[key.key] ?? 0);
      await this.#dispatch(key, "up", modifiers);
    }
  }

  /** Puts text where the caret is, in one input event, as a paste or an input method does. @throws AppError HELD_BY_PERSON */
  async insertText(text: string): Promise<void> {
    this.#gate.enter();
    await this.#cdp.send("Input.insertText", { text });
  }

  /** Types text key by key; characters that no key has are inserted. @throws AppError HELD_BY_PERSON */
  async type(text: string): Promise<void> {
    for (const char of text) {
      const key = char === "\n" ? keyOf("Enter") : keyOf(char);
      if (!key || key.code === "") {
        await this.insertText(char);
        continue;
      }
      this.#gate.enter();
      await this.#dispatch(key, "down", 0);
      await this.#dispatch(key, "up", 0);
    }
  }

  async #dispatch(key: Key, action: "down" | "up", modifiers: number): Promise<void> {
    // With Control, Alt or Meta a key is a shortcut and types nothing.
    const text = action === "down" && (modifiers & 7) === 0 ? key.text : undefined;
    const commands = action === "down" && key.key.toLowerCase() === "a" && (modifiers & SHORTCUT) !== 0 ? ["selectAll"] : [];
    await this.#cdp.send("Input.dispatchKeyEvent", {
      type: action === "up" ? "keyUp" : text === undefined ? "rawKeyDown" : "keyDown",
      key: key.key,
      code: key.code,
      windowsVirtualKeyCode: key.keyCode,
      modifiers,
      commands,
      ...(text !== undefined && { text, unmodifiedText: text }),
    });
  }
}
