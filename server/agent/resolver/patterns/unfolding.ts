import { type ElementHandle, isGone } from "../../../driver/element.ts";
import { type Control, refused, UNTIL } from "./control.ts";

const FOLLOW_MS = 600;

/** Whether a part of the page is open, as its control says or as it is seen; null where nothing tells. */
const IS_OPEN = `
  const isOpen = (el) => {
    const details = el.closest("summary")?.parentElement ?? (el.localName === "details" ? el : null);
    if (details && details.localName === "details") return details.open;
    // A toggle of an entry of a tree speaks for the entry.
    const own = el.closest("[aria-expanded]") || (el.querySelectorAll("[aria-expanded]").length === 1 ? el.querySelector("[aria-expanded]") : null);
    if (!own) return null;
    // Some say at first that they are open and are not: what they control tells.
    const part = own.getRootNode().getElementById?.((own.getAttribute("aria-controls") || "").split(" ")[0]);
    return own.getAttribute("aria-expanded") === "true" && !(part && part.getClientRects().length === 0);
  };
`;
const STATE = `function () {${IS_OPEN} return isOpen(this); }`;
const UNTIL_STATE = `function (open, limitMs) {${IS_OPEN} return ${UNTIL}(() => isOpen(this) === open || !this.isConnected, limitMs); }`;
/** What folds an entry of a tree may be a part of it: the first without words (an arrow). */
const TOGGLE = `function () {
  const entry = this.closest("[role=treeitem]");
  if (!entry) return null;
  const own = [...entry.querySelectorAll("*")].filter((el) => el.closest("[role=treeitem]") === entry && !el.querySelector("[role=treeitem]") && el.getClientRects().length > 0);
  return own.find((el) => (el.textContent || "").trim().length <= 1) || null;
}`;

/** Whether a click on an entry of a tree ticks it with all below. */
const CHOOSES = `function () { return this.matches("[role=treeitem]") && !!this.closest("[aria-multiselectable=true]") }`;

/**
 * Opens or folds a part of the page; what is so already stays so. Entries of trees also hear the arrow keys.
 * @throws AppError ELEMENT_NOT_ACTIONABLE when it says that it stays as it was
 */
export async function expand({ handle, page, signal }: Pick<Control, "handle" | "page" | "signal">, open: boolean): Promise<void> {
  const before = await handle.call<boolean | null>(STATE);
  if (before === open) return;
  // A click would choose the entry, and what stands below it.
  if (await handle.call<boolean>(CHOOSES)) {
    await handle.focus();
    await page.keyboard.press(open ? "ArrowRight" : "ArrowLeft");
    if (await is(handle, open)) return;
    const arrow = await handle.related(TOGGLE);
    if (!arrow) throw refused("It is chosen when it is clicked, and has no arrow of its own.");
    await arrow.click({ signal });
    if (await is(handle, open)) return;
    throw refused(`It stays ${open ? "folded" : "open"} when its arrow is clicked.`);
  }
  await handle.click({ signal });
  if (before === null || (await is(handle, open))) return;
  if (await handle.call<boolean>(`function () { return !!this.closest("[role=treeitem]") }`)) {
    const toggle = await handle.related(TOGGLE);
    if (toggle) await toggle.click({ signal });
    if (await is(handle, open)) return;
    await page.keyboard.press(open ? "ArrowRight" : "ArrowLeft");
    if (await is(handle, open)) return;
  }
  throw refused(`It stays ${open ? "folded" : "open"} when it is clicked.`);
}

/** A control that went away when it was clicked has done what it does. */
async function is(handle: ElementHandle, open: boolean): Promise<boolean> {
  try {
    return await handle.call<boolean>(UNTIL_STATE, [open, FOLLOW_MS]);
  } catch (error) {
    if (isGone(error)) return true;
    throw error;
  }
}
