import { AppError } from "../core/errors.ts";
import { delay } from "../core/time.ts";
import { CdpError } from "../providers/cdp.ts";
import {
  CHECK_STATE,
  type CheckState,
  CLICK_POINT,
  type ClickPointAnswer,
  COVER_AT,
  END_GUARD,
  FOCUS_AND_SELECT,
  PERCEIVABLE,
  SELECT_OPTIONS,
  SET_VALUE,
  UNTIL_CHECKED,
} from "./element-scripts.ts";
import { isNavigationLoss } from "./frames.ts";
import type { MouseButton, Point } from "./mouse.ts";
import type { PageTarget } from "./page-target.ts";

/** Which node of which frame: stays valid as long as the node is in the document. */
export type ElementRef = { backendNodeId: number; frameId?: string };
export type Rect = { x: number; y: number; width: number; height: number };

type ClickOptions = { button?: MouseButton; clickCount?: number; modifiers?: number; signal?: AbortSignal | undefined };

const ACTIONABLE_LIMIT_MS = 5_000;
const RETRY_MS = 50;
/** A page that is leaving answers no more. */
const GUARD_LIMIT_MS = 2_000;
/** How long what was clicked may take to show it. */
const CHANGE_LIMIT_MS = 600;

/** Whether a call failed because its element, or the document that it stood in, has left the page. */
export const isGone = (error: unknown): boolean =>
  isNavigationLoss(error) || (error instanceof AppError && (error.code === "ELEMENT_NOT_FOUND" || error.code === "NOT_FOUND"));

/** A model of a page also knows words, which are nodes of their own. */
const onElement = (declaration: string): string =>
  `function (...args) { return (${declaration}).apply(this.nodeType === 1 ? this : this.parentElement ?? this.getRootNode().host ?? this, args) }`;

/** One element of a page. Scripts run in our own world of its frame: the page neither sees nor disturbs them. */
export class ElementHandle {
  readonly page: PageTarget;
  readonly backendNodeId: number;
  readonly frameId: string;

  constructor(page: PageTarget, ref: ElementRef) {
    this.page = page;
    this.backendNodeId = ref.backendNodeId;
    this.frameId = ref.frameId ?? page.mainFrameId;
  }

  /**
   * Calls a function with the element as `this` (for words, what they stand in) and gives its JSON result.
   * @param declaration source of a function, as in `function (name) { return this.getAttribute(name) }`
   * @throws AppError ELEMENT_NOT_FOUND when the element has left the page | EVALUATION_FAILED
   */
  async call<T>(declaration: string, args: unknown[] = []): Promise<T> {
    const { cdp, contextId } = await this.page.frameContext(this.frameId, "isolated");
    const objectId = await this.#resolve(cdp, contextId);
    const answer = await cdp.send("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: onElement(declaration),
      arguments: args.map((value) => ({ value })),
      returnByValue: true,
      awaitPromise: true,
      userGesture: true,
    });
    if (answer.exceptionDetails) throw new AppError("EVALUATION_FAILED", answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    return answer.result.value as T;
  }

  /** Brings the element into view. */
  async scrollIntoView(): Promise<void> {
    this.page.gate.assertOpen();
    await this.call(`function () { this.scrollIntoView({ block: "center", inline: "center", behavior: "instant" }) }`);
  }

  /** Whether a person could find it on the page, by scrolling if need be. Changes nothing. */
  async isPerceivable(): Promise<boolean> {
    return this.call<boolean>(PERCEIVABLE);
  }

  /** Position in the viewport's CSS pixels, frames' offsets included; null for what has no box. */
  async bounds(): Promise<Rect | null> {
    const [rect, offset] = await Promise.all([
      this.call<Rect | null>(
        `function () { const r = this.getBoundingClientRect(); return r.width || r.height ? { x: r.x, y: r.y, width: r.width, height: r.height } : null }`,
      ),
      this.page.frameOffset(this.frameId),
    ]);
    return rect && { ...rect, x: rect.x + offset.x, y: rect.y + offset.y };
  }

  /**
   * A point where a click reaches this element and nothing above it; scrolls to it and waits until it rests.
   * @throws AppError ELEMENT_NOT_ACTIONABLE naming what is in the way · ELEMENT_NOT_FOUND
   */
  async clickPoint(signal?: AbortSignal): Promise<Point> {
    return this.#reachable({ guarded: false, until: Date.now() + ACTIONABLE_LIMIT_MS, signal });
  }

  /**
   * Clicks it, and nothing else: what moves under the pointer between the look and the press does not get the click,
   * which is then made again. A script of the page may hide its events from us; such a click counts as made.
   * @throws AppError ELEMENT_NOT_ACTIONABLE naming what is in the way · ELEMENT_NOT_FOUND
   */
  async click({ button = "left", clickCount = 1, modifiers = 0, signal }: ClickOptions = {}): Promise<void> {
    const until = Date.now() + ACTIONABLE_LIMIT_MS;
    for (;;) {
      const { x, y } = await this.#reachable({ guarded: true, until, signal });
      await this.page.mouse.click(x, y, { button, clickCount, modifiers }).catch(async (error: unknown) => {
        // A person has the page: the guard must not keep their clicks from it.
        await this.#endGuard();
        throw error;
      });
      const reached = await this.#endGuard();
      if (reached === true || reached === null) return;
      if (Date.now() >= until) throw new AppError("ELEMENT_NOT_ACTIONABLE", `The click would have reached ${reached} instead.`);
    }
  }

  /** The element that a function (with this one as `this`) gives, in the same frame; null when it gives none. @throws AppError ELEMENT_NOT_FOUND | EVALUATION_FAILED */
  async related(declaration: string, args: unknown[] = []): Promise<ElementHandle | null> {
    const { cdp, contextId } = await this.page.frameContext(this.frameId, "isolated");
    const objectId = await this.#resolve(cdp, contextId);
    const { result, exceptionDetails } = await cdp.send("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: onElement(declaration),
      arguments: args.map((value) => ({ value })),
      awaitPromise: true,
    });
    if (exceptionDetails) throw new AppError("EVALUATION_FAILED", exceptionDetails.exception?.description ?? exceptionDetails.text);
    if (result.objectId === undefined) return null;
    const { node } = await cdp.send("DOM.describeNode", { objectId: result.objectId });
    return new ElementHandle(this.page, { backendNodeId: node.backendNodeId, frameId: this.frameId });
  }

  async doubleClick(): Promise<void> {
    await this.click({ clickCount: 2 });
  }

  async hover(signal?: AbortSignal): Promise<void> {
    const { x, y } = await this.clickPoint(signal);
    await this.page.mouse.move(x, y);
  }

  async focus(): Promise<void> {
    this.page.gate.assertOpen();
    await this.call(`function () { this.focus() }`);
  }

  /**
   * Replaces what the field holds. Text fields and editable areas get real input events; fields with a picker
   * (date, time, colour, range) get their value set as ISO text.
   * @throws AppError ELEMENT_NOT_ACTIONABLE for what cannot be typed into
   */
  async fill(text: string): Promise<void> {
    this.page.gate.assertOpen();
    const kind = await this.call<"text" | "value" | string>(FOCUS_AND_SELECT);
    if (kind === "value") {
      this.page.gate.enter();
      const accepted = await this.call<boolean>(SET_VALUE, [text]);
      if (!accepted)
        throw new AppError("ELEMENT_NOT_ACTIONABLE", "The field did not take that value; use its own format (a date as 2026-01-31, a time as 13:30).");
      return;
    }
    if (kind !== "text") throw new AppError("ELEMENT_NOT_ACTIONABLE", kind);
    if (text === "") await this.page.keyboard.press("Delete");
    else await this.page.keyboard.insertText(text);
  }

  /**
   * Chooses options of a `<select>` by label or value and returns the chosen labels.
   * @throws AppError ELEMENT_NOT_FOUND listing the options there are
   */
  async select(options: readonly string[]): Promise<string[]> {
    this.page.gate.enter();
    const answer = await this.call<{ chosen: string[]; missing: string[]; options: string[] } | null>(SELECT_OPTIONS, [options]);
    if (!answer) throw new AppError("ELEMENT_NOT_ACTIONABLE", "That element is not a list to choose from.");
    if (answer.missing.length > 0)
      throw new AppError(
        "ELEMENT_NOT_FOUND",
        `There is no option ${answer.missing.map((name) => `"${name}"`).join(", ")}; there are ${answer.options.slice(0, 20).join(", ")}.`,
      );
    return answer.chosen;
  }

  /** Whether it is on, off or in between; null for what cannot be ticked. */
  checkState(): Promise<CheckState> {
    return this.call<CheckState>(CHECK_STATE);
  }

  /** Ticks or unticks; does nothing when it is so already. @throws AppError ELEMENT_NOT_ACTIONABLE when it stays as it was */
  async check(checked: boolean, signal?: AbortSignal): Promise<void> {
    const before = await this.checkState();
    if (before === null) throw new AppError("ELEMENT_NOT_ACTIONABLE", "That element cannot be ticked.");
    if (before === checked) return;
    await this.click({ signal });
    if (await this.#untilChecked(checked)) return;
    // What was in between ("mixed") may need one more; what did not hear the mouse may hear the key.
    await this.focus();
    await this.page.keyboard.press("Space");
    if (await this.#untilChecked(checked)) return;
    throw new AppError("ELEMENT_NOT_ACTIONABLE", `The box stays ${checked ? "unticked" : "ticked"} when it is clicked.`);
  }

  /** Gives a file input the files at these paths of this machine. */
  async setFiles(paths: readonly string[]): Promise<void> {
    this.page.gate.enter();
    await this.page.frame(this.frameId).cdp.send("DOM.setFileInputFiles", { files: [...paths], backendNodeId: this.backendNodeId });
  }

  /** Drags it with the mouse, onto an element or to a point of the viewport; what is scrolled for one end is looked for anew at the other. */
  async dragTo(target: ElementHandle | Point, signal?: AbortSignal): Promise<void> {
    if (!(target instanceof ElementHandle)) return this.page.mouse.drag(await this.clickPoint(signal), target);
    await target.clickPoint(signal);
    const from = await this.clickPoint(signal);
    const to = await target.clickPoint(signal);
    const again = await this.clickPoint(signal);
    if (Math.abs(again.x - from.x) > 1 || Math.abs(again.y - from.y) > 1)
      throw new AppError("ELEMENT_NOT_ACTIONABLE", "What is dragged and where it goes are not in view together; make the viewport larger or scroll first.");
    await this.page.mouse.drag(from, to);
  }

  /** What left the page because it was clicked has taken the click. */
  async #untilChecked(checked: boolean): Promise<boolean> {
    try {
      return await this.call<boolean>(UNTIL_CHECKED, [checked, CHANGE_LIMIT_MS]);
    } catch (error) {
      if (isGone(error)) return true;
      throw error;
    }
  }

  async #reachable({ guarded, until, signal }: { guarded: boolean; until: number; signal: AbortSignal | undefined }): Promise<Point> {
    for (;;) {
      let answer = await this.call<ClickPointAnswer>(CLICK_POINT, [guarded]);
      if ("x" in answer) {
        const offset = await this.page.frameOffset(this.frameId);
        const point = { x: answer.x + offset.x, y: answer.y + offset.y };
        const cover = await this.#coverAbove(point);
        if (cover === null) return point;
        if (guarded) await this.#endGuard();
        await this.scrollIntoView();
        answer = { why: `The frame that the element stands in is covered by ${cover}.` };
      }
      if (answer.gone) throw new AppError("ELEMENT_NOT_FOUND", answer.why);
      if (Date.now() >= until) throw new AppError("ELEMENT_NOT_ACTIONABLE", answer.why, { details: { untouched: true } });
      await delay(RETRY_MS, signal);
    }
  }

  /** What lies over the frames that it stands in at a point of the page, where nothing in its own frame does; null where nothing does. */
  async #coverAbove(point: Point): Promise<string | null> {
    const owner = await this.page.frameOwner(this.frameId);
    if (owner === null) return null;
    const shower = new ElementHandle(this.page, owner);
    const offset = await this.page.frameOffset(owner.frameId);
    return (await shower.call<string | null>(COVER_AT, [point.x - offset.x, point.y - offset.y])) ?? shower.#coverAbove(point);
  }

  /** What got the click; null where the click took the document with it. */
  async #endGuard(): Promise<true | string | null> {
    try {
      return (await this.page.evaluate<true | string | null>(END_GUARD, { frameId: this.frameId, world: "isolated", timeoutMs: GUARD_LIMIT_MS })).value;
    } catch (error) {
      const gone = error instanceof CdpError || (error instanceof AppError && ["TIMEOUT", "NOT_FOUND", "EVALUATION_FAILED"].includes(error.code));
      if (gone) return null;
      throw error;
    }
  }

  async #resolve(cdp: Awaited<ReturnType<PageTarget["frameContext"]>>["cdp"], contextId: number | undefined): Promise<string> {
    try {
      const { object } = await cdp.send("DOM.resolveNode", {
        backendNodeId: this.backendNodeId,
        ...(contextId !== undefined && { executionContextId: contextId }),
      });
      if (object.objectId !== undefined) return object.objectId;
    } catch (error) {
      if (!(error instanceof CdpError)) throw error;
      throw new AppError("ELEMENT_NOT_FOUND", "The element is no longer on the page.", { cause: error });
    }
    throw new AppError("ELEMENT_NOT_FOUND", "The element is no longer on the page.");
  }
}
