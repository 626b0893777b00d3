import { type Locale, NO_LOCALE } from "./locale.ts";

/** Names of the months in the languages that are read, without accents; the place in a row is the month. */
const MONTHS: readonly (readonly string[])[] = [
  ["january", "januar", "jaenner", "janner", "janvier", "enero", "gennaio", "janeiro", "januari"],
  ["february", "februar", "fevrier", "febrero", "febbraio", "fevereiro", "februari"],
  ["march", "marz", "maerz", "mars", "marzo", "marco", "maart", "mrz", "mrt"],
  ["april", "avril", "abril", "aprile"],
  ["may", "mai", "mayo", "maggio", "maio", "mei"],
  ["june", "juni", "juin", "junio", "giugno", "junho"],
  ["july", "juli", "juillet", "julio", "luglio", "julho"],
  ["august", "aout", "agosto", "augustus"],
  ["september", "septembre", "septiembre", "settembre", "setembro", "setiembre"],
  ["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
  ["november", "novembre", "noviembre", "novembro"],
  ["december", "dezember", "decembre", "diciembre", "dicembre", "dezembro"],
];
/** Short months that begin like another one: taken as they are. */
const SHORT: Record<string, number> = { mar: 3, mai: 5, jun: 6, jul: 7, jui: 0, set: 9, out: 10 };
const LEAST_MONTH = 3;

const NAME = "(\\p{L}{3,12})\\.?";
const DAY_FIRST = new RegExp(
  `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th|er|\\.|º)?[\\s-]*(?:of\\s|de\\s|del\\s)?\\s*${NAME},?[\\s-]+(?:de\\s|del\\s)?(\\d{4})(?!\\d)`,
  "giu",
);
const MONTH_FIRST = new RegExp(`(?<!\\p{L})${NAME}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?!\\d)`, "giu");
const TIME = /(?<!\d)(\d{1,2})[:h](\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?/i;

/**
 * A date that says its day and year, as ISO 8601 in UTC; a time without a zone is taken to be UTC. Of 03/04/2024 nobody
 * knows which is the day unless the page's language tells, so that it is none.
 */
export function readDate(written: string, { dayFirst }: Locale = NO_LOCALE): string | undefined {
  // Every way of writing a date has its year in four digits: most texts need no closer look.
  if (!/\d{4}/.test(written)) return undefined;
  const text = written.normalize("NFKD").replace(/\p{M}/gu, "");
  const day = readDay(text, dayFirst);
  if (!day) return undefined;
  const time = TIME.exec(text.replace(day.written, " "));
  const hours = Number(time?.[1] ?? 0);
  const hour = time?.[4] ? (hours % 12) + (time[4].toLowerCase() === "pm" ? 12 : 0) : hours;
  const zone = /^[+-]/.test(time?.[5] ?? "") ? (time?.[5] ?? "").replace(/^(...):?/, "$1:") : "Z";
  const pad = (value: string | number): string => String(value).padStart(2, "0");
  const [year, month, date] = day.parts;
  const moment = new Date(`${year}-${pad(month)}-${pad(date)}T${pad(hour)}:${time?.[2] ?? "00"}:${time?.[3] ?? "00"}${zone}`);
  const exists = new Date(Date.UTC(year, month - 1, date)).getUTCDate() === date && month >= 1 && month <= 12;
  return exists && !Number.isNaN(moment.getTime()) ? moment.toISOString() : undefined;
}

type Day = { parts: [year: number, month: number, date: number]; written: string };

function readDay(text: string, dayFirst: boolean | null): Day | null {
  const iso = /(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text) ?? /(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日/.exec(text);
  if (iso) return { parts: [Number(iso[1]), Number(iso[2]), Number(iso[3])], written: iso[0] };
  for (const [written, date, name = "", year] of text.matchAll(DAY_FIRST)) {
    const month = monthOf(name);
    if (month > 0) return { parts: [Number(year), month, Number(date)], written };
  }
  for (const [written, name = "", date, year] of text.matchAll(MONTH_FIRST)) {
    const month = monthOf(name);
    if (month > 0) return { parts: [Number(year), month, Number(date)], written };
  }
  const dotted = /(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)/.exec(text);
  if (dotted) return { parts: [Number(dotted[3]), Number(dotted[2]), Number(dotted[1])], written: dotted[0] };
  const slashed = /(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)/.exec(text);
  if (!slashed) return null;
  const [a, b] = [Number(slashed[1]), Number(slashed[2])];
  const first = a > 12 || (b <= 12 && a !== b ? dayFirst : a === b);
  if (first === null) return null;
  return { parts: [Number(slashed[3]), first ? b : a, first ? a : b], written: slashed[0] };
}

/** The month that a word names in full or shortened, from 1; 0 where it names none or more than one. */
function monthOf(name: string): number {
  const word = name.toLowerCase();
  const known = SHORT[word];
  if (known !== undefined) return known;
  const months = MONTHS.flatMap((names, i) => (word.length >= LEAST_MONTH && names.some((full) => full.startsWith(word)) ? [i + 1] : []));
  return months.length === 1 ? (months[0] ?? 0) : 0;
}
