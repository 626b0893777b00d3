import { z } from "zod";
import { Id, Json, TimeoutMs } from "./common.ts";
import { Evidence, Exported, ExportFormat, ExtractedRows, ExtractPages, ExtractReach, ExtractScroll } from "./extraction.ts";

/** On which page a call works: left out, the session's active tab. */
const target = { sessionId: Id, tabId: Id.optional() };

export const LoadState = z.enum(["commit", "domcontentloaded", "load", "networkidle"]);
export type LoadState = z.infer<typeof LoadState>;

export const NavigateInput = z.strictObject({
  ...target,
  url: z.string().trim().min(1).max(4096),
  waitUntil: LoadState.default("load"),
  timeoutMs: TimeoutMs.default(30_000),
});
export type NavigateInput = z.infer<typeof NavigateInput>;
export const NavigateOutput = z.strictObject({
  success: z.literal(true),
  url: z.string(),
  title: z.string(),
  /** HTTP status of the document; null where there is none (about:blank, data:). */
  httpStatus: z.int().nullable(),
  durationMs: z.number(),
});
export type NavigateOutput = z.infer<typeof NavigateOutput>;

/** Back, forward or once more. */
export const TravelInput = z.strictObject({ ...target, timeoutMs: TimeoutMs.default(30_000) });
export type TravelInput = z.infer<typeof TravelInput>;
export const TravelOutput = z.strictObject({
  success: z.literal(true),
  /** False where the tab's history has nothing there. */
  moved: z.boolean(),
  url: z.string(),
  title: z.string(),
  durationMs: z.number(),
});
export type TravelOutput = z.infer<typeof TravelOutput>;

/** Which tier served a call: a replay of what was found before, our own resolver, or the model. */
export const Via = z.enum(["cache", "resolver", "model"]);
export type Via = z.infer<typeof Via>;

export const ModelUsage = z.strictObject({ model: z.string(), inputTokens: z.int(), outputTokens: z.int(), costUsd: z.number() });
export type ModelUsage = z.infer<typeof ModelUsage>;

/** Position and size in CSS pixels, relative to the viewport. */
export const Bounds = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type Bounds = z.infer<typeof Bounds>;

/** An element as a person would name it. */
export const ObservedElement = z.strictObject({
  /** A handle that `act` accepts as target until the page changes. */
  ref: z.string(),
  role: z.string(),
  name: z.string(),
  value: z.string().nullable(),
  /** For example `disabled`, `checked`, `expanded`, `required`. */
  states: z.array(z.string()),
  /** Where it stands: nearest heading, landmark, row or group label. */
  context: z.string().nullable(),
  bounds: Bounds.nullable(),
  /** What one can do with it: click, type, select, check, scroll… */
  methods: z.array(z.string()),
  /** 0 to 1: how well it answers the instruction; 1 without an instruction. */
  confidence: z.number().min(0).max(1),
  /** A CSS or XPath selector where one is known. */
  selector: z.string().nullable(),
  /** Why it came into question, in a few words; null where nothing was asked of it. */
  reason: z.string().nullable(),
});
export type ObservedElement = z.infer<typeof ObservedElement>;

const mode = z.enum(["auto", "resolver", "model"]);

export const ActInput = z.strictObject({
  ...target,
  instruction: z.string().trim().min(1).max(2000),
  /** Do again what was done before for the same instruction on the same kind of page, and remember what is done now; for `auto` only. */
  useCache: z.boolean().default(true),
  /** Values for `%name%` in the instruction; they are typed, never logged and never sent to a model. */
  variables: z.record(z.string().regex(/^\w+$/), z.string().max(10_000)).optional(),
  /** `auto`: what was done before, then the resolver, then the model if one is configured. */
  mode: mode.default("auto"),
  timeoutMs: TimeoutMs.default(30_000),
  /**
   * What to do where several elements come near, and none surely: `answer` with what was seen, or `ask` a person, whose choice the
   * action goes on with (event `action.needsHuman`, answered by `answerQuestion`).
   */
  whenUnsure: z.enum(["answer", "ask"]).default("answer"),
  /** How long a person may take, beside `timeoutMs`. */
  askTimeoutMs: TimeoutMs.default(120_000),
});
export type ActInput = z.infer<typeof ActInput>;

export const ActStep = z.strictObject({
  method: z.string(),
  description: z.string(),
  role: z.string().nullable(),
  name: z.string().nullable(),
  arguments: z.array(z.string()),
});
export type ActStep = z.infer<typeof ActStep>;

/** How what was done before served: `hit` as it was, `healed` found elsewhere or otherwise, `miss` not, `off` it was not asked. */
export const CacheOutcome = z.enum(["hit", "healed", "miss", "off"]);
export type CacheOutcome = z.infer<typeof CacheOutcome>;

/** One tier that was tried for an act, and what it came to. */
export const TierTried = z.strictObject({
  via: Via,
  outcome: z.enum([...CacheOutcome.options, "done", "ambiguous", "not_found", "not_understood"]),
  durationMs: z.number(),
});
export type TierTried = z.infer<typeof TierTried>;

export const ActOutput = z.strictObject({
  success: z.boolean(),
  /** `ambiguous`: several elements fit, nothing was done, see `candidates`. */
  outcome: z.enum(["done", "ambiguous", "not_found", "not_understood"]),
  message: z.string(),
  via: Via,
  confidence: z.number().min(0).max(1),
  steps: z.array(ActStep),
  candidates: z.array(ObservedElement),
  cache: CacheOutcome,
  /** In the order in which they were tried. */
  tiers: z.array(TierTried),
  url: z.string(),
  durationMs: z.number(),
  usage: ModelUsage.nullable(),
});
export type ActOutput = z.infer<typeof ActOutput>;

export const ObserveInput = z.strictObject({
  ...target,
  instruction: z.string().trim().min(1).max(2000).optional(),
  /** Show again what answered before to the same instruction on the same kind of page, where that still answers, and remember what answers now; for `auto` only. */
  useCache: z.boolean().default(true),
  mode: mode.default("auto"),
  limit: z.int().min(1).max(1000).default(100),
  timeoutMs: TimeoutMs.default(30_000),
});
export type ObserveInput = z.infer<typeof ObserveInput>;
export const ObserveOutput = z.strictObject({
  success: z.literal(true),
  url: z.string(),
  title: z.string(),
  elements: z.array(ObservedElement),
  /** True when `limit` cut the list. */
  truncated: z.boolean(),
  via: Via,
  durationMs: z.number(),
  usage: ModelUsage.nullable(),
});
export type ObserveOutput = z.infer<typeof ObserveOutput>;

/** A JSON Schema (draft 2020-12 or draft-07) that the extracted data must satisfy. */
export const JsonSchema = z.record(z.string(), Json);
export type JsonSchema = z.infer<typeof JsonSchema>;

export const ExtractInput = z.strictObject({
  ...target,
  instruction: z.string().trim().min(1).max(2000).default("Extract the data that the schema describes"),
  schema: JsonSchema,
  mode: mode.default("auto"),
  /** Read the list of the pages that follow too. Key-less only, as is `scroll`. */
  pages: ExtractPages.optional(),
  /** Scroll and read what appears. */
  scroll: ExtractScroll.optional(),
  /** At most so many rows of the list, over all pages. */
  maxRows: z.int().min(1).max(50_000).optional(),
  /** False leaves the evidence out. */
  evidence: z.boolean().optional(),
  /** Adds the data in this format, as `exported`. */
  format: ExportFormat.optional(),
  timeoutMs: TimeoutMs.default(60_000),
});
export type ExtractInput = z.infer<typeof ExtractInput>;
export const ExtractOutput = z.strictObject({
  success: z.literal(true),
  data: Json,
  /** Dotted paths of optional fields that the page does not show. */
  missing: z.array(z.string()),
  via: Via,
  confidence: z.number().min(0).max(1),
  /** Where values came from, on every page that was read; of long lists the first rows' only; empty from a model, which does not say. */
  evidence: z.array(Evidence),
  /** Null without `pages` and `scroll`. */
  reach: ExtractReach.nullable(),
  /** Null without `format`. */
  exported: Exported.nullable(),
  durationMs: z.number(),
  usage: ModelUsage.nullable(),
});
export type ExtractOutput = z.infer<typeof ExtractOutput>;

/** As of a stream: the list's rows in batches as they are read, then all else, without the rows. */
export const ExtractEvent = z.discriminatedUnion("type", [
  ExtractedRows,
  z.strictObject({ type: z.literal("done"), ...ExtractOutput.omit({ data: true, exported: true }).shape, rest: Json }),
]);
export type ExtractEvent = z.infer<typeof ExtractEvent>;

export const ContentInput = z.strictObject({
  ...target,
  /** `outline`: what can be read and acted on, a line each, with the refs that `act` accepts. */
  format: z.enum(["markdown", "html", "text", "outline"]).default("markdown"),
  /** The main text only, where the page is an article (markdown, html and text). */
  mainOnly: z.boolean().default(false),
  /** An upper limit, in about the tokens that models count. */
  maxTokens: z.int().min(100).max(200_000).default(10_000),
  /** Goes on where the part before ended. */
  cursor: z.int().min(0).optional(),
  timeoutMs: TimeoutMs.default(30_000),
});
export type ContentInput = z.infer<typeof ContentInput>;
/** What an article says of itself. */
export const PageArticle = z.strictObject({
  title: z.string(),
  author: z.string().nullable(),
  publishedAt: z.string().nullable(),
  excerpt: z.string().nullable(),
});
export type PageArticle = z.infer<typeof PageArticle>;
export const ContentOutput = z.strictObject({
  success: z.literal(true),
  url: z.string(),
  title: z.string(),
  format: ContentInput.shape.format.unwrap(),
  content: z.string(),
  tokens: z.int(),
  /** True when there is more; `cursor` then tells where it begins. */
  truncated: z.boolean(),
  cursor: z.int().nullable(),
  /** Only with `mainOnly`, and only of articles. */
  article: PageArticle.nullable(),
  durationMs: z.number(),
});
export type ContentOutput = z.infer<typeof ContentOutput>;

export const ScreenshotInput = z
  .strictObject({
    ...target,
    area: z.enum(["viewport", "fullPage", "element"]).default("viewport"),
    /** CSS selector of the element, for `area: "element"`. */
    selector: z.string().min(1).max(2000).optional(),
    format: z.enum(["png", "jpeg", "webp"]).default("png"),
    /** 1 to 100, for jpeg and webp. */
    quality: z.int().min(1).max(100).optional(),
    timeoutMs: TimeoutMs.default(15_000),
  })
  .refine((s) => (s.area === "element") === (s.selector !== undefined), { error: 'Give a selector with area "element", and only there.', path: ["selector"] })
  .refine((s) => s.format !== "png" || s.quality === undefined, { error: "Quality applies to jpeg and webp; leave it out for png.", path: ["quality"] });
export type ScreenshotInput = z.infer<typeof ScreenshotInput>;
export const ScreenshotOutput = z.strictObject({
  success: z.literal(true),
  /** The image, base64. */
  data: z.string(),
  mimeType: z.string(),
  width: z.int(),
  height: z.int(),
  sizeBytes: z.int(),
});
export type ScreenshotOutput = z.infer<typeof ScreenshotOutput>;

export const WaitCondition = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("selector"),
    selector: z.string().min(1).max(2000),
    state: z.enum(["attached", "detached", "visible", "hidden"]).default("visible"),
  }),
  z.strictObject({ kind: z.literal("text"), text: z.string().min(1).max(2000), state: z.enum(["visible", "hidden"]).default("visible") }),
  /** Exact address, or a glob in which `*` stands for any characters. */
  z.strictObject({ kind: z.literal("url"), url: z.string().min(1).max(4096) }),
  z.strictObject({ kind: z.literal("loadState"), state: LoadState }),
  z.strictObject({ kind: z.literal("networkIdle"), idleMs: z.int().min(50).max(10_000).default(500) }),
  /** A JavaScript expression (or function source) that becomes truthy in the page. */
  z.strictObject({ kind: z.literal("function"), expression: z.string().min(1).max(20_000) }),
]);
export type WaitCondition = z.infer<typeof WaitCondition>;
export const WaitForInput = z.strictObject({ ...target, condition: WaitCondition, timeoutMs: TimeoutMs.default(30_000) });
export type WaitForInput = z.infer<typeof WaitForInput>;
export const WaitForOutput = z.strictObject({ success: z.literal(true), url: z.string(), durationMs: z.number() });
export type WaitForOutput = z.infer<typeof WaitForOutput>;

export const EvaluateInput = z.strictObject({ ...target, expression: z.string().min(1).max(100_000), timeoutMs: TimeoutMs.default(15_000) });
export type EvaluateInput = z.infer<typeof EvaluateInput>;
/** `value` is null when the expression gave undefined or something that JSON cannot carry; `type` then tells which. */
export const EvaluateOutput = z.strictObject({ success: z.literal(true), value: Json, type: z.string() });
export type EvaluateOutput = z.infer<typeof EvaluateOutput>;

export const UploadFileInput = z.strictObject({
  ...target,
  /** CSS selector of the file input, or of the control that opens the file chooser. */
  selector: z.string().min(1).max(2000),
  files: z
    .array(
      z.strictObject({
        name: z
          .string()
          .min(1)
          .max(255)
          .regex(/^(?!\.\.?$)[^/\\\0]+$/, "Use a bare file name, without folders."),
        mimeType: z.string().max(200).optional(),
        contentBase64: z.base64(),
      }),
    )
    .min(1)
    .max(20),
  timeoutMs: TimeoutMs.default(30_000),
});
export type UploadFileInput = z.infer<typeof UploadFileInput>;
export const UploadFileOutput = z.strictObject({ success: z.literal(true), files: z.array(z.strictObject({ name: z.string(), sizeBytes: z.int() })) });
export type UploadFileOutput = z.infer<typeof UploadFileOutput>;
