import type { EvalSet } from "../case.ts";
import { signup } from "./signup.ts";

/** The half that is looked at while the resolver is worked on. */
export const tuned: EvalSet = { name: "tuned", cases: [...signup] };
