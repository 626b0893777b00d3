import type { Json } from "../../contract/common.ts";

/** rrweb's numbers: kinds of events, and sources of incremental ones. */
const EVENT = { fullSnapshot: 2, incremental: 3 } as const;
const SOURCE = { mutation: 0, viewportResize: 4 } as const;
/** rrweb leaves out which document a node is in where that has this number. */
const FIRST_DOCUMENT = 1;

const NODE_IDS: ReadonlySet<string> = new Set(["id", "rootId", "parentId", "nextId", "previousId", "start", "end", "styleId"]);

type Node = { [key: string]: Json } & { id: number };
type Event = { type: number; data: { [key: string]: Json }; timestamp: number };

/**
 * An event of a frame that records itself, as one of the page around it: its nodes get numbers of their own, its snapshot
 * becomes the content of the frame's element, as rrweb does it for frames that its own recorders pass on. Null for events
 * that only a page has.
 * @param base is added to every number; no two frames of a tab may share one
 * @param ownerId the frame's element in the events of the page
 */
export function asFrameEvent(json: string, base: number, ownerId: number): { json: string; attaches: boolean } | null {
  const event = JSON.parse(json) as Event;
  if (event.type === EVENT.fullSnapshot) {
    const node = shift(event.data.node ?? null, base) as Node;
    setRoot(node, node.id);
    const adds = [{ parentId: ownerId, nextId: null, node }];
    const data = { source: SOURCE.mutation, adds, removes: [], texts: [], attributes: [], isAttachIframe: true };
    return { json: JSON.stringify({ type: EVENT.incremental, data, timestamp: event.timestamp }), attaches: true };
  }
  if (event.type !== EVENT.incremental || event.data.source === SOURCE.viewportResize) return null;
  const data = shift(event.data, base) as Event["data"];
  if (data.source === SOURCE.mutation) for (const { node } of data.adds as { node: Node }[]) setRoot(node, base + FIRST_DOCUMENT);
  return { json: JSON.stringify({ ...event, data }), attaches: false };
}

/** Every number of a node or a style sheet in it, raised by `base`; -1 and less mean that there is none. */
function shift(value: Json, base: number): Json {
  if (Array.isArray(value)) return value.map((one) => shift(one, base));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      if (typeof one === "number") return [key, NODE_IDS.has(key) && one > 0 ? one + base : one];
      if (key === "styleIds" && Array.isArray(one)) return [key, one.map((id) => (typeof id === "number" ? id + base : id))];
      // A node's attributes are the page's own words.
      return [key, key === "attributes" && !Array.isArray(one) ? one : shift(one, base)];
    }),
  );
}

/** Nodes of a document that is not the page's say so. */
function setRoot(node: Node, rootId: number): void {
  if (node.id !== rootId) node.rootId ??= rootId;
  for (const child of (node.childNodes as Node[] | undefined) ?? []) setRoot(child, rootId);
}
