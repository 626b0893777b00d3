import type { ExtractInput, ExtractOutput } from "../../contract/agent.ts";
import { AppError } from "../../core/errors.ts";
import type { Page } from "../../driver/page.ts";
import { matchSchema } from "./match.ts";
import { readFacts } from "./page-facts.ts";
import { compileSchema } from "./schema.ts";

const SETTLE_LIMIT_MS = 3_000;

/**
 * Data for the schema from what the page itself states, without a model; every value stands on the page.
 * @throws AppError INVALID_INPUT for a bad schema | EXTRACTION_INVALID naming what is missing or of another type
 */
export async function extractFromPage(
  page: Page,
  { schema, instruction }: Pick<ExtractInput, "schema" | "instruction">,
  signal: AbortSignal,
): Promise<Pick<ExtractOutput, "data" | "missing" | "confidence">> {
  const problems = compileSchema(schema);
  await page.settle({ limitMs: SETTLE_LIMIT_MS, signal });
  const found = matchSchema(await readFacts(page, signal), schema, instruction);
  if (!found) throw new AppError("EXTRACTION_INVALID", "Nothing on the page answers to the schema's fields; name them as the page does, or set up a model.");
  const wrong = problems(found.data);
  if (wrong.length > 0)
    throw new AppError("EXTRACTION_INVALID", `What the page states does not satisfy the schema: ${wrong.slice(0, 5).join("; ")}.`, {
      details: { problems: wrong, found: found.data },
    });
  return found;
}
