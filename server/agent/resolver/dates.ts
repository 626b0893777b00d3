import type { Language } from "./languages/language.ts";
import { anyOf, withoutArticles } from "./phrase.ts";

/** The date that a text says, in ISO 8601 as far as it is said (2027-03-14, 2027-03, --03-14); null when it is none. */
export function dateOf(text: string, language: Language): string | null {
  const { dates, months, ordinalEndings } = language;
  const slots: Record<string, string> = {
    d: `(?<d>\\d{1,2})(?:${anyOf(ordinalEndings)})?`,
    dd: "(?<d>\\d{2})",
    mm: "(?<m>\\d{1,2})",
    month: `(?<month>${anyOf(Object.keys(months))})\\.?`,
    y: "(?<y>\\d{4})",
  };
  for (const form of dates) {
    const source = form
      .replace(/\./g, "\\.")
      .replace(/\[(.+?)\]/g, "(?:$1)?")
      .replace(/ /g, "\\s+")
      .replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? "");
    const said = new RegExp(`^${source}$`, "iu").exec(withoutArticles(text, language))?.groups;
    if (said) return iso(said.y, said.month === undefined ? Number(said.m) : (months[said.month.toLowerCase()] ?? 0), said.d);
  }
  return null;
}

function iso(year: string | undefined, month: number, day: string | undefined): string | null {
  // A leap year stands in for the year that is not said.
  const last = new Date(Date.UTC(Number(year ?? 2024), month, 0)).getUTCDate();
  if (month < 1 || month > 12 || (day !== undefined && (Number(day) < 1 || Number(day) > last))) return null;
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${year ?? "-"}-${two(month)}${day === undefined ? "" : `-${two(Number(day))}`}`;
}
