import type { ObservedElement } from "../../contract/agent.ts";
import type { Page } from "../../driver/page.ts";
import { type ModelElement, readPage, toObserved } from "../page-model.ts";
import type { CachedStep, CachedValue } from "./entry.ts";
import { intentOf, locate } from "./locate.ts";

/** An element that the model pointed at, with our own reading of it. */
export type Sighting = { element: ModelElement; description: string; method: string };

const AS_IT_STANDS = { ordinal: null, loose: false };

/** What there is to find these elements by again; null where one of them cannot be. */
export async function rememberable(page: Page, sightings: readonly Sighting[]): Promise<CachedStep[] | null> {
  const out = await Promise.all(
    sightings.map(async ({ element, description, method }): Promise<CachedStep | null> => {
      const intent = await intentOf(page, element);
      return intent && { step: { verb: method }, description, element: intent, onto: null };
    }),
  );
  return out.length > 0 && out.every((step) => step !== null) ? out : null;
}

/** The same elements as they are now; null as soon as one of them is not there, or not to be told from another. */
export async function observeAgain(
  page: Page,
  { steps, confidence }: CachedValue,
  signal: AbortSignal,
): Promise<{ title: string; elements: ObservedElement[] } | null> {
  const { title, elements } = await readPage(page, signal);
  const out: ObservedElement[] = [];
  // One after the other: what one look finds is kept in the page until it is taken up.
  for (const { step, description, element: intent } of steps) {
    const at = intent && (await locate(page, intent, AS_IT_STANDS, signal));
    const element = typeof at === "object" && at && elements.find(({ backendNodeId, frameId }) => backendNodeId === at.backendNodeId && frameId === at.frameId);
    if (!element) return null;
    const now = await intentOf(page, element);
    if (!now) return null;
    const seen = toObserved(element, confidence);
    const selector = now.frame === null ? `xpath=${now.xpath}` : null;
    out.push({ ...seen, name: seen.name || description, methods: [...new Set([step.verb, ...seen.methods])], selector });
  }
  return { title, elements: out };
}
