import { RE2JS } from "re2js";
import { AppError, messageOf } from "../errors.ts";
import { MASK } from "./text-rules.ts";

/** Replaces what a configured pattern finds. */
export type MaskPattern = { replaceIn: (text: string) => string };

/**
 * Patterns in the syntax of RE2 (https://github.com/google/re2/wiki/Syntax), which has neither backreferences nor
 * lookaround: whatever the pattern, the time is linear in the text, so nobody can stop the server with one.
 * @param texts each as `\bEMP-\d{6}\b`; with `(?i)` before it in any case
 * @throws AppError INVALID_INPUT naming the pattern that is none, or that would match everywhere
 */
export function compilePatterns(texts: readonly string[]): MaskPattern[] {
  return texts.map((text, index) => {
    const pattern = compiled(text, index);
    if (pattern.matcher("").find()) throw notUsable(text, index, "it matches empty text, so it would match everywhere");
    return { replaceIn: (all) => pattern.matcher(all).replaceAll(MASK) };
  });
}

function compiled(text: string, index: number): RE2JS {
  try {
    return RE2JS.compile(text);
  } catch (cause) {
    throw notUsable(text, index, messageOf(cause).replace("error parsing regexp: ", ""));
  }
}

const notUsable = (text: string, index: number, why: string): AppError =>
  new AppError("INVALID_INPUT", `The mask pattern ${text} cannot be used: ${why}.`, {
    fields: [{ field: `maskPatterns.${index}`, message: `Pattern ${index + 1} cannot be used: ${why}.` }],
  });
