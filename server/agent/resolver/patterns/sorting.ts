import { type Control, refused } from "./control.ts";
import { press } from "./pressing.ts";

/** Not sorted, in one order, in the other: no header needs more clicks. */
const CLICKS_MOST = 3;
const QUIET_MS = 60;
const SETTLE_LIMIT_MS = 3_000;
/** What the header that an element stands in, or holds, says of its order; null where it says nothing. */
const SORTED = `function () {
  const header = this.closest?.("th,[role=columnheader],[role=rowheader]") || this.querySelector?.("[aria-sort]") || this;
  return header.getAttribute("aria-sort");
}`;

/**
 * Clicks the header of a column until it says that it sorts in this order.
 * @throws AppError ELEMENT_NOT_ACTIONABLE where it does not say how it sorts
 */
export async function sortBy(control: Control, order: "ascending" | "descending"): Promise<void> {
  const { handle, page, signal } = control;
  for (let clicks = 0; clicks < CLICKS_MOST; clicks++) {
    if ((await handle.call<string | null>(SORTED)) === order) return;
    await press(control);
    await page.settle({ quietMs: QUIET_MS, limitMs: SETTLE_LIMIT_MS, signal });
  }
  if ((await handle.call<string | null>(SORTED)) !== order) throw refused(`The column does not say that it is sorted ${order}.`);
}
