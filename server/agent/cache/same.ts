import type { Facts } from "./entry.ts";

/** Which of the elements with the same kind and name is the one that was meant. */
export type Verdict = { index: number } | "none" | "several";
/** What else is known when elements are compared. */
export type Terms = {
  /** The instruction counts ("the second"): then the place in the order is what is meant. Counted from 0, or from -1 at the end. */
  ordinal: number | null;
  /** Where it stands is not held against it. */
  loose: boolean;
};

/** Rows and the like: what is in another one belongs to something else. */
const ENTITIES = new Set(["row", "listitem", "article", "treeitem"]);
/** Ids that machines count or make up say nothing by themselves. */
const MADE_UP = /\d{2,}|^:|^(?=.*\d)(?=.*[a-f])[0-9a-f-]{8,}$/i;

/**
 * The one of all elements of a kind and name that stands where the meant one stood. Pure. What is not told apart by its
 * places is told by its card's words, then by its own attributes; what is then still alike is "several".
 */
export function sameOf(meant: Facts, peers: readonly Facts[], { ordinal, loose }: Terms): Verdict {
  const inFrame = peers.filter(({ frame }) => frame === meant.frame);
  const at = (found: Facts | undefined): Verdict => (found ? { index: peers.indexOf(found) } : "none");
  if (ordinal !== null) return at(inFrame.at(ordinal));
  const fits = inFrame.filter((peer) => (loose || sameEntities(meant, peer)) && sameSurroundings(meant, peer) && sameHeading(meant, peer));
  const [first, second] = fits;
  if (!first) {
    const [sole, other] = inFrame;
    // A page's headings change with what it shows; the only one of its name that is also called the same by its author is it.
    const isSole = sole && !other && (loose || sameEntities(meant, sole)) && sameSurroundings(meant, sole) && ownEvidence(meant, sole) === "same";
    return isSole ? at(sole) : "none";
  }
  if (!second) return loose || sameCard(meant, first) ? at(first) : "none";
  for (const narrow of [(peer: Facts) => meant.card !== null && peer.card === meant.card, (peer: Facts) => ownEvidence(meant, peer) === "same"]) {
    const [one, more] = fits.filter(narrow);
    if (one && !more) return at(one);
  }
  return "several";
}

/**
 * Why an element that answers to the words of the instruction may be another than the one that was meant, on the same
 * page; null when nothing speaks against it. Pure.
 */
export function doubtOf(meant: Facts, found: Facts): string | null {
  const lost = labelsOf(meant).find((label) => !labelsOf(found).includes(label));
  if (lost !== undefined) return `it stood in "${lost}"${labelsOf(found)[0] ? `, and this one stands in "${labelsOf(found)[0]}"` : ""}`;
  if (meant.card !== null && meant.near !== found.near && labelsOf(meant).length === 0)
    return `it stood beside "${meant.near}", and this one beside "${found.near}"`;
  if (sameEntities(meant, found) && sameSurroundings(meant, found) && sameHeading(meant, found)) return null;
  const evidence = ownEvidence(meant, found);
  if (evidence === "same") return null;
  const lostDialog = dialogOf(meant) !== dialogOf(found);
  if (evidence === "other" || lostDialog || labelsOf(found).length > labelsOf(meant).length)
    return `it stood in ${placeOf(meant)}, and this one stands in ${placeOf(found)}`;
  return null;
}

/** Whether nothing of what the page shows of it has changed. */
export const isUnchanged = (a: Facts, b: Facts): boolean =>
  a.kind === b.kind &&
  a.name === b.name &&
  a.frame === b.frame &&
  sameEntities(a, b) &&
  sameSurroundings(a, b) &&
  sameHeading(a, b) &&
  ownEvidence(a, b) !== "other";

/** Whether its author's own names for it agree: id, name, address, data-…; `none` where it has none that count. */
export function ownEvidence(a: Facts, b: Facts): "same" | "other" | "none" {
  const telling = (own: Facts["own"]): string[] => Object.entries(own).flatMap(([name, value]) => (MADE_UP.test(value) ? [] : [`${name}=${value}`]));
  const [known, now] = [telling(a.own), telling(b.own)];
  if (known.length === 0) return "none";
  return known.every((pair) => now.includes(pair)) ? "same" : "other";
}

const labelsOf = ({ places }: Facts): string[] => places.filter(({ kind, label }) => ENTITIES.has(kind) && label !== "").map(({ label }) => label);
const isDialog = (kind: string): boolean => kind === "dialog" || kind === "alertdialog";
const dialogOf = ({ places }: Facts): boolean => places.some(({ kind }) => isDialog(kind));
const placeOf = ({ places, heading }: Facts): string => {
  const place = places[0];
  return place ? `${place.kind} "${place.label}"` : heading ? `"${heading}"` : "no named part of the page";
};

const sameEntities = (a: Facts, b: Facts): boolean => labelsOf(a).join("\n") === labelsOf(b).join("\n");
const surroundings = ({ places }: Facts): string =>
  places
    .filter(({ kind }) => !ENTITIES.has(kind))
    .map(({ kind, label }) => `${kind} ${withoutNumbers(label)}`)
    .join("\n");
const sameSurroundings = (a: Facts, b: Facts): boolean => surroundings(a) === surroundings(b);
const sameHeading = (a: Facts, b: Facts): boolean => withoutNumbers(a.heading) === withoutNumbers(b.heading);
/** Counters in headings ("Inbox (3)") come and go. */
const withoutNumbers = (text: string): string => text.replace(/[\s(]*\d[\d.,:]*[\s)]*/g, " ").trim();

/** What was one of several, told by its card's words, must still stand by the words that its card began with. */
const sameCard = (meant: Facts, peer: Facts): boolean =>
  meant.card === null || labelsOf(meant).length > 0 || peer.card === meant.card || (peer.near !== "" && peer.near === meant.near);
