import type { ContentInput, ContentOutput } from "../../contract/agent.ts";
import type { ShownPage } from "./collect.ts";
import { articleOf, toHtml, toMarkdown, toText } from "./convert.ts";
import { cutHtml, cutText, type Part } from "./cut.ts";
import { tokensOf } from "./tokens.ts";

/** Room for the notice that there is more. */
const NOTICE_TOKENS = 30;
const CONVERT: Record<"markdown" | "html" | "text", (body: string) => string> = { markdown: toMarkdown, html: toHtml, text: toText };

/** A page that is to be put into words, and how. */
export type ConvertJob = { shown: ShownPage; format: keyof typeof CONVERT } & Pick<ContentInput, "mainOnly" | "maxTokens" | "cursor">;
/** The words, or the part of them that there is room for. */
export type ConvertAnswer = Omit<ContentOutput, "success" | "format" | "tokens" | "durationMs">;
/** Does a job, in whatever thread. @throws AppError TIMEOUT | LIMIT_EXCEEDED | INTERNAL | the signal's reason */
export type Converter = (job: ConvertJob, signal: AbortSignal) => Promise<ConvertAnswer>;

/** Does a job where it is called, which takes long for a large page. Pure. What is no article is given whole. */
export function doConvertJob({ shown, format, mainOnly, maxTokens, cursor }: ConvertJob): ConvertAnswer {
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
