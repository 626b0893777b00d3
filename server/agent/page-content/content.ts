import type { ContentInput, ContentOutput } from "../../contract/agent.ts";
import type { Page } from "../../driver/page.ts";
import type { Operation } from "../../sessions/operation.ts";
import { readPage } from "../page-model.ts";
import { collectPage } from "./collect.ts";
import type { ConvertAnswer, Converter } from "./convert-job.ts";
import { outlineOf } from "./outline.ts";
import { tokensOf } from "./tokens.ts";

const SETTLE_LIMIT_MS = 3_000;

/** What a page says, in as many tokens as there is room for. @throws AppError TIMEOUT | LIMIT_EXCEEDED | BROWSER_CRASHED */
export const content = (convert: Converter): Operation<ContentInput, ContentOutput> => ({
  kind: "content",
  reads: true,
  shown: ({ format, mainOnly }) => ({ format, mainOnly }),
  counts: { extractionCount: 1 },
  work: async (input, { page }, signal) => {
    const startedAt = performance.now();
    await page.settle({ limitMs: SETTLE_LIMIT_MS, signal });
    const answer = input.format === "outline" ? await outline(page, input, signal) : await inWords(page, { ...input, format: input.format }, signal, convert);
    return { success: true, format: input.format, ...answer, tokens: tokensOf(answer.content), durationMs: performance.now() - startedAt };
  },
});

type Wish = Omit<Parameters<Converter>[0], "shown">;

async function inWords(page: Page, { format, mainOnly, maxTokens, cursor }: Wish, signal: AbortSignal, convert: Converter): Promise<ConvertAnswer> {
  return convert({ shown: await collectPage(page, signal), format, mainOnly, maxTokens, cursor }, signal);
}

async function outline(page: Page, { maxTokens, cursor }: ContentInput, signal: AbortSignal): Promise<ConvertAnswer> {
  const model = await readPage(page, signal);
  const { text, next } = outlineOf(model, { maxTokens, from: cursor ?? 0 });
  return { url: model.url, title: model.title, content: text, truncated: next !== null, cursor: next, article: null };
}
