import { isDeepStrictEqual } from "node:util";
import type { ActInput } from "../../contract/agent.ts";
import type { Page } from "../../driver/page.ts";
import { type ModelElement, readPage } from "../page-model.ts";
import type { Found, Open } from "../resolver/find.ts";
import { normalise } from "../resolver/normalise.ts";
import type { ActHooks } from "../resolver/resolver.ts";
import type { Step } from "../resolver/steps.ts";
import { named } from "../resolver/target.ts";
import type { CachedStep, CachedValue, Facts, Intent } from "./entry.ts";
import { nameIntent } from "./entry.ts";
import { intentOf, locate, readAndLocate } from "./locate.ts";
import { doubtOf, isUnchanged, ownEvidence, type Terms } from "./same.ts";
import { isCacheable, isWithoutElement, ordinalOf } from "./steps.ts";

const SETTLE_LIMIT_MS = 3_000;
const QUIET_MS = 60;
/** A name that answers less well than the one that was meant did is another name. */
const LESS_SURE = 0.05;
/** What these do needs no more of an element than where it is. */
const LIGHT = new Set<Step["verb"]>(["click", "doubleClick", "rightClick", "hover", "press", "check", "uncheck", "clear", "type", "focus"]);

/** What a replay knows of a call. */
export type ReplayParts = {
  page: Page;
  signal: AbortSignal;
  /** What is remembered; null: nothing, the steps are only noted. */
  known: CachedValue | null;
  /** Told of the very same address as it was made at. */
  sameAddress: boolean;
  variables: ActInput["variables"];
};

/** How the steps of one call were come by, gathered while they are done. */
export type Replay = {
  hooks: ActHooks;
  /** The steps as they were now; null where one of them cannot be remembered. */
  steps(): CachedStep[] | null;
  /** What was found otherwise than before. */
  changes(): { was: string; now: string; why: string }[];
  /** Whether every step's elements were known from before. */
  allRecalled(): boolean;
  /** Milliseconds spent on what is known from before. */
  recallMs(): number;
  /** Why what was found was not taken for what was meant. */
  doubt(): string | null;
};

/**
 * Goes along while an instruction is done: gives the elements that are known from before, if the page still has them,
 * looks closely at what is found in their stead, and notes all of them for the next time.
 */
export function createReplay({ page, signal, known, sameAddress, variables = {} }: ReplayParts): Replay {
  const noted: (CachedStep | null)[] = [];
  const changed: { was: string; now: string; why: string }[] = [];
  const state: { recalled: boolean; doubt: string | null; current: CachedStep | null; recallMs: number } = {
    recalled: true,
    doubt: null,
    current: null,
    recallMs: 0,
  };
  const strict = known?.via === "model";
  const filled = (intent: Intent): Intent => JSON.parse(fillIn(JSON.stringify(intent), variables)) as Intent;

  const stepOf = (step: Step, index: number): CachedStep | null => {
    const cached = known?.steps[index];
    // The steps of a model's entry are made from it; the resolver's come from the instruction, as this version reads it.
    return cached && (strict || isDeepStrictEqual(cached.step, plain(step))) ? cached : null;
  };
  const seek = async (step: Step, intent: Intent): Promise<ModelElement | null> => {
    const terms: Terms = { ordinal: ordinalOf(step), loose: known?.loose ?? false };
    const first = await locate(page, intent, terms, signal);
    if (typeof first === "object") return fullyRead(page, step, first, signal);
    await page.settle({ quietMs: QUIET_MS, limitMs: SETTLE_LIMIT_MS, signal });
    const second = await locate(page, intent, terms, signal);
    if (typeof second === "object") return fullyRead(page, step, second, signal);
    // The order among all of one name cannot be told by reading only those of one role.
    if (second === "several" || terms.ordinal !== null) return null;
    return readAndLocate(page, intent, terms, signal);
  };

  const recall = async (step: Step, index: number): Promise<Found | Open | null> => {
    const startedAt = performance.now();
    const found = await recallStep(step, index);
    state.recallMs += performance.now() - startedAt;
    return found;
  };
  const recallStep = async (step: Step, index: number): Promise<Found | Open | null> => {
    const cached = stepOf(step, index);
    state.current = null;
    // A step that is tried anew, because a person had the page meanwhile, is noted anew.
    noted.splice(index);
    if (!cached || !known) return null;
    if (!cached.element) return isWithoutElement(step) ? recalled(cached, { element: null, onto: null, confidence: known.confidence }) : null;
    const element = await seek(step, filled(cached.element));
    const onto = cached.onto && (await seek(step, filled(cached.onto)));
    if (element && (onto !== null || !cached.onto)) return recalled(cached, { element, onto, confidence: known.confidence });
    state.recalled = false;
    return strict ? { end: "target", target: named(cached.element.name), choice: { outcome: "not_found", candidates: [] } } : null;
  };
  const recalled = (cached: CachedStep, found: Found): Found => {
    state.current = cached;
    return found;
  };

  /** What was found by looking anew is compared with what was meant. */
  const compare = (step: Step, found: Found, meant: Intent, now: Intent): string | null => {
    if (!known || known.loose || !sameAddress || ordinalOf(step) !== null) return null;
    const target = "target" in step ? step.target : null;
    // Where it stands by the words that the instruction itself says, it is where it was asked for.
    const isStated = target !== null && target.places.length > 0 && target.places.every(({ words }) => standsBy(now.facts, normalise(words)));
    const doubt = isStated ? null : doubtOf(meant.facts, now.facts);
    if (doubt !== null) return doubt;
    const renamed = now.name !== meant.name && now.facts.name !== meant.facts.name;
    const lessSure = found.confidence < known.confidence - LESS_SURE;
    return renamed && lessSure && ownEvidence(meant.facts, now.facts) !== "same" ? `it was called "${meant.name}", and this one is called "${now.name}"` : null;
  };

  const stepFound = async (step: Step, index: number, found: Found): Promise<Open | null> => {
    if (step.verb === "type" && step.target === null) {
      noted.push({ step: plain(step), description: step.verb, element: null, onto: null });
      return null;
    }
    const before = state.current;
    const isRead = found.element === null || found.element.bounds !== null || found.element.path.length > 0;
    if (before && !isRead) {
      noted.push(before);
      return null;
    }
    const [element, onto] = await Promise.all([found.element && intentOf(page, found.element), found.onto && intentOf(page, found.onto)]);
    const cached = stepOf(step, index);
    if (!before) state.recalled = false;
    const meant = cached?.element && filled(cached.element);
    const doubt = meant && element && !before ? compare(step, found, meant, element) : null;
    if (doubt !== null && found.element) {
      state.doubt = doubt;
      return {
        end: "target",
        target: named(found.element.name),
        choice: { outcome: "not_found", candidates: [{ element: found.element, score: found.confidence }] },
      };
    }
    const usable = isCacheable(step, found, element) && (element !== null) === (found.element !== null) && (onto !== null) === (found.onto !== null);
    const description = element ? `${step.verb} ${nameIntent(element)}` : step.verb;
    const now: CachedStep | null = usable ? { step: strict && cached ? cached.step : plain(step), description, element, onto } : null;
    if (meant && element && !(isUnchanged(meant.facts, element.facts) && meant.name === element.name)) changed.push(changeOf(meant, element));
    noted.push(now);
    return null;
  };

  return {
    hooks: { recall, stepFound },
    steps: () => (noted.length > 0 && noted.every((step) => step !== null) ? (noted as CachedStep[]) : null),
    changes: () => changed,
    allRecalled: () => state.recalled,
    recallMs: () => state.recallMs,
    doubt: () => state.doubt,
  };
}

/** Some steps look closely at an element (a list that opens, a slider): they get it as a reading of the whole page has it. */
async function fullyRead(page: Page, step: Step, element: ModelElement, signal: AbortSignal): Promise<ModelElement | null> {
  if (LIGHT.has(step.verb)) return element;
  const { elements } = await readPage(page, signal);
  return elements.find(({ backendNodeId, frameId }) => backendNodeId === element.backendNodeId && frameId === element.frameId) ?? null;
}

const standsBy = ({ places, near, heading }: Facts, words: string): boolean =>
  [...places.map(({ label }) => label), near, heading].some((text) => ` ${normalise(text)} `.includes(` ${words} `));

function changeOf(was: Intent, now: Intent): { was: string; now: string; why: string } {
  const why =
    was.name !== now.name
      ? "It is called otherwise."
      : was.role !== now.role || was.facts.kind !== now.facts.kind
        ? "It is of another kind."
        : was.frame !== now.frame || was.facts.frame !== now.facts.frame
          ? "It is in another frame."
          : "It stands elsewhere.";
  return { was: nameIntent(was), now: nameIntent(now), why };
}

const plain = (step: Step): CachedStep["step"] => JSON.parse(JSON.stringify(step)) as CachedStep["step"];

/** Names of variables in what was remembered, with this call's values; as JSON, so values are written as JSON has them. */
const fillIn = (json: string, variables: Record<string, string>): string =>
  json.replace(/%(\w+)%/g, (all, name: string) => {
    const value = variables[name];
    return value === undefined ? all : JSON.stringify(value).slice(1, -1);
  });
