import { AppError } from "../../core/errors.ts";
import { delay } from "../../core/time.ts";
import type { Page } from "../../driver/page.ts";
import { handleOf, type ModelElement, readPage } from "../page-model.ts";
import type { Step } from "./grammar.ts";
import { choose } from "./rank.ts";

/** Roles that each verb can work on, the likeliest first; none means any. */
export const FITS: Record<Step["verb"], readonly string[]> = {
  click: [],
  hover: [],
  doubleClick: [],
  rightClick: [],
  drag: [],
  scroll: [],
  press: [],
  back: [],
  forward: [],
  reload: [],
  type: ["textbox", "searchbox", "combobox", "spinbutton", "slider"],
  clear: ["textbox", "searchbox", "combobox", "spinbutton"],
  select: ["combobox", "listbox", "button", "radio"],
  check: ["checkbox", "switch", "radio", "menuitemcheckbox", "menuitemradio"],
  uncheck: ["checkbox", "switch", "menuitemcheckbox"],
};

const OPTION_LIMIT_MS = 3_000;
const OPTION_POLL_MS = 50;

/** Does one step on the elements chosen for it, and checks that it took. `onto` is where a drag goes. */
export async function perform(page: Page, step: Step, chosen: { element: ModelElement | null; onto: ModelElement | null }, signal: AbortSignal): Promise<void> {
  const need = (element: ModelElement | null) => {
    if (!element) throw new AppError("ELEMENT_NOT_FOUND", "That needs an element to work on.");
    return handleOf(page, element);
  };
  switch (step.verb) {
    case "click":
      return need(chosen.element).click({ signal });
    case "rightClick":
      return need(chosen.element).click({ button: "right", signal });
    case "doubleClick":
      return need(chosen.element).doubleClick();
    case "hover":
      return need(chosen.element).hover();
    case "check":
    case "uncheck":
      return need(chosen.element).check(step.verb === "check");
    case "clear":
      return need(chosen.element).fill("");
    case "type":
      return type(page, step.text, chosen.element, signal);
    case "select":
      return select(page, step.option, chosen.element, signal);
    case "press":
      return page.keyboard.press(step.key);
    case "drag":
      return need(chosen.element).dragTo(need(chosen.onto));
    case "scroll":
      return scroll(page, step, chosen.element, signal);
    case "back":
      await page.goBack({ timeoutMs: OPTION_LIMIT_MS * 5, signal });
      return;
    case "forward":
      await page.goForward({ timeoutMs: OPTION_LIMIT_MS * 5, signal });
      return;
    case "reload":
      return page.reload({ timeoutMs: OPTION_LIMIT_MS * 5, signal });
  }
}

/** Without a field the text goes where the caret is. */
async function type(page: Page, text: string, element: ModelElement | null, signal: AbortSignal): Promise<void> {
  if (!element) return page.keyboard.insertText(text);
  const handle = handleOf(page, element);
  await handle.scrollIntoView();
  await handle.fill(text);
  const now = await handle.call<string | null>(`function () { return "value" in this ? this.value : this.textContent }`);
  signal.throwIfAborted();
  // Fields may format what is typed ("1234" as "1,234"), but an empty one has refused it.
  if (text !== "" && !now) throw new AppError("ELEMENT_NOT_ACTIONABLE", `The field "${element.name}" did not take the text.`);
}

/** A list of the platform is set; one that a page draws is opened, and the option is clicked when it appears. */
async function select(page: Page, option: string, element: ModelElement | null, signal: AbortSignal): Promise<void> {
  if (!element) throw new AppError("ELEMENT_NOT_FOUND", `Say which list "${option}" is to be chosen from.`);
  const handle = handleOf(page, element);
  if (element.role === "radio") return handle.check(true);
  const native = await handle.call<boolean>(`function () { return this.localName === "select" }`);
  if (native) return void (await handle.select([option]));
  await handle.click({ signal });
  const until = Date.now() + OPTION_LIMIT_MS;
  for (;;) {
    const model = await readPage(page, signal);
    const choice = choose(model, { words: option, quoted: true, roles: null, ordinal: null, within: null }, [
      "option",
      "menuitemradio",
      "menuitem",
      "treeitem",
    ]);
    if (choice.outcome === "found") return handleOf(page, choice.element).click({ signal });
    if (Date.now() > until) {
      const there = choice.candidates.map(({ element: { name } }) => `"${name}"`).join(", ");
      throw new AppError("ELEMENT_NOT_FOUND", `The list shows no option "${option}"${there ? `; there are ${there}` : ""}.`);
    }
    await delay(OPTION_POLL_MS, signal);
  }
}

async function scroll(page: Page, step: Extract<Step, { verb: "scroll" }>, element: ModelElement | null, signal: AbortSignal): Promise<void> {
  if (element) return handleOf(page, element).scrollIntoView();
  if (!("direction" in step)) throw new AppError("ELEMENT_NOT_FOUND", "That needs an element to scroll to.");
  const by = {
    up: "-innerHeight * 0.8",
    down: "innerHeight * 0.8",
    top: "-document.documentElement.scrollHeight",
    bottom: "document.documentElement.scrollHeight",
  }[step.direction];
  // What scrolls is the page, or on application layouts the largest part of it that can.
  await page.evaluate(
    `(() => {
      const root = document.scrollingElement;
      const scrolls = (el) => el.scrollHeight > el.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(el).overflowY);
      const area = (el) => el.clientWidth * el.clientHeight;
      const box = root.scrollHeight > innerHeight + 1 ? root : [...document.querySelectorAll("body *")].filter(scrolls).sort((a, b) => area(b) - area(a))[0] ?? root;
      box.scrollBy({ top: ${by}, behavior: "instant" });
    })()`,
    { world: "isolated", signal },
  );
}
