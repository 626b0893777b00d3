import { delay } from "../../../core/time.ts";
import { isGone } from "../../../driver/element.ts";
import { type Control, refused } from "./control.ts";

/** How long what came of a click on mere words may take to be seen. */
const EFFECT_LIMIT_MS = 1_200;
const LOOK_MS = 50;
/** What is read and not operated, unless a script has made it so. */
const INERT = new Set(["text", "heading", "paragraph", "image", "cell", "gridcell", "columnheader", "rowheader"]);

/** The one control that says all the words of what only frames it: the button in a column's header, the link in a heading. */
const FRAMED = `function () {
  const words = (el) => (el.innerText || "").replace(/\\s+/g, " ").trim();
  const inner = [...this.querySelectorAll("a[href],button,summary,[role=button],[role=link],[role=tab]")].filter((el) => el.getClientRects().length > 0);
  return inner.length === 1 && words(this) !== "" && words(inner[0]) === words(this) ? inner[0] : null;
}`;

/**
 * Clicks an element; where it only frames a control of the same words, that. What is no control and shows no sign of
 * listening is said to be clicked only where something came of it: a heading may have the name of the button that was meant.
 * @throws AppError ELEMENT_NOT_FOUND | ELEMENT_NOT_ACTIONABLE
 */
export async function press(control: Control): Promise<void> {
  const { element, handle, signal } = control;
  const framed = INERT.has(element.role) ? await handle.related(FRAMED) : null;
  if (framed) return framed.click({ signal });
  if (element.clickable || !INERT.has(element.role)) return handle.click({ signal });
  const before = await looksOf(control);
  await handle.click({ signal });
  for (const until = Date.now() + EFFECT_LIMIT_MS; (await looksOf(control)) === before; await delay(LOOK_MS, signal))
    if (Date.now() > until) throw refused(`"${element.name}" is no control, and a click on it changes nothing.`);
}

/** The address and all that the element's document and the page's title say; nothing where the element has gone. */
async function looksOf({ page, handle }: Control): Promise<string> {
  try {
    return page.url + (await handle.call<string>(LOOKS));
  } catch (error) {
    if (isGone(error)) return "";
    throw error;
  }
}

const LOOKS = `function () {
  const root = this.getRootNode();
  const fields = [...document.querySelectorAll("input,textarea,select,dialog,details")].map((el) => [el.value, el.checked, el.open].join());
  return [document.title, document.documentElement.outerHTML, root instanceof ShadowRoot ? root.innerHTML : "", ...fields, document.querySelectorAll(":popover-open").length, scrollX, scrollY].join();
}`;
