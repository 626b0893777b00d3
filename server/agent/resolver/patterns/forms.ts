import type { ElementHandle } from "../../../driver/element.ts";
import type { Page } from "../../../driver/page.ts";
import { declined } from "./control.ts";

/** The one button that sends the form that an element stands in, holds or is. */
const SENDER = `function () {
  const form = this.form || this.closest("form") || (this.querySelectorAll("form").length === 1 ? this.querySelector("form") : null) || this.closest("[role=form]");
  if (!form) return null;
  const inSight = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0;
  const own = form.elements ? [...form.elements] : [...form.querySelectorAll("button,input")];
  const senders = [...own, ...form.querySelectorAll("input[type=image]")].filter((el) => ["submit", "image"].includes(el.type) && inSight(el));
  return senders[0] || null;
}`;

/**
 * Sends a form as a person does: by its button, else by Enter in its last text field. Without an element the only form
 * in sight is meant, or the one that has the focus.
 * @throws AppError ELEMENT_NOT_ACTIONABLE
 */
export async function submit(page: Page, handle: ElementHandle | null, signal: AbortSignal): Promise<void> {
  const within = handle ?? (await theForm(page));
  if (!within) throw declined("There is not exactly one form to send; say which.");
  const sender = await within.related(SENDER);
  if (sender) return sender.click({ signal });
  const field = await within.related(`function () {
    const form = this.form || this.closest("form") || this.querySelector("form");
    return form ? [...form.elements].filter((el) => el.localName === "input" && el.getClientRects().length > 0 && !["checkbox", "radio", "button", "hidden"].includes(el.type)).at(-1) ?? null : null;
  }`);
  if (!field) throw declined("The form has no button that sends it and no field to press Enter in.");
  await field.focus();
  await page.keyboard.press("Enter");
}

async function theForm(page: Page): Promise<ElementHandle | null> {
  const roots = await Promise.all(page.frames().map(({ frameId }) => page.query("html", { frameId }).catch(() => null)));
  const forms = await Promise.all(
    roots.map((root) =>
      root?.related(`function () {
        const inSight = (el) => [...el.elements].some((one) => one.getClientRects().length > 0);
        const focused = document.activeElement?.closest("form");
        if (focused && document.hasFocus()) return focused;
        const found = [...document.forms].filter(inSight);
        return found.length === 1 ? found[0] : null;
      }`),
    ),
  );
  const found = forms.filter((form) => form !== null && form !== undefined);
  return found.length === 1 ? (found[0] ?? null) : null;
}
