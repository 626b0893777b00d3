import { readDate } from "./dates.ts";
import { readNumber } from "./numbers.ts";
import type { WantedValue } from "./wanted.ts";
import { wordsOf } from "./words.ts";

type Looks = (text: string) => boolean;

const VERSION = /^v?\d+(\.\d+)+([-+][\w.+-]+)?$/i;
const EMAIL = /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i;
const PRICE = /^(?:[€$£¥₹₪]|(?:USD|EUR|GBP|CHF|JPY)\b)\s?-?\d[\d.,'’\s]*$|^-?\d[\d.,'’\s]*\s?(?:[€$£¥₹₪]|USD|EUR|GBP|CHF|JPY|kr|zł|ر\.س|د\.إ)$/i;
const PHONE = /^\+?\(?\d[\d\s()/.-]{6,}$/;
const URL_TEXT = /^(https?:\/\/|www\.)\S+$/i;
const PATH = /^\/(?!\/)[\w{}:/.~%-]*$/;
const METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|QUERY)$/i;
const RATING = /^\d([.,]\d)?\s*(\/|of|out of)\s*(5|10)\b/i;
const LICENCE = /^(MIT|ISC|0BSD|Unlicense|(Apache|BSD|GPL|LGPL|AGPL|MPL|EPL|CC|CC0|BSL)[-\s]?v?[\d.]+[\w.+-]*|BSD|GPL|Proprietary)$/i;
const PERCENT = /^-?\d+([.,]\d+)?\s?%$/;

/** Values that are known by their looks, by the last word of what the schema calls them. */
const BY_WORD: readonly (readonly [RegExp, Looks])[] = [
  [/^(version|release)$/, (text) => VERSION.test(text)],
  [/^(email|mail)$/, (text) => EMAIL.test(text)],
  [/^(price|cost|amount|fee|salary)$/, (text) => PRICE.test(text)],
  [/^(phone|telephone|tel|mobile|fax)$/, (text) => PHONE.test(text) && !VERSION.test(text) && readDate(text) === undefined],
  [/^(url|link|website|homepage)$/, (text) => URL_TEXT.test(text)],
  [/^(path|route|endpoint)$/, (text) => PATH.test(text)],
  [/^(method|verb)$/, (text) => METHOD.test(text)],
  [/^(license|licence)$/, (text) => LICENCE.test(text)],
  [/^year$/, (text) => /^\(?(1[5-9]|20)\d\d\)?$/.test(text)],
  [/^(rating|score|star)$/, (text) => RATING.test(text)],
  [/^(percent|percentage|share|rate|discount)$/, (text) => PERCENT.test(text)],
  [/^(date|published|created|updated|joined|born|birthday|due|deadline|released|posted)$/, (text) => text.length < 40 && readDate(text) !== undefined],
];

/** How a value for the property looks, where that alone tells it from other values; null where it does not. */
export function looksOf(name: string, wanted: WantedValue): Looks | null {
  if (wanted.options) {
    const options = new Set(wanted.options.map((option) => String(option).toLowerCase()));
    return options.size > 1 ? (text) => options.has(text.toLowerCase()) : null;
  }
  if (wanted.pattern !== null) return byPattern(wanted.pattern);
  if (wanted.format === "email") return (text) => EMAIL.test(text);
  if (wanted.format === "date" || wanted.format === "date-time") return (text) => text.length < 40 && readDate(text, wanted.locale) !== undefined;
  if (wanted.format === "uri") return (text) => URL_TEXT.test(text);
  const last = wordsOf(name).at(-1) ?? "";
  const looks = BY_WORD.find(([word]) => word.test(last))?.[1];
  if (!looks || wanted.type === "boolean") return null;
  return wanted.type === "string" ? looks : (text) => looks(text) && readNumber(text) !== undefined;
}

/** A pattern tells values apart only when it asks for more than any text. */
function byPattern(source: string): Looks | null {
  try {
    const pattern = new RegExp(source, "u");
    return pattern.test("some words") ? null : (text) => pattern.test(text);
  } catch {
    return null;
  }
}
