import type { ActStep } from "../../contract/agent.ts";
import type { Page } from "../../driver/page.ts";
import { type ModelElement, readPage } from "../page-model.ts";
import type { Step } from "../resolver/steps.ts";
import { named } from "../resolver/target.ts";
import type { Chosen } from "../stagehand.ts";
import type { CachedStep, Intent } from "./entry.ts";
import { nameIntent } from "./entry.ts";
import { intentOf } from "./locate.ts";

/** The model may point at words inside a control, so many levels below it. */
const HOLDERS = 3;

/** What there is to know the model's element by; null where our reading of the page has none there. */
export async function choiceOf(page: Page, { node, inFrame }: Chosen, signal: AbortSignal): Promise<Intent | null> {
  const { elements } = await readPage(page, signal);
  const known = elements.filter(({ frameId }) => (frameId !== page.mainFrameId) === inFrame);
  const element = await nearest(page, node, known);
  return element && intentOf(page, element);
}

/** The element of this node, or of the nearest one that holds it. */
async function nearest(page: Page, node: number, known: readonly ModelElement[]): Promise<ModelElement | null> {
  const at = (id: number) => known.find(({ backendNodeId }) => backendNodeId === id) ?? null;
  const self = at(node);
  if (self) return self;
  for (const frameId of new Set(known.map((element) => element.frameId))) {
    let handle: Awaited<ReturnType<ReturnType<Page["element"]>["related"]>> = page.element({ backendNodeId: node, frameId });
    for (let i = 0; handle && i <= HOLDERS; i++) {
      const inner = await handle.related("function () { return this.firstChild }").catch(() => null);
      const found = at(handle.backendNodeId) ?? (inner && at(inner.backendNodeId));
      if (found) return found;
      handle = await handle.related("function () { return this.parentElement }").catch(() => null);
    }
  }
  return null;
}

/** What the model did as a step that we can do; null for what only its own client can. */
export function stepOf(method: string, args: readonly string[], { name, role }: Intent): Step | null {
  const target = named(name, { quoted: true });
  const [first = ""] = args;
  switch (method) {
    case "click":
    case "doubleClick":
    case "hover":
      return { verb: method, target };
    case "type":
      return role === "combobox" || role === "listbox" ? null : { verb: "type", text: first, target };
    case "select":
      return { verb: "select", option: first, item: named(first, { quoted: true }), options: [], target };
    case "press":
      return { verb: "press", key: first, times: 1, target };
    default:
      return null;
  }
}

/** The model's steps with their elements; null where they do not belong together or one cannot be done without it. */
export function modelSteps(steps: readonly ActStep[], choices: readonly (Intent | null)[]): CachedStep[] | null {
  if (steps.length === 0 || steps.length !== choices.length) return null;
  const out = steps.map(({ method, arguments: args }, i): CachedStep | null => {
    const element = choices[i] ?? null;
    const step = element && stepOf(method, args, element);
    return step && { step: { verb: step.verb, method, args: [...args] }, description: `${step.verb} ${nameIntent(element)}`, element, onto: null };
  });
  return out.every((step) => step !== null) ? out : null;
}

/** The same steps to be done again; null where this version does not know one of them. */
export function stepsOfModel(cached: readonly CachedStep[]): Step[] | null {
  const out = cached.map(({ step: { method, args }, element }) => {
    const texts = Array.isArray(args) ? args.filter((arg) => typeof arg === "string") : [];
    return element && typeof method === "string" ? stepOf(method, texts, element) : null;
  });
  return out.every((step) => step !== null) ? out : null;
}
