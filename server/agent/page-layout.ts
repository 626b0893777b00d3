import type { Protocol } from "devtools-protocol";
import type { Rect } from "../driver/element.ts";
import type { PageFrame } from "../driver/frames.ts";
import type { Point } from "../driver/mouse.ts";
import type { Page } from "../driver/page.ts";

/** What the drawn document tells of a node beyond the accessibility tree. */
export type NodeFacts = {
  /** Viewport CSS pixels; null for what has no box. */
  bounds: Rect | null;
  /** Listens for clicks itself. */
  listens: boolean;
  /** Reacts to clicks: it, or what it closely stands in, listens for them or shows the hand. */
  clickable: boolean;
  /** Words of the author's own names for it: id, class, icon, test id. */
  hints: readonly string[];
  /** The same of what it stands in, the nearest first. */
  around: readonly (readonly string[])[];
};

/** Facts by frame and node: node ids are unique within a process only, so every frame keeps its own. */
export type PageLayout = { of(frameId: string, backendNodeId: number): NodeFacts };

const NOTHING: NodeFacts = { bounds: null, listens: false, clickable: false, hints: [], around: [] };
const HINTS = new Set(["id", "class", "name", "data-testid", "data-test", "data-icon", "data-action", "data-command", "data-tooltip", "data-original-title"]);
/** Addresses are hints only as names of icons: by their last part. */
const ICON_ADDRESSES = new Set(["href", "xlink:href", "src"]);
const ICON_TAGS = new Set(["I", "SPAN", "IMG", "svg", "use", "SVG", "USE"]);
/** How far below its control an icon stands at most, above its words a listener, and above an element what names its place. */
const ICON_DEPTH = 3;
const LISTENER_HEIGHT = 3;
const PLACE_HEIGHT = 14;

/** Reads boxes and authors' names of all nodes of all frames (CDP DOMSnapshot.captureSnapshot, one call a process). */
export async function readLayout(page: Page, frames: readonly PageFrame[], signal: AbortSignal): Promise<PageLayout> {
  const byFrame = new Map<string, (id: number) => NodeFacts>();
  const processes = [...new Set(frames.map((frame) => frame.cdp))];
  const read = async (cdp: PageFrame["cdp"]): Promise<void> => {
    const { documents, strings } = await cdp.send("DOMSnapshot.captureSnapshot", { computedStyles: ["cursor"] }, { signal });
    for (const document of documents) {
      const frameId = strings[document.frameId] ?? page.mainFrameId;
      // A frame that has gone meanwhile stands nowhere.
      const offset = frameId === page.mainFrameId ? { x: 0, y: 0 } : await page.frameOffset(frameId).catch(() => ({ x: 0, y: 0 }));
      byFrame.set(frameId, factsOf(document, strings, offset));
    }
  };
  await Promise.all(processes.map(read));
  return { of: (frameId, id) => byFrame.get(frameId)?.(id) ?? NOTHING };
}

/** Looks a node up by its id; what is not asked for is not worked out. */
function factsOf({ nodes, layout, ...document }: Protocol.DOMSnapshot.DocumentSnapshot, strings: readonly string[], offset: Point): (id: number) => NodeFacts {
  const indexes = new Map((nodes.backendNodeId ?? []).map((id, index) => [id, index]));
  const layouts = new Map<number, number>();
  for (const [at, index] of layout.nodeIndex.entries()) if (!layouts.has(index)) layouts.set(index, at);
  const listeners = new Set(nodes.isClickable?.index);
  const children = new Map<number, number[]>();
  for (const [index, parent] of (nodes.parentIndex ?? []).entries()) {
    const siblings = children.get(parent);
    if (siblings) siblings.push(index);
    else children.set(parent, [index]);
  }

  const boundsOf = (index: number): Rect | null => {
    const at = layouts.get(index);
    if (at === undefined) return null;
    const [x = 0, y = 0, width = 0, height = 0] = layout.bounds[at] ?? [];
    return { x: x - (document.scrollOffsetX ?? 0) + offset.x, y: y - (document.scrollOffsetY ?? 0) + offset.y, width, height };
  };
  const showsHand = (index: number): boolean => strings[layout.styles[layouts.get(index) ?? -1]?.[0] ?? -1] === "pointer";
  const tagOf = (index: number): string => strings[nodes.nodeName?.[index] ?? -1] ?? "";
  // What the whole document listens for is nobody's own.
  const listensItself = (index: number): boolean => listeners.has(index) && !["BODY", "HTML", "#document"].includes(tagOf(index));
  const above = (index: number, height: number): number[] => {
    const out: number[] = [];
    for (let at = nodes.parentIndex?.[index] ?? -1; at >= 0 && out.length < height; at = nodes.parentIndex?.[at] ?? -1) out.push(at);
    return out;
  };
  const known = new Map<number, string[]>();
  const wordsOf = (index: number): string[] => {
    const before = known.get(index);
    if (before) return before;
    const attributes = nodes.attributes?.[index] ?? [];
    const words: string[] = [];
    for (let i = 0; i < attributes.length; i += 2) {
      const name = strings[attributes[i] ?? -1] ?? "";
      const value = strings[attributes[i + 1] ?? -1] ?? "";
      if (HINTS.has(name)) words.push(...wordsIn(value));
      else if (ICON_ADDRESSES.has(name) && ICON_TAGS.has(tagOf(index)))
        words.push(
          ...wordsIn(
            value
              .split(/[/#]/)
              .at(-1)
              ?.replace(/\.\w+$/, "") ?? "",
          ),
        );
    }
    known.set(index, words);
    return words;
  };
  const iconWords = (index: number, depth: number): string[] =>
    depth === 0 ? [] : (children.get(index) ?? []).flatMap((child) => (ICON_TAGS.has(tagOf(child)) ? [...wordsOf(child), ...iconWords(child, depth - 1)] : []));

  return (id) => {
    const index = indexes.get(id);
    if (index === undefined) return NOTHING;
    return {
      bounds: boundsOf(index),
      listens: listensItself(index),
      clickable: showsHand(index) || [index, ...above(index, LISTENER_HEIGHT)].some(listensItself),
      hints: [...new Set([...wordsOf(index), ...iconWords(index, ICON_DEPTH)])],
      around: above(index, PLACE_HEIGHT)
        .map(wordsOf)
        .filter((words) => words.length > 0),
    };
  };
}

/** "red-ui-sideMenu" as red, ui, side, menu. Generated ids (digits, long runs) say nothing to anyone. */
const wordsIn = (text: string): string[] =>
  text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1 && word.length < 24);
