import type { EvalSet } from "../case.ts";

/** The half that is never looked at while the resolver is tuned. */
export const untouched: EvalSet = { name: "untouched", cases: [] };
