import { AppError } from "../../core/errors.ts";
import { delay } from "../../core/time.ts";
import type { ElementHandle } from "../../driver/element.ts";
import type { Point } from "../../driver/mouse.ts";
import type { Page } from "../../driver/page.ts";
import { handleOf, type ModelElement, readPage } from "../page-model.ts";
import type { Found } from "./find.ts";
import { nameScore, SURE } from "./names.ts";
import { choose, type Fit } from "./rank.ts";
import type { Direction, Step } from "./steps.ts";
import { named } from "./target.ts";

/** What a list that a page draws shows when it is open. */
const OPTION: Fit = { roles: ["option", "menuitemradio", "menuitem", "treeitem"] };

const TICKED = new Set(["radio", "menuitemradio"]);
const OPENED = new Set(["combobox", "listbox", "button"]);
const OPTION_LIMIT_MS = 3_000;
/** After this a list that can be typed into is given the option's words: many show their options only then. */
const OPTION_TYPE_MS = 800;
const OPTION_POLL_MS = 50;
const HISTORY_LIMIT_MS = 15_000;

/** Does one step on the elements chosen for it, and checks that it took. @throws AppError ELEMENT_NOT_FOUND | ELEMENT_NOT_ACTIONABLE | NAVIGATION_FAILED */
export async function perform(page: Page, step: Step, { element, onto }: Found, signal: AbortSignal): Promise<void> {
  const need = (): ElementHandle => {
    if (!element) throw new AppError("ELEMENT_NOT_FOUND", "That needs an element to work on.");
    return handleOf(page, element);
  };
  switch (step.verb) {
    case "click":
      return need().click({ signal });
    case "rightClick":
      return need().click({ button: "right", signal });
    case "doubleClick":
      return need().doubleClick();
    case "hover":
      return need().hover();
    case "expand":
    case "collapse":
      // What is so already stays so: one more click would turn it round.
      return element?.states.includes(step.verb === "expand" ? "expanded" : "collapsed") ? undefined : need().click({ signal });
    case "check":
    case "uncheck":
      return need().check(step.verb === "check");
    case "clear":
      return need().fill("");
    case "type":
      return step.target ? type(step.text, need(), signal) : page.keyboard.insertText(step.text);
    case "select":
      return select(page, step, element, signal);
    case "press":
      if (element) await handleOf(page, element).focus();
      for (let i = 0; i < step.times; i++) await page.keyboard.press(step.key);
      return;
    case "drag":
      return drag(need(), step, onto && handleOf(page, onto), signal);
    case "scroll":
      return scroll(page, step, element, signal);
    case "back":
    case "forward":
      return travel(page, step.verb, signal);
    case "reload":
      return page.reload({ timeoutMs: HISTORY_LIMIT_MS, signal });
    case "setValue":
      if ("to" in step.amount) return type(step.amount.to, need(), signal);
      throw unknown(step);
    case "focus":
      return need().focus();
    default:
      throw unknown(step);
  }
}

const unknown = ({ verb }: Step): AppError => new AppError("ELEMENT_NOT_ACTIONABLE", `"${verb}" is not done here.`);

async function travel(page: Page, verb: "back" | "forward", signal: AbortSignal): Promise<void> {
  const options = { timeoutMs: HISTORY_LIMIT_MS, signal };
  const went = verb === "back" ? await page.goBack(options) : await page.goForward(options);
  if (!went) throw new AppError("NAVIGATION_FAILED", `There is no page to go ${verb} to.`);
}

/** A list of the platform is set instead. */
async function type(text: string, handle: ElementHandle, signal: AbortSignal): Promise<void> {
  if (await isPlatformList(handle)) return void (await handle.select([text]));
  await handle.scrollIntoView();
  await handle.fill(text);
  const now = await handle.call<string | null>(`function () { return "value" in this ? this.value : this.textContent }`);
  signal.throwIfAborted();
  // Fields may format what is typed ("1234" as "1,234"), but an empty one has refused it.
  if (text !== "" && !now) throw new AppError("ELEMENT_NOT_ACTIONABLE", "The field did not take the text.");
}

const isPlatformList = (handle: ElementHandle): Promise<boolean> =>
  handle.call<boolean>(`function () { return (this.localName === "option" ? this.closest("select") : this)?.localName === "select" }`);

/** A list of the platform is set; one that a page draws is opened, and the option is clicked when it appears. */
async function select(page: Page, { option, target }: Extract<Step, { verb: "select" }>, element: ModelElement | null, signal: AbortSignal): Promise<void> {
  if (!element) throw new AppError("ELEMENT_NOT_FOUND", `Nothing to choose "${option}" from was found.`);
  const handle = handleOf(page, element);
  if (TICKED.has(element.role)) return handle.check(true);
  if (await isPlatformList(handle)) return void (await handle.select([option]));
  const isOption = target === null || nameScore(element.name, option) >= SURE;
  if (!OPENED.has(element.role) && isOption) return handle.click({ signal });
  if (!element.states.includes("expanded") && element.role !== "listbox") await handle.click({ signal });
  const startedAt = Date.now();
  let typed = false;
  for (;;) {
    const model = await readPage(page, signal);
    const choice = choose(model, named(option, { quoted: true }), OPTION);
    if (choice.outcome === "found") return handleOf(page, choice.element).click({ signal });
    if (Date.now() > startedAt + OPTION_LIMIT_MS) {
      const there = choice.candidates.map(({ element: { name } }) => `"${name}"`).join(", ");
      throw new AppError("ELEMENT_NOT_FOUND", `The list shows no option "${option}"${there ? `; there are ${there}` : ""}.`);
    }
    if (!typed && Date.now() > startedAt + OPTION_TYPE_MS) {
      typed = true;
      if (await handle.call<boolean>(`function () { return this.localName === "input" && !this.readOnly && !this.disabled }`)) await handle.fill(option);
    }
    await delay(OPTION_POLL_MS, signal);
  }
}

async function drag(handle: ElementHandle, { to }: Extract<Step, { verb: "drag" }>, onto: ElementHandle | null, signal: AbortSignal): Promise<void> {
  if ("point" in to) return handle.dragTo(to.point, signal);
  if ("by" in to) {
    const from = await handle.clickPoint(signal);
    return handle.dragTo({ x: from.x + to.by.x, y: from.y + to.by.y }, signal);
  }
  if (!onto) throw new AppError("ELEMENT_NOT_FOUND", "That needs an element to drop onto.");
  return handle.dragTo(to.at ? await pointIn(onto, to.at, signal) : onto, signal);
}

/** A point of the element's visible part, counted from that part's corner. */
async function pointIn(handle: ElementHandle, at: Point, signal: AbortSignal): Promise<Point> {
  await handle.clickPoint(signal);
  const bounds = await handle.bounds();
  if (!bounds) throw new AppError("ELEMENT_NOT_ACTIONABLE", "What it is to be dropped onto has no size.");
  return { x: Math.max(0, bounds.x) + at.x, y: Math.max(0, bounds.y) + at.y };
}

/** How far to scroll `box`, as source of its argument. Most of what is seen, where nothing is said: some of it stays for the eye. */
function scrollStep(direction: Direction, px: number | null): string {
  const [tall, wide] = px === null ? ["0.8 * box.clientHeight", "0.8 * box.clientWidth"] : [String(px), String(px)];
  const steps: Record<Direction, string> = {
    up: `top: -${tall}`,
    down: `top: ${tall}`,
    left: `left: -${wide}`,
    right: `left: ${wide}`,
    top: "top: -box.scrollHeight",
    bottom: "top: box.scrollHeight",
  };
  return steps[direction];
}

/** Into view; or the page, or what scrolls around a named element. */
async function scroll(page: Page, { direction, px }: Extract<Step, { verb: "scroll" }>, element: ModelElement | null, signal: AbortSignal): Promise<void> {
  if (direction === null) {
    if (!element) throw new AppError("ELEMENT_NOT_FOUND", "That needs an element to scroll to.");
    return handleOf(page, element).scrollIntoView();
  }
  const sideways = direction === "left" || direction === "right";
  const scrolls = sideways
    ? `(el) => el.scrollWidth > el.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(el).overflowX)`
    : `(el) => el.scrollHeight > el.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(el).overflowY)`;
  const move = `box.scrollBy({ ${scrollStep(direction, px)}, behavior: "instant" });`;
  if (element)
    return handleOf(page, element).call(`function () {
      const scrolls = ${scrolls};
      let box = this.nodeType === 1 ? this : this.parentElement;
      while (box.parentElement && !scrolls(box)) box = box.parentElement;
      ${move}
    }`);
  // What scrolls is the page, or on application layouts the largest part of it that can.
  await page.evaluate(
    `(() => {
      const root = document.scrollingElement;
      const scrolls = ${scrolls};
      const area = (el) => el.clientWidth * el.clientHeight;
      const rootScrolls = ${sideways ? "root.scrollWidth > innerWidth + 1" : "root.scrollHeight > innerHeight + 1"};
      const box = rootScrolls ? root : [...document.querySelectorAll("body *")].filter(scrolls).sort((a, b) => area(b) - area(a))[0] ?? root;
      ${move}
    })()`,
    { world: "isolated", signal },
  );
}
