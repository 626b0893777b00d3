import type { ExtractInput, ExtractOutput } from "../../contract/agent.ts";
import { AppError } from "../../core/errors.ts";
import { withSpan } from "../../core/telemetry.ts";
import type { Lease } from "../../sessions/lease.ts";
import { fromModelAnswer, toModelSchema } from "../model-schema.ts";
import { assertModel, MODEL_CONFIDENCE, type ModelTier, whereOf } from "../stagehand.ts";
import { extractFromPage } from "./extract.ts";
import { compileSchema } from "./schema.ts";

/** What an extraction gave, before it is told how long it took. */
export type Extraction = Omit<ExtractOutput, "durationMs">;

/** Reads data tier by tier: from the page's own structure first, by the model where that does not satisfy the schema. */
export function createExtraction({ tier }: { tier: ModelTier | null }) {
  const byModel = async ({ schema, instruction }: ExtractInput, lease: Lease, signal: AbortSignal): Promise<Extraction> => {
    const problems = compileSchema(schema);
    const asked = () => assertModel(tier).extract(whereOf(lease, signal), instruction, toModelSchema(schema));
    const { result, usage } = await withSpan("model.extract", {}, asked);
    const { data, missing } = fromModelAnswer(result, schema);
    const wrong = problems(data);
    if (wrong.length > 0)
      throw new AppError("EXTRACTION_INVALID", `What the model read does not satisfy the schema: ${wrong.slice(0, 5).join("; ")}.`, {
        details: { problems: wrong, found: data },
      });
    return { success: true, data, missing, via: "model", confidence: MODEL_CONFIDENCE, usage };
  };

  return async (input: ExtractInput, lease: Lease, signal: AbortSignal): Promise<Extraction> => {
    if (input.mode === "model") return byModel(input, lease, signal);
    try {
      const read = await withSpan("resolver.extract", {}, () => extractFromPage(lease.page, input, signal));
      return { success: true, ...read, via: "resolver", usage: null };
    } catch (error) {
      if (input.mode === "resolver" || !tier || !(error instanceof AppError) || error.code !== "EXTRACTION_INVALID") throw error;
    }
    return byModel(input, lease, signal);
  };
}
