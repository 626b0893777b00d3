const LETTER_CODE = /^Key([A-Z])$/;
const DIGIT_CODE = /^(?:Digit|Numpad)([0-9])$/;
const FUNCTION_KEY = /^F([1-9]|1[0-9]|2[0-4])$/;
const F1_CODE = 112;

/** Windows virtual key codes (winuser.h VK_*) of keys that are named, not typed; Chromium's editing commands go by them. */
const NAMED: Readonly<Record<string, number>> = {
  Backspace: 8,
  Tab: 9,
  Enter: 13,
  Shift: 16,
  Control: 17,
  Alt: 18,
  Pause: 19,
  CapsLock: 20,
  Escape: 27,
  " ": 32,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Insert: 45,
  Delete: 46,
  Meta: 91,
  ContextMenu: 93,
  NumLock: 144,
  ScrollLock: 145,
  AltGraph: 225,
};

/** The same for punctuation, by its place on a US keyboard. */
const PUNCTUATION: Readonly<Record<string, number>> = {
  Semicolon: 186,
  Equal: 187,
  Comma: 188,
  Minus: 189,
  Period: 190,
  Slash: 191,
  Backquote: 192,
  BracketLeft: 219,
  Backslash: 220,
  BracketRight: 221,
  Quote: 222,
  NumpadMultiply: 106,
  NumpadAdd: 107,
  NumpadSubtract: 109,
  NumpadDecimal: 110,
  NumpadDivide: 111,
};

/** The virtual key code of a DOM key (`KeyboardEvent.key` and `.code`); 0 where there is none. */
export function virtualKeyCode(key: string, code: string): number {
  const named = NAMED[key];
  if (named !== undefined) return named;
  const functionKey = FUNCTION_KEY.exec(key)?.[1];
  if (functionKey !== undefined) return F1_CODE + Number(functionKey) - 1;
  const character = LETTER_CODE.exec(code)?.[1] ?? DIGIT_CODE.exec(code)?.[1];
  if (character !== undefined) return character.charCodeAt(0);
  // Layouts without a US place (or senders without a code): letters and digits are their own code.
  return PUNCTUATION[code] ?? (/^[a-z0-9]$/i.test(key) ? key.toUpperCase().charCodeAt(0) : 0);
}

/** The text that pressing a key types: one character, a line break for Enter, else nothing. */
export function typedText(key: string): string | undefined {
  if (key === "Enter") return "\r";
  return [...key].length === 1 ? key : undefined;
}

/** Which of two like keys it is, as `KeyboardEvent.location` counts: 0 the only one, 1 left, 2 right, 3 keypad. */
export function keyLocation(code: string): number {
  if (code.startsWith("Numpad")) return 3;
  if (!/^(Shift|Control|Alt|Meta)/.test(code)) return 0;
  return code.endsWith("Right") ? 2 : 1;
}
