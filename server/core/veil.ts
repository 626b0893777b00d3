import type { Json } from "../contract/common.ts";

const SHORTEST = 3;

/** Puts `%name%` where a value stands that must not be seen. */
export type Veil = ReturnType<typeof createVeil>;

/**
 * Remembers the values of variables and hides them in text on its way to a model, to a caller or into a row: once typed,
 * a value stands in the page, and pages repeat it in their console, their messages and what is read from them.
 */
export function createVeil() {
  const patterns = new Map<string, { pattern: RegExp; name: string }>();
  const hide = (text: string): string => {
    // The longest first: a value may hold another one.
    const known = [...patterns].sort(([a], [b]) => b.length - a.length);
    return known.reduce((rest, [, { pattern, name }]) => rest.replace(pattern, () => `%${name}%`), text);
  };
  const hideIn = (data: Json): Json => {
    if (patterns.size === 0) return data;
    if (typeof data === "string") return hide(data);
    // A number that is a value becomes its name; all others stay numbers.
    if (typeof data === "number") return hide(String(data)) === String(data) ? data : hide(String(data));
    if (Array.isArray(data)) return data.map(hideIn);
    if (typeof data !== "object" || data === null) return data;
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [hide(key), hideIn(value)]));
  };
  return {
    /** From here on these values are hidden. Values under three characters are not: text is full of them. */
    learn(variables: Record<string, string> = {}): void {
      for (const [name, value] of Object.entries(variables)) if (value.trim().length >= SHORTEST) patterns.set(value, { pattern: patternOf(value), name });
    },
    hide,
    /** The same for every text within data. */
    hideIn,
  };
}

/** Also as JSON and addresses write it and with its white space folded; a short value or a number only where it stands alone. */
function patternOf(value: string): RegExp {
  const plain = value.trim().toWellFormed();
  const asked = new URLSearchParams({ "": plain }).toString().slice(1);
  const forms = new Set([value.trim(), JSON.stringify(plain).slice(1, -1), encodeURI(plain), encodeURIComponent(plain), asked]);
  const any = [...forms].map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replace(/\s+/g, "\\s+")).join("|");
  return /^\d+$/.test(value) || value.length < 6 ? new RegExp(`(?<![\\w-])(?:${any})(?![\\w-])`, "g") : new RegExp(any, "g");
}
