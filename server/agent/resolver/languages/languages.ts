import { normalise } from "../normalise.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { Language, Names } from "./language.ts";

/** The languages that instructions may be written in. */
export const LANGUAGES: readonly Language[] = [en, de];

/** The language of this code; English where there is none. */
export const languageOf = (code: string): Language => LANGUAGES.find((language) => language.code === code) ?? en;

/** Whether people call things so that pages show, one of them or several. */
export const isNoun = (word: string, code: string): boolean => {
  const { nouns } = languageOf(code);
  return nouns.includes(word) || nouns.includes(word.replace(/s$/, ""));
};

/** Words for several → for one of them. */
export const singularsOf = ({ nouns, plurals }: Language): Record<string, string> => ({
  ...Object.fromEntries(nouns.map((noun) => [`${noun}s`, noun])),
  ...plurals,
});

const NAMES = new Map(LANGUAGES.map((language) => [language.code, compared(language === en ? en.names : merged(language.names, en.names))]));

/** What things are called for those who speak the language: interfaces mix English into every other. */
export const namesOf = (code: string): Names => NAMES.get(code) ?? (NAMES.get(en.code) as Names);

/** With words as names are compared: that is done once, and not for each element. */
function compared(names: Names): Names {
  return { ...names, negations: names.negations.map(normalise), synonyms: names.synonyms.map((group) => group.map(normalise)) };
}

function merged(own: Names, other: Names): Names {
  const icons = [...new Set([...Object.keys(own.icons), ...Object.keys(other.icons)])];
  return {
    negations: [...own.negations, ...other.negations],
    endings: [...new Set([...own.endings, ...other.endings])],
    synonyms: [...own.synonyms, ...other.synonyms],
    loose: [...own.loose, ...other.loose],
    symbols: { ...other.symbols, ...own.symbols },
    icons: Object.fromEntries(icons.map((icon) => [icon, [...(own.icons[icon] ?? []), ...(other.icons[icon] ?? [])]])),
  };
}
