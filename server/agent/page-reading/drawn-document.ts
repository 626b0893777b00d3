import type { Protocol } from "devtools-protocol";
import type { Rect } from "../../driver/element.ts";
import type { PageFrame } from "../../driver/frames.ts";
import type { Point } from "../../driver/mouse.ts";
import type { Page } from "../../driver/page.ts";

type Snapshot = Protocol.DOMSnapshot.DocumentSnapshot;

/** What is asked of each box's style, in the order in which it comes. */
const STYLES = ["cursor", "visibility", "display"];
const CURSOR = 0;
const VISIBILITY = 1;
const DISPLAY = 2;
/** What the whole document listens for is nobody's own. */
const ROOT_TAGS = new Set(["body", "html", "#document"]);

/**
 * Reads all documents of all frames as they are drawn, by frame id (CDP DOMSnapshot.captureSnapshot, one call a process).
 * A shadow tree, closed or open, stands in its host, and what is slotted in its slot.
 */
export async function readDocuments(page: Page, frames: readonly PageFrame[], signal: AbortSignal): Promise<Map<string, DrawnDocument>> {
  const read = async (cdp: PageFrame["cdp"]): Promise<[string, DrawnDocument][]> => {
    const { documents, strings } = await cdp.send("DOMSnapshot.captureSnapshot", { computedStyles: STYLES }, { signal });
    const offsetOf = async (frameId: string): Promise<Point> => {
      if (frameId === page.mainFrameId) return { x: 0, y: 0 };
      // A frame that has gone meanwhile stands nowhere.
      return page.frameOffset(frameId).catch(() => ({ x: 0, y: 0 }));
    };
    const frameOf = (document: Snapshot): string => strings[document.frameId] ?? page.mainFrameId;
    return Promise.all(documents.map(async (document) => [frameOf(document), new DrawnDocument(document, strings, await offsetOf(frameOf(document)))]));
  };
  const processes = [...new Set(frames.map((frame) => frame.cdp))];
  return new Map((await Promise.all(processes.map(read))).flat());
}

/** One document as it is drawn. Its nodes are numbers, counted in the order of the page; node 0 is the document itself. */
export class DrawnDocument {
  readonly #snapshot: Snapshot;
  readonly #strings: readonly string[];
  readonly #offset: Point;
  /** Where the layout's facts about a node begin; -1 for what is not drawn. */
  readonly #boxes: Int32Array;
  readonly #children: number[][];
  readonly #listeners: Set<number>;
  readonly #selected: Set<number>;
  readonly #checked: Set<number>;
  readonly #values: Map<number, number>;
  readonly #pseudos: Set<number>;
  readonly #tags: (string | undefined)[] = [];
  #ids: Map<string, number[]> | null = null;

  constructor(snapshot: Snapshot, strings: readonly string[], offset: Point) {
    this.#snapshot = snapshot;
    this.#strings = strings;
    this.#offset = offset;
    const { nodes, layout } = snapshot;
    const count = this.length;
    this.#boxes = new Int32Array(count).fill(-1);
    for (const [at, index] of layout.nodeIndex.entries()) if (this.#boxes[index] === -1) this.#boxes[index] = at;
    this.#children = Array.from({ length: count }, () => []);
    for (const [index, parent] of (nodes.parentIndex ?? []).entries()) this.#children[parent]?.push(index);
    this.#listeners = new Set(nodes.isClickable?.index);
    this.#selected = new Set(nodes.optionSelected?.index);
    this.#checked = new Set(nodes.inputChecked?.index);
    this.#pseudos = new Set(nodes.pseudoType?.index);
    this.#values = new Map();
    for (const rare of [nodes.inputValue, nodes.textValue])
      for (const [i, index] of (rare?.index ?? []).entries()) this.#values.set(index, rare?.value[i] ?? -1);
  }

  /** How many nodes there are. */
  get length(): number {
    return this.#snapshot.nodes.nodeName?.length ?? 0;
  }

  get title(): string {
    return this.#string(this.#snapshot.title);
  }

  /** What relative addresses begin with. */
  get baseUrl(): string {
    return this.#string(this.#snapshot.baseURL);
  }

  backendNodeId(index: number): number {
    return this.#snapshot.nodes.backendNodeId?.[index] ?? -1;
  }

  /** The element's name in lower case; `#text` and the like for other nodes. */
  tag(index: number): string {
    const known = this.#tags[index];
    if (known !== undefined) return known;
    const tag = this.#string(this.#snapshot.nodes.nodeName?.[index] ?? -1).toLowerCase();
    this.#tags[index] = tag;
    return tag;
  }

  isText(index: number): boolean {
    return this.#snapshot.nodes.nodeType?.[index] === 3;
  }

  isElement(index: number): boolean {
    return this.#snapshot.nodes.nodeType?.[index] === 1;
  }

  /** Made by a style sheet, as ::before is. */
  isPseudo(index: number): boolean {
    return this.#pseudos.has(index);
  }

  parent(index: number): number {
    return this.#snapshot.nodes.parentIndex?.[index] ?? -1;
  }

  children(index: number): readonly number[] {
    return this.#children[index] ?? [];
  }

  /** What the node stands in, the nearest first. */
  above(index: number, height = Number.POSITIVE_INFINITY): number[] {
    const out: number[] = [];
    for (let at = this.parent(index); at >= 0 && out.length < height; at = this.parent(at)) out.push(at);
    return out;
  }

  /** The nearest node of one of these tags that it stands in; -1 when there is none. */
  closest(index: number, tags: readonly string[]): number {
    for (let at = this.parent(index); at >= 0; at = this.parent(at)) if (tags.includes(this.tag(at))) return at;
    return -1;
  }

  /** An attribute's value; null where the element has none of that name. */
  attr(index: number, name: string): string | null {
    const attributes = this.#snapshot.nodes.attributes?.[index] ?? [];
    for (let i = 0; i < attributes.length; i += 2) if (this.#strings[attributes[i] ?? -1] === name) return this.#string(attributes[i + 1] ?? -1);
    return null;
  }

  *attrs(index: number): Generator<readonly [name: string, value: string]> {
    const attributes = this.#snapshot.nodes.attributes?.[index] ?? [];
    for (let i = 0; i < attributes.length; i += 2) yield [this.#string(attributes[i] ?? -1), this.#string(attributes[i + 1] ?? -1)];
  }

  /** The first element with this id; null when there is none. Of several (each shadow tree has its own ids) the one nearest to `from`. */
  byId(id: string, from: number): number | null {
    this.#ids ??= this.#readIds();
    const all = this.#ids.get(id) ?? [];
    if (all.length < 2) return all[0] ?? null;
    const around = this.above(from);
    const distance = (index: number): number =>
      this.above(index).findIndex((at) => around.includes(at)) + around.findIndex((at) => this.above(index).includes(at));
    return all.reduce((best, next) => (distance(next) < distance(best) ? next : best));
  }

  /** The words of a text node as they are drawn, or as they are written where it is not. */
  text(index: number): string {
    const at = this.#boxes[index] ?? -1;
    return at >= 0 ? this.#string(this.#snapshot.layout.text[at] ?? -1) : this.#string(this.#snapshot.nodes.nodeValue?.[index] ?? -1);
  }

  /** What a field holds now. */
  value(index: number): string | null {
    const at = this.#values.get(index);
    return at === undefined ? null : this.#string(at);
  }

  isChecked(index: number): boolean {
    return this.#checked.has(index);
  }

  isSelected(index: number): boolean {
    return this.#selected.has(index);
  }

  /** Has a box, which may be empty. */
  isDrawn(index: number): boolean {
    return (this.#boxes[index] ?? -1) >= 0;
  }

  isVisible(index: number): boolean {
    return this.isDrawn(index) && this.#style(index, VISIBILITY) === "visible";
  }

  /** CSS display; empty for what is not drawn. */
  display(index: number): string {
    return this.#style(index, DISPLAY);
  }

  /** Shows the hand over itself. */
  showsHand(index: number): boolean {
    return this.#style(index, CURSOR) === "pointer";
  }

  /** Listens for clicks itself. */
  listens(index: number): boolean {
    return this.#listeners.has(index) && !ROOT_TAGS.has(this.tag(index));
  }

  /** The page's viewport's CSS pixels; null for what has no box. */
  bounds(index: number): Rect | null {
    const at = this.#boxes[index] ?? -1;
    if (at < 0) return null;
    const { layout, scrollOffsetX = 0, scrollOffsetY = 0 } = this.#snapshot;
    const [x = 0, y = 0, width = 0, height = 0] = layout.bounds[at] ?? [];
    return { x: x - scrollOffsetX + this.#offset.x, y: y - scrollOffsetY + this.#offset.y, width, height };
  }

  #style(index: number, which: number): string {
    const at = this.#boxes[index] ?? -1;
    return at < 0 ? "" : this.#string(this.#snapshot.layout.styles[at]?.[which] ?? -1);
  }

  #string(at: number): string {
    return this.#strings[at] ?? "";
  }

  #readIds(): Map<string, number[]> {
    const ids = new Map<string, number[]>();
    for (let index = 0; index < this.length; index++) {
      const id = this.attr(index, "id");
      if (id === null) continue;
      const all = ids.get(id);
      if (all) all.push(index);
      else ids.set(id, [index]);
    }
    return ids;
  }
}
