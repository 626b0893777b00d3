import type { JsonSchema } from "../../../server/contract/agent.ts";
import type { Json } from "../../../server/contract/common.ts";

/** One case of the extraction's evaluation: a page, what is asked of it, and exactly what it states. */
export type ExtractCase = {
  /** Unique over both halves. */
  id: string;
  /** The page's HTML without its doctype. */
  html: string;
  /** Where the page is, if it is not served from `html`. */
  url?: string;
  schema: JsonSchema;
  instruction?: string;
  /** All that the page states of the schema; null where the page does not hold what is required. `$BASE` stands for the page's origin. */
  truth: Json;
};
