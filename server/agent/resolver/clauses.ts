import type { Language } from "./languages/language.ts";
import { anyOf } from "./phrase.ts";
import type { Templates } from "./templates.ts";

/** A stretch of text between two places where a step may end, with what stood before it. */
export type Atom = {
  text: string;
  before: string;
  /** Said before it: "in the dialog, …". */
  place?: string;
};

/** The text in its lines and clauses, without the numbers of a list and what is only polite. */
export function atomsOf(text: string, templates: Templates, language: Language): Atom[] {
  const joins = `(?:(?:${anyOf(language.joins)}),?\\s+)`;
  const cut = new RegExp(`(\\s*(?:[;\\n]|[.,!]\\s)\\s*(?:${joins})*|\\s+&\\s+|\\s+${joins}+)`, "iu");
  const said = shortened(withoutFillers(unnumbered(text), language), language);
  const polite = withoutCourtesies(said, language);
  // "next page": what is a courtesy before a verb is a word of the name here.
  const begun = templates.begins(said) && !templates.begins(polite) ? said : polite;
  const parts = introduced(begun, templates, language).split(cut);
  const atoms: Atom[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const [part = "", before = ""] = [parts[i], parts[i - 1]];
    const plain = withoutCourtesies(part, language);
    const last = atoms.at(-1);
    // "am 24. Dezember": the full stop is the number's.
    if (last && isOrder(last.text, before, language) && !templates.begins(plain) && (isCounted(last.text, language) || !templates.endsWithVerb(plain))) {
      last.text += `${before}${part.trim()}`;
      continue;
    }
    // "Next" alone is what a button is called.
    if (plain === "" && parts.length === 1 && templates.begins(part.trim())) atoms.push({ text: part.trim(), before });
    if (plain !== "") atoms.push({ text: templates.begins(plain) ? plain : part.trim().replace(/[.!?]+$/, ""), before });
  }
  return atoms;
}

/** "Edit Tea: set the price to 4" as two clauses; what is typed may have a colon in it. */
function introduced(text: string, templates: Templates, { markers }: Language): string {
  const intro = new RegExp(`^((?:${anyOf(markers.entered ?? ["\uE000"])})\\s[^:;,.\\n]+):\\s+(.+)$`, "isu").exec(text);
  return intro?.[1] && intro[2] && templates.begins(intro[2]) ? `${intro[1]}\n${intro[2]}` : text;
}

const isOrder = (text: string, before: string, { ordinalEndings }: Language): boolean =>
  ordinalEndings.includes(before.trim()) && before.trim() === "." && /(?<!\S)\d{1,2}$/.test(text);

/** "die 1" before a full stop: an article does not stand before what a line is numbered with. */
const isCounted = (text: string, { articles }: Language): boolean => new RegExp(`(?:^|\\s)(?:${anyOf(articles)})\\s\\d{1,2}$`, "iu").test(text);

/** "1. Click Save 2. Press Enter" as two lines. */
function unnumbered(text: string): string {
  const numbered = /^\s*(?:step\s*)?1\s*[.):]\s/i.test(text);
  const lines = text.replace(/(^|\n)\s*(?:(?:step\s*)?\d+\s*[.):]|[-*•])\s+/gi, "$1");
  return (numbered ? lines.replace(/[\s,;.]+(?:step\s*)?\d{1,2}[.):]\s+/gi, "\n") : lines).replace(/[^\S\n]+/g, " ").trim();
}

/** "klicke bitte auf" as "klicke auf"; what joins steps besides ("und dann") still does. */
const withoutFillers = (text: string, { fillers }: Language): string =>
  fillers.length === 0 ? text : text.replace(new RegExp(`(?<=^|\\s)(?:${anyOf(fillers)})(?:\\s+|$)`, "giu"), "").trim();

/** "drag and drop" as "drag", so that no step begins in it. */
const shortened = (text: string, { shorter }: Language): string =>
  Object.keys(shorter).length === 0
    ? text
    : text.replace(new RegExp(`(?<=^|\\s)(?:${anyOf(Object.keys(shorter))})(?=\\s|$)`, "giu"), (said) => shorter[said.toLowerCase()] ?? said);

/** "could you please click Save for me" as "click Save". */
export function withoutCourtesies(text: string, { courtesies, thanks }: Language): string {
  const before = new RegExp(`^(?:${anyOf(courtesies)})[,:]?\\s+`, "iu");
  const behind = new RegExp(`[,\\s]+(?:${anyOf(thanks)})$`, "iu");
  if (new RegExp(`^(?:${anyOf([...courtesies, ...thanks])})[,:]?$`, "iu").test(text.trim())) return "";
  let out = text.trim();
  while (before.test(out)) out = out.replace(before, "");
  while (behind.test(out)) out = out.replace(behind, "");
  return out.replace(/^[,:\s]+|[\s,.!?:;]+$/g, "");
}

/** Atoms as one text again. */
export const glued = (atoms: readonly Atom[]): string => atoms.map(({ text, before }, i) => (i === 0 ? text : `${before}${text}`)).join("");

/** "in the search box type shoes": where what comes first may be a place, and what may follow it. */
export function placesFirst(text: string, templates: Templates, { relations, articles, joins }: Language): { place: string; rest: string }[] {
  const place = new RegExp(`^(?:${anyOf(Object.keys(relations))})\\s+(?:(?:${anyOf(articles)})(?:\\s+|$))*(?=\\S)`, "iu");
  const unfinished = new RegExp(`\\s(?:${anyOf([...Object.keys(relations), ...joins])})$`, "iu");
  return [...text.matchAll(/,?\s+/g)].flatMap(({ index, 0: gap }) => {
    const [before, rest] = [text.slice(0, index), text.slice(index + gap.length)];
    // "in the row of" is no place yet, whatever "order 7" may be.
    return place.test(before) && !unfinished.test(before) && templates.begins(rest) ? [{ place: before, rest }] : [];
  });
}
