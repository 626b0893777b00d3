import type { LiveClientMessage } from "../../contract/live.ts";
import { messageOf } from "../../core/errors.ts";
import type { Page } from "../../driver/page.ts";
import type { ViewerContext } from "../viewer-part.ts";
import { listenForCopy, paste, pasteFiles } from "./clipboard.ts";
import { Fit } from "./fit.ts";
import { type Key, PageInput, type PageInputMessage } from "./page-input.ts";

type Type = LiveClientMessage["type"];
const DIRECT = ["mouse", "wheel", "key", "text", "touch", "compose"] as const satisfies PageInputMessage["type"][];
const INPUTS = [...DIRECT, "paste", "pasteFiles", "drop", "fit"] as const satisfies Type[];
/** Everything that changes a page. */
export type InputMessage = Extract<LiveClientMessage, { type: (typeof INPUTS)[number] }>;

/** Inputs that wait while something that takes several steps is under way. */
const MAX_WAITING = 200;
const CTRL_ALT_META_SHIFT = 15;
const CTRL = 2;

export const isInput = (message: LiveClientMessage): message is InputMessage => INPUTS.some((type) => type === message.type);
const isDirect = (message: InputMessage): message is PageInputMessage => DIRECT.some((type) => type === message.type);

type ViewerInputParts = {
  viewer: ViewerContext;
  /** The session's own size, in CSS pixels. */
  viewport: { width: number; height: number };
  pathsOf: (fileIds: readonly string[]) => string[];
};

/** One viewer's input on the pages that it is shown, in the order it came: also what takes several steps with the page. */
export class ViewerInput {
  readonly #parts: ViewerInputParts;
  readonly #fit: Fit;
  #input: PageInput;
  /** Null while nothing of several steps is under way. */
  #waiting: InputMessage[] | null = null;

  constructor(parts: ViewerInputParts) {
    const { viewer, viewport } = parts;
    this.#parts = parts;
    this.#input = this.#inputOn(viewer.page());
    const onFailure = (error: unknown): void => viewer.log.debug({ reason: messageOf(error) }, "a page did not take its size");
    this.#fit = new Fit({ own: viewport, signal: viewer.session.ended, onFailure });
  }

  handle(message: InputMessage): void {
    const { viewer } = this.#parts;
    if (this.#waiting !== null) {
      if (this.#waiting.length < MAX_WAITING) this.#waiting.push(message);
      else viewer.refuse("The page is not answering; your input was dropped.");
      return;
    }
    const page = this.#shown();
    if (message.type === "key" && isCopy(message)) this.#inSteps(() => this.#copy(page, message));
    else if (message.type === "paste") this.#inSteps(() => this.#paste(page, message.text, message.html));
    else if (message.type === "pasteFiles") this.#inSteps(() => pasteFiles(page, this.#paths(message.fileIds), viewer.session.ended));
    else if (message.type === "drop") this.#drop(message);
    else if (message.type === "fit") this.#fit.set(message.size, page);
    else if (isDirect(message) && !this.#input.handle(message)) viewer.refuse("The page is not answering; your input was dropped.");
  }

  /** Lets go of everything: keys, buttons, fingers, a drag, the pages' size. Idempotent. */
  release(): void {
    this.#waiting?.splice(0);
    this.#input.release();
    this.#fit.set(null, this.#input.page);
  }

  /** The page that is shown now: another than before is begun with nothing held. */
  #shown(): Page {
    const { viewer } = this.#parts;
    const page = viewer.page();
    if (page !== this.#input.page) {
      this.#input.release();
      this.#input = this.#inputOn(page);
      this.#fit.show(page);
    }
    return page;
  }

  #inputOn(page: Page): PageInput {
    const { viewer } = this.#parts;
    return new PageInput(page, viewer.log, () => viewer.refuse("The page does not answer. Reload it if it stays so."));
  }

  async #copy(page: Page, key: Key): Promise<void> {
    const { viewer } = this.#parts;
    const heard = await listenForCopy(page, viewer.session.ended);
    this.#input.handle(key);
    // What comes next need not wait: a page that makes something else of the key copies nothing.
    heard().then(
      (text) => text !== "" && viewer.say({ type: "clipboard", text }),
      (error: unknown) => viewer.log.debug({ reason: messageOf(error) }, "what was copied could not be read"),
    );
  }

  async #paste(page: Page, text: string, html: string | undefined): Promise<void> {
    const isLeft = await paste(page, { text, html }, this.#parts.viewer.session.ended);
    if (isLeft && text !== "") this.#input.handle({ type: "text", text });
  }

  #drop({ x, y, fileIds }: Extract<InputMessage, { type: "drop" }>): void {
    try {
      this.#input.dropFiles({ x, y }, this.#paths(fileIds));
    } catch (error) {
      this.#parts.viewer.refuse(messageOf(error));
    }
  }

  #paths(fileIds: readonly string[]): string[] {
    return this.#parts.pathsOf(fileIds);
  }

  /** Does what takes several steps; what comes meanwhile follows it in order. */
  #inSteps(work: () => Promise<void>): void {
    this.#waiting = [];
    const next = (): void => {
      const waiting = this.#waiting ?? [];
      this.#waiting = null;
      for (const message of waiting) this.handle(message);
    };
    work().then(next, (error: unknown) => {
      this.#parts.viewer.log.debug({ reason: messageOf(error) }, "a paste or a copy did not work");
      this.#parts.viewer.refuse("The page did not take that; try again.");
      next();
    });
  }
}

const isCopy = ({ action, code, modifiers }: Key): boolean =>
  action === "down" && (code === "KeyC" || code === "KeyX") && (modifiers & CTRL_ALT_META_SHIFT) === CTRL;
