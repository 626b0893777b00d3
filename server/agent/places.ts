import { AppError } from "../core/errors.ts";
import type { Page } from "../driver/page.ts";
import { CdpError } from "../providers/cdp.ts";

/** Knows where elements stood, to tell whether a path that was written down then still leads to the same one. */
export type Places = ReturnType<typeof createPlaces>;

const REMEMBER = `(() => {
  const places = new Map();
  const visit = (parent) => {
    const counts = {};
    for (const child of parent.children) {
      counts[child.localName] = (counts[child.localName] ?? 0) + 1;
      places.set(child, { parent, nth: counts[child.localName] });
      visit(child);
      if (child.shadowRoot) visit(child.shadowRoot);
    }
  };
  visit(document);
  globalThis.perchPlaces = places;
})()`;

const FORGET = "delete globalThis.perchPlaces";

/** Null for a node of another frame's document. What was not noted (in a closed shadow tree) is taken as unmoved. */
const UNMOVED = `function () {
  if (this.ownerDocument !== document) return null;
  if (!this.isConnected) return false;
  const places = globalThis.perchPlaces ?? new Map();
  const nth = (el) => [...el.parentNode.children].filter((other) => other.localName === el.localName).indexOf(el) + 1;
  let el = this.nodeType === 1 ? this : this.parentElement;
  while (el && el.parentNode) {
    const was = places.get(el);
    if (was && (was.parent !== el.parentNode || was.nth !== nth(el))) return false;
    el = el.parentNode instanceof ShadowRoot ? el.parentNode.host : el.parentNode;
    if (el.nodeType !== 1) return true;
  }
  return true;
}`;

/** For one page, for as long as one call takes; `forget` when that is over. */
export function createPlaces(page: Page) {
  const everywhere = async (expression: string, signal: AbortSignal): Promise<void> => {
    await Promise.all(page.frames().map(({ frameId }) => page.evaluate(expression, { frameId, world: "isolated", signal }).catch(unlessAborted(signal))));
  };
  return {
    /** Notes where every element of every frame stands. */
    remember: (signal: AbortSignal): Promise<void> => everywhere(REMEMBER, signal),
    forget: (signal: AbortSignal): Promise<void> => everywhere(FORGET, signal),
    /** False when the element has gone, or something before it or around it came or went. */
    async unmoved(backendNodeId: number): Promise<boolean> {
      for (const { frameId } of page.frames()) {
        // A node of another process is not known in this frame.
        const answer = await page
          .element({ backendNodeId, frameId })
          .call<boolean | null>(UNMOVED)
          .catch(() => null);
        if (answer !== null) return answer;
      }
      return false;
    },
  };
}

/** A frame that goes away meanwhile has no places to note. */
const unlessAborted =
  (signal: AbortSignal) =>
  (error: unknown): void => {
    if (signal.aborted || !(error instanceof AppError || error instanceof CdpError)) throw error;
  };
