import { delay } from "../../core/time.ts";
import type { Page } from "../../driver/page.ts";
import { handleOf, type ModelElement, type PageModel, readPage } from "../page-model.ts";
import { lookIn } from "./find.ts";
import type { Step } from "./steps.ts";
import { named } from "./target.ts";
import { ASIDE } from "./things.ts";

/** How long the first of them may take to appear. */
const APPEAR_LIMIT_MS = 3_000;
const LOOK_MS = 80;
/** A page with more of them is not gone through one by one. */
const MOST = 500;
/** Opened to choose from. */
const LISTS = new Set(["combobox", "listbox", "textbox", "searchbox"]);

/** A step for each element that "all of them" means, in the order of the page; one that finds nothing where there is none. */
export async function eachOf(page: Page, { each, target }: Extract<Step, { verb: "every" }>, signal: AbortSignal): Promise<Step[]> {
  const until = Date.now() + APPEAR_LIMIT_MS;
  for (;;) {
    const model = await readPage(page, signal);
    const steps: Step[] = each === "expand" ? await folded(page, model) : [];
    while (each !== "expand" && steps.length < MOST) {
      const step: Step = { verb: each, target: { ...target, ordinal: steps.length + 1 } };
      if ("choice" in (await lookIn(page, model, step))) break;
      steps.push(step);
    }
    if (steps.length > 0 || Date.now() > until) return steps.length > 0 ? steps : [{ verb: each, target }];
    await delay(LOOK_MS, signal);
  }
}

/** What on the page is folded, and neither a menu nor a list to choose from. */
async function folded(page: Page, { elements }: PageModel): Promise<Step[]> {
  const known = elements.filter(
    ({ role, states, context }) => states.includes("collapsed") && !LISTS.has(role) && !context.some((place) => ASIDE.has(place.role)),
  );
  const parts = await Promise.all(known.slice(0, MOST).map(async (element) => ((await opensMenu(page, element)) ? [] : [element.ref])));
  return parts.flat().map((ref) => ({ verb: "expand", target: named(`[${ref}]`) }));
}

const opensMenu = (page: Page, element: ModelElement): Promise<boolean> =>
  handleOf(page, element).call<boolean>(`function () { return !["", "false"].includes(this.getAttribute("aria-haspopup") ?? "") }`);
