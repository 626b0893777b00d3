import { type ElementHandle, isGone } from "../../../driver/element.ts";
import {
  type CalendarView,
  DAY_AT,
  DAY_IS_OPEN,
  DAY_STATE,
  READ_CALENDAR,
  REMEMBER_CALENDARS,
  SET_LISTS,
  TURNER_AT,
  UNTIL_CALENDAR,
  UNTIL_TURNED,
} from "./calendar-scripts.ts";
import { type Control, declined, refused } from "./control.ts";
import { complete, type DateParts, type FullDate, isoDate } from "./dates.ts";

const OPEN_LIMIT_MS = 500;
const OPEN_BESIDE_LIMIT_MS = 1_500;
const TURN_LIMIT_MS = 800;
const TURNS_MOST = 400;
const MONTHS_A_YEAR = 12;

type Place = Pick<Control, "handle" | "page" | "signal">;

/** Whether a calendar is in sight in the frame of this element. */
export const seesCalendar = (handle: ElementHandle): Promise<boolean> => handle.call<boolean>(UNTIL_CALENDAR, [true, 0]);

/**
 * Opens the calendar of a field or button: by a click on it, else by the button beside it. One that is in sight
 * already will do where nothing opens.
 * @returns whether there is one now
 */
export async function openCalendar({ handle, signal }: Place): Promise<boolean> {
  await handle.call(REMEMBER_CALENDARS);
  await handle.click({ signal });
  if (await handle.call<boolean>(UNTIL_CALENDAR, [false, OPEN_LIMIT_MS])) return true;
  const beside = await handle.related(BUTTON_BESIDE);
  if (beside) {
    await beside.click({ signal });
    if (await handle.call<boolean>(UNTIL_CALENDAR, [false, OPEN_BESIDE_LIMIT_MS])) return true;
  }
  return seesCalendar(handle);
}

/** The one button that stands with a field in the smallest part of the page that has any: a sign, or what says that it opens something. */
const BUTTON_BESIDE = `function () {
  for (let at = this.parentElement, i = 0; at && i < 3; at = at.parentElement, i++) {
    const fields = [...at.querySelectorAll("input:not([type=hidden]),select,textarea")].filter((field) => field !== this && !this.contains(field) && field.getClientRects().length > 0);
    if (fields.length > 0) return null;
    const found = [...at.querySelectorAll("button,[role=button],[aria-haspopup]")].filter((el) => el !== this && el.getClientRects().length > 0 && (el.matches("[aria-haspopup],[aria-expanded],[aria-controls]") || !/\\p{L}/u.test(el.innerText || "")));
    if (found.length > 0) return found.length === 1 ? found[0] : found.find((el) => /dialog|grid/.test(el.getAttribute("aria-haspopup") || "")) || null;
  }
  return null;
}`;

/**
 * Chooses a day in the calendar in sight, going to its month first. What was not said is as the calendar shows it.
 * @throws AppError ELEMENT_NOT_ACTIONABLE when the day cannot be reached or chosen
 */
export async function pickDay(place: Place, said: DateParts): Promise<FullDate> {
  const { handle, signal } = place;
  const shown = await read(handle);
  const date = complete(said, shown[0] ? { year: shown[0].year, month: shown[0].month, day: null } : null, new Date());
  if (!date || said.day === null) throw declined("There is no such day.");
  const index = await goTo(place, date);
  const day = await handle.related(DAY_AT, [index, date.day]);
  if (!day || !(await day.call<boolean>(DAY_IS_OPEN))) throw declined(`The calendar does not let ${isoDate(date)} be chosen.`);
  const before = await look(day);
  await day.click({ signal });
  // A calendar that closes or marks the day has taken it; one that hears keys alone gets one.
  if (before !== null && (await look(day)) === before && !(await changes(day, before))) {
    await day.focus();
    await place.page.keyboard.press("Enter");
  }
  return date;
}

/** What its surroundings look like; null where it has gone or is out of sight. */
async function look(day: ElementHandle): Promise<string | null> {
  try {
    return await day.call<string>(DAY_STATE);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

async function changes(day: ElementHandle, before: string): Promise<boolean> {
  try {
    return await day.call<boolean>(
      `function (before, limitMs) {
        const state = ${DAY_STATE};
        const inSight = () => this.isConnected && this.getClientRects().length > 0;
        return new Promise((resolve) => {
          const moved = () => !inSight() || state.call(this) !== before;
          const end = () => { clearInterval(timer); clearTimeout(limit); resolve(moved()); };
          const timer = setInterval(() => moved() && end(), 16);
          const limit = setTimeout(end, limitMs);
        });
      }`,
      [before, OPEN_LIMIT_MS],
    );
  } catch (error) {
    if (isGone(error)) return true;
    throw error;
  }
}

async function read(handle: ElementHandle): Promise<CalendarView[]> {
  const views = await handle.call<CalendarView[] | null>(READ_CALENDAR);
  if (!views) throw refused("No calendar is in sight.");
  return views;
}

const monthsOf = ({ year, month }: { year: number; month: number }): number => year * MONTHS_A_YEAR + month;

/**
 * Turns the pages until the month is in sight, and gives its place. What each button does is learnt by pressing it:
 * one that goes by years is used for long ways only.
 */
async function goTo({ handle, signal }: Place, date: FullDate): Promise<number> {
  let views = await read(handle);
  const goal = monthsOf(date);
  const isHere = (): number => views.findIndex(({ year, month }) => month === date.month && (year === null || year === date.year));
  if (isHere() < 0 && views[0] && (views[0].lists.month || views[0].lists.year)) {
    await handle.call<boolean>(SET_LISTS, [date.year, date.month]);
    views = await read(handle);
  }
  const effects = new Map<number, number>();
  for (let i = 0; i < TURNS_MOST; i++) {
    signal.throwIfAborted();
    const here = isHere();
    if (here >= 0) return here;
    const first = views[0];
    if (!first || first.month === null) throw refused("It cannot be told which month the calendar shows.");
    const now = monthsOf({ year: first.year ?? date.year, month: first.month });
    const turner = nextTurner(first.turners, effects, goal - now);
    if (turner === null) throw refused(`The calendar shows ${first.year ?? ""}-${first.month} and no way to ${isoDate(date)} was found.`);
    const button = await handle.related(TURNER_AT, [turner]);
    if (!button) throw refused("What turns the calendar's pages went away.");
    await button.click({ signal });
    await handle.call<boolean>(UNTIL_TURNED, [first.year, first.month, TURN_LIMIT_MS]);
    views = await read(handle);
    const after = views[0];
    effects.set(turner, after?.month ? monthsOf({ year: after.year ?? date.year, month: after.month }) - now : 0);
  }
  throw refused(`The calendar does not come to ${isoDate(date)}.`);
}

/** The one that goes farthest of those that do not go past; else one that was not tried, on the side where time goes on. Pure. */
export function nextTurner(turners: CalendarView["turners"], effects: ReadonlyMap<number, number>, way: number): number | null {
  const fits = [...effects].filter(([, by]) => by !== 0 && Math.sign(by) === Math.sign(way) && Math.abs(by) <= Math.abs(way));
  const [best] = fits.sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  if (best) return best[0];
  const untried = turners.filter(({ index }) => !effects.has(index));
  const side = way > 0 ? "right" : "left";
  return (untried.find((turner) => turner.side === side) ?? untried[0])?.index ?? null;
}
