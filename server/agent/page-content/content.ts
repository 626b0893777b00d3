import type { ContentInput, ContentOutput } from "../../contract/agent.ts";
import type { Page } from "../../driver/page.ts";
import { readPage } from "../page-model.ts";
import type { Operation } from "../run.ts";
import { collectPage, type ShownPage } from "./collect.ts";
import { articleOf, toHtml, toMarkdown, toText } from "./convert.ts";
import { cutHtml, cutText, type Part } from "./cut.ts";
import { outlineOf } from "./outline.ts";
import { tokensOf } from "./tokens.ts";

const SETTLE_LIMIT_MS = 3_000;
/** Room for the notice that there is more. */
const NOTICE_TOKENS = 30;
const CONVERT: Record<"markdown" | "html" | "text", (body: string) => string> = { markdown: toMarkdown, html: toHtml, text: toText };

/** What a page says, in as many tokens as there is room for. @throws AppError TIMEOUT | BROWSER_CRASHED */
export const content: Operation<ContentInput, ContentOutput> = {
  kind: "content",
  shown: ({ format, mainOnly }) => ({ format, mainOnly }),
  counts: { extractionCount: 1 },
  work: async (input, { page }, signal) => {
    const startedAt = performance.now();
    await page.settle({ limitMs: SETTLE_LIMIT_MS, signal });
    const answer = input.format === "outline" ? await outline(page, input, signal) : converted(await collectPage(page, signal), input.format, input);
    return { success: true, format: input.format, ...answer, tokens: tokensOf(answer.content), durationMs: performance.now() - startedAt };
  },
};

type Answer = Omit<ContentOutput, "success" | "format" | "tokens" | "durationMs">;

async function outline(page: Page, { maxTokens, cursor }: ContentInput, signal: AbortSignal): Promise<Answer> {
  const model = await readPage(page, signal);
  const { text, next } = outlineOf(model, { maxTokens, from: cursor ?? 0 });
  return { url: model.url, title: model.title, content: text, truncated: next !== null, cursor: next, article: null };
}

/** Pure. What is no article is given whole. */
export function converted(
  shown: ShownPage,
  format: keyof typeof CONVERT,
  { mainOnly, maxTokens, cursor }: Pick<ContentInput, "mainOnly" | "maxTokens" | "cursor">,
): Answer {
  const article = mainOnly ? articleOf(shown) : null;
  const whole = CONVERT[format](article?.body ?? shown.body);
  const from = Math.min(cursor ?? 0, whole.length);
  const cut = format === "html" ? cutHtml : cutText;
  const fits = tokensOf(whole.slice(from)) <= maxTokens;
  const { text, next }: Part = cut(whole, from, fits ? maxTokens : Math.max(1, maxTokens - NOTICE_TOKENS));
  const more = next === null ? "" : `about ${tokensOf(whole.slice(next))} more tokens: ask again with cursor ${next}`;
  const notice = next === null ? "" : format === "html" ? `\n<!-- ${more} -->` : `\n\n[… ${more}]`;
  return { url: shown.url, title: shown.title, content: text + notice, truncated: next !== null, cursor: next, article: article?.facts ?? null };
}
