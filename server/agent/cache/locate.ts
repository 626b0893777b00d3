import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import type { Page } from "../../driver/page.ts";
import { CdpError } from "../../providers/cdp.ts";
import { handleOf, type ModelElement, readPage } from "../page-model.ts";
import { normalise } from "../resolver/normalise.ts";
import { Facts, type Intent } from "./entry.ts";
import { pageSignature } from "./key.ts";
import { DESCRIBE, findPeers, peerAt, STATES } from "./node-script.ts";
import { sameOf, type Terms, type Verdict } from "./same.ts";

const Description = Facts.extend({ css: z.string(), xpath: z.string() }).nullable();
const Peers = z.array(Facts).nullable();
/** More of one role and name than this are not asked one by one. */
const DESCRIBE_MOST = 20;
/** One look is no reason to hold up an act: what answers later is read in full. */
const LOOK_LIMIT_MS = 2_000;

/** What there is to know an element by; null for what has left the page. Changes nothing. */
export async function intentOf(page: Page, element: ModelElement): Promise<Intent | null> {
  const { role, name, context, popup, frameId } = element;
  const described = await orNull(async () => Description.parse(await handleOf(page, element).call<unknown>(DESCRIBE)));
  if (!described) return null;
  const { css, xpath, ...facts } = described;
  const frame = frameId === page.mainFrameId ? null : pageSignature(page.frame(frameId).url);
  return { role, name, context: context.slice(0, 30).map((place) => ({ role: place.role, name: place.name })), popup, frame, facts, css, xpath };
}

/**
 * The element that was meant, where the page shows it as it did: the same kind and name, in the same places, told from
 * all that are called the same. A few calls, without reading the page.
 */
export async function locate(page: Page, intent: Intent, terms: Terms, signal: AbortSignal): Promise<ModelElement | Exclude<Verdict, object>> {
  const frames = page.frames().filter(({ frameId, url }) => (intent.frame === null ? frameId === page.mainFrameId : pageSignature(url) === intent.frame));
  const { kind, name, shown } = intent.facts;
  const looks = await Promise.all(
    frames.map(async ({ frameId }) => {
      const peers = await orNull(async () => {
        const options = { frameId, world: "isolated" as const, signal, timeoutMs: LOOK_LIMIT_MS };
        return Peers.parse((await page.evaluate<unknown>(findPeers(kind, name, shown), options)).value);
      });
      return (peers ?? []).map((facts, index) => ({ frameId, index, facts }));
    }),
  );
  const peers = looks.flat();
  const verdict = sameOf(
    intent.facts,
    peers.map(({ facts }) => facts),
    terms,
  );
  if (typeof verdict === "string") return verdict;
  const chosen = peers[verdict.index];
  const element = chosen && (await elementAt(page, intent, chosen));
  return element ?? "none";
}

/** The same by reading the whole page: what is called the same by assistive technology, wherever and whatever it now is. */
export async function readAndLocate(page: Page, intent: Intent, terms: Terms, signal: AbortSignal): Promise<ModelElement | null> {
  const { elements } = await readPage(page, signal);
  const named = elements.filter((element) => element.role === intent.role && normalise(element.name) === normalise(intent.name));
  if (named.length === 0 || named.length > DESCRIBE_MOST) return null;
  const known = (await Promise.all(named.map(async (element) => ({ element, now: await intentOf(page, element) })))).flatMap(({ element, now }) =>
    now && now.facts.shown === intent.facts.shown && now.frame === intent.frame ? [{ element, facts: now.facts }] : [],
  );
  const verdict = sameOf(
    intent.facts,
    known.map(({ facts }) => facts),
    terms,
  );
  return typeof verdict === "string" ? null : (known[verdict.index]?.element ?? null);
}

/** As the page's model would have it, with what steps need to know. */
async function elementAt(page: Page, intent: Intent, { frameId, index }: { frameId: string; index: number }): Promise<ModelElement | null> {
  return orNull(async () => {
    const { cdp, contextId } = await page.frameContext(frameId, "isolated");
    const { result } = await cdp.send("Runtime.evaluate", { expression: peerAt(index), ...(contextId !== undefined && { contextId }) });
    const { objectId } = result;
    if (objectId === undefined) return null;
    const [{ node }, states] = await Promise.all([
      cdp.send("DOM.describeNode", { objectId }),
      cdp.send("Runtime.callFunctionOn", { objectId, functionDeclaration: STATES, returnByValue: true }),
    ]);
    const { backendNodeId } = node;
    return {
      ref: page.frame(frameId).cdp === page.cdp ? `e${backendNodeId}` : `e${backendNodeId}-${frameId.slice(0, 8)}`,
      backendNodeId,
      frameId,
      role: intent.role,
      name: intent.name,
      value: null,
      description: null,
      shown: [],
      level: null,
      column: null,
      states: z.array(z.string()).parse(states.result.value),
      context: intent.context.map((place) => ({ ...place, id: -1, modal: false })),
      url: null,
      popup: intent.popup,
      bounds: null,
      clickable: true,
      hints: [],
      around: [],
      path: [],
    };
  });
}

/** Null where the page went away meanwhile, or its document answers no scripts of ours. */
async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CdpError || error instanceof z.ZodError) return null;
    if (error instanceof AppError && ["ELEMENT_NOT_FOUND", "EVALUATION_FAILED", "NOT_FOUND"].includes(error.code)) return null;
    throw error;
  }
}
