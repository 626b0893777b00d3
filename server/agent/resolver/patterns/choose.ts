import { AppError } from "../../../core/errors.ts";
import { type ElementHandle, isGone } from "../../../driver/element.ts";
import type { Page } from "../../../driver/page.ts";
import { LANGUAGES } from "../languages/languages.ts";
import { nameScore, SURE } from "../names.ts";
import { isUnheardOf, sourceOf } from "../page-source.ts";
import { type Control, declined, natureOf, refused } from "./control.ts";
import { cycleTo } from "./cycling.ts";
import { typeInto } from "./fields.ts";
import { chooseNative, type ListChange } from "./native-list.ts";
import { COLLECT, EXPANDED, IS_ACTIVE, type ListOption, OPTION_AT, REMEMBER, SCROLL_ON, TOOK, UNTIL_OPTIONS } from "./option-scripts.ts";
import { pick, type Wanted } from "./pick.ts";

/** How long a list may take to show what it has; lists that can be typed into get the words soon. */
const OPEN_LIMIT_MS = 3_000;
const OPEN_TYPED_MS = 250;
const LOOK_MS = 250;
const TOOK_LIMIT_MS = 600;
const SCROLLS_MOST = 200;
const KEYS_MOST = 60;
const CLICKS_MOST = 3;
const TOLD_MOST = 12;

/** What a control opens or holds, and how far it has been looked through. */
type List = Pick<Control, "handle" | "page" | "signal"> & { until: number; typable: boolean };

/**
 * Chooses in a list, whatever it is made of: one of the platform, a listbox or radio group in sight, a combobox (typed
 * into where its options come by typing), or a control that opens a list of words. Does nothing for what is chosen.
 * @throws AppError ELEMENT_NOT_FOUND listing what there is | ELEMENT_NOT_ACTIONABLE
 */
export async function chooseFrom(control: Control, wanted: readonly Wanted[], change: ListChange): Promise<void> {
  const { kind, multiple } = await natureOf(control.handle);
  if (kind === "list") return chooseNative(control, wanted, change);
  const [only] = wanted;
  if (kind === "opens" && only && wanted.length === 1 && change !== "remove" && (await cycleTo(control, only))) return;
  const list: List = { ...control, until: Date.now() + OPEN_LIMIT_MS, typable: kind === "combobox" };
  const said = kind === "opens" ? await list.handle.call<string>(OWN_WORDS) : "";
  if (kind !== "options") {
    if (!(await isExpanded(list))) await assertHeardOf(control.page, wanted, control.signal);
    await open(list);
  }
  if (kind === "opens" && only && change !== "remove" && (await saysNow(list, said, only))) return;
  for (const one of wanted) {
    await chooseOne(list, one, change !== "remove");
    if (one !== wanted.at(-1) && kind !== "options") await open({ ...list, until: Date.now() + OPEN_LIMIT_MS });
  }
  // A list of several stays open and lies over what comes next.
  if (kind === "opens" && (multiple || wanted.length > 1) && (await isExpanded(list))) await control.handle.click({ signal: control.signal });
}

/** What is no list may have taken the value by the click ("Available" → "Away"): its own words have become those. */
async function saysNow({ handle }: List, before: string, { words }: Wanted): Promise<boolean> {
  try {
    const now = await handle.call<string>(OWN_WORDS);
    return now !== before && now.length < LABEL_MOST && nameScore(before, words) < SURE && nameScore(now, words, { quoted: true }) >= WHOLE;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
const OWN_WORDS = `function () { return (this.innerText ?? "").replace(/\\s+/g, " ").trim(); }`;
/** As good as the very name. */
const WHOLE = 0.9;
const LABEL_MOST = 60;

const isExpanded = ({ handle }: List): Promise<boolean | null> => handle.call<boolean | null>(EXPANDED);

/** A button that sends its form or resets it is pressed, and not chosen from. */
const PRESSES_ONLY = `function () {
  const button = this.closest("button[type=submit],button[type=reset],input[type=submit],input[type=reset],input[type=image]");
  return button !== null && button.form !== null && !button.matches("[aria-haspopup],[aria-expanded],[aria-controls],[aria-owns]");
}`;

/**
 * Before anything is opened to look for it: whether the page can have such an option at all.
 * @throws AppError ELEMENT_NOT_FOUND where some of the words are nowhere in a page that fetches nothing
 */
export async function assertHeardOf(page: Page, wanted: readonly Wanted[], signal: AbortSignal): Promise<void> {
  const source = await sourceOf(page, signal);
  const unheard = source.grows ? undefined : wanted.find(({ words }) => LANGUAGES.every(({ code }) => isUnheardOf(source, words, code)));
  if (unheard) throw new AppError("ELEMENT_NOT_FOUND", `The page has no option "${unheard.words}".`);
}

async function open(list: List): Promise<void> {
  const { handle, signal, typable } = list;
  if (await isExpanded(list)) return;
  if (await handle.call<boolean>(PRESSES_ONLY)) throw declined("That is a button, and no list to choose from.");
  await handle.call(REMEMBER);
  await handle.click({ signal });
  await handle.call<boolean>(UNTIL_OPTIONS, [typable ? OPEN_TYPED_MS : OPEN_LIMIT_MS]);
}

async function chooseOne(list: List, wanted: Wanted, on: boolean): Promise<void> {
  for (let tries = CLICKS_MOST; ; tries--) {
    const { options, index } = await look(list, wanted);
    const { name, on: isOn, disabled } = options[index] as ListOption;
    if (disabled) throw declined(`The option "${name}" is disabled.`);
    if (isOn === on && (!on || (await natureOf(list.handle)).kind === "options")) return;
    if (!(await clickOption(list, index)) && tries > 1) continue;
    if (await took(list, name, on)) return;
    if (!(await isInSight(list, index))) throw refused(`The list closed, and nothing shows that "${name}" was chosen.`);
    await chooseByKeys(list, name);
    if (await took(list, name, on)) return;
    throw refused(`The list does not keep the option "${name}".`);
  }
}

/** Lists that draw only what is in sight draw anew when an option is scrolled to. @returns whether it was there long enough */
async function clickOption({ handle, signal }: List, index: number): Promise<boolean> {
  try {
    const option = await handle.related(OPTION_AT, [index]);
    await option?.click({ signal });
    return option !== null;
  } catch (error) {
    if (error instanceof AppError && error.code === "ELEMENT_NOT_FOUND") return false;
    throw error;
  }
}

/** A control that went with the choice has nothing to say against it. */
async function took({ handle }: List, name: string, on: boolean): Promise<boolean> {
  try {
    return await handle.call<boolean>(TOOK, [name, on, TOOK_LIMIT_MS]);
  } catch (error) {
    if (isGone(error)) return true;
    throw error;
  }
}

/** Whether the option is still there to be chosen. */
async function isInSight({ handle }: List, index: number): Promise<boolean> {
  try {
    const option = await handle.related(OPTION_AT, [index]);
    const bounds = option && (await option.bounds());
    return bounds !== null && bounds.width > 0;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** The option of that name of what a control has opened, when it is there. @throws AppError ELEMENT_NOT_FOUND listing what there is | ELEMENT_NOT_ACTIONABLE */
export async function optionIn(control: Pick<Control, "handle" | "page" | "signal">, wanted: Wanted): Promise<ElementHandle> {
  const { index, options } = await look({ ...control, until: Date.now() + OPEN_LIMIT_MS, typable: false }, wanted);
  const option = await control.handle.related(OPTION_AT, [index]);
  if (!option) throw refused(`The option "${options[index]?.name ?? ""}" went away before it was chosen.`);
  return option;
}

/** Looks through what the list shows, then through what it shows when it is typed into, then through what scrolling brings. */
async function look(list: List, wanted: Wanted): Promise<{ options: ListOption[]; index: number }> {
  const { handle, signal } = list;
  let typed = false;
  let scrolls = SCROLLS_MOST;
  let options: ListOption[] = [];
  for (;;) {
    signal.throwIfAborted();
    options = await handle.call<ListOption[]>(COLLECT);
    const found = pick(
      options.map(({ name }) => name),
      wanted,
    );
    if ("index" in found) return { options, index: found.index };
    if ("several" in found) throw declined(`Several options are called so: ${told(found.several)}. Say which.`);
    if (options.length > 0 && scrolls > 0) {
      scrolls = (await handle.call<boolean>(SCROLL_ON)) ? scrolls - 1 : 0;
      if (scrolls > 0) continue;
    }
    if (list.typable && !typed && wanted.words !== "") {
      typed = true;
      scrolls = SCROLLS_MOST;
      await typeInto(handle, wanted.words, { signal });
      list.until = Date.now() + OPEN_LIMIT_MS;
    }
    if (Date.now() >= list.until) break;
    await changed(list);
  }
  const there = options.length > 0 ? `; there are ${told(options.map(({ name }) => name))}` : "";
  throw new AppError("ELEMENT_NOT_FOUND", `The list shows no option "${wanted.words}"${there}.`);
}

const told = (names: readonly string[]): string =>
  names
    .slice(0, TOLD_MOST)
    .map((name) => `"${name.slice(0, 60)}"`)
    .join(", ");

/** Until the page changes, for a moment at most. */
const changed = ({ handle }: List): Promise<boolean> =>
  handle.call<boolean>(
    `function (limitMs) {
      return new Promise((resolve) => {
        const end = (value) => { observer.disconnect(); clearTimeout(limit); resolve(value); };
        const observer = new MutationObserver(() => end(true));
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        const limit = setTimeout(() => end(false), limitMs);
      });
    }`,
    [LOOK_MS],
  );

/** As the ARIA practices have it: arrows go through the options, Enter takes the active one. */
async function chooseByKeys({ handle, page, signal }: List, name: string): Promise<void> {
  await handle.focus();
  await page.keyboard.press("Home");
  for (let i = 0; i < KEYS_MOST; i++) {
    signal.throwIfAborted();
    if (await handle.call<boolean>(IS_ACTIVE, [name])) return page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
  }
  throw refused(`The list does not keep the option "${name}".`);
}
