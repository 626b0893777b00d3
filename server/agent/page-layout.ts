import type { Protocol } from "devtools-protocol";
import type { Rect } from "../driver/element.ts";
import type { PageFrame } from "../driver/frames.ts";
import type { Point } from "../driver/mouse.ts";
import type { Page } from "../driver/page.ts";

/** What the drawn document tells of an element beyond the accessibility tree. */
export type NodeFacts = {
  /** Viewport CSS pixels; null for what has no box. */
  bounds: Rect | null;
  /** Reacts to clicks: it, or what it closely stands in, listens for them or shows the hand. */
  clickable: boolean;
  /** Words of the author's own names for it: id, class, icon, test id. */
  hints: readonly string[];
  /** The same of what it stands in, the nearest first. */
  around: readonly (readonly string[])[];
  /** What it stands in, up to what holds many of its kind (a table, a list, the page); the nearest first. Alike for two of one card. */
  path: readonly number[];
};

type Snapshot = Protocol.DOMSnapshot.DocumentSnapshot;

const NOTHING: NodeFacts = { bounds: null, clickable: false, hints: [], around: [], path: [] };
const HINTS = new Set(["id", "class", "name", "data-testid", "data-test", "data-icon", "data-action", "data-command", "data-tooltip", "data-original-title"]);
/** Addresses are hints only as names of icons: by their last part. */
const ICON_ADDRESSES = new Set(["href", "xlink:href", "src"]);
const ICON_TAGS = new Set(["I", "SPAN", "IMG", "svg", "use", "SVG", "USE"]);
/** What the whole document listens for is nobody's own. */
const ROOT_TAGS = new Set(["BODY", "HTML", "#document"]);
/** What holds many of a kind: standing in one of these together says nothing. */
const HOLDERS = new Set(["BODY", "HTML", "MAIN", "FORM", "TABLE", "TBODY", "UL", "OL", "NAV", "#document"]);
/** How far below its control an icon stands at most, above its words a listener, and above an element what names its place. */
const ICON_DEPTH = 3;
const LISTENER_HEIGHT = 3;
const PLACE_HEIGHT = 14;
const CARD_HEIGHT = 7;

/** Reads boxes and authors' names of all nodes of all frames, by frame id (CDP DOMSnapshot.captureSnapshot, one call a process). */
export async function readLayouts(page: Page, frames: readonly PageFrame[], signal: AbortSignal): Promise<Map<string, FrameLayout>> {
  const layouts = new Map<string, FrameLayout>();
  const processes = [...new Set(frames.map((frame) => frame.cdp))];
  const read = async (cdp: PageFrame["cdp"]): Promise<void> => {
    const { documents, strings } = await cdp.send("DOMSnapshot.captureSnapshot", { computedStyles: ["cursor"] }, { signal });
    for (const document of documents) {
      const frameId = strings[document.frameId] ?? page.mainFrameId;
      // A frame that has gone meanwhile stands nowhere.
      const offset = frameId === page.mainFrameId ? { x: 0, y: 0 } : await page.frameOffset(frameId).catch(() => ({ x: 0, y: 0 }));
      layouts.set(frameId, new FrameLayout(document, strings, offset));
    }
  };
  await Promise.all(processes.map(read));
  return layouts;
}

/** One frame as it was drawn, asked by node ids: these are unique within a process only, so every frame keeps its own. */
export class FrameLayout {
  readonly #snapshot: Snapshot;
  readonly #strings: readonly string[];
  readonly #offset: Point;
  readonly #indexes: Map<number, number>;
  readonly #boxes = new Map<number, number>();
  readonly #children = new Map<number, number[]>();
  readonly #listeners: Set<number>;
  readonly #words = new Map<number, string[]>();

  constructor(snapshot: Snapshot, strings: readonly string[], offset: Point) {
    this.#snapshot = snapshot;
    this.#strings = strings;
    this.#offset = offset;
    const { nodes, layout } = snapshot;
    this.#indexes = new Map((nodes.backendNodeId ?? []).map((id, index) => [id, index]));
    for (const [at, index] of layout.nodeIndex.entries()) if (!this.#boxes.has(index)) this.#boxes.set(index, at);
    this.#listeners = new Set(nodes.isClickable?.index);
    for (const [index, parent] of (nodes.parentIndex ?? []).entries()) {
      const siblings = this.#children.get(parent);
      if (siblings) siblings.push(index);
      else this.#children.set(parent, [index]);
    }
  }

  /** Viewport CSS pixels; null for what has no box. */
  bounds(id: number): Rect | null {
    const at = this.#boxes.get(this.#indexes.get(id) ?? -1);
    if (at === undefined) return null;
    const { layout, scrollOffsetX = 0, scrollOffsetY = 0 } = this.#snapshot;
    const [x = 0, y = 0, width = 0, height = 0] = layout.bounds[at] ?? [];
    return { x: x - scrollOffsetX + this.#offset.x, y: y - scrollOffsetY + this.#offset.y, width, height };
  }

  /** Whether the node itself listens for clicks. */
  listens(id: number): boolean {
    return this.#listens(this.#indexes.get(id) ?? -1);
  }

  facts(id: number): NodeFacts {
    const index = this.#indexes.get(id);
    if (index === undefined) return NOTHING;
    const above = this.#above(index, PLACE_HEIGHT);
    const holder = above.findIndex((at) => HOLDERS.has(this.#tagOf(at)));
    return {
      bounds: this.bounds(id),
      path: above.slice(0, Math.min(CARD_HEIGHT, holder < 0 ? above.length : holder)),
      clickable: this.#showsHand(index) || [index, ...above.slice(0, LISTENER_HEIGHT)].some((at) => this.#listens(at)),
      hints: [...new Set([...this.#wordsOf(index), ...this.#iconWords(index, ICON_DEPTH)])],
      around: above.map((at) => this.#wordsOf(at)).filter((words) => words.length > 0),
    };
  }

  #listens(index: number): boolean {
    return this.#listeners.has(index) && !ROOT_TAGS.has(this.#tagOf(index));
  }

  #showsHand(index: number): boolean {
    const [cursor = -1] = this.#snapshot.layout.styles[this.#boxes.get(index) ?? -1] ?? [];
    return this.#strings[cursor] === "pointer";
  }

  #tagOf(index: number): string {
    return this.#strings[this.#snapshot.nodes.nodeName?.[index] ?? -1] ?? "";
  }

  /** What the node stands in, the nearest first; a shadow tree stands in its host. */
  #above(index: number, height: number): number[] {
    const parents = this.#snapshot.nodes.parentIndex ?? [];
    const out: number[] = [];
    for (let at = parents[index] ?? -1; at >= 0 && out.length < height; at = parents[at] ?? -1) out.push(at);
    return out;
  }

  #wordsOf(index: number): string[] {
    const known = this.#words.get(index);
    if (known) return known;
    const attributes = this.#snapshot.nodes.attributes?.[index] ?? [];
    const words: string[] = [];
    for (let i = 0; i < attributes.length; i += 2) {
      const name = this.#strings[attributes[i] ?? -1] ?? "";
      const value = this.#strings[attributes[i + 1] ?? -1] ?? "";
      if (HINTS.has(name)) words.push(...wordsIn(value));
      else if (ICON_ADDRESSES.has(name) && ICON_TAGS.has(this.#tagOf(index))) words.push(...wordsIn(lastPart(value)));
    }
    this.#words.set(index, words);
    return words;
  }

  #iconWords(index: number, depth: number): string[] {
    if (depth === 0) return [];
    const icons = (this.#children.get(index) ?? []).filter((child) => ICON_TAGS.has(this.#tagOf(child)));
    return icons.flatMap((child) => [...this.#wordsOf(child), ...this.#iconWords(child, depth - 1)]);
  }
}

/** "sprite.svg#icon-menu" as icon-menu, "/img/trash.svg" as trash. */
const lastPart = (address: string): string =>
  address
    .split(/[/#]/)
    .at(-1)
    ?.replace(/\.\w+$/, "") ?? "";

/** "red-ui-sideMenu" as red, ui, side, menu. Digits and long runs are made by machines and say nothing to anyone. */
const wordsIn = (text: string): string[] =>
  text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1 && word.length < 24);
