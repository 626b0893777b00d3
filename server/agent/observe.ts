import type { ObservedElement, ObserveInput, ObserveOutput } from "../contract/agent.ts";
import { withSpan } from "../core/telemetry.ts";
import type { Page } from "../driver/page.ts";
import { CdpError } from "../providers/cdp.ts";
import type { Lease } from "../sessions/lease.ts";
import type { ActionCache } from "./cache/action-cache.ts";
import { observeAgain, rememberable } from "./cache/observed.ts";
import { type ModelElement, readPage, toObserved } from "./page-model.ts";
import type { Scored } from "./resolver/score.ts";
import { search } from "./resolver/search.ts";
import { assertModel, MODEL_CONFIDENCE, type ModelTier, type Pointed, whereOf } from "./stagehand.ts";

/** What an observation gave, whether there was more than was asked for, and what it cost where the model made it. */
type Seen = { elements: ObservedElement[]; truncated?: boolean; usage: ObserveOutput["usage"]; via: ObserveOutput["via"] };
/** What the model pointed at, with our own reading of it where there is one. */
type Pointing = { pointed: Pointed; element: ModelElement | undefined };

const SETTLE_LIMIT_MS = 3_000;

/** Looks at a page tier by tier: what answers to the instruction's words first, the model for what shares no word with it. */
export function createObservation({ tier, cache }: { tier: ModelTier | null; cache: ActionCache | null }) {
  const byModel = (instruction: string, lease: Lease, signal: AbortSignal) =>
    withSpan("model.observe", {}, () => observeByModel(assertModel(tier), instruction, lease, signal));
  /** What the model has shown before is looked at again without it, as long as all of it is there. */
  const byCacheOrModel = async (memories: ActionCache, instruction: string, lease: Lease, signal: AbortSignal): Promise<Seen> => {
    const memory = await memories.open("observe", { instruction }, lease, signal);
    const { known } = memory;
    const again = known && (await withSpan("cache.observe", {}, () => observeAgain(lease.page, known.value, signal)));
    if (again) {
      memory.served();
      return { elements: again, usage: null, via: "cache" };
    }
    const { seen, pointings } = await byModel(instruction, lease, signal);
    const sightings = pointings.flatMap(({ element, pointed }) => (element ? [{ element, ...pointed }] : []));
    const steps = sightings.length === pointings.length ? await rememberable(lease.page, sightings) : null;
    memory.succeeded(steps && { via: "model", confidence: MODEL_CONFIDENCE, steps }, { changes: () => [], allRecalled: () => false });
    return seen;
  };
  const see = async ({ instruction, mode, useCache, limit }: ObserveInput, lease: Lease, signal: AbortSignal): Promise<Seen> => {
    if (mode === "model" && instruction !== undefined) return (await byModel(instruction, lease, signal)).seen;
    const seen = await withSpan("resolver.observe", {}, () => observePage(lease.page, { instruction, limit }, signal));
    // What shares no word with the instruction may still be what it means.
    const handOver = mode === "auto" && tier !== null && instruction !== undefined && seen.elements.length === 0;
    if (!handOver) return seen;
    return cache && useCache ? byCacheOrModel(cache, instruction, lease, signal) : (await byModel(instruction, lease, signal)).seen;
  };

  return async (input: ObserveInput, lease: Lease, signal: AbortSignal): Promise<Omit<ObserveOutput, "durationMs">> => {
    const { page } = lease;
    const { elements, truncated = false, usage, via } = await see(input, lease, signal);
    const title = await page.evaluate<string>("document.title", { world: "isolated", signal });
    return {
      success: true,
      url: page.url,
      title: title.value,
      elements: elements.slice(0, input.limit),
      truncated: truncated || elements.length > input.limit,
      via,
      usage,
    };
  };
}

/** What can be acted on; with an instruction, what answers to its words, the best first. */
async function observePage(page: Page, { instruction, limit }: Pick<ObserveInput, "instruction" | "limit">, signal: AbortSignal): Promise<Seen> {
  await page.settle({ limitMs: SETTLE_LIMIT_MS, signal });
  const model = await readPage(page, signal);
  const shown = (): Scored[] => model.elements.flatMap((element) => (element.bounds !== null && element.role !== "text" ? [{ element, score: 1 }] : []));
  const found = instruction === undefined ? shown() : search(model, instruction);
  // Only what is told is put into words: a large page has thousands.
  const elements = found.slice(0, limit).map(({ element, score }) => toObserved(element, score));
  return { elements, truncated: found.length > limit, usage: null, via: "resolver" };
}

/** What the model finds for an instruction, with refs of our own reading of the page, so that `act` accepts them. */
async function observeByModel(tier: ModelTier, instruction: string, lease: Lease, signal: AbortSignal): Promise<{ seen: Seen; pointings: Pointing[] }> {
  const { page } = lease;
  const { result, usage } = await tier.observe(whereOf(lease, signal), instruction);
  const { elements } = await readPage(page, signal);
  const pointings = await Promise.all(result.map(async (pointed) => ({ pointed, element: await elementAt(page, pointed, elements, signal) })));
  return { seen: { elements: pointings.map(({ pointed, element }) => toSeen(pointed, element)), usage, via: "model" }, pointings };
}

/** The element pointed at, else the first one inside it, else the nearest one that holds it. */
async function elementAt(page: Page, { nodes, selector }: Pointed, elements: ModelElement[], signal: AbortSignal): Promise<ModelElement | undefined> {
  // Node ids count from one in each process, so those of frames may be the same as the page's.
  const inFrame = /\/i?frame\b/.test(selector);
  const known = new Map(elements.filter(({ frameId }) => (frameId !== page.mainFrameId) === inFrame).map((element) => [element.backendNodeId, element]));
  const [self, ...holders] = nodes;
  if (self === undefined) return undefined;
  const within = known.has(self) ? [self] : await nodesWithin(page, self, signal);
  return [...within, ...holders].map((node) => known.get(node)).find((element) => element !== undefined);
}

/** A node that has gone, or is another process's, holds nothing that could be shown. */
async function nodesWithin(page: Page, backendNodeId: number, signal: AbortSignal): Promise<number[]> {
  try {
    const { node } = await page.cdp.send("DOM.describeNode", { backendNodeId, depth: -1, pierce: true }, { signal });
    const ids: number[] = [];
    const open = [node];
    for (let next = open.shift(); next; next = open.shift()) {
      ids.push(next.backendNodeId);
      open.unshift(...(next.shadowRoots ?? []), ...(next.children ?? []));
    }
    return ids;
  } catch (error) {
    if (error instanceof CdpError) return [];
    throw error;
  }
}

function toSeen({ selector, description, method }: Pointed, element: ModelElement | undefined): ObservedElement {
  if (!element)
    return {
      ref: "",
      role: "",
      name: description,
      value: null,
      states: [],
      context: null,
      bounds: null,
      methods: [method],
      confidence: MODEL_CONFIDENCE,
      selector,
      reason: null,
    };
  const seen = toObserved(element, MODEL_CONFIDENCE);
  return { ...seen, name: seen.name || description, methods: [...new Set([method, ...seen.methods])], selector };
}
