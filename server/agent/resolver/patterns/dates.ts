/** A date as far as it is known; months and days count from 1. */
export type DateParts = { year: number | null; month: number | null; day: number | null };
/** A time of day. */
export type TimeParts = { hour: number; minute: number };
export type FullDate = { year: number; month: number; day: number };

const NOTHING: DateParts = { year: null, month: null, day: null };
/** Whose month names are known, besides the page's own language. */
const LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "fi", "cs", "tr"];

const two = (n: number): string => String(n).padStart(2, "0");
const four = (n: number): string => String(n).padStart(4, "0");
const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** ISO 8601 as far as it is said: 2027-03-14, 2027-03, --03-14, ---14; null for anything else. Pure. */
export function isoParts(text: string): DateParts | null {
  const [, year, month, day] = /^(?:(\d{4})|-)-?(?:(\d{2})|-)?(?:-?(\d{2}))?(?:T.*)?$/.exec(text.trim()) ?? [];
  if (year === undefined && month === undefined && day === undefined) return null;
  return { year: year === undefined ? null : Number(year), month: month === undefined ? null : Number(month), day: day === undefined ? null : Number(day) };
}

/** The month that a word names, long or short, in any of the known languages; null for none. Pure. */
export function monthOf(word: string): number | null {
  const said = plain(word).replace(/\.$/, "");
  if (said.length < 3) return null;
  for (const language of LANGUAGES)
    for (const style of ["long", "short"] as const) {
      const format = new Intl.DateTimeFormat(language, { month: style, timeZone: "UTC" });
      const names = Array.from({ length: 12 }, (_, i) => plain(format.format(Date.UTC(2026, i, 15))).replace(/\.$/, ""));
      const index = names.indexOf(said);
      if (index >= 0) return index + 1;
    }
  return null;
}

/**
 * A date as people write it: ISO, "14 March 2027", "March 14th", "14.3.2027", "3/14/2027". Of two numbers that both
 * may be the month, a slash has the month first and a point or a dash the day. Null for what is none. Pure.
 */
export function dateIn(text: string): DateParts | null {
  const said = text.replace(/(\d)(?:st|nd|rd|th)\b/gi, "$1").replace(/[,]/g, " ");
  const iso = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/.exec(said);
  if (iso) return valid({ year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) });
  const numeric = /(?<![\d:])(\d{1,2})\s*([./-])\s*(\d{1,2})(?:\s*\2\s*(\d{4}|\d{2}))?(?![\d:])/.exec(said);
  if (numeric) {
    const [a, b] = [Number(numeric[1]), Number(numeric[3])];
    const monthFirst = b > 12 || (numeric[2] === "/" && a <= 12);
    const year = numeric[4] === undefined ? null : Number(numeric[4]) + (numeric[4].length === 2 ? 2000 : 0);
    return valid({ year, month: monthFirst ? a : b, day: monthFirst ? b : a });
  }
  const words = said.split(/[\s/-]+/).filter((word) => word !== "");
  const at = words.findIndex((word) => monthOf(word) !== null);
  if (at < 0) return null;
  const numbers = words.filter((_, i) => i !== at).filter((word) => /^\d{1,4}\.?$/.test(word));
  const year = numbers.find((word) => /^\d{4}$/.test(word));
  const day = numbers.find((word) => /^\d{1,2}\.?$/.test(word));
  return valid({ year: year === undefined ? null : Number(year), month: monthOf(words[at] ?? ""), day: day === undefined ? null : Number.parseInt(day, 10) });
}

/** What stands beside a date and says no more than it, in the languages whose months are known. */
const BESIDE = new Set("the of on at in for day um am pm a m p uhr den der dem o clock h de del le la el van d den dne".split(" "));

/**
 * The date that is asked for: as in `dateIn`, but null where other words would be lost ("3 May and the return to 10 May").
 * Pure.
 */
export function saidDate(text: string): DateParts | null {
  const words = plain(text.replace(/T\d{2}:\d{2}\S*/, " ").replace(/\d(?:st|nd|rd|th)\b/gi, "1")).match(/\p{L}+/gu) ?? [];
  const others = words.filter((word) => !BESIDE.has(word) && monthOf(word) === null && !isWeekday(word));
  const numbers = text.match(/\d+/g) ?? [];
  return others.length > 0 || numbers.length > NUMBERS_MOST ? null : dateIn(text);
}

/** Year, month, day, hour, minute, second. */
const NUMBERS_MOST = 6;

function isWeekday(word: string): boolean {
  return LANGUAGES.some((language) =>
    (["long", "short"] as const).some((style) => {
      const format = new Intl.DateTimeFormat(language, { weekday: style, timeZone: "UTC" });
      return Array.from({ length: 7 }, (_, day) => plain(format.format(Date.UTC(2026, 0, 1 + day))).replace(/\.$/, "")).some(
        (name) => name.split(/[^\p{L}]/u)[0] === word,
      );
    }),
  );
}

const valid = (date: DateParts): DateParts | null =>
  (date.month !== null && (date.month < 1 || date.month > 12)) || (date.day !== null && (date.day < 1 || date.day > 31)) ? null : date;

/** A time as people write it: "14:30", "2:30 pm", "9 am", "14 Uhr", "8 Uhr 15"; null for none. Pure. */
export function timeIn(text: string): TimeParts | null {
  const [, h, m = "0", half] =
    /(?<![\d.-])(\d{1,2})[:.h](\d{2})(?!\d*[.-]\d)(?::\d{2})?\s*([ap]\.?m\.?)?/i.exec(text) ??
    /(?<![\d.-])(\d{1,2})\s*uhr\s*(\d{2})\b/i.exec(text) ??
    /(?<![\d.-])(\d{1,2})()\s*([ap]\.?m\.?|uhr\b)/i.exec(text) ??
    [];
  if (h === undefined) return null;
  const after = /^p/i.test(half ?? "");
  const before = /^a/i.test(half ?? "");
  const hour = after ? (Number(h) % 12) + 12 : before ? Number(h) % 12 : Number(h);
  const minute = Number(m || "0");
  return hour > 23 || minute > 59 ? null : { hour, minute };
}

/** What was left unsaid is as in `known`, else as today; null when the day does not exist. Pure. */
export function complete(said: DateParts, known: DateParts | null, today: Date): FullDate | null {
  const base = known ?? NOTHING;
  const year = said.year ?? base.year ?? today.getFullYear();
  const month = said.month ?? base.month ?? today.getMonth() + 1;
  const day = said.day ?? base.day ?? 1;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day } : null;
}

export const isoDate = ({ year, month, day }: FullDate): string => `${four(year)}-${two(month)}-${two(day)}`;
export const isoTime = ({ hour, minute }: TimeParts): string => `${two(hour)}:${two(minute)}`;

/** One part of how a field writes dates: which number, how many digits, or what stands between. */
export type FormatPart = { part: "year" | "month" | "day"; digits: number } | { text: string };

/**
 * How a field says that it writes dates: by letters ("DD/MM/YYYY", "TT.MM.JJJJ", "jj/mm/aaaa") or by an example
 * ("31.12.2026"). Null where it does not say, or where the example could be read in two ways. Pure.
 */
export function formatIn(text: string): FormatPart[] | null {
  const letters = /(?<![\p{L}])([dtjgyam]{1,4})([./\- ]{1,2})([dtjgyam]{1,4})\2([dtjgyam]{1,4})(?![\p{L}])/iu.exec(text);
  if (letters) {
    const parts = [letters[1], letters[3], letters[4]].map((token) => partOf(token ?? ""));
    return joined(parts, letters[2] ?? "");
  }
  const example = /(?<!\d)(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?!\d)/.exec(text);
  if (!example) return null;
  const [a = "", b = "", c = ""] = [example[1], example[3], example[4]];
  if (a.length === 4)
    return joined(
      ["year", "month", "day"].map((part) => ({ part: part as "year", digits: part === "year" ? 4 : 2 })),
      example[2] ?? "",
    );
  if (c.length !== 4 || (Number(a) <= 12 && Number(b) <= 12)) return null;
  const order = Number(a) > 12 ? (["day", "month", "year"] as const) : (["month", "day", "year"] as const);
  return joined(
    order.map((part) => ({ part, digits: part === "year" ? 4 : 2 })),
    example[2] ?? "",
  );
}

function partOf(token: string): Extract<FormatPart, { part: string }> | null {
  const letter = token[0]?.toLowerCase();
  if (![...token].every((char) => char.toLowerCase() === letter)) return null;
  if (letter === "m") return token.length <= 2 ? { part: "month", digits: token.length } : null;
  if (token.length === 4 || letter === "y" || letter === "a") return { part: "year", digits: token.length };
  return { part: "day", digits: token.length };
}

function joined(parts: readonly (Extract<FormatPart, { part: string }> | null)[], between: string): FormatPart[] | null {
  const known = parts.filter((part) => part !== null);
  if (known.length !== 3 || new Set(known.map(({ part }) => part)).size !== 3) return null;
  return known.flatMap((part, i): FormatPart[] => (i === 0 ? [part] : [{ text: between }, part]));
}

/** A date as a field writes it. Pure. */
export const written = (date: FullDate, format: readonly FormatPart[]): string =>
  format
    .map((piece) => {
      if ("text" in piece) return piece.text;
      const value = String(date[piece.part]);
      return piece.part === "year" && piece.digits === 2 ? value.slice(-2) : value.padStart(piece.digits, "0");
    })
    .join("");
