import { AppError } from "../../../core/errors.ts";
import type { ElementHandle } from "../../../driver/element.ts";
import type { Page } from "../../../driver/page.ts";
import { openCalendar, pickDay, seesCalendar } from "./calendar.ts";
import { setClock } from "./clock.ts";
import { type Control, declined, natureOf, refused, UNTIL } from "./control.ts";
import { complete, type DateParts, type FullDate, formatIn, isoDate, isoParts, isoTime, saidDate, timeIn, written } from "./dates.ts";
import { setNative, typeInto } from "./fields.ts";

/** What is to be set: `date` as far as it is said in ISO 8601 (empty for a time alone), and the words as they were said. */
export type SaidDate = { date: string; said: string };

type NativeFacts = { type: string; value: string; min: string; max: string };
const FACTS = `function () { return { type: this.type, value: this.value, min: this.min, max: this.max }; }`;
const LEAP_YEAR = 2024;
/** All that may tell how a field writes dates. */
const WRITES = `function () {
  const words = (ids) => (ids || "").split(/\\s+/).filter(Boolean).map((id) => this.getRootNode().getElementById?.(id)?.textContent || "").join(" ");
  const formats = [...this.attributes].filter(({ name }) => /format|mask/.test(name)).map(({ value }) => value);
  return [...formats, this.placeholder || "", words(this.getAttribute("aria-describedby")), this.title || "", ...[...(this.labels || [])].map((label) => label.textContent), words(this.getAttribute("aria-labelledby")), this.getAttribute("aria-label") || "", this.value || ""];
}`;

/**
 * Sets a date, whatever it is set in: a field of the platform, a text field (in the way that it says it writes dates),
 * a field or button that opens a calendar, or a calendar in sight.
 * @throws AppError ELEMENT_NOT_ACTIONABLE
 */
export async function setDate(control: Control, { date, said }: SaidDate): Promise<void> {
  const { handle } = control;
  const { kind } = await natureOf(handle);
  const parts = isoParts(date) ?? saidDate(said);
  if (kind === "date") return setNativeDate(handle, { date, said });
  if (!parts) throw declined("That is no date.");
  // A leap year stands in for the year that is not said.
  if (parts.day !== null && !complete(parts, { year: LEAP_YEAR, month: 1, day: 1 }, new Date())) throw declined("There is no such day.");
  if (kind === "text" || kind === "combobox") return setTextDate(control, parts, said);
  const there = kind === "opens" && (await seesCalendar(handle)) && !(await opensSomething(handle));
  if (!there && !(await openCalendar(control))) throw refused("No calendar opens there.");
  const before = await shownOf(handle);
  const day = await pickDay(control, parts);
  await assertShown(handle, day, before);
  const time = timeIn(/T(\d{2}:\d{2})/.exec(date)?.[1] ?? said);
  if (time && !(await setClock(control, time))) throw refused("The day was chosen, and there is no clock for the time.");
}

/**
 * Chooses the first and the last day of a stretch in one calendar.
 * @throws AppError ELEMENT_NOT_ACTIONABLE also where the field does not show both days afterwards
 */
export async function setStretch(control: Control, from: SaidDate, to: SaidDate): Promise<void> {
  const { handle } = control;
  const [first, last] = [from, to].map(({ date, said }) => isoParts(date) ?? saidDate(said));
  if (!first?.day || !last?.day) throw declined("These are no two days.");
  if ((await natureOf(handle)).kind === "date") throw declined("That field takes one day.");
  if (!(await openCalendar(control))) throw declined("No calendar opens there.");
  const begins = await pickDay(control, { ...first, year: first.year ?? last.year, month: first.month ?? last.month });
  if (!(await seesCalendar(handle)) && !(await openCalendar(control))) throw refused("The calendar closed after one day.");
  const ends = await pickDay(control, { ...last, year: last.year ?? begins.year });
  const shown = await shownOf(handle);
  const holds = ({ day }: FullDate): boolean => new RegExp(`(?<!\\d)0?${day}(?!\\d)`).test(shown);
  if (!holds(begins) || !holds(ends)) throw refused("Both days were chosen, and the field does not show both.");
}

/** The root of the one frame in which a calendar is in sight; null where there is none, or more than one. */
export async function calendarInSight(page: Page): Promise<ElementHandle | null> {
  const roots = await Promise.all(
    page.frames().map(async ({ frameId }) => {
      try {
        const root = await page.query("html", { frameId });
        return root && (await seesCalendar(root)) ? root : null;
      } catch (error) {
        if (error instanceof AppError && error.code === "BROWSER_CRASHED") throw error;
        return null;
      }
    }),
  );
  const found = roots.filter((root) => root !== null);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Chooses a day in the calendar that is in sight. @throws AppError ELEMENT_NOT_ACTIONABLE */
export async function pickInSight(page: Page, { date, said }: SaidDate, signal: AbortSignal): Promise<void> {
  const handle = await calendarInSight(page);
  const parts = isoParts(date) ?? saidDate(said);
  if (!handle || !parts) throw declined(parts ? "There is not exactly one calendar in sight." : "That is no date.");
  await pickDay({ page, handle, signal }, parts);
}

/** A calendar that is always in sight is called by words beside it, which open nothing. */
const opensSomething = (handle: ElementHandle): Promise<boolean> =>
  handle.call<boolean>(`function () { return this.matches("button,[role=button],[role=combobox],[aria-haspopup],[aria-expanded],a[href],input") }`);

/** What the field itself takes: 2027-03-14, 14:30, 2027-03-14T14:30, 2027-03, 2027-W10. What is not said stays as it was. */
async function setNativeDate(handle: ElementHandle, { date, said }: SaidDate): Promise<void> {
  const facts = await handle.call<NativeFacts>(FACTS);
  const value = nativeValue(facts, { date, said }, new Date());
  if (value === null) throw declined(`A field of type ${facts.type} does not take that.`);
  const now = await setNative(handle, value);
  if (!now.startsWith(value)) throw refused(`The field did not take ${value}.`);
}

/** The value for a date or time field of the platform; null when what was said is none. Pure. */
export function nativeValue({ type, value, min, max }: NativeFacts, { date, said }: SaidDate, today: Date): string | null {
  const time = timeIn(/T(\d{2}:\d{2})/.exec(date)?.[1] ?? said);
  if (type === "time") return time && isoTime(time);
  if (type === "week") return /^\d{4}-W\d{2}$/.exec(said.trim())?.[0] ?? null;
  const parts = isoParts(date) ?? saidDate(said);
  const known = isoParts(value);
  if (type === "month") {
    const whole = parts && complete({ ...parts, day: 1 }, known, today);
    return whole && isoDate(whole).slice(0, 7);
  }
  const day = parts?.day === null ? null : parts && within(complete(parts, known, today), parts, { min, max });
  if (type === "date") return day && isoDate(day);
  const kept = timeIn(value.slice(11)) ?? { hour: 0, minute: 0 };
  const whole = day ?? (time && known && complete(known, null, today));
  return whole && `${isoDate(whole)}T${isoTime(time ?? kept)}`;
}

/** A year that was not said is the one that the field allows. */
function within(date: FullDate | null, said: DateParts, { min, max }: { min: string; max: string }): FullDate | null {
  if (!date || said.year !== null) return date;
  const fits = (year: number): boolean => {
    const iso = isoDate({ ...date, year });
    return (min === "" || iso >= min.slice(0, 10)) && (max === "" || iso <= max.slice(0, 10));
  };
  const year = [date.year, date.year + 1, date.year - 1].find(fits);
  return year === undefined ? date : { ...date, year };
}

/** As the field says that it writes dates; else in its calendar; else as it was said. */
async function setTextDate(control: Control, parts: DateParts, said: string): Promise<void> {
  const { handle, page, signal } = control;
  const hints = await handle.call<string[]>(WRITES);
  const format = hints.map(formatIn).find((one) => one !== null) ?? null;
  const whole = parts.day === null ? null : complete(parts, null, new Date());
  if (format && whole) {
    await typeInto(handle, written(whole, format), { signal });
    // What has opened over the page is in the way of what comes next.
    if (await seesCalendar(handle)) await page.keyboard.press("Tab");
    await handle.call(`function () { this.dispatchEvent(new Event("change", { bubbles: true })) }`);
    return;
  }
  if (await openCalendar(control)) {
    const before = await shownOf(handle);
    const day = await pickDay(control, parts);
    return assertShown(handle, day, before);
  }
  await typeInto(handle, said, { signal });
}

const shownOf = (handle: ElementHandle): Promise<string> =>
  handle.call<string>(`function () { return "value" in this && this.localName !== "button" ? this.value : this.innerText || "" }`);

const SHOWN_LIMIT_MS = 800;

/** A field shows the day that was chosen; a calendar without a field has nothing more to show. */
async function assertShown(handle: ElementHandle, { day }: FullDate, before: string): Promise<void> {
  const ok = await handle.call<boolean>(
    `function (day, before, limitMs) {
      if (!("value" in this) || this.localName === "button") return true;
      const hasDay = new RegExp("(?<!\\\\d)0?" + day + "(?!\\\\d)");
      return ${UNTIL}(() => /\\d/.test(this.value) && (this.value !== before || hasDay.test(this.value)), limitMs);
    }`,
    [day, before, SHOWN_LIMIT_MS],
  );
  if (!ok) throw refused("The day was chosen, and the field does not show it.");
}
