import type { Language } from "./languages/language.ts";
import { anyOf } from "./phrase.ts";

/** "bezahle", "bezahl" as "bezahlen": what is said to someone as what controls are called. */
export function infinitiveOf(verb: string, { infinitives }: Pick<Language, "infinitives">): string {
  const [said, whole] = infinitives.find(([ending]) => new RegExp(`${ending}$`, "iu").test(verb)) ?? [];
  return said === undefined || whole === undefined ? verb : verb.replace(new RegExp(`${said}$`, "iu"), whole);
}

/** "füge Tee hinzu" as "hinzufügen Tee", and "bezahle R-1" as "bezahlen R-1" where `head` is the verb that it begins with. */
export function verbFirst(clause: string, head: string, language: Language): string {
  const { apart } = language;
  if (apart === null) return clause;
  const { seconds, address } = apart;
  const [, stem, what, second] = new RegExp(`^(\\p{L}+)(?:\\s+${address})*(?:\\s+(.+))?\\s+(${anyOf(seconds)})$`, "iu").exec(clause) ?? [];
  if (stem !== undefined) return `${second}${infinitiveOf(stem.toLowerCase(), language)} ${what ?? ""}`.trim();
  const [, verb, rest] = new RegExp(`^(\\p{L}+)(?:\\s+${address})?\\s+(.+)$`, "iu").exec(clause) ?? [];
  const isVerb = verb !== undefined && head.toLowerCase().startsWith(verb.toLowerCase());
  return isVerb ? `${infinitiveOf(verb, language)} ${rest}` : clause;
}
