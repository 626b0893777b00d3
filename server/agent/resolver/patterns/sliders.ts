import type { Amount } from "../steps.ts";
import { type Control, declined, refused } from "./control.ts";
import { setNative } from "./fields.ts";
import { isShare, saidNumber } from "./numbers.ts";

/** What a slider or spin button says of itself. `now` is null where it has no number. */
export type Scale = { now: number | null; text: string; min: number | null; max: number | null; step: number | null; vertical: boolean };

const KEYS_MOST = 400;
const STILL_MOST = 3;
/** How long a value may take to follow a key. */
const FOLLOW_MS = 120;
const DRAG_TRIES = 6;

const SCALE = `
  const scaleOf = (el) => {
    const isInput = el.localName === "input";
    const number = (own, aria) => {
      const text = isInput && el.getAttribute(aria) === null ? own : el.getAttribute(aria);
      return text === null || text === undefined || text === "" || Number.isNaN(Number(text)) ? null : Number(text);
    };
    const range = isInput && el.type === "range";
    return {
      now: number(el.value, "aria-valuenow"),
      text: el.getAttribute("aria-valuetext") || "",
      min: number(range ? el.min || "0" : el.min, "aria-valuemin"),
      max: number(range ? el.max || "100" : el.max, "aria-valuemax"),
      step: isInput && el.step !== "any" ? Number(el.step || 1) : null,
      vertical: el.getAttribute("aria-orientation") === "vertical",
    };
  };
`;
export const READ_SCALE = `function () {${SCALE} return scaleOf(this); }`;
/** After a key or a click: waits until the value is another, for a moment. */
const NEXT_SCALE = `function (before, limitMs) {${SCALE}
  return new Promise((resolve) => {
    const look = () => scaleOf(this).now !== before;
    const end = () => { clearInterval(timer); clearTimeout(limit); resolve(scaleOf(this)); };
    if (look()) return resolve(scaleOf(this));
    const timer = setInterval(() => look() && end(), 8);
    const limit = setTimeout(end, limitMs);
  });
}`;

/** The value that an amount means on a scale; null where that cannot be told. Pure. */
export function goalOf(amount: Amount, { now, text, min, max, step }: Scale): number | null {
  if ("end" in amount) return amount.end === "least" ? min : max;
  if ("by" in amount) return now === null ? null : now + amount.by;
  if ("steps" in amount) return now === null ? null : now + amount.steps * (step ?? 1);
  const seconds = secondsOf(amount.to);
  // A scale that counts in seconds and says so ("1:25" at 85).
  if (seconds !== null && now !== null && secondsOf(text) === Math.round(now)) return seconds;
  const said = saidNumber(amount.to);
  if (said === null || !isShare(amount.to)) return said;
  // "50%" is half of the way, unless the scale itself counts in hundredths.
  return min === null || max === null || (min === 0 && max === 100) ? said : min + ((max - min) * said) / 100;
}

/** "1:30" and "1:02:30" as seconds; null for what is written otherwise. */
function secondsOf(text: string): number | null {
  const parts = /^\s*(?:(\d+):)?(\d+):(\d\d)\s*$/.exec(text);
  return parts ? Number(parts[1] ?? 0) * 3600 + Number(parts[2]) * 60 + Number(parts[3]) : null;
}

/** Sets a slider of the platform, past its own keys: any value of its steps in one go. @throws AppError ELEMENT_NOT_ACTIONABLE */
export async function setRange({ handle }: Control, amount: Amount): Promise<void> {
  const scale = await handle.call<Scale>(READ_SCALE);
  const goal = goalOf(amount, scale);
  if (goal === null) throw declined("A slider takes a number.");
  assertWithin(goal, scale, amount);
  const clamped = clamp(goal, scale);
  const now = Number(await setNative(handle, String(clamped)));
  if (Math.abs(now - clamped) > (scale.step ?? 0) / 2 + 1e-9) throw refused(`The slider stands at ${now} and does not take ${clamped}.`);
}

/**
 * Moves an ARIA slider (or spin button without a field) by its keys to a value, or by dragging where it has none.
 * @throws AppError ELEMENT_NOT_ACTIONABLE telling where it stands
 */
export async function setSlider(control: Control, amount: Amount): Promise<void> {
  const { handle, page, signal } = control;
  const scale = await handle.call<Scale>(READ_SCALE);
  if ("steps" in amount) {
    await handle.focus();
    for (let i = 0; i < Math.abs(amount.steps); i++) await page.keyboard.press(amount.steps > 0 ? "ArrowUp" : "ArrowDown");
    const after = await handle.call<Scale>(NEXT_SCALE, [scale.now, FOLLOW_MS]);
    if (after.now === scale.now && !isAtEnd(after, amount.steps)) throw refused("The slider does not move.");
    return;
  }
  const goal = goalOf(amount, scale);
  if (goal === null || scale.now === null) return setByText(control, amount);
  assertWithin(goal, scale, amount);
  await handle.focus();
  const now = await byKeys(control, clamp(goal, scale), scale);
  if (near(now, goal, scale)) return;
  const dragged = await byDragging(control, goal, now);
  signal.throwIfAborted();
  if (!near(dragged, goal, scale)) throw refused(`The slider stands at ${dragged.now} and does not go to ${goal}.`);
}

/** More than its range is a mistake; more by a step than its end is the end. */
function assertWithin(goal: number, { min, max }: Scale, amount: Amount): void {
  if (!("to" in amount)) return;
  if ((min !== null && goal < min) || (max !== null && goal > max)) throw declined(`It goes from ${min ?? "…"} to ${max ?? "…"}; ${goal} is outside.`);
}

const clamp = (goal: number, { min, max }: Scale): number => Math.min(max ?? goal, Math.max(min ?? goal, goal));
const near = ({ now }: Scale, goal: number, scale: Scale): boolean => now !== null && Math.abs(now - clamp(goal, scale)) < 1e-6;
const isAtEnd = ({ now, min, max }: Scale, way: number): boolean => now !== null && (way > 0 ? now === max : now === min);

/** The keys that make more and less, by what a slider may listen to. */
const KEYS = { across: ["ArrowRight", "ArrowLeft"], up: ["ArrowUp", "ArrowDown"] } as const;

/** Begins with the end that is nearer than the way there; each key tells how far the next ones go, and where. */
async function byKeys({ handle, page, signal }: Control, goal: number, start: Scale): Promise<Scale> {
  let scale = start;
  const distance = (): number => Math.abs(goal - (scale.now ?? goal));
  /** How far the value went; less than nothing where it went away from the goal. */
  const press = async (key: string): Promise<number> => {
    const before = distance();
    await page.keyboard.press(key);
    scale = await handle.call<Scale>(NEXT_SCALE, [scale.now, FOLLOW_MS]);
    return before - distance();
  };
  if (start.min !== null && goal - start.min < distance()) await press("Home");
  else if (start.max !== null && start.max - goal < distance()) await press("End");
  let arrows: readonly [string, string] = start.vertical ? KEYS.up : KEYS.across;
  let [still, stepSize, pageSize] = [0, 0, Number.POSITIVE_INFINITY];
  for (let i = 0; i < KEYS_MOST && distance() > 1e-6 && still < STILL_MOST; i++) {
    signal.throwIfAborted();
    const [before, up] = [scale.now ?? 0, goal > (scale.now ?? 0)];
    // Pages go further than arrows where the way is long.
    const far = stepSize > 0 && distance() > stepSize * 12 && (distance() >= pageSize || pageSize === Number.POSITIVE_INFINITY);
    const nearer = await press(far ? (up ? "PageUp" : "PageDown") : (arrows[up ? 0 : 1] ?? ""));
    const moved = Math.abs((scale.now ?? before) - before);
    still = moved === 0 ? still + 1 : 0;
    if (far) pageSize = moved;
    else if (moved === 0) arrows = arrows === KEYS.up ? KEYS.across : KEYS.up;
    // From right to left the keys are turned round.
    else if (nearer < 0 && stepSize === 0 && moved < 2 * distance()) arrows = [arrows[1], arrows[0]];
    // Past it by one key: its steps do not have the value.
    else if (up !== goal > (scale.now ?? 0) && distance() > 1e-6) break;
    if (!far && moved > 0) stepSize = moved;
  }
  return scale;
}

/** A value that is a word ("Medium"): through all values from the least, until the slider says it. */
async function setByText({ handle, page, signal }: Control, amount: Amount): Promise<void> {
  const said = "to" in amount ? amount.to.trim().toLowerCase() : null;
  if (said === null) throw refused("The slider tells no value that it could be set by.");
  await handle.focus();
  await page.keyboard.press("Home");
  let scale = await handle.call<Scale>(READ_SCALE);
  for (let i = 0; i < KEYS_MOST; i++) {
    signal.throwIfAborted();
    if (scale.text.trim().toLowerCase() === said) return;
    await page.keyboard.press("ArrowUp");
    const next = await handle.call<Scale>(NEXT_SCALE, [scale.now, FOLLOW_MS]);
    if (next.now === scale.now && next.text === scale.text) break;
    scale = next;
  }
  throw refused(`The slider has no "${"to" in amount ? amount.to : ""}".`);
}

/** The thumb goes along what it stands in; each look at where it came to makes the next throw better. */
async function byDragging({ handle, page, signal }: Control, goal: number, start: Scale): Promise<Scale> {
  const { min, max, vertical } = start;
  let scale = start;
  const track = await handle.call<{ width: number; height: number } | null>(`function () {
    for (let at = this; at && at !== document.body; at = at.parentElement) {
      const { width, height } = at.getBoundingClientRect();
      if (Math.max(width, height) >= 60) return { width, height };
    }
    return null;
  }`);
  if (!track || min === null || max === null || max <= min) return scale;
  const length = vertical ? track.height : track.width;
  let pxPerUnit = length / (max - min);
  for (let i = 0; i < DRAG_TRIES && !near(scale, goal, start); i++) {
    signal.throwIfAborted();
    const from = await thumbOf(handle, signal);
    const by = (goal - (scale.now ?? 0)) * pxPerUnit;
    await page.mouse.drag(from, vertical ? { x: from.x, y: from.y - by } : { x: from.x + by, y: from.y });
    const after = await handle.call<Scale>(NEXT_SCALE, [scale.now, FOLLOW_MS]);
    const moved = (after.now ?? 0) - (scale.now ?? 0);
    if (moved === 0) break;
    pxPerUnit = by / moved;
    scale = after;
  }
  return scale;
}

const thumbOf = (handle: Control["handle"], signal: AbortSignal): Promise<{ x: number; y: number }> => handle.clickPoint(signal);
