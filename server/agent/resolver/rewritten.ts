import type { Language } from "./languages/language.ts";
import { singularsOf } from "./languages/languages.ts";
import { anyOf } from "./phrase.ts";

/** What stands in brackets with a colon or a sign of equality is a list of fields and their values. */
const LISTED_FIELDS = /\s*\(([^()]*[:=][^()]*)\)/u;

/** The same said as the rules have it: brackets dissolved, "the first two mails" spelled out. Pure. */
export function rewritten(text: string, language: Language): string {
  const said = language.ways.reduce((whole, [way, plain]) => whole.replace(new RegExp(way, "iu"), plain), text);
  return counted(bracketed(said, language), language);
}

/** "the card (number: 1, expiry: 2) and pay", "show the ruler (View menu)". */
function bracketed(text: string, { places, articles, relations }: Language): string {
  const [within = ""] = Object.keys(relations);
  const place = new RegExp(`\\s*\\((?:${within}\\s+)?((?:(?:${anyOf(articles)})\\s+)?[^()]+\\s(?:${anyOf(Object.keys(places))}))\\)$`, "iu");
  return text.replace(place, ` ${within} $1`).replace(LISTED_FIELDS, ": $1");
}

/** "the first two mails" as "the first mail and the second mail". */
function counted(text: string, language: Language): string {
  const { ordinals, numbers, articles, lists, fromEnd } = language;
  const singular = singularsOf(language);
  const ends = Object.keys(ordinals).filter((word) => ordinals[word] === 1 || ordinals[word] === -1);
  const several = new RegExp(
    `(?<=^|\\s)(?:(${anyOf(articles)})\\s+)?(${anyOf(ends)})\\s+(${anyOf(Object.keys(numbers))}|\\d)\\s+(${anyOf(Object.keys(singular))})(?=\\s|$|[,.;])`,
    "iu",
  );
  return text.replace(several, (found, article: string | undefined, end: string, said: string, things: string) => {
    const count = numbers[said.toLowerCase()] ?? Number(said);
    const [one, join] = [singular[things.toLowerCase()], lists[0]];
    const orders = Array.from({ length: count }, (_, i) =>
      ordinals[end.toLowerCase()] === 1 ? wordOf(ordinals, i + 1) : fromEndWord(ordinals, fromEnd, i + 1),
    );
    if (one === undefined || join === undefined || count < 1 || orders.includes(null)) return found;
    return orders.map((order) => `${article === undefined ? "" : `${article} `}${order} ${one}`).join(` ${join} `);
  });
}

const wordOf = (ordinals: Language["ordinals"], order: number): string | null => Object.keys(ordinals).find((word) => ordinals[word] === order) ?? null;

function fromEndWord(ordinals: Language["ordinals"], fromEnd: readonly string[], order: number): string | null {
  const word = wordOf(ordinals, order === 1 ? -1 : order);
  return order === 1 || word === null ? word : (fromEnd[0]?.replaceAll("[-| ]", " ").replace("{n}", word) ?? null);
}
