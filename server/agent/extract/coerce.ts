import type { Json } from "../../contract/common.ts";
import { readDate } from "./dates.ts";
import { readNumber } from "./numbers.ts";
import type { WantedValue } from "./wanted.ts";
import { wordsOf } from "./words.ts";

const YES =
  /^(yes|y|true|on|available|in stock|active|enabled|included|✓|✔️?|✅|☑|ja|oui|s[íiì]|sim|vrai|wahr|verdadero|auf lager|vorrätig|verfügbar|lieferbar|en stock|disponible|disponibile|aktiv|actif|activo|enthalten|inclus|incluido)$/i;
const NO =
  /^(no|n|false|off|unavailable|not available|currently unavailable|out of stock|sold out|inactive|disabled|not included|✗|✘|✕|❌|☐|-|–|—|nein|non|faux|falsch|falso|nicht verfügbar|nicht auf lager|nicht vorrätig|ausverkauft|rupture de stock|indisponible|épuisé|agotado|no disponible|inaktiv|inactif|inactivo|nicht enthalten)$/i;
/** Data for machines names states by an address, as in https://schema.org/InStock. */
const STATE_ADDRESS = /^https?:\/\/schema\.org\//;
const COUNTED_STOCK = /^(?:only )?\d+ (?:left )?in stock$|^in stock\b/i;

/** Page text as the schema's type; undefined when it cannot be read as that. Nothing is guessed. */
export function coerce(text: string, wanted: WantedValue): Json | undefined {
  const value = text.replace(/\s+/g, " ").trim();
  if (value === "") return undefined;
  if (wanted.options) return readOption(value.replace(STATE_ADDRESS, ""), wanted.options);
  if (wanted.type === "number") return readNumber(value, wanted.locale);
  if (wanted.type === "integer") {
    const number = readNumber(value, wanted.locale);
    return Number.isInteger(number) ? number : undefined;
  }
  if (wanted.type === "boolean") return readBoolean(value);
  if (wanted.format === "date") return readDate(value, wanted.locale)?.slice(0, 10);
  if (wanted.format === "date-time") return readDate(value, wanted.locale);
  if (wanted.format === "email") return /[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}/i.exec(value)?.[0];
  return wanted.pattern === null ? value : fitting(value, wanted.pattern);
}

function readBoolean(text: string): boolean | undefined {
  const state = STATE_ADDRESS.test(text) ? text.replace(STATE_ADDRESS, "").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2") : text;
  return YES.test(state) || COUNTED_STOCK.test(state) ? true : NO.test(state) ? false : undefined;
}

/** One of a schema's values: to the letter but for case and marks, or the only one whose words the text has. */
function readOption(text: string, options: readonly Json[]): Json | undefined {
  const said = wordsOf(text);
  const spelled = (option: Json): string => wordsOf(String(option)).join(" ");
  const same = options.find((option) => String(option).toLowerCase() === text.toLowerCase()) ?? options.find((option) => spelled(option) === said.join(" "));
  if (same !== undefined || said.length > 6) return same;
  const inside = options.filter((option) => spelled(option) !== "" && ` ${said.join(" ")} `.includes(` ${spelled(option)} `));
  return inside.length === 1 ? inside[0] : undefined;
}

/** The text, or the only part of it, that satisfies the schema's pattern. */
function fitting(text: string, pattern: string): string | undefined {
  try {
    if (new RegExp(pattern, "u").test(text)) return text;
    const parts = text.split(/[\s,;()[\]"']+/).flatMap((part) => [part, part.replace(/^v(?=\d)/i, ""), part.replace(/[.:]$/, "")]);
    const found = new Set(parts.filter((part) => part !== "" && new RegExp(pattern, "u").test(part)));
    return found.size === 1 ? [...found][0] : undefined;
  } catch {
    // JSON Schema allows patterns that need no Unicode mode; validation has the last word.
    return text;
  }
}
