import type { Protocol } from "devtools-protocol";
import type { CdpSession } from "../../providers/cdp.ts";

/** A file chooser that Chromium has left to us, in the target where it opened. */
export type OpenedChooser = Protocol.Page.FileChooserOpenedEvent & { cdp: CdpSession };
type Taker = (chooser: OpenedChooser) => void;

/**
 * Who takes a page's file choosers (CDP Page.setInterceptFileChooserDialog): automation that has pressed something to open
 * one, else a person, else Chromium, which shows none without a screen. The one owner of the switch, for all targets of
 * the page.
 */
export class FileChoosers {
  readonly #targets = new Set<CdpSession>();
  readonly #awaiting: Taker[] = [];
  #attendant: Taker | null = null;
  #on = false;

  /** Follows a target of the page; sends at once. */
  async follow(cdp: CdpSession): Promise<void> {
    this.#targets.add(cdp);
    cdp.on("Page.fileChooserOpened", (event) => (this.#awaiting.shift() ?? this.#attendant)?.({ ...event, cdp }));
    if (this.#on) await cdp.send("Page.setInterceptFileChooserDialog", { enabled: true });
  }

  /** Forgets a target that is gone. */
  drop(cdp: CdpSession): void {
    this.#targets.delete(cdp);
  }

  /** From here on what automation does not await goes to a person; with null to nobody. */
  async attend(taker: Taker | null): Promise<void> {
    this.#attendant = taker;
    await this.#switch();
  }

  /** The next chooser that opens; `stop` gives up the turn. */
  async next(): Promise<{ opened: Promise<OpenedChooser>; stop: () => Promise<void> }> {
    const { promise, resolve } = Promise.withResolvers<OpenedChooser>();
    this.#awaiting.push(resolve);
    const stop = async (): Promise<void> => {
      const at = this.#awaiting.indexOf(resolve);
      if (at >= 0) this.#awaiting.splice(at, 1);
      await this.#switch();
    };
    await this.#switch();
    return { opened: promise, stop };
  }

  async #switch(): Promise<void> {
    const on = this.#attendant !== null || this.#awaiting.length > 0;
    if (on === this.#on) return;
    this.#on = on;
    await Promise.all([...this.#targets].map((cdp) => cdp.send("Page.setInterceptFileChooserDialog", { enabled: on })));
  }
}
