import { ExtractInput } from "../../server/contract/agent.ts";
import type { Json } from "../../server/contract/common.ts";
import { CreateSessionInput } from "../../server/contract/sessions.ts";
import type { BenchServer } from "../lib/browsers.ts";
import type { ExtractCase } from "./extract/case.ts";
import { KEPT } from "./extract/kept/cases.ts";
import { startRealPages } from "./extract/real.ts";
import { addScores, NO_SCORE, ratesOf, type Score, scoreOf } from "./extract/score.ts";
import { serveCases } from "./extract/serve-cases.ts";
import { TUNED } from "./extract/tuned/cases.ts";

type Rates = { f1: number; precision: number; recall: number; cases: number };
/** A case in which a field is wrong, is not found or is invented. */
export type ExtractFailure = { id: string; half: string; f1: number; truth: Json; found: Json; error: string | null };
export type ExtractionMeasure = Rates & { halves: Record<string, Rates>; failures: ExtractFailure[] };

/** Opens a page and reads it; what it throws counts as nothing found. */
export type PageReader = { open: (url: string) => Promise<unknown>; extract: (input: Pick<ExtractInput, "schema" | "instruction">) => Promise<Json> };

/** Written before anything was tuned and not looked at since (`kept`), and those that it was tuned with (`tuned`). */
export const HALVES: Readonly<Record<string, readonly ExtractCase[]>> = { kept: KEPT, tuned: TUNED };

/** Extracts every case, and pages that others wrote, without a model and says how many of the fields are right. */
export async function measureExtraction({ app, actor }: BenchServer): Promise<ExtractionMeasure> {
  const owner = await actor();
  const signal = AbortSignal.timeout(MEASURE_LIMIT_MS);
  const { sessionId } = await app.sessions.create(owner, CreateSessionInput.parse({}), signal);
  try {
    await using real = await startRealPages();
    const reader: PageReader = {
      open: (url) => app.agent.navigate(owner, { sessionId, url, waitUntil: "load", timeoutMs: CASE_LIMIT_MS }, signal),
      extract: async (input) =>
        (await app.agent.extract(owner, ExtractInput.parse({ ...input, sessionId, mode: "resolver", timeoutMs: CASE_LIMIT_MS }), signal)).data,
    };
    return await measureWith(reader, { ...HALVES, real: real.cases });
  } finally {
    await app.sessions.terminate(owner, sessionId);
  }
}

const MEASURE_LIMIT_MS = 900_000;
const CASE_LIMIT_MS = 30_000;
const INSTRUCTION = "Extract the data that the schema describes";

/** The same with any reader. @param halves those to measure */
export async function measureWith(reader: PageReader, halves: Readonly<Record<string, readonly ExtractCase[]>> = HALVES): Promise<ExtractionMeasure> {
  await using site = await serveCases(Object.values(halves).flat());
  const scores: Record<string, Score> = {};
  const failures: ExtractFailure[] = [];
  for (const [half, cases] of Object.entries(halves)) {
    for (const one of cases) {
      await reader.open(site.urlOf(one));
      const { data: found, error } = await outcomeOf(reader.extract({ schema: one.schema, instruction: one.instruction ?? INSTRUCTION }));
      const truth = JSON.parse(JSON.stringify(one.truth).replaceAll("$BASE", site.origin)) as Json;
      const score = scoreOf(truth, found);
      const { f1 } = ratesOf(score);
      if (f1 < 1) failures.push({ id: one.id, half, f1, truth, found, error });
      scores[half] = addScores(scores[half] ?? NO_SCORE, score);
    }
  }
  const whole = Object.values(scores).reduce(addScores, NO_SCORE);
  const rated = Object.entries(halves).map(([half, cases]): [string, Rates] => [half, { ...ratesOf(scores[half] ?? NO_SCORE), cases: cases.length }]);
  return { ...ratesOf(whole), cases: Object.values(halves).flat().length, halves: Object.fromEntries(rated), failures };
}

async function outcomeOf(reading: Promise<Json>): Promise<{ data: Json; error: string | null }> {
  try {
    return { data: await reading, error: null };
  } catch (error) {
    return { data: null, error: error instanceof Error ? error.message : String(error) };
  }
}
