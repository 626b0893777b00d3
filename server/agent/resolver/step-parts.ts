import type { Language } from "./languages/language.ts";
import type { Phrase } from "./phrase.ts";
import type { Step } from "./steps.ts";
import { named, type Place, PRESSED, type Target } from "./target.ts";

/** An instruction, and the language that it is read in. */
export type Reading = { phrase: Phrase; language: Language };

/** One step that may be read in these ways. */
export const either = (...readings: Step[][]): Step[] => [{ verb: "either", readings }];

/** Presses what is called so, at places. */
export const pressed = (words: string, { language }: Reading, places: readonly Place[] = []): Step => ({
  verb: "click",
  target: named(words, { language: language.code, roles: PRESSED, places }),
});

/** The field that is called so, at places. */
export const field = (words: string, { language }: Reading, places: readonly Place[] = []): Target =>
  named(words, { language: language.code, kind: language.searchKind, roles: language.roles[language.searchKind] ?? null, places });
