import type { JsonSchema } from "../../contract/agent.ts";
import { localeOf } from "./locale.ts";
import { type Matched, matchPage } from "./match.ts";
import { parseTree } from "./page-tree.ts";
import { compileSchema } from "./schema.ts";
import { wantedOf } from "./wanted.ts";

/** What is to be read from a page: the page as `readTree` gave it. */
export type MatchJob = { tree: string; schema: JsonSchema; instruction: string };
/** What was found, and what the schema has against it. */
export type MatchAnswer = { found: Matched | null; wrong: string[] };
/** Does a job, in whatever thread. @throws AppError TIMEOUT | INTERNAL | the signal's reason */
export type Matcher = (job: MatchJob, signal: AbortSignal) => Promise<MatchAnswer>;

/** Does a job where it is called: long work for a large page, and as long as the schema's patterns make it. Pure. */
export function doMatchJob({ tree, schema, instruction }: MatchJob): MatchAnswer {
  const page = parseTree(tree);
  const found = matchPage(page, wantedOf(schema, localeOf(page.lang)), instruction);
  return { found, wrong: found ? compileSchema(schema)(found.data) : [] };
}
