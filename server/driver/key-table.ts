/** A key as DOM and CDP name it (UI Events KeyboardEvent key and code values; Windows virtual key codes). */
export type Key = { key: string; code: string; keyCode: number; text?: string };

const named = (key: string, keyCode: number, text?: string, code = key): [string, Key] => [
  key.toLowerCase(),
  { key, code, keyCode, ...(text !== undefined && { text }) },
];

const KEYS = new Map<string, Key>([
  named("Enter", 13, "\r"),
  named("Tab", 9),
  named("Escape", 27),
  named("Backspace", 8),
  named("Delete", 46),
  named("Insert", 45),
  named("Home", 36),
  named("End", 35),
  named("PageUp", 33),
  named("PageDown", 34),
  named("ArrowLeft", 37),
  named("ArrowUp", 38),
  named("ArrowRight", 39),
  named("ArrowDown", 40),
  named("Control", 17, undefined, "ControlLeft"),
  named("Shift", 16, undefined, "ShiftLeft"),
  named("Alt", 18, undefined, "AltLeft"),
  named("Meta", 91, undefined, "MetaLeft"),
  ...Array.from({ length: 12 }, (_, i) => named(`F${i + 1}`, 112 + i)),
]);

const ALIASES: Record<string, string> = {
  esc: "escape",
  return: "enter",
  del: "delete",
  ctrl: "control",
  cmd: "meta",
  command: "meta",
  option: "alt",
  space: " ",
  spacebar: " ",
  up: "arrowup",
  down: "arrowdown",
  left: "arrowleft",
  right: "arrowright",
  "page up": "pageup",
  "page down": "pagedown",
};

const PUNCTUATION: Record<string, [code: string, keyCode: number]> = {
  " ": ["Space", 32],
  "-": ["Minus", 189],
  "=": ["Equal", 187],
  "[": ["BracketLeft", 219],
  "]": ["BracketRight", 221],
  "\\": ["Backslash", 220],
  ";": ["Semicolon", 186],
  "'": ["Quote", 222],
  ",": ["Comma", 188],
  ".": ["Period", 190],
  "/": ["Slash", 191],
  "`": ["Backquote", 192],
};

/** CDP's modifier bits (Input.dispatchKeyEvent). */
export const MODIFIER_BITS: Record<string, number> = { Alt: 1, Control: 2, Meta: 4, Shift: 8 };

/** The key of a name ("Enter", "esc", "a", "F5"); null for names that no key has. */
export function keyOf(name: string): Key | null {
  const lower = name.toLowerCase();
  const known = KEYS.get(ALIASES[lower] ?? lower);
  if (known) return known;
  const char = ALIASES[lower] === " " ? " " : name;
  if ([...char].length !== 1) return null;
  if (/[a-z]/i.test(char)) return { key: char, code: `Key${char.toUpperCase()}`, keyCode: char.toUpperCase().charCodeAt(0), text: char };
  if (/\d/.test(char)) return { key: char, code: `Digit${char}`, keyCode: char.charCodeAt(0), text: char };
  const [code, keyCode] = PUNCTUATION[char] ?? ["", 0];
  return { key: char, code, keyCode, text: char };
}

/** "Control+Shift+a" as its keys, modifiers first; null when a part is no key. */
export function parseChord(chord: string): Key[] | null {
  // A trailing "+" is the plus key itself.
  const parts = chord.endsWith("+")
    ? [...chord.slice(0, -1).split("+").filter(Boolean), "+"]
    : chord.split("+").map((part) => (part.trim() === "" ? part : part.trim()));
  const keys = parts.map(keyOf);
  return keys.every((key) => key !== null) ? keys : null;
}
