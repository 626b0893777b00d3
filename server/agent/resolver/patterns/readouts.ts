import type { Amount } from "../steps.ts";
import { type Control, declined, refused } from "./control.ts";
import { numberOf } from "./numbers.ts";
import { goalOf } from "./sliders.ts";

const KEYS_MOST = 400;
const FOLLOW_MS = 150;

/**
 * The handle that a number which cannot be written in reads out: the only thing without words that takes the keys,
 * right behind the number and inside what it slides along.
 */
const HANDLE = `function () {
  const isHandle = (el) => {
    const [own, track] = [el.getBoundingClientRect(), el.parentElement.getBoundingClientRect()];
    const alone = !el.matches("a[href],button,input,select,textarea,[contenteditable]") && (el.textContent || "").trim() === "";
    return alone && own.width > 0 && own.width <= 60 && own.height <= 60 && Math.max(track.width / own.width, track.height / own.height) >= 3;
  };
  for (let at = this, i = 0; at && at !== document.body && i < 3; at = at.parentElement, i++) {
    const next = at.nextElementSibling;
    if (!next) continue;
    const found = [...next.querySelectorAll('[tabindex="0"]')].filter(isHandle);
    if (found.length > 0) return found.length === 1 ? found[0] : null;
  }
  return null;
}`;
const SHOWN = `
  const readout = this.localName === "label" && this.control ? this.control : this;
  const shown = () => ("value" in readout ? readout.value : readout.innerText || "");
`;
const READ = `function () {${SHOWN} return shown(); }`;
const NEXT = `function (before, limitMs) {${SHOWN}
  return new Promise((resolve) => {
    const end = () => { clearInterval(timer); clearTimeout(limit); resolve(shown()); };
    const timer = setInterval(() => shown() !== before && end(), 8);
    const limit = setTimeout(end, limitMs);
  });
}`;

/** A number as it is told with its unit: "€80", "40 km". */
const told = (text: string): number | null => numberOf(/-?\d[\d.,]*/.exec(text)?.[0] ?? "");

/**
 * Moves the slider whose value a field reads out, by its keys, until the field shows the value.
 * @returns false where the field reads out no slider, and then nothing was moved
 * @throws AppError ELEMENT_NOT_ACTIONABLE telling where it stands
 */
export async function setReadout({ handle, page, signal }: Control, amount: Amount): Promise<boolean> {
  const thumb = await handle.related(HANDLE);
  if (!thumb) return false;
  let text = await handle.call<string>(READ);
  const goal = goalOf(amount, { now: told(text), text, min: null, max: null, step: null, vertical: false });
  if (goal === null || told(text) === null) throw declined("It cannot be told where the slider stands.");
  await thumb.focus();
  for (let i = 0; i < KEYS_MOST; i++) {
    signal.throwIfAborted();
    const now: number = told(text) ?? goal;
    if (now === goal) return true;
    await page.keyboard.press(goal > now ? "ArrowRight" : "ArrowLeft");
    text = await handle.call<string>(NEXT, [text, FOLLOW_MS]);
    const after = told(text);
    if (after === null || Math.abs(goal - after) >= Math.abs(goal - now)) break;
  }
  throw refused(`The slider stands at ${told(text) ?? text} and does not go to ${goal}.`);
}
