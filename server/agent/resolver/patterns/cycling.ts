import { nameScore, SURE } from "../names.ts";
import { type Control, declined, UNTIL } from "./control.ts";
import type { Wanted } from "./pick.ts";

const PRESSES_MOST = 12;
const FOLLOW_MS = 500;

/** What a button says of its value: "Repeat: off". It opens nothing of which it says so. */
const VALUE = `function () {
  const words = (this.innerText || "").replace(/\\s+/g, " ").trim();
  const opens = !!this.closest("[aria-haspopup],[aria-expanded],[aria-controls]") || this.querySelector("[aria-haspopup],[aria-expanded],li,option") !== null;
  const isButton = !!this.closest("button,[role=button]");
  return isButton && !opens ? /^\\p{L}[^:]*: ?(\\S.*)$/u.exec(words)?.[1] ?? null : null;
}`;
const NEXT_VALUE = `function (before, limitMs) {
  const value = ${VALUE};
  return ${UNTIL}(() => value.call(this) !== before, limitMs).then(() => value.call(this));
}`;

/**
 * Presses a button that goes through its values, one a press ("Repeat: off"), until it shows the one that is wanted.
 * @returns false for what is no such button: that was not pressed
 * @throws AppError ELEMENT_NOT_ACTIONABLE where it never shows it; it stands as before then
 */
export async function cycleTo({ handle, signal }: Pick<Control, "handle" | "signal">, { words, ordinal }: Wanted): Promise<boolean> {
  const first = ordinal === null ? await handle.call<string | null>(VALUE) : null;
  if (first === null) return false;
  const seen: string[] = [];
  for (let value: string | null = first; seen.length < PRESSES_MOST; ) {
    if (value === null || (seen.length > 0 && value === first)) break;
    if (nameScore(value, words) >= SURE) return true;
    seen.push(value);
    await handle.click({ signal });
    value = await handle.call<string | null>(NEXT_VALUE, [value, FOLLOW_MS]);
    if (value === seen.at(-1)) break;
  }
  throw declined(`It goes through ${seen.map((value) => `"${value}"`).join(", ")}, and not "${words}".`);
}
