import { type Locale, NO_LOCALE } from "./locale.ts";

const NUMBER =
  /(?<![\p{L}\d.,/:-])([-−+]?)\s?(?:[€$£¥₹₪]\s?)?(\d[\d.,'’\u00a0\u202f ]*\d|\d)(?:(k|K|M|bn|B)(?!\p{L})|\s(mio|mrd|tsd|thousand|million|millionen|millions|milliarden|milliard|milliards|millones|billion|billions)(?!\p{L}))?(?!\d)/iu;
const CODE_BEFORE = /\b(?:USD|EUR|GBP|CHF|JPY|INR|Rs)\.?\s?(?=\d)/gi;
const DATE_OR_TIME = /\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./])\d{1,2}\1\d{2,4}|(?<!\d)\d{1,2}:\d{2}(?!\d)/;
const DOT_CURRENCY = /€|EUR|\bkr\b/i;
/** Bookkeepers write what is taken away in brackets; a count in brackets has no cents. */
const TAKEN_AWAY = /^\([€$£]?\s?[\d.,' ]+[.,]\d{2}\s?[€$£]?\)$/;
const SCALE: Record<string, number> = {
  k: 1e3,
  m: 1e6,
  b: 1e9,
  bn: 1e9,
  tsd: 1e3,
  thousand: 1e3,
  mio: 1e6,
  million: 1e6,
  millionen: 1e6,
  millions: 1e6,
  millones: 1e6,
  mrd: 1e9,
  milliard: 1e9,
  milliards: 1e9,
  milliarden: 1e9,
  billion: 1e9,
  billions: 1e9,
};

/** The first number in a text: "$1,299.00", "1.299,00 €", "(12)", "4.5 of 5 stars" reads as 4.5, "1.2k" as 1200. Dates and versions are none. */
export function readNumber(text: string, { dotGroups }: Locale = NO_LOCALE): number | undefined {
  if (!/\d/.test(text)) return undefined;
  const plain = text.replace(CODE_BEFORE, " ");
  const found = NUMBER.exec(plain);
  if (!found || DATE_OR_TIME.test(plain)) return undefined;
  const [, sign, digits = "", short, word] = found;
  const number = readDigits(digits, { dots: dotGroups || DOT_CURRENCY.test(text), commas: !dotGroups });
  if (number === undefined) return undefined;
  const scale = SCALE[(short ?? word ?? "").toLowerCase()];
  // Counted in cents, so that 1.2k is 1200 and not a hair beside it.
  const scaled = scale ? Math.round(number * scale * 100) / 100 : number;
  return (sign && sign !== "+") || TAKEN_AWAY.test(text.trim()) ? -scaled : scaled;
}

/**
 * Digits with their marks: the later of two kinds of mark is the decimal one, and thousands stand in groups of three.
 * @param groups which marks stand between thousands where there is only one mark
 */
function readDigits(written: string, { dots, commas }: { dots: boolean; commas: boolean }): number | undefined {
  const digits = written.replace(/[\u00a0\u202f’]/g, (mark) => (mark === "’" ? "'" : " ")).replace(/ (?!\d{3}(?!\d)).*$/, "");
  const marks = [...new Set(digits.match(/[.,]/g) ?? [])];
  const last = digits.at(Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","))) ?? "";
  const once = marks.length === 1 && digits.split(last).length === 2;
  const groups = once && (last === "," ? commas : dots) && /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits);
  const decimal = marks.length === 2 || (once && !groups) ? last : "";
  const [whole = "", fraction = ""] = decimal ? [digits.slice(0, digits.lastIndexOf(decimal)), digits.slice(digits.lastIndexOf(decimal) + 1)] : [digits];
  if (!/^\d+$|^\d{1,3}([.,' ]\d{2,3})*[.,' ]\d{3}$/.test(whole) || !/^\d*$/.test(fraction)) return undefined;
  return Number(`${whole.replace(/\D/g, "")}.${fraction || "0"}`);
}
