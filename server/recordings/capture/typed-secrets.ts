import type { Json } from "../../contract/common.ts";
import type { Masker } from "../../core/masking/masker.ts";
import { createVeil } from "../../core/veil.ts";

const MASK = "********";
const MOST_VALUES = 200;
/** Pages that repeat each key have parts of a value in their texts: from this length on, and from half of it, they are hidden too. */
const SHORTEST_PART = 4;
const LONGEST_PATTERN = 100;
/** Keys whose text says what a node or an event is, and never what a page shows. */
const STRUCTURE: ReadonlySet<string> = new Set(["tagName", "publicId", "systemId", "rr_open_mode", "rr_mediaState"]);
/** Keys of texts and attributes that are for people, and of addresses; a pattern that fits style sheets or class names must not break the page. */
const SHOWN: ReadonlySet<string> = new Set([
  "textContent",
  "value",
  "text",
  "title",
  "alt",
  "placeholder",
  "aria-label",
  "label",
  "summary",
  "content",
  "href",
  "src",
  "srcdoc",
]);

/** Takes out of events what was typed into password and card fields, values of variables, and what configured patterns find in shown texts. */
export type TypedSecrets = ReturnType<typeof createTypedSecrets>;

/**
 * Makes what remembers a session's typed secrets. Values are heard with each key; those that only begin a longer one are
 * forgotten with it, or everyday words would be hidden that a password begins with.
 * @param mask the session's own, which knows the values of variables and the patterns
 */
export function createTypedSecrets(mask: Pick<Masker, "known" | "configured">) {
  const fields = new Map<string, string[]>();
  const state = { typed: createVeil(), parts: [] as Part[] };
  const renew = (): void => {
    const values = [...fields.values()].flat().slice(-MOST_VALUES);
    state.typed = createVeil({ shows: () => MASK });
    state.typed.learn(Object.fromEntries(values.map((value, i) => [String(i), value])));
    state.parts = values.flatMap(partsOf);
  };
  const hide = (text: string): string =>
    state.parts.reduce((rest, { begin, pattern }) => (rest.includes(begin) ? rest.replace(pattern, MASK) : rest), state.typed.hide(mask.known(text)));
  const hideIn = (value: Json, key = ""): Json => {
    if (typeof value === "string") return STRUCTURE.has(key) ? value : hide(value);
    if (Array.isArray(value)) return value.map((one) => hideIn(one));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hideIn(one, name)]));
  };
  return {
    /** A field's value as it is now. */
    hear(field: string, value: string): void {
      const values = fields.get(field) ?? [];
      const before = values.at(-1) ?? "";
      if (before !== "" && (value.startsWith(before) || before.startsWith(value))) values.pop();
      // A deleted end is still a secret until something else is there.
      values.push(before.startsWith(value) && before !== "" ? before : value);
      fields.set(field, values);
      renew();
    },
    /** A text without them. */
    hide: (text: string): string => mask.configured?.(hide(text)) ?? hide(text),
    /** An event without them; only its texts change, so it stays an event. */
    hideInEvent: (json: string): string => {
      const hidden = hide(json) === json ? json : JSON.stringify(hideIn(JSON.parse(json) as Json));
      return mask.configured === null ? hidden : JSON.stringify(maskShown(JSON.parse(hidden) as Json, mask.configured));
    },
  };
}

/** What is shown of an event, without what patterns find; files that stand in an address, and style sheets, stay. */
function maskShown(value: Json, configured: (text: string) => string, key = ""): Json {
  if (typeof value === "string") return SHOWN.has(key) && !value.startsWith("data:") ? configured(value) : value;
  if (Array.isArray(value)) return value.map((one) => maskShown(one, configured));
  if (typeof value !== "object" || value === null || value.isStyle === true) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, maskShown(one, configured, name)]));
}

type Part = { begin: string; pattern: RegExp };

/** What finds the beginnings of a value, as they are and as JSON writes them; the longest that is there. */
function partsOf(value: string): Part[] {
  const shortest = Math.max(SHORTEST_PART, Math.ceil(value.length / 2));
  if (value.length <= shortest) return [];
  return [...new Set([value, JSON.stringify(value).slice(1, -1)])].map((form) => {
    const begin = form.slice(0, shortest);
    const rest = [...form.slice(shortest, LONGEST_PATTERN)].map(escaped);
    return { begin, pattern: new RegExp(escaped(begin) + rest.map((character) => `(?:${character}`).join("") + ")?".repeat(rest.length), "g") };
  });
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
