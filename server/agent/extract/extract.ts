import type { ExtractInput, ExtractOutput } from "../../contract/agent.ts";
import { AppError } from "../../core/errors.ts";
import { delay } from "../../core/time.ts";
import type { Page } from "../../driver/page.ts";
import { type Matched, matchPage } from "./match.ts";
import { parseTree, readTree } from "./page-tree.ts";
import { compileSchema } from "./schema.ts";
import { wantedOf } from "./wanted.ts";

const SETTLE_LIMIT_MS = 3_000;
/** How long data may take to appear: pages draw after they load. */
const APPEAR_LIMIT_MS = 3_000;
/** How long what the schema does not require is waited for. */
const OPTIONAL_LIMIT_MS = 700;
const LOOK_MS = 100;

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
  const wanted = wantedOf(schema);
  await page.settle({ limitMs: SETTLE_LIMIT_MS, signal });
  const startedAt = performance.now();
  for (;;) {
    const found = matchPage(parseTree(await readTree(page, signal)), wanted, instruction);
    const wrong = found ? problems(found.data) : [];
    const waited = performance.now() - startedAt;
    if (found && wrong.length === 0 && (found.missing.length === 0 || waited > OPTIONAL_LIMIT_MS)) return found;
    if (waited > APPEAR_LIMIT_MS) throw refusal(found, wrong);
    await delay(LOOK_MS, signal);
  }
}

function refusal(found: Matched | null, wrong: readonly string[]): AppError {
  if (!found) return new AppError("EXTRACTION_INVALID", "Nothing on the page answers to the schema's fields; name them as the page does, or set up a model.");
  return new AppError("EXTRACTION_INVALID", `What the page states does not satisfy the schema: ${wrong.slice(0, 5).join("; ")}.`, {
    details: { problems: [...wrong], found: found.data },
  });
}
