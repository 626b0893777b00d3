import type { ElementHandle } from "../../../driver/element.ts";
import { assertHeardOf, optionIn } from "./choose.ts";
import type { Control } from "./control.ts";
import { EXPANDED, REMEMBER, UNTIL_OPTIONS } from "./option-scripts.ts";
import type { Wanted } from "./pick.ts";

/** How long a menu may take to open by the pointer alone, and by a click. */
const HOVER_LIMIT_MS = 350;
const CLICK_LIMIT_MS = 1_500;

/**
 * Goes through a menu: opens it, then what is in it level by level, and clicks the last. Menus open by the pointer
 * where they do so, else by a click: a link that also opens a menu is not followed.
 * @throws AppError ELEMENT_NOT_FOUND listing the entries there are | ELEMENT_NOT_ACTIONABLE
 */
export async function chooseInMenu({ page, handle, signal }: Control, path: readonly Wanted[]): Promise<void> {
  await assertHeardOf(page, path, signal);
  let at = handle;
  for (const [level, wanted] of path.entries()) {
    await openEntry(at, { top: level === 0, signal });
    at = await optionIn({ page, handle: at, signal }, wanted);
  }
  await at.click({ signal });
}

async function openEntry(entry: ElementHandle, { top, signal }: { top: boolean; signal: AbortSignal }): Promise<void> {
  if ((await entry.call<boolean | null>(EXPANDED)) && (await entry.call<boolean>(UNTIL_OPTIONS, [0]))) return;
  await entry.call(REMEMBER);
  const byPointer = !top || (await entry.call<boolean>(IS_LINK));
  if (byPointer) {
    await entry.hover(signal);
    if (await entry.call<boolean>(UNTIL_OPTIONS, [HOVER_LIMIT_MS])) return;
  }
  await entry.click({ signal });
  await entry.call<boolean>(UNTIL_OPTIONS, [CLICK_LIMIT_MS]);
}

/** Whether a click would leave for somewhere else. */
const IS_LINK = `function () {
  const link = this.closest("a[href]") || this.querySelector("a[href]");
  return !!link && !/^(#|javascript:)/.test(link.getAttribute("href"));
}`;
