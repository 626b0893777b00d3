import type { ElementHandle } from "../../../driver/element.ts";
import { type Control, refused, UNTIL } from "./control.ts";
import { type TimeParts, timeIn } from "./dates.ts";
import { typeInto } from "./fields.ts";

const OPEN_LIMIT_MS = 600;
const SHOWN_LIMIT_MS = 1_500;
/** Hours go to twelve on clocks that say which half of the day it is. */
const HALF_DAY = 12;

/** The one clock in sight that stands by itself: a field for hours with one for minutes behind it, known by how far they go. */
const CLOCK = `
  const most = (el) => Number(el.getAttribute("aria-valuemax") ?? el.max);
  const clock = () => {
    const numbers = [...document.querySelectorAll("input[type=number],[role=spinbutton]")].filter((el) => el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0);
    const pairs = numbers.flatMap((el, i) => ([11, 12, 23, 24].includes(most(el)) && numbers[i + 1] && [55, 59].includes(most(numbers[i + 1])) ? [[el, numbers[i + 1]]] : []));
    return pairs.length === 1 ? pairs[0] : null;
  };
`;
const UNTIL_CLOCK = `function (limitMs) {${CLOCK} return ${UNTIL}(() => clock() !== null, limitMs); }`;
const PART = `function (index) {${CLOCK} return clock()?.[index] ?? null; }`;
/** What switches between the halves of the day, where it says the other one. */
const OTHER_HALF = `function (after) {${CLOCK}
  const around = clock()?.[0].closest("div")?.parentElement;
  const half = [...(around?.querySelectorAll("*") ?? [])].find((el) => el.children.length === 0 && /^[ap]\\.?m\\.?$/i.test((el.textContent || "").trim()));
  return half && /^p/i.test(half.textContent.trim()) !== after ? half : null;
}`;
const MOST = `function () { return Number(this.getAttribute("aria-valuemax") ?? this.max) }`;

/**
 * Sets the clock that is in sight, or that a click on the field opens, and checks that the field shows the time.
 * @returns false where no clock opens, and then nothing was set
 * @throws AppError ELEMENT_NOT_ACTIONABLE when the field shows another time afterwards
 */
export async function setClock({ handle, page, signal }: Control, time: TimeParts): Promise<boolean> {
  const inSight = (limitMs: number): Promise<boolean> => handle.call<boolean>(UNTIL_CLOCK, [limitMs]);
  if (!(await inSight(0))) {
    await handle.click({ signal });
    if (!(await inSight(OPEN_LIMIT_MS))) return false;
  }
  const [hours, minutes] = await Promise.all([handle.related(PART, [0]), handle.related(PART, [1])]);
  if (!hours || !minutes) return false;
  const isHalf = (await hours.call<number>(MOST)) <= HALF_DAY;
  const hour = isHalf ? time.hour % HALF_DAY || HALF_DAY : time.hour;
  const two = (n: number): string => String(n).padStart(2, "0");
  await typeInto(hours, two(hour), { signal });
  await page.keyboard.press("Tab");
  await typeInto(minutes, two(time.minute), { signal });
  await page.keyboard.press("Tab");
  const other = isHalf ? await handle.related(OTHER_HALF, [time.hour >= HALF_DAY]) : null;
  if (other) await other.click({ signal });
  const shown = await shownAfter(handle, `${two(time.hour)}:${two(time.minute)}`);
  const now = timeIn(shown);
  if (now?.hour !== time.hour || now.minute !== time.minute) throw refused("The field does not show the time that was set.");
  return true;
}

/** What a field holds once it holds the time, or after a moment. */
async function shownAfter(handle: ElementHandle, time: string): Promise<string> {
  return handle.call<string>(
    `async function (time, limitMs) {
      const shown = () => ("value" in this ? this.value : this.innerText) || "";
      await ${UNTIL}(() => shown().includes(time), limitMs);
      return shown();
    }`,
    [time, SHOWN_LIMIT_MS],
  );
}
