import type { Json } from "../contract/common.ts";
import { createFinder, type Finder } from "./finder.ts";
import { spellingsOf } from "./spellings.ts";

const SHORTEST = 3;

/** Puts `%name%` where a value stands that must not be seen. */
export type Veil = ReturnType<typeof createVeil>;

type Hidden = { value: string; pattern: RegExp; anchors: readonly string[]; shown: string };

/**
 * Remembers the values of variables and hides them in text on its way to a model, to a caller or into a row: once typed,
 * a value stands in the page, and pages repeat it in their console, their messages and what is read from them.
 * @param most values that are remembered; beyond, the one that was learnt longest ago is forgotten
 * @param shows what stands where a value of that name stood
 */
export function createVeil({ most = Number.POSITIVE_INFINITY, shows = (name: string): string => `%${name}%` } = {}) {
  const known = new Map<string, Hidden>();
  const state: { longestFirst: readonly Hidden[]; find: Finder<Hidden> | null } = { longestFirst: [], find: null };
  const hide = (text: string): string => {
    if (known.size === 0) return text;
    state.find ??= createFinder(state.longestFirst.map((item) => ({ words: item.anchors, item })));
    // Looking for plain texts is many times as quick as the patterns, and most texts have none.
    const found = state.find(text);
    if (found.size === 0) return text;
    return state.longestFirst.reduce((rest, one) => (found.has(one) ? rest.replace(one.pattern, () => one.shown) : rest), text);
  };
  const hideIn = (data: Json): Json => {
    if (known.size === 0) return data;
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
      const fresh = Object.entries(variables).filter(([name, value]) => value.trim().length >= SHORTEST && known.get(value)?.shown !== shows(name));
      if (fresh.length === 0) return;
      for (const [name, value] of fresh) known.set(value, { value, ...patternOf(value), shown: shows(name) });
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      // The longest first: a value may hold another one.
      state.longestFirst = [...known.values()].sort((a, b) => b.value.length - a.value.length);
      state.find = null;
    },
    hide,
    /** The same for every text within data. */
    hideIn,
  };
}

/** In every spelling, and with its white space folded; a short value or a number only where it stands alone. */
function patternOf(value: string): Pick<Hidden, "pattern" | "anchors"> {
  const forms = spellingsOf(value);
  const any = forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replace(/\s+/g, "\\s+")).join("|");
  const anchors = [...new Set(forms.map((form) => form.split(/\s+/).reduce((longest, word) => (word.length > longest.length ? word : longest))))];
  const alone = /^\d+$/.test(value) || value.length < 6;
  return { pattern: alone ? new RegExp(`(?<![\\w-])(?:${any})(?![\\w-])`, "g") : new RegExp(any, "g"), anchors };
}
