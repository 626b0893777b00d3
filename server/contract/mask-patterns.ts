import { z } from "zod";

/** So many patterns a workspace may have, and as many again a session of its own. */
export const MAX_MASK_PATTERNS = 20;
const MAX_PATTERN_CHARACTERS = 300;

/** RE2 patterns (https://github.com/google/re2/wiki/Syntax), as in `EMP-\d{6}`: what they find is masked before anything is stored. */
export const MaskPatterns = z
  .array(z.string().min(1, "Write a pattern.").max(MAX_PATTERN_CHARACTERS, `Use at most ${MAX_PATTERN_CHARACTERS} characters for a pattern.`))
  .max(MAX_MASK_PATTERNS, `Use at most ${MAX_MASK_PATTERNS} patterns.`);
