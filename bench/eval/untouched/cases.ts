import type { EvalSet } from "../case.ts";
import { buyingCases } from "./cases/buying.ts";
import { formCases } from "./cases/forms.ts";
import { listCases } from "./cases/lists.ts";
import { officeCases } from "./cases/office.ts";
import { siteCases } from "./cases/sites.ts";

/** The half that is never looked at while the resolver is tuned. */
export const untouched: EvalSet = { name: "untouched", cases: [...formCases, ...buyingCases, ...officeCases, ...listCases, ...siteCases] };
