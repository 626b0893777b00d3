import { z } from "zod";
import { Json } from "../../contract/common.ts";

const text = z.string().max(1_000);

/** What a page shows of an element, as its script tells it (node-script.ts). */
export const Facts = z.strictObject({
  /** Role, or the tag's name where it has none. */
  kind: text,
  name: text,
  shown: z.boolean(),
  /** What it stands in that has a name, nearest first. */
  places: z.array(z.strictObject({ kind: text, label: text })).max(20),
  heading: text,
  /** How the nearest part with words of its own begins. */
  near: text,
  /** The words of the part that is its alone; null where it is the only one of its name. */
  card: text.nullable(),
  /** Attributes that its author gave it to be known by: id, name, href, data-… */
  own: z.record(z.string().max(100), text),
  /** Its place among all of its name, from 0, and how many there are. */
  nth: z.int(),
  of: z.int(),
  /** Name and title of the frame that it is in. */
  frame: text,
});
export type Facts = z.infer<typeof Facts>;

/** An element as it was meant: what assistive technology calls it, what the page showed of it, and where it was. */
export const Intent = z.strictObject({
  role: text,
  name: text,
  context: z.array(z.strictObject({ role: text, name: text })).max(30),
  popup: z.boolean(),
  /** The kind of document that it is in (see pageSignature); null for the page's own. */
  frame: text.nullable(),
  facts: Facts,
  css: text,
  xpath: text,
});
export type Intent = z.infer<typeof Intent>;

/** One step as it was done. */
export const CachedStep = z.strictObject({
  /** The step as the resolver has it, with `%variables%` as written; checked anew when it is used. */
  step: z.object({ verb: z.string().max(40) }).catchall(Json),
  description: z.string().max(2_000),
  /** Null where a step has no element. */
  element: Intent.nullable(),
  onto: Intent.nullable(),
});
export type CachedStep = z.infer<typeof CachedStep>;

/** What is remembered under a key. */
export const CachedValue = z.strictObject({
  version: z.literal(1),
  via: z.enum(["resolver", "model"]),
  confidence: z.number().min(0).max(1),
  /** Tells the address it was made at. */
  address: z.string().max(64),
  /** Where its elements stand changes from time to time, as a caller who asked again has confirmed. */
  loose: z.boolean(),
  steps: z.array(CachedStep).min(1).max(100),
});
export type CachedValue = z.infer<typeof CachedValue>;

/** One change of an entry. */
export const HistoryItem = z.strictObject({
  at: z.iso.datetime(),
  /** `healed`: the same element was found elsewhere or otherwise; `declined`: what answered was not the same. */
  kind: z.enum(["healed", "declined", "replaced"]),
  why: z.string().max(1_000),
  was: z.string().max(2_000),
  now: z.string().max(2_000),
  /** False for pinned entries, which stay as they are. */
  applied: z.boolean(),
});
export type HistoryItem = z.infer<typeof HistoryItem>;

/** How many changes of an entry are kept. */
export const HISTORY_MOST = 20;

/** As a person would say it: `button "Save" in row "Alice"`. */
export function nameIntent({ role, name, facts }: Intent): string {
  const place = facts.places.find(({ label }) => label !== "");
  return `${role} "${name}"${place ? ` in ${place.kind} "${place.label}"` : ""}`;
}
