import type { DrawnDocument } from "./drawn-document.ts";
import type { Names } from "./names.ts";

/** What may be one of several that look alike without saying what it is. */
const PLAIN_TAGS = new Set(["div", "section", "span", "dl"]);
/** What one does something with in a card. */
const PRESSED = new Set(["button", "link", "checkbox", "switch", "menuitem"]);
const UNREAD = new Set(["script", "style", "template", "label", "option", "select", "textarea"]);

/**
 * The cards of a page by their node, and what each is called: parts that stand beside others of their kind, each with
 * words and something to press of its own, which say nothing of it by a role. A card is called by its heading, else by
 * its first words.
 */
export function cardsIn(document: DrawnDocument, names: Names): ReadonlyMap<number, string> {
  const cards = new Map<number, string>();
  const facts = factsBelow(document, names);
  const alike = new Map<string, number[]>();
  for (let index = 0; index < document.length; index++) {
    const { pressed, title } = facts(index);
    if (!pressed || title === null || !PLAIN_TAGS.has(document.tag(index)) || names.role(index) !== "generic" || !document.isVisible(index)) continue;
    const kind = document.attr(index, "class")?.trim().split(/\s+/)[0] || shapeOf(document, index);
    const key = `${document.parent(index)} ${document.tag(index)} ${kind}`;
    alike.set(key, [...(alike.get(key) ?? []), index]);
  }
  for (const group of alike.values()) if (group.length > 1) for (const index of group) cards.set(index, facts(index).title?.words ?? "");
  return cards;
}

/** What a part of the page holds: whether anything can be pressed in it, and what heads it. */
type Facts = { pressed: boolean; title: { words: string; heading: boolean } | null };

/** The same for each node; children stand behind their parents, so that one way back suffices. */
function factsBelow(document: DrawnDocument, names: Names): (index: number) => Facts {
  const NOTHING: Facts = { pressed: false, title: null };
  const known = new Map<number, Facts>();
  for (let index = document.length - 1; index >= 0; index--) known.set(index, ownFacts(index));

  function ownFacts(index: number): Facts {
    if (document.isText(index)) {
      const words = document.isVisible(index) ? document.text(index).replace(/\s+/g, " ").trim() : "";
      // Signs (a dot, an arrow) are no one's name.
      return /[\p{L}\p{N}]/u.test(words) ? { pressed: false, title: { words, heading: false } } : NOTHING;
    }
    if (!document.isElement(index) || UNREAD.has(document.tag(index)) || document.attr(index, "aria-hidden") === "true") return NOTHING;
    const role = names.role(index);
    if (PRESSED.has(role)) return { pressed: true, title: role === "link" ? firstTitle(index) : null };
    const below = document.children(index).map((child) => known.get(child) ?? NOTHING);
    const title = firstTitle(index);
    // Drawn as a button without being one.
    const presses = document.listens(index) || (document.showsHand(index) && !document.showsHand(document.parent(index)));
    return { pressed: presses || below.some(({ pressed }) => pressed), title: title && (role === "heading" ? { ...title, heading: true } : title) };
  }
  function firstTitle(index: number): Facts["title"] {
    const titles = document.children(index).flatMap((child) => known.get(child)?.title ?? []);
    return titles.find(({ heading }) => heading) ?? titles[0] ?? null;
  }
  return (index) => known.get(index) ?? NOTHING;
}

/** What stands in an element, for those without a class. */
const shapeOf = (document: DrawnDocument, index: number): string =>
  document
    .children(index)
    .filter((child) => document.isElement(child))
    .map((child) => document.tag(child))
    .join(",");
