import type { ElementHandle } from "../../../driver/element.ts";
import { declined, refused } from "./control.ts";

/** What a field says of itself when it is about to be typed into. */
type Ready = { before: string; maxLength: number } | { why: string };

/**
 * The words that a field shows. Editors listen at a field of no size and show the words elsewhere: theirs are those
 * of what stands around it.
 */
const WORDS_OF = `
  const wordsOf = (el) => {
    const own = "value" in el ? el.value : el.innerText ?? el.textContent;
    const { width, height } = el.getBoundingClientRect();
    if (own !== "" || !("value" in el) || (width > 4 && height > 4)) return own;
    let around = el;
    for (let i = 0; i < 5 && around.parentElement && around.innerText?.trim() === ""; i++) around = around.parentElement;
    return around.innerText ?? "";
  };
`;
const READY = `function () {${WORDS_OF}
  const el = this;
  if (el.matches(":disabled") || el.closest("[aria-disabled=true]")) return { why: "The field is disabled." };
  if (el.readOnly) return { why: "The field is read-only." };
  const isInput = el.localName === "input" || el.localName === "textarea";
  if (isInput && ["checkbox", "radio", "button", "submit", "reset", "image", "file", "hidden"].includes(el.type))
    return { why: "That element is a " + el.type + " field; nothing can be typed into it." };
  if (!isInput && !el.isContentEditable) return { why: "That element is no text field." };
  el.focus();
  if (isInput) el.select();
  else el.ownerDocument.defaultView.getSelection().selectAllChildren(el);
  return { before: wordsOf(el), maxLength: isInput ? el.maxLength : -1 };
}`;
const READ = `function () {${WORDS_OF} return wordsOf(this); }`;

/**
 * Types into a text field or an editable area, in place of what it holds. Fields may format what is typed.
 * @throws AppError ELEMENT_NOT_ACTIONABLE when the field holds something else afterwards; its words are never told
 */
export async function typeInto(handle: ElementHandle, text: string, { signal }: { signal: AbortSignal }): Promise<void> {
  const { keyboard } = handle.page;
  handle.page.gate.assertOpen();
  const ready = await handle.call<Ready>(READY);
  if ("why" in ready) throw declined(ready.why);
  const { before, maxLength } = ready;
  const fits = fitting(text, maxLength);
  if (fits === "") {
    if (before !== "") await keyboard.press("Delete");
  } else await keyboard.insertText(fits);
  let now = await handle.call<string>(READ);
  if (holds({ now, before, text: fits })) return;
  signal.throwIfAborted();
  // Fields that move the caret or listen to keys alone: as a person would do it.
  await handle.focus();
  await keyboard.press("Control+a");
  await keyboard.press("Delete");
  await keyboard.type(fits);
  now = await handle.call<string>(READ);
  if (!holds({ now, before: "", text: fits })) throw refused(taken(now, text));
}

const taken = (now: string, text: string): string =>
  text === ""
    ? "The field does not let itself be cleared."
    : now === ""
      ? "The field did not take the text."
      : `The field holds ${now.length} characters that are not the ${text.length} that were typed.`;

/** What a field of so many characters can take: its own separators are the first to go. @throws AppError ELEMENT_NOT_ACTIONABLE when it is too long all the same */
function fitting(text: string, room: number): string {
  if (room < 0 || text.length <= room) return text;
  const bare = text.replace(/[^\p{L}\p{N}]/gu, "");
  if (/^[\p{N}\s().+/-]+$/u.test(text) && bare.length <= room) return bare;
  throw declined(`The field takes ${room} characters and the text has ${text.length}.`);
}

type Typed = { now: string; before: string; text: string };

/** Whether a field holds what was typed, formatted or completed by it, and nothing of what was there before. Pure. */
export function holds({ now, before, text }: Typed): boolean {
  const [shown, had, said] = [bareOf(now), bareOf(before), bareOf(text)];
  if (text === "") return now.trim() === "" || (shown === "" && now !== before);
  if (now === text) return true;
  if (said === "") return squash(now).includes(squash(text));
  if (shown === said) return true;
  const kept = had !== "" && (shown === had + said || shown === said + had);
  return shown.includes(said) && shown !== had && !kept;
}

const squash = (text: string): string => text.replace(/\s+/g, "");
const bareOf = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

const SET_NATIVE = `function (value) {
  const el = this;
  if (el.matches(":disabled") || el.readOnly) return null;
  el.focus();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(el, value);
  el.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  el.dispatchEvent(new Event("change", { bubbles: true }));
  return el.value;
}`;

/**
 * Sets the value of a platform field that has a picker (date, time, month, week, colour, range) past frameworks that
 * watch the property, with the usual events. Gives the value that it has then; a range keeps to its steps.
 * @throws AppError ELEMENT_NOT_ACTIONABLE for a field that is disabled or read-only
 */
export async function setNative(handle: ElementHandle, value: string): Promise<string> {
  handle.page.gate.enter();
  const now = await handle.call<string | null>(SET_NATIVE, [value]);
  if (now === null) throw declined("The field is disabled or read-only.");
  return now;
}
