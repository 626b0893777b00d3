/** How a page's language writes numbers and dates; null where the language does not tell. */
export type Locale = { readonly dotGroups: boolean; readonly dayFirst: boolean | null };

/** What holds where the page names no language. */
export const NO_LOCALE: Locale = { dotGroups: false, dayFirst: null };

/** Languages in which 1.234 is more than a thousand. */
const DOT_GROUPS = new Set(["de", "es", "it", "pt", "nl", "da", "tr", "id", "el", "ro", "hr", "sl", "is", "gl", "ca", "vi"]);
/** Regions of English in which the month stands first. */
const MONTH_FIRST = new Set(["us", "ph", "pr", "gu"]);

/** @param tag a language tag as of `<html lang>`; empty where the page has none */
export function localeOf(tag: string): Locale {
  const [language = "", region = ""] = tag.toLowerCase().split(/[-_]/);
  if (language === "") return NO_LOCALE;
  // English alone does not say which English it is.
  const dayFirst = language === "en" ? (region === "" ? null : !MONTH_FIRST.has(region)) : true;
  return { dotGroups: DOT_GROUPS.has(language) && region !== "ch" && region !== "mx", dayFirst: /^(zh|ja|ko|hu|lt)$/.test(language) ? null : dayFirst };
}
