import type { Fact } from "./facts.ts";
import type { PageNode } from "./page-tree.ts";
import type { RecordGroup } from "./records.ts";

/** What kind of thing on the page a value was read from. */
export type ProofSource =
  | "table"
  | "list"
  | "card"
  | "definition-list"
  | "form"
  | "json-ld"
  | "microdata"
  | "opengraph"
  | "label"
  | "article"
  | "heading"
  | "link"
  | "image"
  | "text"
  | "url";

/** Where a value came from: `at` is the element's place in the order of the page, -1 where it is no element. */
export type Proof = { path: string; at: number; text: string; source: ProofSource; confidence: number };

/** Which side of a fact was read: its words, where it leads, what picture it shows. */
export type Side = "text" | "href" | "src";
type Within = "table" | "list" | "card" | null;

const MAX_TEXT = 200;

/** What its list makes of a record. */
export function withinOf({ headers, records: [first] }: RecordGroup): Within {
  if (!first) return null;
  if (headers.length > 0 || first.tag === "tr") return "table";
  return first.tag === "li" || first.role === "listitem" ? "list" : "card";
}

/** That a value is what the fact says. */
export function proofOf(path: string, fact: Fact, { side, within, confidence }: { side: Side; within: Within; confidence: number }): Proof {
  const text = (side === "text" ? fact.text || fact.value : fact[side]) ?? "";
  return { path, at: placeOf(fact), text: text.slice(0, MAX_TEXT), source: sourceOf(fact, side, within), confidence };
}

/** That a value is what an element says. */
export function proofOfNode(path: string, node: PageNode, { within, confidence }: { within: Within; confidence: number }): Proof {
  return { path, at: node.at, text: node.text.slice(0, MAX_TEXT), source: within ?? "text", confidence };
}

/** The same proofs under another path. */
export const under = (key: string | number, proofs: readonly Proof[]): Proof[] =>
  proofs.map((proof) => ({ ...proof, path: proof.path === "" ? String(key) : `${key}.${proof.path}` }));

const placeOf = ({ node, home }: Fact): number => (node.at >= 0 ? node.at : home.at);

function sourceOf(fact: Fact, side: Side, within: Within): ProofSource {
  const { node, home, origin, place, heading } = fact;
  if (origin === "json-ld" || (node.tag === "data" && node.at < 0)) return "json-ld";
  if (origin === "meta") return "opengraph";
  if (origin === "article") return "article";
  if (node.stated || home.stated) return "microdata";
  if (/^(input|select|textarea)$/.test(node.tag) || node.label !== "") return "form";
  if (within === "table" || /^(td|th)$/.test(node.tag)) return "table";
  if (node.tag === "dd") return "definition-list";
  if (place.startsWith("=")) return "label";
  if (within) return within;
  if (heading) return "heading";
  return side === "href" ? "link" : side === "src" ? "image" : "text";
}
