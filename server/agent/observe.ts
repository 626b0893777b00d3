import type { ObservedElement, ObserveInput, ObserveOutput } from "../contract/agent.ts";
import { withSpan } from "../core/telemetry.ts";
import type { Page } from "../driver/page.ts";
import { CdpError } from "../providers/cdp.ts";
import type { Lease } from "../sessions/lease.ts";
import type { ActionCache, Remembering } from "./cache/action-cache.ts";
import type { CachedStep } from "./cache/entry.ts";
import { observeAgain, rememberable } from "./cache/observed.ts";
import { compareSightings, sightings } from "./cache/sightings.ts";
import { type ModelElement, readPage, toObserved } from "./page-model.ts";
import type { Scored } from "./resolver/score.ts";
import { search } from "./resolver/search.ts";
import { assertModel, MODEL_CONFIDENCE, type ModelTier, type Pointed, whereOf } from "./stagehand.ts";

/** What an observation gave, whether there was more than was asked for, and what it cost where the model made it. */
type Seen = Pick<ObserveOutput, "title" | "elements" | "usage" | "via"> & { truncated?: boolean };
/** What answers on the page, the best first. */
type Looked = { title: string; found: Scored[] };
/** What the model pointed at, with our own reading of it where there is one. */
type Pointing = { pointed: Pointed; element: ModelElement | undefined };
/** An observation with an instruction; `memory` is null where it is to go without. */
type Call = { instruction: string; limit: number; lease: Lease; signal: AbortSignal; memory: Remembering | null };

const SETTLE_LIMIT_MS = 3_000;
/** Nothing of what was remembered has served. */
const ANEW = { changes: () => [], allRecalled: () => false };

/** Looks at a page tier by tier: what was seen before, what answers to the instruction's words, the model for what shares no word with it. */
export function createObservation({ tier, cache }: { tier: ModelTier | null; cache: ActionCache | null }) {
  const byModel = async ({ instruction, lease, signal, memory }: Call): Promise<Seen> => {
    const { seen, pointings } = await withSpan("model.observe", {}, () => observeByModel(assertModel(tier), instruction, lease, signal));
    if (!memory) return seen;
    const known = pointings.flatMap(({ element, pointed }) => (element ? [{ element, ...pointed }] : []));
    const steps = known.length === pointings.length ? await rememberable(lease.page, known) : null;
    if (steps) memory.succeeded({ via: "model", confidence: MODEL_CONFIDENCE, steps }, ANEW);
    else memory.failed(null);
    return seen;
  };
  const through = async (call: Call): Promise<Seen> => {
    const { instruction, limit, lease, signal, memory } = call;
    const again = memory && (await byMemory(memory, call));
    if (again) return again;
    const looked = await withSpan("resolver.observe", {}, () => lookAtRest(lease.page, instruction, signal));
    if (looked.found.length > 0) {
      if (memory) remember(memory, lease.page, looked.found);
      return { ...told(looked, limit), via: "resolver" };
    }
    // What shares no word with the instruction may still be what it means.
    const chosen = memory && (await byModelsChoice(memory, call));
    if (chosen) return chosen;
    if (tier) return byModel(call);
    memory?.failed(null);
    return { ...told(looked, limit), via: "resolver" };
  };
  const see = async ({ instruction, mode, useCache, limit }: ObserveInput, lease: Lease, signal: AbortSignal): Promise<Seen> => {
    // Who names a tier wants that tier.
    const memories = instruction !== undefined && mode === "auto" && useCache ? cache : null;
    if (instruction !== undefined && !memories) cache?.notUsed();
    if (instruction !== undefined && mode === "model") return byModel({ instruction, limit, lease, signal, memory: null });
    if (instruction === undefined || mode === "resolver") {
      const looked = await withSpan("resolver.observe", {}, () => lookAtRest(lease.page, instruction, signal));
      return { ...told(looked, limit), via: "resolver" };
    }
    const memory = memories && (await withSpan("cache.lookup", {}, () => memories.open("observe", { instruction }, lease, signal)));
    return through({ instruction, limit, lease, signal, memory });
  };

  return async (input: ObserveInput, lease: Lease, signal: AbortSignal): Promise<Omit<ObserveOutput, "durationMs">> => {
    const { title, elements, truncated = false, usage, via } = await see(input, lease, signal);
    return {
      success: true,
      url: lease.page.url,
      title,
      elements: elements.slice(0, input.limit),
      truncated: truncated || elements.length > input.limit,
      via,
      usage,
    };
  };
}

/** Waits until the page rests, and reads it. */
async function lookAtRest(page: Page, instruction: string | undefined, signal: AbortSignal): Promise<Looked> {
  await page.settle({ limitMs: SETTLE_LIMIT_MS, signal });
  return look(page, instruction, signal);
}

/** What can be acted on; with an instruction, what answers to its words, the best first. */
async function look(page: Page, instruction: string | undefined, signal: AbortSignal): Promise<Looked> {
  const model = await readPage(page, signal);
  const shown = (): Scored[] => model.elements.flatMap((element) => (element.bounds !== null && element.role !== "text" ? [{ element, score: 1 }] : []));
  return { title: model.title, found: instruction === undefined ? shown() : search(model, instruction) };
}

/** Only what is told is put into words: a large page has thousands. */
const told = ({ title, found }: Looked, limit: number): Omit<Seen, "via"> => ({
  ...{ title, usage: null, truncated: found.length > limit },
  elements: found.slice(0, limit).map(({ element, score }) => toObserved(element, score)),
});

/**
 * What answered before, as it is now; null where anything else answers too, or one of them does not any more. It was told
 * of a page that rested, so there is nothing to wait for as long as it is the same.
 */
async function byMemory(memory: Remembering, { instruction, limit, lease: { page }, signal }: Call): Promise<Seen | null> {
  const known = memory.known?.value;
  if (known?.via !== "resolver") return null;
  return withSpan("cache.observe", {}, async () => {
    const looked = await look(page, instruction, signal);
    const now = stepsOf(memory, page, looked.found);
    if (!now || !compareSightings(known.steps, now).isSame) return null;
    memory.served();
    return { ...told(looked, limit), via: "cache" };
  });
}

/** What the model has shown before is looked at again without it; null where not all of it is there. */
async function byModelsChoice(memory: Remembering, { lease: { page }, signal }: Call): Promise<Seen | null> {
  const known = memory.known?.value;
  if (known?.via !== "model") return null;
  const again = await withSpan("cache.observe", {}, () => observeAgain(page, known, signal));
  if (again) memory.served();
  return again && { ...again, usage: null, via: "cache" };
}

/** Notes what has answered, in place of what did before. */
function remember(memory: Remembering, page: Page, found: readonly Scored[]): void {
  const steps = stepsOf(memory, page, found);
  if (!steps) return void memory.failed(null);
  const before = memory.known?.value.via === "resolver" ? memory.known.value.steps : [];
  const { isSame, changes } = compareSightings(before, steps);
  const confidence = Math.min(1, found[0]?.score ?? 0);
  // The same once the page rested: what was remembered holds.
  memory.succeeded({ via: "resolver", confidence, steps }, { changes: () => changes, allRecalled: () => isSame && before.length > 0 });
}

function stepsOf(memory: Remembering, page: Page, found: readonly Scored[]): CachedStep[] | null {
  const steps = sightings(found, (frameId) => (frameId === page.mainFrameId ? null : page.frame(frameId).url));
  return steps && memory.hidden(steps);
}

/** What the model finds for an instruction, with refs of our own reading of the page, so that `act` accepts them. */
async function observeByModel(tier: ModelTier, instruction: string, lease: Lease, signal: AbortSignal): Promise<{ seen: Seen; pointings: Pointing[] }> {
  const { page } = lease;
  const { result, usage } = await tier.observe(whereOf(lease, signal), instruction);
  const { title, elements } = await readPage(page, signal);
  const pointings = await Promise.all(result.map(async (pointed) => ({ pointed, element: await elementAt(page, pointed, elements, signal) })));
  return { seen: { title, elements: pointings.map(({ pointed, element }) => toSeen(pointed, element)), usage, via: "model" }, pointings };
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
