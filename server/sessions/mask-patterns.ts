import type { SessionConfig } from "../contract/sessions.ts";
import type { Env } from "../core/env.ts";
import { compilePatterns, type MaskPattern } from "../core/masking/patterns.ts";

/** What is masked of a session beside secrets that are known as such: by the installation, by its workspace when it was made, and by its own wish. */
export const maskPatternsOf = (
  { workspaceMaskPatterns = [], maskPatterns = [] }: Partial<Pick<SessionConfig, "workspaceMaskPatterns" | "maskPatterns">>,
  { logMaskPatterns }: Pick<Env, "logMaskPatterns">,
): MaskPattern[] => compilePatterns([...new Set([...logMaskPatterns, ...workspaceMaskPatterns, ...maskPatterns])]);
