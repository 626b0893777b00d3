import type { ExtractInput, ExtractOutput } from "../../contract/agent.ts";
import type { Evidence } from "../../contract/extraction.ts";
import { AppError } from "../../core/errors.ts";
import { delay } from "../../core/time.ts";
import { isNavigationLoss } from "../../driver/frames.ts";
import type { Page } from "../../driver/page.ts";
import type { Matched } from "./match.ts";
import type { MatchAnswer, Matcher } from "./match-job.ts";
import { readTree, selectorsOf } from "./page-tree.ts";
import type { Proof } from "./proof.ts";
import { compileSchema } from "./schema.ts";

const SETTLE_LIMIT_MS = 3_000;
/** How long data may take to appear: pages draw after they load. */
const APPEAR_LIMIT_MS = 3_000;
/** How long what the schema does not require is waited for. */
const OPTIONAL_LIMIT_MS = 700;
const LOOK_MS = 100;
/** Of one page. */
export const MAX_EVIDENCE = 500;

export type Wish = Pick<ExtractInput, "schema" | "instruction" | "evidence">;
export type PageData = Pick<ExtractOutput, "data" | "missing" | "confidence" | "evidence">;

/**
 * Data for the schema from what the page itself states, without a model; every value stands on the page.
 * @throws AppError INVALID_INPUT for a bad schema | EXTRACTION_INVALID naming what is missing or of another type
 */
export async function extractFromPage(page: Page, wish: Wish, match: Matcher, signal: AbortSignal): Promise<PageData> {
  compileSchema(wish.schema);
  await page.settle({ limitMs: SETTLE_LIMIT_MS, signal });
  const look = lookAt(page, wish, match);
  const startedAt = performance.now();
  for (;;) {
    const { found, wrong } = await look(signal);
    const waited = performance.now() - startedAt;
    if (found && wrong.length === 0 && (found.missing.length === 0 || waited > OPTIONAL_LIMIT_MS)) return withEvidence(page, found, wish, signal);
    if (waited > APPEAR_LIMIT_MS) throw refusal(found, wrong);
    await delay(LOOK_MS, signal);
  }
}

/** Reads the page as it is at the moment; as long as it does not change, it is read once. */
export function lookAt(page: Page, { schema, instruction }: Wish, match: Matcher): (signal: AbortSignal) => Promise<MatchAnswer> {
  let last: { tree: string; answer: MatchAnswer } | null = null;
  return async (signal) => {
    const tree = await treeOf(page, signal);
    if (last?.tree !== tree) last = { tree, answer: await match({ tree, schema, instruction }, signal) };
    return last.answer;
  };
}

/** A page that goes on to its next document while it is read is read again there. */
async function treeOf(page: Page, signal: AbortSignal): Promise<string> {
  for (;;) {
    try {
      return await readTree(page, signal);
    } catch (error) {
      if (!isNavigationLoss(error)) throw error;
      await delay(LOOK_MS, signal);
    }
  }
}

async function withEvidence(page: Page, { data, missing, confidence, proofs }: Matched, wish: Wish, signal: AbortSignal): Promise<PageData> {
  const evidence = wish.evidence === false ? [] : await evidenceOf(page, proofs.slice(0, MAX_EVIDENCE), 1, signal);
  return { data, missing, confidence, evidence };
}

/**
 * What was read from a page, with ways to the elements that it still has.
 * @param pageNumber which page of those that were read, from 1
 */
export async function evidenceOf(page: Page, proofs: readonly Proof[], pageNumber: number, signal: AbortSignal): Promise<Evidence[]> {
  const { url } = page;
  const places = proofs.map(({ at }) => at);
  const selectors = await selectorsOf(page, places, signal).catch((error: unknown) => {
    // Where the page has gone on to its next document, what was read was still read.
    if (!isNavigationLoss(error)) throw error;
    return [];
  });
  return proofs.map(({ at: _, ...proof }, i): Evidence => ({ ...proof, selector: selectors[i] ?? null, page: pageNumber, url }));
}

function refusal(found: Matched | null, wrong: readonly string[]): AppError {
  if (!found) return new AppError("EXTRACTION_INVALID", "Nothing on the page answers to the schema's fields; name them as the page does, or set up a model.");
  return new AppError("EXTRACTION_INVALID", `What the page states does not satisfy the schema: ${wrong.slice(0, 5).join("; ")}.`, {
    details: { problems: [...wrong], found: found.data },
  });
}
