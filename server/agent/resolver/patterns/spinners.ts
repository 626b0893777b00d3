import type { ElementHandle } from "../../../driver/element.ts";
import type { Amount } from "../steps.ts";
import { type Control, declined, refused } from "./control.ts";
import { typeInto } from "./fields.ts";
import { numberOf } from "./numbers.ts";
import { goalOf, READ_SCALE, type Scale, setSlider } from "./sliders.ts";

const PRESSES_MOST = 200;
const FOLLOW_MS = 400;

/** The two buttons beside a number: in the smallest part of the page that has it and exactly two that can be pressed. */
const STEPPERS = `
  const steppers = (el) => {
    const pressable = "button, [role=button], a[href], input[type=button]";
    const drawn = (node) => getComputedStyle(node).cursor === "pointer" && node.children.length === 0 && node.getClientRects().length > 0;
    for (let at = el.parentElement, i = 0; at && i < 4; at = at.parentElement, i++) {
      let found = [...at.querySelectorAll(pressable)].filter((node) => node.getClientRects().length > 0 && !node.contains(el));
      if (found.length === 0) found = [...at.querySelectorAll("*")].filter((node) => node !== el && drawn(node));
      if (found.length > 2) return null;
      if (found.length === 2) return found;
    }
    return null;
  };
`;
const STEPPER = `function (index) {${STEPPERS} return steppers(this)?.[index] ?? null; }`;
/** The number that an element shows: its value or its words. */
const SHOWN = `"value" in this && this.localName !== "button" ? this.value : this.getAttribute("aria-valuenow") ?? this.innerText ?? ""`;
const READ = `function () { return ${SHOWN}; }`;
const NEXT = `function (before, limitMs) {
  const shown = () => ${SHOWN};
  return new Promise((resolve) => {
    const end = () => { clearInterval(timer); clearTimeout(limit); resolve(shown()); };
    if (shown() !== before) return resolve(shown());
    const timer = setInterval(() => shown() !== before && end(), 8);
    const limit = setTimeout(end, limitMs);
  });
}`;

/** The one number with two buttons in the smallest part of the page around its label that has any. */
const NUMBER_NEAR = `function () {${STEPPERS}
  const isNumber = (el) => el.children.length === 0 && /^\\s*-?\\d+([.,]\\d+)?\\s*$/.test(el.localName === "input" ? el.value : el.textContent) && el.getClientRects().length > 0;
  // A field with a name of its own is no other one's number.
  const isOthers = (el) => el !== this && el.labels?.length > 0 && ![...el.labels].some((label) => label.contains(this) || this.contains(label));
  for (let at = this, i = 0; at && i < 5; at = at.parentElement, i++) {
    const found = [...at.querySelectorAll("*")].filter((el) => isNumber(el) && steppers(el) && !isOthers(el));
    if (found.length > 0) return found.length === 1 ? found[0] : null;
  }
  return null;
}`;

/** Whether the element, or the words beside it, is a number with two buttons. */
export const hasSteppers = async (handle: ElementHandle): Promise<boolean> => (await handle.related(NUMBER_NEAR)) !== null;

/**
 * Sets a number: by typing where it can be typed, by its keys where it is an ARIA spin button, else by the buttons
 * beside it.
 * @throws AppError ELEMENT_NOT_ACTIONABLE
 */
export async function setNumber(control: Control, amount: Amount): Promise<void> {
  const { handle, signal } = control;
  const scale = await handle.call<Scale>(READ_SCALE);
  const way = await handle.call<"type" | "keys" | "buttons">(`function () {
    if ((this.localName === "input" && !this.readOnly) || this.isContentEditable) return "type";
    return this.getAttribute("role") === "spinbutton" && this.localName !== "input" && this.tabIndex >= 0 ? "keys" : "buttons";
  }`);
  if (way === "keys") return setSlider(control, amount);
  if (way === "buttons") return byButtons((await handle.related(NUMBER_NEAR)) ?? handle, amount, signal);
  const shown = numberOf(await handle.call<string>(READ));
  const goal = goalOf(amount, { ...scale, now: shown ?? ("to" in amount ? null : 0) });
  if (goal === null) throw refused("That takes a number.");
  // As it was written where a text says it: "1,5" stays so in a field that wants it so.
  const written = "to" in amount && numberOf(amount.to) === goal ? amount.to.replace(/%\s*$/, "").trim() : String(Number(goal.toFixed(10)));
  await typeInto(handle, (await isPlatform(handle)) ? String(goal) : written, { signal });
  await handle.call(`function () { this.dispatchEvent(new Event("change", { bubbles: true })) }`);
}

const isPlatform = (handle: ElementHandle): Promise<boolean> =>
  handle.call<boolean>(`function () { return this.localName === "input" && this.type === "number" }`);

/** The second of two buttons makes more, as scales go; where it turns out to make less, the first does. */
async function byButtons(handle: ElementHandle, amount: Amount, signal: AbortSignal): Promise<void> {
  let turned = false;
  let text = await handle.call<string>(READ);
  const goal = goalOf(amount, { ...(await handle.call<Scale>(READ_SCALE)), now: numberOf(text) });
  if (goal === null) throw refused("That takes a number.");
  let known = false;
  for (let i = 0; i < PRESSES_MOST; i++) {
    signal.throwIfAborted();
    const now = numberOf(text);
    if (now === null) throw declined("What it shows is no number.");
    if (now === goal) return;
    const more = goal > now !== turned;
    const button = await handle.related(STEPPER, [more ? 1 : 0]);
    if (!button) throw declined("The number cannot be typed, and there are no two buttons beside it.");
    await button.click({ signal });
    text = await handle.call<string>(NEXT, [text, FOLLOW_MS]);
    const moved = (numberOf(text) ?? now) - now;
    if (moved === 0) throw refused(`The number stays at ${now}.`);
    const away = moved > 0 !== goal > now;
    if (away && known) throw refused(`The number went to ${now + moved} on the way to ${goal}.`);
    if (away) turned = !turned;
    else if ((goal - now) * (goal - now - moved) < 0) throw refused(`The number goes from ${now} to ${now + moved}, past ${goal}.`);
    known = true;
  }
  throw refused(`The number does not come to ${goal}.`);
}
