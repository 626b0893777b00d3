import { type Fact, hintOf } from "./facts.ts";
import { elementsOf, isHeading, nodeOf, type PageNode } from "./page-tree.ts";

/** What the body of an article is asked for as. */
const CALLED: readonly (readonly string[])[] = [["content"], ["body"], ["article", "body"], ["article", "text"], ["full", "text"], ["text"]];
const LEAST_LENGTH = 160;
const LEAST_PARAGRAPHS = 2;
/** A paragraph that is shorter, and no sentence, before the first that is neither, is a line about the article. */
const SHORT = 60;
const ELSEWHERE = /^(nav|footer|header|aside|form|table)$/;
const ELSEWHERE_NAME = /\b(comments?|related|sidebar|footer|promo|newsletter|share|cookie)\b/i;
const WEIGHT = 0.9;

/** The text of the page's main article, where it has one, as a fact. Pure. */
export function articleFacts(root: PageNode): Fact[] {
  const home = homeOfProse(root);
  if (!home) return [];
  const parts = paragraphsIn(home);
  const start = parts.findIndex(({ text }) => text.length >= SHORT || /[.!?。…"”»]$/.test(text));
  const body = parts.slice(Math.max(0, start)).map(({ text }) => text);
  const text = body.join("\n\n");
  if (body.length < LEAST_PARAGRAPHS || text.length < LEAST_LENGTH) return [];
  const node: PageNode = { ...nodeOf({ tag: "article", at: home.at, end: home.end }), text };
  const hints = CALLED.map((words) => hintOf("label", words, WEIGHT));
  return [
    {
      node,
      home: node,
      text,
      value: null,
      href: null,
      src: null,
      hints,
      place: "@article",
      leaf: true,
      heading: false,
      prose: true,
      origin: "article",
      weight: 1,
    },
  ];
}

/** The element with the most words in paragraphs of its own. */
function homeOfProse(root: PageNode): PageNode | null {
  const best = { node: null as PageNode | null, length: 0 };
  const visit = (node: PageNode): void => {
    if (ELSEWHERE.test(node.tag) || isElsewhere(node)) return;
    const kids = elementsOf(node);
    const length = kids.reduce((sum, kid) => sum + (kid.tag === "p" ? kid.text.length : 0), 0);
    if (length > best.length) Object.assign(best, { node, length });
    for (const kid of kids) visit(kid);
  };
  visit(root);
  return best.node;
}

function paragraphsIn(home: PageNode): PageNode[] {
  return elementsOf(home).flatMap((kid) => {
    if (ELSEWHERE.test(kid.tag) || isElsewhere(kid) || kid.text === "") return [];
    if (/^(p|blockquote|pre|ul|ol)$/.test(kid.tag)) return linkShare(kid) > 0.6 ? [] : [kid];
    return isHeading(kid) && kid.tag !== "h1" ? [kid] : kid.tag === "section" || kid.tag === "div" ? paragraphsIn(kid) : [];
  });
}

const isElsewhere = (node: PageNode): boolean => [...node.classes, ...node.names].some((name) => ELSEWHERE_NAME.test(name));

/** How many of an element's words lead somewhere, from 0 to 1. */
function linkShare(node: PageNode): number {
  const linked = (inner: PageNode): number => (inner.href !== null ? inner.text.length : elementsOf(inner).reduce((sum, kid) => sum + linked(kid), 0));
  return linked(node) / Math.max(1, node.text.length);
}
