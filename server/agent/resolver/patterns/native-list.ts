import { AppError } from "../../../core/errors.ts";
import { delay } from "../../../core/time.ts";
import type { Control } from "./control.ts";
import { declined, refused } from "./control.ts";
import { pick, type Wanted } from "./pick.ts";

/** Lists are often filled when another one was chosen from. */
const FILL_LIMIT_MS = 2_500;
const LOOK_MS = 40;
const TOLD_MOST = 20;

type Option = { label: string; value: string; disabled: boolean; selected: boolean };
type State = { options: Option[]; disabled: boolean; multiple: boolean };

const LIST = `const list = this.localName === "option" ? this.closest("select") : this.localName === "label" && this.control ? this.control : this;`;
const STATE = `function () {${LIST}
  const options = [...list.options].map((o) => ({ label: (o.label || o.text).trim(), value: o.value, disabled: o.disabled || !!o.closest("optgroup:disabled"), selected: o.selected }));
  return { options, disabled: list.matches(":disabled"), multiple: list.multiple };
}`;
const CHOOSE = `function (indexes) {${LIST}
  list.focus();
  for (const [i, option] of [...list.options].entries()) if (option.selected !== indexes.includes(i)) option.selected = indexes.includes(i);
  list.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  list.dispatchEvent(new Event("change", { bubbles: true }));
  return [...list.options].flatMap((o, i) => o.selected ? [i] : []);
}`;

export type ListChange = "add" | "remove" | "replace";

/**
 * Chooses from a list of the platform by label, then by value. In a list of several, the others stay as they are unless
 * all are replaced.
 * @throws AppError ELEMENT_NOT_FOUND listing the options there are | ELEMENT_NOT_ACTIONABLE
 */
export async function chooseNative({ handle, signal }: Pick<Control, "handle" | "signal">, wanted: readonly Wanted[], change: ListChange): Promise<void> {
  const until = Date.now() + FILL_LIMIT_MS;
  for (;;) {
    const { options, disabled, multiple } = await handle.call<State>(STATE);
    const found = wanted.map((one) => optionOf(options, one));
    if (!disabled && found.every((index) => index !== null)) {
      const before = options.flatMap(({ selected }, i) => (selected ? [i] : []));
      const kept = change === "replace" || (change === "add" && !multiple) ? [] : before.filter((i) => change === "add" || !found.includes(i));
      const after = [...new Set(change === "remove" ? kept : [...kept, ...found])].sort((a, b) => a - b);
      if (String(after) === String(before)) return;
      handle.page.gate.enter();
      const now = await handle.call<number[]>(CHOOSE, [after]);
      if (change !== "remove" && !found.every((index) => now.includes(index))) throw refused("The list went back to what it was before.");
      return;
    }
    if (Date.now() >= until) {
      if (disabled) throw declined("The list is disabled.");
      const missing = wanted.filter((_, i) => found[i] === null).map(({ words }) => `"${words}"`);
      const there = options.map(({ label }) => label).filter((label) => label !== "");
      throw new AppError("ELEMENT_NOT_FOUND", `There is no option ${missing.join(", ")}; there are ${there.slice(0, TOLD_MOST).join(", ")}.`);
    }
    await delay(LOOK_MS, signal);
  }
}

function optionOf(options: readonly Option[], wanted: Wanted): number | null {
  const usable = [...options.keys()].filter((i) => !options[i]?.disabled);
  for (const key of ["label", "value"] as const) {
    const found = pick(
      usable.map((i) => options[i]?.[key] ?? ""),
      wanted,
    );
    if ("index" in found) return usable[found.index] ?? null;
    if ("several" in found) return null;
  }
  return null;
}
