import { AppError } from "../../core/errors.ts";
import { delay } from "../../core/time.ts";
import type { ElementHandle } from "../../driver/element.ts";
import type { Page } from "../../driver/page.ts";
import { handleOf } from "../page-model.ts";
import { type Found, lookOnce } from "./find.ts";
import { nameScore, SURE } from "./names.ts";
import { assign } from "./patterns/assign.ts";
import { chooseFrom } from "./patterns/choose.ts";
import { type Control, declined, natureOf, refused } from "./patterns/control.ts";
import { pickInSight, setDate, setStretch } from "./patterns/date-fields.ts";
import { drag } from "./patterns/dragging.ts";
import { typeInto } from "./patterns/fields.ts";
import { submit } from "./patterns/forms.ts";
import { chooseInMenu } from "./patterns/menus.ts";
import type { Wanted } from "./patterns/pick.ts";
import { press } from "./patterns/pressing.ts";
import { scrollBy, type Way } from "./patterns/scrolling.ts";
import { sortBy } from "./patterns/sorting.ts";
import { expand } from "./patterns/unfolding.ts";
import type { Selection, Step } from "./steps.ts";
import type { Target } from "./target.ts";

const HISTORY_LIMIT_MS = 15_000;

/**
 * Does one step on the elements chosen for it, and checks that it took; what cannot be checked was at least given to
 * the element that was meant, and to no other.
 * @throws AppError ELEMENT_NOT_FOUND | ELEMENT_NOT_ACTIONABLE with what was seen | NAVIGATION_FAILED
 */
export async function perform(page: Page, step: Step, { element, onto }: Found, signal: AbortSignal): Promise<void> {
  const control = (): Control => {
    if (!element) throw new AppError("ELEMENT_NOT_FOUND", "That needs an element to work on.");
    return { page, element, handle: handleOf(page, element), signal };
  };
  const need = (): ElementHandle => control().handle;
  switch (step.verb) {
    case "click":
      return press(control());
    case "rightClick":
      // An entry of the menu that a right click has opened is pressed.
      return element?.role.startsWith("menuitem") ? press(control()) : need().click({ button: "right", signal });
    case "doubleClick":
      return need().click({ clickCount: 2, signal });
    case "hover":
      return need().hover(signal);
    case "focus":
      return focus(control());
    case "expand":
    case "collapse":
      return expand(control(), step.verb === "expand");
    case "check":
    case "uncheck":
      return need().check(step.verb === "check", signal);
    case "clear":
      return assign(control(), { to: "" });
    case "type":
      return step.target ? typeText(control(), step.text) : typeAtCaret(control(), step.text);
    case "select":
    case "deselect":
      return select(await inElement(control()), step);
    case "setValue":
      return assign(await inElement(control()), step.amount);
    case "pickDate":
      if (step.from) return setStretch(control(), step.from, step);
      return element ? setDate(control(), step) : pickInSight(page, step, signal);
    case "menu":
      return chooseInMenu(control(), step.path.map(wantedOf));
    case "submit":
      return submit(page, element && handleOf(page, element), signal);
    case "upload":
      throw declined("Files are given with uploadFile, which takes their content; an instruction has none.");
    case "press":
      if (element) await need().focus();
      for (let i = 0; i < step.times; i++) await page.keyboard.press(step.key);
      return;
    case "drag":
      return drag(control(), step.to, onto && handleOf(page, onto));
    case "scroll":
      return scroll(page, step, element && handleOf(page, element), signal);
    case "back":
    case "forward":
      return travel(page, step.verb, signal);
    case "reload":
      return page.reload({ timeoutMs: HISTORY_LIMIT_MS, signal });
    case "sort":
      return sortBy(control(), step.order);
    case "every":
    case "either":
      throw refused("It is not decided which elements are meant.");
  }
}

/** What takes no keys cannot have the caret: a click on mere words is not what was asked for. */
async function focus({ element, handle }: Control): Promise<void> {
  await handle.focus();
  const has = await handle.call<boolean>(`function () { return this.matches(":focus-within") || this.getRootNode().activeElement === this }`);
  if (!has) throw declined(`"${element.name}" takes no keys.`);
}

/** Words are no element: what takes a value is what they stand in. */
async function inElement(control: Control): Promise<Control> {
  if (control.element.role !== "text") return control;
  const holder = await control.handle.related(`function () { return this.nodeType === Node.TEXT_NODE ? this.parentElement : this }`);
  return holder ? { ...control, handle: holder } : control;
}

/** The option that words mean, by order where one was said. */
function wantedOf({ words, ordinal }: Target): Wanted {
  return { words, ordinal };
}

/** The one field in sight of a list that stands for a field. */
const INNER_FIELD = `function () {
  const fields = [...this.querySelectorAll("input,textarea")].filter((el) => el.checkVisibility() && !el.readOnly);
  return fields.length === 1 ? fields[0] : null;
}`;

/** Text goes into fields as it was written; what is no text field takes it as a value. */
async function typeText(control: Control, text: string): Promise<void> {
  const { kind } = await natureOf(control.handle);
  if (kind === "text" || kind === "combobox") return typeInto(control.handle, text, { signal: control.signal });
  const inner = kind === "opens" ? await control.handle.related(INNER_FIELD) : null;
  try {
    return await assign(control, { to: text });
  } catch (error) {
    // What the list does not have may be a new word for the field in it.
    if (!inner || !(error instanceof AppError) || error.code !== "ELEMENT_NOT_FOUND") throw error;
    return typeInto(inner, text, { signal: control.signal });
  }
}

/** Where the caret is in the field; a field without it is filled as one that is named. */
async function typeAtCaret(control: Control, text: string): Promise<void> {
  const has = await control.handle.call<boolean>(`function () { return this.matches(":focus-within") || this.getRootNode().activeElement === this }`);
  return has ? control.page.keyboard.insertText(text) : typeText(control, text);
}

/** From what is named; an option that stands by itself in sight is clicked, or ticked. */
async function select(control: Control, step: Selection & { verb: "select" | "deselect" }): Promise<void> {
  const { element, handle, signal } = control;
  const { kind, multiple } = await natureOf(handle);
  const on = step.verb === "select";
  if (kind === "tick") return handle.check(on, signal);
  const isOption =
    kind === "opens" && !LISTS.has(element.role) && (step.target === null || ANSWERS.has(element.role) || nameScore(element.name, step.option) >= SURE);
  // An entry that opens more of its own kind is chosen by opening it.
  if (isOption && element.popup && step.target === null && on) return element.role === "menuitem" ? expand(control, true) : handle.click({ signal });
  if (isOption && !element.popup) {
    // A click on what is chosen already would take it back where several can be.
    if (saysChosen(element) === on && !(on && (await isOnlyActive(handle)))) return;
    if (saysChosen(element) === null && !on) throw declined("It does not say whether it is chosen.");
    return handle.click({ signal });
  }
  const { words, ordinal } = step.item;
  const one: Wanted = ordinal === null || words === "" ? { words: step.option, ordinal } : { words, ordinal, whole: step.option };
  const several = step.options.map((words): Wanted => ({ words, ordinal: null }));
  const change = on ? "add" : "remove";
  // "Red and Green" may be the name of one.
  if (several.length > 0 && (multiple || kind !== "list")) return chooseFrom(control, several, change);
  // "Editor" is a kind of element, and here what an option is called.
  return chooseFrom(control, [step.item.words === "" && step.item.ordinal !== null ? wantedOf(step.item) : one], change);
}

/** Lists that are typed into mark as selected what Enter would take: that is not chosen yet. */
const isOnlyActive = (handle: ElementHandle): Promise<boolean> =>
  handle.call<boolean>(`function () {
    const at = this.getRootNode().activeElement?.getAttribute("aria-activedescendant");
    return !!at && at === this.id && !this.closest("[aria-multiselectable=true]");
  }`);

/** Null for what only gets chosen and never tells. */
const saysChosen = ({ role, states }: Control["element"]): boolean | null =>
  states.includes("selected") || states.includes("checked") ? true : role === "option" ? false : null;

const LISTS = new Set(["combobox", "listbox"]);
/** Roles of what is itself chosen. */
const ANSWERS = new Set(["option", "menuitem", "menuitemradio", "tab", "treeitem"]);

/** Into view; or so far, so often, or until something else is in view. */
async function scroll(
  page: Page,
  { direction, px, times, until }: Extract<Step, { verb: "scroll" }>,
  handle: ElementHandle | null,
  signal: AbortSignal,
): Promise<void> {
  if (direction === null) {
    if (!handle) throw new AppError("ELEMENT_NOT_FOUND", "That needs an element to scroll to.");
    return handle.scrollIntoView();
  }
  if (until) return scrollUntil(page, { direction, px }, { handle, until }, signal);
  for (let i = 0; i < times; i++) await scrollBy(page, { direction, px }, handle, signal);
}

const SCROLLS_MOST = 300;
/** More is often fetched where a list ends: that gets a few looks. */
const END_LOOKS = 8;
const LOOK_MS = 100;

async function scrollUntil(page: Page, way: Way, { handle, until }: { handle: ElementHandle | null; until: Target }, signal: AbortSignal): Promise<void> {
  let atEnd = 0;
  for (let i = 0; i < SCROLLS_MOST && atEnd < END_LOOKS; i++) {
    const found = await lookOnce(page, { verb: "scroll", direction: null, target: until, px: null, times: 1, until: null }, signal);
    if (!("choice" in found) && found.element) return handleOf(page, found.element).scrollIntoView();
    const moved = await scrollBy(page, way, handle, signal);
    atEnd = moved ? 0 : atEnd + 1;
    if (!moved) await delay(LOOK_MS, signal);
  }
  throw new AppError("ELEMENT_NOT_FOUND", `"${until.words}" did not come into view.`);
}

async function travel(page: Page, verb: "back" | "forward", signal: AbortSignal): Promise<void> {
  const options = { timeoutMs: HISTORY_LIMIT_MS, signal };
  const went = verb === "back" ? await page.goBack(options) : await page.goForward(options);
  if (!went) throw new AppError("NAVIGATION_FAILED", `There is no page to go ${verb} to.`);
}
