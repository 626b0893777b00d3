import type { Json } from "../../contract/common.ts";
import type { WantedValue } from "./wanted.ts";
import { wordsOf } from "./words.ts";

const YES = /^(yes|y|true|on|available|in stock|active|enabled|included|✓|✔|✅)$/i;
const NO = /^(no|n|false|off|unavailable|not available|out of stock|sold out|inactive|disabled|not included|✗|✘|❌|-|–)$/i;

/** Page text as the schema's type; undefined when it cannot be read as that. Nothing is guessed. */
export function coerce(text: string, wanted: WantedValue): Json | undefined {
  const value = text.replace(/\s+/g, " ").trim();
  if (value === "") return undefined;
  if (wanted.options) return readOption(value, wanted.options);
  if (wanted.type === "number") return readNumber(value);
  if (wanted.type === "integer") {
    const number = readNumber(value);
    return Number.isInteger(number) ? number : undefined;
  }
  if (wanted.type === "boolean") return YES.test(value) ? true : NO.test(value) ? false : undefined;
  if (wanted.format === "date") return readDate(value)?.slice(0, 10);
  if (wanted.format === "date-time") return readDate(value);
  if (wanted.format === "email") return /[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}/i.exec(value)?.[0];
  return wanted.pattern === null ? value : fitting(value, wanted.pattern);
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

const NUMBER = /(?<![\p{L}\d.,/:-])([-−]?)\s?(?:[€$£¥₹]\s?)?(\d[\d.,'’\u00a0\u202f ]*\d|\d)(k|K|M|bn|B)?(?!\d)/u;
const CODE_BEFORE = /\b(?:USD|EUR|GBP|CHF|JPY|INR|Rs)\.?\s?(?=\d)/gi;
const DATE_OR_TIME = /\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./])\d{1,2}\1\d{2,4}|\d{1,2}:\d{2}/;
const SCALE: Record<string, number> = { k: 1e3, K: 1e3, M: 1e6, B: 1e9, bn: 1e9 };

/** The first number in a text: "$1,299.00", "1.299,00 €", "(12)", "4.5 of 5 stars" reads as 4.5, "1.2k" as 1200. Dates and versions are none. */
export function readNumber(text: string): number | undefined {
  const plain = text.replace(CODE_BEFORE, " ");
  const found = NUMBER.exec(plain);
  if (!found || DATE_OR_TIME.test(plain)) return undefined;
  const [, sign, digits = "", scale] = found;
  const number = readDigits(digits, /€|EUR|kr/i.test(text));
  if (number === undefined) return undefined;
  // Counted in cents, so that 1.2k is 1200 and not a hair beside it.
  const scaled = scale ? Math.round(number * (SCALE[scale] ?? 1) * 100) / 100 : number;
  return sign ? -scaled : scaled;
}

/** Digits with their marks: the later of two kinds of mark is the decimal one, and thousands stand in groups of three. */
function readDigits(written: string, dotGroups: boolean): number | undefined {
  const digits = written.replace(/[\u00a0\u202f’]/g, (mark) => (mark === "’" ? "'" : " ")).replace(/ (?!\d{3}(?!\d)).*$/, "");
  const marks = [...new Set(digits.match(/[.,]/g) ?? [])];
  const last = digits.at(Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","))) ?? "";
  const once = marks.length === 1 && digits.split(last).length === 2;
  const groups = once && (last === "," || dotGroups) && /^\d{1,3}[.,]\d{3}$/.test(digits);
  const decimal = marks.length === 2 || (once && !groups) ? last : "";
  const [whole = "", fraction = ""] = decimal ? [digits.slice(0, digits.lastIndexOf(decimal)), digits.slice(digits.lastIndexOf(decimal) + 1)] : [digits];
  if (!/^\d+$|^\d{1,3}([.,' ]\d{2,3})*[.,' ]\d{3}$/.test(whole) || !/^\d*$/.test(fraction)) return undefined;
  return Number(`${whole.replace(/\D/g, "")}.${fraction || "0"}`);
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
const TIME = /(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?/i;

/**
 * A date that says its day and year, as ISO 8601 in UTC; a time without a zone is taken to be UTC. Of 03/04/2024 nobody
 * knows which is the day, so that it is none.
 */
export function readDate(text: string): string | undefined {
  const day = readDay(text);
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

function readDay(text: string): Day | null {
  const iso = /(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/.exec(text);
  if (iso) return { parts: [Number(iso[1]), Number(iso[2]), Number(iso[3])], written: iso[0] };
  const month = (name = ""): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  const dayFirst = new RegExp(`(?<!\\d)(\\d{1,2})(?:st|nd|rd|th|\\.)?\\s*(?:of )?[ -]?${MONTH},?[ -](\\d{4})`, "i").exec(text);
  if (dayFirst) return { parts: [Number(dayFirst[3]), month(dayFirst[2]), Number(dayFirst[1])], written: dayFirst[0] };
  const monthFirst = new RegExp(`\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})`, "i").exec(text);
  if (monthFirst) return { parts: [Number(monthFirst[3]), month(monthFirst[1]), Number(monthFirst[2])], written: monthFirst[0] };
  const dotted = /(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/.exec(text);
  if (dotted) return { parts: [Number(dotted[3]), Number(dotted[2]), Number(dotted[1])], written: dotted[0] };
  const slashed = /(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)/.exec(text);
  const [a, b] = [Number(slashed?.[1]), Number(slashed?.[2])];
  if (!slashed || (a <= 12 && b <= 12 && a !== b)) return null;
  return { parts: [Number(slashed[3]), a > 12 ? b : a, a > 12 ? a : b], written: slashed[0] };
}
