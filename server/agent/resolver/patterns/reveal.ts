import { AppError } from "../../../core/errors.ts";
import type { ElementHandle } from "../../../driver/element.ts";
import type { Page } from "../../../driver/page.ts";
import { expand } from "./unfolding.ts";

/** What scripts about hidden parts share: what is there and not drawn, by its whole name. */
const HIDDEN = `
  const plain = (text) => (text || "").normalize("NFKD").replace(/\\p{M}/gu, "").toLowerCase().replace(/[^\\p{L}\\p{N}]+/gu, " ").trim();
  const rendered = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0;
  const up = (el) => el.assignedSlot || el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
  const nameOf = (el) => [el.getAttribute("aria-label"), el.labels?.[0]?.textContent, el.textContent, el.getAttribute("placeholder"), el.getAttribute("title")].find((text) => plain(text) !== "") || "";
  const CONTROLS = "a,button,input,select,textarea,summary,[role],[onclick],[contenteditable],[tabindex]";
  const hiddenOnes = (names) => {
    const wanted = new Set(names.map(plain));
    return hiddenThat((el) => wanted.has(plain(nameOf(el))));
  };
  const hiddenThat = (test) => {
    const out = [];
    const walk = (root) => {
      for (const el of root.querySelectorAll("*")) {
        if (el.shadowRoot) walk(el.shadowRoot);
        if (el.matches(CONTROLS) && el.type !== "hidden" && !el.closest("template,script,style") && !rendered(el) && test(el)) out.push(el);
      }
    };
    walk(document);
    // What holds nothing but it says the same words.
    return out.filter((el) => !out.some((other) => other !== el && el.contains(other)));
  };
`;

/**
 * The one control in sight that opens the part of the page in which something of these names is hidden: a summary, what
 * says that it controls it, its tab, or the folded button right before it. Null where it is not clear which.
 */
const OPENERS = `${HIDDEN}
  const controls = (part) => {
    if (!part.id) return [];
    const id = CSS.escape(part.id);
    return [...part.getRootNode().querySelectorAll('[aria-controls~="' + id + '"],[aria-owns~="' + id + '"],[popovertarget="' + id + '"],[aria-expanded][href="#' + id + '"],[aria-expanded][data-target="#' + id + '"],[aria-expanded][data-bs-target="#' + id + '"]')];
  };
  const folded = (el) => el.getAttribute("aria-expanded") === "false" || (el.hasAttribute("aria-haspopup") && el.getAttribute("aria-expanded") !== "true");
  const openerOf = (el) => {
    for (let part = up(el); part && part !== document.body; part = up(part)) {
      if (part.localName === "details" && !part.open && !part.querySelector(":scope > summary")?.contains(el)) return part.querySelector(":scope > summary");
      if (part.getAttribute("aria-expanded") === "false") return part;
      if (rendered(part)) return null;
      const [by, other] = controls(part).filter((one) => !part.contains(one));
      if (by) return other && other !== by ? null : by;
      const labelled = part.getAttribute("role") === "tabpanel" && part.getAttribute("aria-labelledby");
      const tab = labelled && part.getRootNode().getElementById(labelled);
      if (tab && tab.getAttribute("role") === "tab") return tab;
      const before = part.previousElementSibling;
      const button = before && (folded(before) ? before : [...before.querySelectorAll("[aria-expanded],[aria-haspopup]")].filter(folded).length === 1 ? before.querySelector("[aria-expanded=false],[aria-haspopup]") : null);
      if (button) return button;
    }
    return null;
  };
  const outermost = (el) => {
    const opener = openerOf(el);
    if (!opener) return null;
    return rendered(opener) ? opener : outermost(opener);
  };
  const theOne = (hidden) => {
    const openers = [...new Set(hidden.map(outermost))];
    return openers.length === 1 && openers[0] && openers[0].getAttribute("aria-expanded") !== "true" ? openers[0] : null;
  };
`;
const OPENER = `function (names) {${OPENERS} return theOne(hiddenOnes(names)); }`;
/** The same for an element that is known. */
const OWN_OPENER = `function () {${OPENERS} return rendered(this) ? null : theOne([this]); }`;

/** What is in sight around the one thing of these names that is hidden: it may show it when the pointer is over it. */
const AROUND = `function (names) {${HIDDEN}
  const found = hiddenOnes(names);
  if (found.length !== 1) return null;
  let part = up(found[0]);
  while (part && !rendered(part)) part = up(part);
  return part && part !== document.body && part !== document.documentElement ? part : null;
}`;

/**
 * The hidden control of which a whole sentence speaks by what it does and to what ("reset the password of Ann" is the
 * "Reset password" in the smallest part of the page that has Ann), where that is one.
 */
const IMPLIED = `
  const impliedOne = (said, fillers) => {
    const restOf = (el) => {
      const own = plain(nameOf(el)).split(" ");
      return own[0] !== said[0] || !own.every((word) => said.includes(word)) ? "" : said.filter((word) => !own.includes(word) && !fillers.includes(word)).join(" ");
    };
    const partOf = (el) => {
      const rest = " " + restOf(el) + " ";
      let part = up(el);
      while (part && part !== document.body && !(rendered(part) && (" " + plain(part.innerText) + " ").includes(rest))) part = up(part);
      return part === document.body ? null : part;
    };
    const found = hiddenThat((el) => restOf(el) !== "").flatMap((el) => { const part = partOf(el); return part ? [{ el, part }] : []; });
    const inmost = found.filter(({ part }) => !found.some((other) => other.part !== part && part.contains(other.part)));
    return inmost.length === 1 ? inmost[0].el : null;
  };
`;
const IMPLIED_OPENER = `function (said, fillers) {${OPENERS}${IMPLIED}
  const one = impliedOne(said, fillers);
  return one && theOne([one]);
}`;
const IMPLIED_AROUND = `function (said, fillers) {${HIDDEN}${IMPLIED}
  let part = impliedOne(said, fillers);
  while (part && !rendered(part)) part = up(part);
  return part && part !== document.body && part !== document.documentElement ? part : null;
}`;

/**
 * Opens the menu or part, else points at the thing, in which the control that a sentence speaks of is hidden.
 * @param said the words of the sentence @param fillers words that carry nothing
 * @returns whether something was opened or pointed at: the page is then to be looked at anew
 */
export async function revealImplied(page: Page, said: readonly string[], fillers: readonly string[], signal: AbortSignal): Promise<boolean> {
  if (said.length < 2) return false;
  const [opener, second] = await inFrames(page, (root) => root.related(IMPLIED_OPENER, [said, fillers]), signal);
  if (opener && !second) {
    await expand({ page, handle: opener, signal }, true);
    return true;
  }
  const [part, other] = await inFrames(page, (root) => root.related(IMPLIED_AROUND, [said, fillers]), signal);
  return part !== undefined && !other && hoverOver(part, signal);
}

/**
 * Opens the one part of the page in which something of one of these names is, but not in sight.
 * @returns whether something was opened: the page is then to be looked at anew
 */
export async function openHidden(page: Page, names: readonly string[], signal: AbortSignal): Promise<boolean> {
  const openers = await inFrames(page, (root) => root.related(OPENER, [names]), signal);
  const [opener, other] = openers;
  if (!opener || other) return false;
  await expand({ page, handle: opener, signal }, true);
  return true;
}

/** Opens the part of the page that an element is folded away in. @returns whether something was opened: the page is then to be looked at anew */
export async function openAround(page: Page, handle: ElementHandle, signal: AbortSignal): Promise<boolean> {
  const opener = await handle.related(OWN_OPENER);
  if (opener) await expand({ page, handle: opener, signal }, true);
  return opener !== null;
}

/** Brings the pointer over what something of one of these names is hidden in. @returns whether there was such a thing */
export async function hoverHidden(page: Page, names: readonly string[], signal: AbortSignal): Promise<boolean> {
  const around = await inFrames(page, (root) => root.related(AROUND, [names]), signal);
  const [part, other] = around;
  if (!part || other) return false;
  return hoverOver(part, signal);
}

/** Brings the pointer over an element, if that can be reached. @returns whether it could */
export async function hoverOver(handle: ElementHandle, signal: AbortSignal): Promise<boolean> {
  try {
    await handle.hover(signal);
    return true;
  } catch (error) {
    if (error instanceof AppError && (error.code === "ELEMENT_NOT_ACTIONABLE" || error.code === "ELEMENT_NOT_FOUND")) return false;
    throw error;
  }
}

/** What the roots of all frames give; frames that go away meanwhile give nothing. */
async function inFrames(page: Page, ask: (root: ElementHandle) => Promise<ElementHandle | null>, signal: AbortSignal): Promise<ElementHandle[]> {
  const answers = await Promise.all(
    page.frames().map(async ({ frameId }) => {
      try {
        const root = await page.query("html", { frameId });
        return root && (await ask(root));
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof AppError && error.code === "BROWSER_CRASHED") throw error;
        return null;
      }
    }),
  );
  return answers.filter((answer) => answer !== null);
}
