import { CdpError, type CdpSession } from "../../providers/cdp.ts";

/** Where scripts of ours run in a frame. */
export type ScriptContext = { cdp: CdpSession; contextId: number | undefined };

/** What only scripts can tell of one frame's elements, by their backend node ids. */
export type LiveFacts = {
  focused: number | null;
  /** The uppermost native dialog that all else waits for. */
  modal: number | null;
  /** Boxes that are neither ticked nor not. */
  mixed: ReadonlySet<number>;
  /** Fields that say that what was entered is wrong. */
  invalid: ReadonlySet<number>;
};

const NOTHING: LiveFacts = { focused: null, modal: null, mixed: new Set(), invalid: new Set() };
const MOST_OF_A_KIND = 100;
const GROUP = "perch-live-facts";

/** Runs in our world of the frame: null where there is nothing to tell, the focused element alone, or all that there is by its kind. */
const COLLECT = `(() => {
  let focused = document.hasFocus() ? document.activeElement : null;
  while (focused && focused.shadowRoot && focused.shadowRoot.activeElement) focused = focused.shadowRoot.activeElement;
  if (focused === document.body || focused === document.documentElement) focused = null;
  const all = (selector) => [...document.querySelectorAll(selector)].slice(0, ${MOST_OF_A_KIND});
  const found = {};
  const put = (kind, nodes) => nodes.forEach((node, i) => { found[kind + "-" + i] = node; });
  put("focused", focused ? [focused] : []);
  put("modal", all("dialog:modal").slice(-1));
  put("mixed", all("input[type=checkbox]:indeterminate"));
  put("invalid", all("input:user-invalid, select:user-invalid, textarea:user-invalid"));
  const kinds = Object.keys(found);
  return kinds.length === 0 ? null : kinds.length === 1 && focused ? focused : found;
})()`;

/** Asks one frame, at once; one that goes away meanwhile has nothing to tell. @throws AppError the signal's reason */
export async function readLiveFacts({ cdp, contextId }: ScriptContext, signal: AbortSignal): Promise<LiveFacts> {
  const idOf = async (objectId: string): Promise<number> => (await cdp.send("DOM.describeNode", { objectId }, { signal })).node.backendNodeId;
  try {
    const where = contextId === undefined ? {} : { contextId };
    const { result } = await cdp.send("Runtime.evaluate", { expression: COLLECT, objectGroup: GROUP, ...where }, { signal });
    if (result.objectId === undefined) return NOTHING;
    if (result.subtype === "node") return { ...NOTHING, focused: await idOf(result.objectId) };
    const { result: properties } = await cdp.send("Runtime.getProperties", { objectId: result.objectId, ownProperties: true }, { signal });
    const nodes = properties.flatMap(({ name, value }) => (value?.objectId === undefined ? [] : [{ kind: name.split("-")[0], objectId: value.objectId }]));
    const found = await Promise.all(nodes.map(async ({ kind, objectId }) => ({ kind, id: await idOf(objectId) })));
    const ids = (wanted: string): number[] => found.filter(({ kind }) => kind === wanted).map(({ id }) => id);
    return { focused: ids("focused")[0] ?? null, modal: ids("modal")[0] ?? null, mixed: new Set(ids("mixed")), invalid: new Set(ids("invalid")) };
  } catch (error) {
    if (error instanceof CdpError) return NOTHING;
    throw error;
  } finally {
    // What we held is let go of; a frame that is gone holds nothing any more.
    cdp.send("Runtime.releaseObjectGroup", { objectGroup: GROUP }).catch(() => undefined);
  }
}
