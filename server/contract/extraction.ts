import { z } from "zod";
import { Json } from "./common.ts";

/** What kind of thing a value was read from. */
export const EvidenceSource = z.enum([
  "table",
  "list",
  "card",
  "definition-list",
  "form",
  "json-ld",
  "microdata",
  "opengraph",
  "label",
  "article",
  "heading",
  "link",
  "image",
  "text",
  "url",
]);
export type EvidenceSource = z.infer<typeof EvidenceSource>;

/** Where a value of extracted data came from. */
export const Evidence = z.strictObject({
  /** Dotted path of the value in the data, as in `products.0.price`; empty where the data is the value. */
  path: z.string(),
  /** A CSS selector of the element, where it has one: not inside frames and shadow roots, and not for data that only machines see. */
  selector: z.string().nullable(),
  /** What the page says there, cut after 200 characters. */
  text: z.string(),
  source: EvidenceSource,
  confidence: z.number().min(0).max(1),
  /** Which of the pages that were read one after the other, counted from 1, and its address then. */
  page: z.int().min(1),
  url: z.string(),
});
export type Evidence = z.infer<typeof Evidence>;

export const ExportFormat = z.enum(["json", "csv", "ndjson"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

export const Exported = z.strictObject({ mimeType: z.string(), text: z.string() });
export type Exported = z.infer<typeof Exported>;

/** Pages that follow each other: `next` is a CSS selector or the words on the link or button; left out, it is found. Other origins are not followed. */
export const ExtractPages = z.strictObject({ max: z.int().min(1).max(200).default(10), next: z.string().trim().min(1).max(500).optional() });
export type ExtractPages = z.infer<typeof ExtractPages>;

/** Lists that grow, or show other rows, as they are scrolled. */
export const ExtractScroll = z.strictObject({ maxScrolls: z.int().min(1).max(500).default(20) });
export type ExtractScroll = z.infer<typeof ExtractScroll>;

/** How far an extraction with `pages` or `scroll` went, and why no farther. */
export const ExtractReach = z.strictObject({
  pages: z.int(),
  scrolls: z.int(),
  rows: z.int(),
  /** `end`: nothing follows; `repeats`: what follows was there already; `max`, `rows`, `time`: a limit of the call's; `other-origin`: what follows is elsewhere. */
  stopped: z.enum(["end", "repeats", "max", "rows", "time", "other-origin"]),
});
export type ExtractReach = z.infer<typeof ExtractReach>;

/** Rows that a page gave, and how far it is. */
export const ExtractedRows = z.strictObject({
  type: z.literal("rows"),
  /** The place of the first of these rows among all. */
  from: z.int(),
  rows: z.array(Json),
  pages: z.int(),
  scrolls: z.int(),
});
export type ExtractedRows = z.infer<typeof ExtractedRows>;
