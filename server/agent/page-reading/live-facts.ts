import type { PageFrame } from "../../driver/frames.ts";
import type { Page } from "../../driver/page.ts";
import { CdpError } from "../../providers/cdp.ts";

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

/** Runs in our world of the frame; null where there is nothing to tell, which is what most frames answer. */
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
  return Object.keys(found).length > 0 ? found : null;
})()`;

/** Asks one frame; one that goes away meanwhile has nothing to tell. @throws AppError the signal's reason */
export async function readLiveFacts(page: Page, { frameId }: PageFrame, signal: AbortSignal): Promise<LiveFacts> {
  try {
    const { cdp, contextId } = await page.frameContext(frameId, "isolated");
    const where = contextId === undefined ? {} : { contextId };
    const { result } = await cdp.send("Runtime.evaluate", { expression: COLLECT, objectGroup: GROUP, ...where }, { signal });
    if (result.objectId === undefined) return NOTHING;
    const { result: properties } = await cdp.send("Runtime.getProperties", { objectId: result.objectId, ownProperties: true }, { signal });
    const found = await Promise.all(
      properties.map(async ({ name, value }) => {
        if (value?.objectId === undefined) return { kind: "", id: -1 };
        const { node } = await cdp.send("DOM.describeNode", { objectId: value.objectId }, { signal });
        return { kind: name.split("-")[0] ?? "", id: node.backendNodeId };
      }),
    );
    await cdp.send("Runtime.releaseObjectGroup", { objectGroup: GROUP }, { signal });
    const ids = (wanted: string): number[] => found.filter(({ kind }) => kind === wanted).map(({ id }) => id);
    return { focused: ids("focused")[0] ?? null, modal: ids("modal")[0] ?? null, mixed: new Set(ids("mixed")), invalid: new Set(ids("invalid")) };
  } catch (error) {
    page.forgetWorld(frameId);
    if (error instanceof CdpError) return NOTHING;
    throw error;
  }
}
