import type { ExtractInput, ExtractOutput } from "../../contract/agent.ts";
import { exportAs } from "../../contract/data-export.ts";
import { AppError } from "../../core/errors.ts";
import { withSpan } from "../../core/telemetry.ts";
import type { Lease } from "../../sessions/lease.ts";
import { fromModelAnswer, toModelSchema } from "../model-schema.ts";
import { assertModel, MODEL_CONFIDENCE, type ModelTier, whereOf } from "../stagehand.ts";
import { extractFromPage } from "./extract.ts";
import type { Matcher } from "./match-job.ts";
import { extractFar, type Progress } from "./reach.ts";
import { rowsIn, rowsPlaceOf, withRows } from "./rows.ts";
import { compileSchema } from "./schema.ts";
import { wantedOf } from "./wanted.ts";

/** What an extraction gave, before it is told how long it took. */
export type Extraction = Omit<ExtractOutput, "durationMs">;
type Read = Omit<Extraction, "exported">;
/** Is told of the list's rows as they are read. */
export type OnRows = (progress: Progress) => void;

/** Reads data tier by tier: from the page's own structure first, by the model where that does not satisfy the schema. */
export function createExtraction({ tier, match }: { tier: ModelTier | null; match: Matcher }) {
  const byModel = async ({ schema, instruction }: ExtractInput, lease: Lease, signal: AbortSignal): Promise<Read> => {
    const problems = compileSchema(schema);
    const asked = () => assertModel(tier).extract(whereOf(lease, signal), instruction, toModelSchema(schema));
    const { result, usage } = await withSpan("model.extract", {}, asked);
    const { data, missing } = fromModelAnswer(result, schema);
    const wrong = problems(data);
    if (wrong.length > 0)
      throw new AppError("EXTRACTION_INVALID", `What the model read does not satisfy the schema: ${wrong.slice(0, 5).join("; ")}.`, {
        details: { problems: wrong, found: data },
      });
    return { success: true, data, missing, via: "model", confidence: MODEL_CONFIDENCE, evidence: [], reach: null, usage };
  };

  const byPage = async (input: ExtractInput, lease: Lease, signal: AbortSignal, onRows: OnRows): Promise<Read> => {
    const far = input.pages !== undefined || input.scroll !== undefined;
    const read = far
      ? await withSpan("resolver.extract", {}, () => extractFar(lease.page, input, { match, signal, onRows }))
      : { ...(await withSpan("resolver.extract", {}, () => extractFromPage(lease.page, input, match, signal))), reach: null };
    return { success: true, ...read, via: "resolver", usage: null };
  };

  const inTiers = async (input: ExtractInput, lease: Lease, signal: AbortSignal, onRows: OnRows): Promise<Read> => {
    if (input.mode === "model") return byModel(input, lease, signal);
    try {
      return await byPage(input, lease, signal, onRows);
    } catch (error) {
      if (input.mode === "resolver" || !tier || !(error instanceof AppError) || error.code !== "EXTRACTION_INVALID") throw error;
    }
    return byModel(input, lease, signal);
  };

  return async (input: ExtractInput, lease: Lease, signal: AbortSignal, onRows: OnRows = () => {}): Promise<Extraction> => {
    const told = { rows: 0 };
    const read = await inTiers(input, lease, signal, (progress) => {
      told.rows = progress.from + progress.rows.length;
      onRows(progress);
    });
    // What was read at once is told of once.
    const rows = rowsIn(read.data, rowsPlaceOf(wantedOf(input.schema)));
    if (told.rows === 0 && rows.length > 0) onRows({ from: 0, rows: [...rows], pages: 1, scrolls: 0 });
    return cut(read, input);
  };
}

/** The data with as many rows as were asked for, and as a file's content if that was asked for. */
function cut(read: Read, { format, maxRows, schema }: ExtractInput): Extraction {
  const place = rowsPlaceOf(wantedOf(schema));
  const rows = rowsIn(read.data, place);
  const data = maxRows !== undefined && rows.length > maxRows ? withRows(read.data, place, rows.slice(0, maxRows)) : read.data;
  return { ...read, data, exported: format === undefined ? null : exportAs(data, format) };
}
