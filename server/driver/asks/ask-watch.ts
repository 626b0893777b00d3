import { randomBytes } from "node:crypto";
import type { CdpSession } from "../../providers/cdp.ts";
import type { PageTarget } from "../page-target.ts";
import { type AskPlace, AskScripts } from "./ask-scripts.ts";
import type { AskedPermission, Attendant, Credentials, PickerContent, SignInAsk } from "./attendant.ts";
import { FileDialog } from "./file-dialog.ts";
import { OpenPicker } from "./open-picker.ts";
import type { AskMessage } from "./picker-script.ts";

/**
 * What tells an attendant of a page's file choosers, lists, pickers and wishes for permissions and passwords, in all its frames. It is
 * installed while somebody attends and gone after that: nobody else sees a difference.
 */
export class AskWatch {
  readonly #page: PageTarget;
  readonly #scripts: AskScripts;
  readonly #pickers = new Map<string, OpenPicker>();
  #attendant: Attendant | null = null;
  #followed = false;

  constructor(page: PageTarget) {
    this.#page = page;
    this.#scripts = new AskScripts(randomBytes(12).toString("hex"), {
      onMessage: (place, message) => this.#hear(place, message),
      onDocumentGone: (cdp, contextId) => this.#endPickers((picker) => picker.isIn(cdp, contextId)),
    });
  }

  /** Whose hand is on the page from here on; null for nobody's. Sends at once. */
  async attend(attendant: Attendant | null): Promise<void> {
    if (attendant === this.#attendant) return;
    this.#attendant = attendant;
    const choosers = this.#page.fileChoosers.attend(attendant === null ? null : (chooser) => void FileDialog.open(this.#page, chooser, () => this.#attendant));
    const scripts = this.#scripts.turn(attendant !== null);
    if (attendant === null) {
      for (const picker of this.#pickers.values()) void picker.close();
      this.#pickers.clear();
    }
    const requests = this.#page.requests.attend(attendant === null ? null : (ask) => this.#signIn(attendant, ask));
    await Promise.all([choosers, scripts, requests, this.#follow()]);
  }

  /** A target of the page is gone. */
  drop(cdp: CdpSession): void {
    this.#scripts.drop(cdp);
  }

  /** From the first time that somebody attends. */
  async #follow(): Promise<void> {
    if (this.#followed) return;
    this.#followed = true;
    this.#page.onEvent(({ type }) => {
      if (type === "crashed") this.#endPickers(() => true);
    });
    await this.#page.prepareTargets(async (cdp, kind) => {
      if (kind !== "worker") await this.#scripts.follow(cdp);
    });
  }

  /** A document that is replaced tells no end of what was open in it. */
  #endPickers(which: (picker: OpenPicker) => boolean): void {
    for (const [key, picker] of this.#pickers) {
      if (!which(picker)) continue;
      this.#pickers.delete(key);
      picker.end();
    }
  }

  #hear(place: AskPlace, message: AskMessage): void {
    const attendant = this.#attendant;
    if (message.ask === "gone") {
      const key = pickerKey(place, message.serial);
      this.#pickers.get(key)?.end();
      this.#pickers.delete(key);
    } else if (attendant === null) return;
    else if (message.ask === "picker") void this.#openPicker(attendant, place, message);
    else void this.#askPermission(attendant, place, message);
  }

  async #openPicker(attendant: Attendant, place: AskPlace, message: Extract<AskMessage, { ask: "picker" }>): Promise<void> {
    const key = pickerKey(place, message.serial);
    const known = this.#pickers.get(key);
    const picker = known ?? new OpenPicker(this.#page, { ...place, serial: message.serial, origin: message.origin });
    this.#pickers.set(key, picker);
    if (!(await picker.show(message.content as PickerContent))) this.#pickers.delete(key);
    else if (!picker.gone.aborted) attendant.openPicker(this.#page, picker);
  }

  async #askPermission(attendant: Attendant, place: AskPlace, message: Extract<AskMessage, { ask: "permission" }>): Promise<void> {
    const permission = message.permission as AskedPermission;
    const { gone, stop } = this.#untilGone();
    try {
      if (await attendant.askPermission(this.#page, { permission, origin: message.origin, gone })) await this.#grant(permission, message.origin);
    } catch {
      // It stays undecided; the site gets what the browser answers by itself.
    } finally {
      stop();
      const expression = `globalThis.perchAsks?.answer(${Number(message.id)})`;
      await place.cdp.send("Runtime.evaluate", { expression, contextId: place.contextId }).catch(() => {
        // The document that asked is gone.
      });
    }
  }

  async #signIn(attendant: Attendant, ask: Omit<SignInAsk, "gone">): Promise<Credentials | null> {
    const { gone, stop } = this.#untilGone();
    try {
      return await attendant.signIn(this.#page, { ...ask, gone });
    } finally {
      stop();
    }
  }

  /** Aborts when another page has come, or none is left. */
  #untilGone(): { gone: AbortSignal; stop: () => void } {
    const gone = new AbortController();
    const stop = this.#page.onEvent(({ type }) => {
      if (type === "navigated" || type === "crashed" || type === "closed") gone.abort();
    });
    return { gone: gone.signal, stop };
  }

  /** Sites within a page ask in the name of the page's own site (https://www.chromium.org/Home/chromium-security/permission-delegation). */
  async #grant(permission: AskedPermission, origin: string): Promise<void> {
    const top = URL.canParse(this.#page.url) ? new URL(this.#page.url).origin : origin;
    const { connection } = this.#page.cdp;
    await Promise.all(
      [...new Set([top, origin])].map((site) =>
        connection.send("Browser.setPermission", { permission: { name: permission }, setting: "granted", origin: site }),
      ),
    );
  }
}

const pickerKey = ({ cdp, contextId }: AskPlace, serial: number): string => `${cdp.id} ${contextId} ${serial}`;
