import type { LoadState, WaitCondition } from "../contract/agent.ts";
import { AppError } from "../core/errors.ts";
import { withTimeout } from "../core/time.ts";
import { ElementHandle, type ElementRef } from "./element.ts";
import { PageTarget } from "./page-target.ts";
import { queryElement } from "./query.ts";
import { type Screenshot, type ScreenshotOptions, takeScreenshot } from "./screenshot.ts";
import { type SettleOptions, settle } from "./settle.ts";
import { waitForCondition } from "./wait.ts";

type NavigateOptions = { waitUntil: LoadState; timeoutMs: number; signal: AbortSignal };
const FILE_CHOOSER_LIMIT_MS = 5_000;
/** A page that does not answer for so long is at work in a script that may never end. */
const UNRESPONSIVE_AFTER_MS = 2_000;

/** One tab's page, driven over CDP. Made by BrowserTabs. */
export class Page extends PageTarget {
  /**
   * Opens an address and waits for it.
   * @throws AppError NAVIGATION_FAILED with Chromium's reason | TIMEOUT | BROWSER_CRASHED | HELD_BY_PERSON
   */
  async navigate(url: string, { waitUntil, timeoutMs, signal }: NavigateOptions): Promise<{ url: string; httpStatus: number | null }> {
    this.gate.enter();
    const go = async (limit: AbortSignal): Promise<void> => {
      await this.#letGo(limit);
      const answer = await this.cdp.send("Page.navigate", { url }, { timeoutMs, signal: limit });
      if (answer.errorText !== undefined && !answer.isDownload)
        throw new AppError("NAVIGATION_FAILED", `${url} could not be opened: ${answer.errorText}.`, { details: { url, reason: answer.errorText } });
      if (answer.loaderId !== undefined && !answer.isDownload) await this.lifecycle.reached(waitUntil, limit, answer.loaderId);
    };
    await this.untilCrash(withTimeout(timeoutMs, `opening ${url}`, go, signal, this.gate));
    return { url: this.url, httpStatus: this.network.statusOf(this.lifecycle.loaderId) };
  }

  /** One step back in the history. False when there is none. */
  goBack(options: { timeoutMs: number; signal: AbortSignal }): Promise<boolean> {
    return this.#step(-1, options);
  }

  /** One step forward in the history. False when there is none. */
  goForward(options: { timeoutMs: number; signal: AbortSignal }): Promise<boolean> {
    return this.#step(1, options);
  }

  /** @throws AppError TIMEOUT | BROWSER_CRASHED | HELD_BY_PERSON */
  async reload({ timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }): Promise<void> {
    this.gate.enter();
    const { generation } = this.lifecycle;
    const go = async (limit: AbortSignal): Promise<void> => {
      await this.#letGo(limit);
      await this.cdp.send("Page.reload", {}, { signal: limit });
      await this.until(() => this.lifecycle.generation > generation && this.lifecycle.has("load"), limit);
    };
    await this.untilCrash(withTimeout(timeoutMs, "reloading the page", go, signal, this.gate));
  }

  screenshot(options: ScreenshotOptions, signal: AbortSignal): Promise<Screenshot> {
    return this.orCrash(takeScreenshot(this, options, signal));
  }

  /** @throws AppError TIMEOUT | EVALUATION_FAILED | BROWSER_CRASHED */
  waitFor(condition: WaitCondition, { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }): Promise<void> {
    return this.orCrash(
      withTimeout(
        timeoutMs,
        `waiting for ${condition.kind === "loadState" ? condition.state : condition.kind}`,
        (limit) => waitForCondition(this, condition, limit),
        signal,
        this.gate,
      ),
    );
  }

  /** Waits until the page rests, or until the last input has had its effects, at most `limitMs`. See `settle` in settle.ts. */
  settle(options: SettleOptions): Promise<void> {
    return this.orCrash(settle(this, options));
  }

  element(ref: ElementRef): ElementHandle {
    return new ElementHandle(this, ref);
  }

  /** The first element that matches, inside open shadow roots too; null when there is none. @throws AppError EVALUATION_FAILED for a bad selector */
  query(selector: string, { frameId = this.mainFrameId }: { frameId?: string } = {}): Promise<ElementHandle | null> {
    return queryElement(this, selector, frameId);
  }

  /**
   * Does what opens a file chooser and gives it the files.
   * @throws AppError ELEMENT_NOT_ACTIONABLE when no chooser opens within FILE_CHOOSER_LIMIT_MS
   */
  async chooseFiles(trigger: () => Promise<void>, paths: readonly string[], signal: AbortSignal): Promise<void> {
    const { opened, stop } = await this.fileChoosers.next();
    try {
      await trigger();
      const { backendNodeId, cdp } = await withTimeout(FILE_CHOOSER_LIMIT_MS, "waiting for the file chooser", () => opened, signal).catch((cause: unknown) => {
        throw new AppError("ELEMENT_NOT_ACTIONABLE", "That control opened no file chooser; name the file input or the button that opens it.", { cause });
      });
      await cdp.send("DOM.setFileInputFiles", { files: [...paths], ...(backendNodeId !== undefined && { backendNodeId }) });
    } finally {
      await stop();
    }
  }

  async #step(by: 1 | -1, { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }): Promise<boolean> {
    const { entries, currentIndex } = await this.cdp.send("Page.getNavigationHistory", undefined, { signal });
    const entry = entries[currentIndex + by];
    if (!entry) return false;
    this.gate.enter();
    const go = async (limit: AbortSignal): Promise<void> => {
      await this.#letGo(limit);
      const arrived = new Promise<void>((resolve) => {
        const stop = this.onEvent(({ type }) => {
          if (type !== "navigated") return;
          stop();
          resolve();
        });
      });
      await this.cdp.send("Page.navigateToHistoryEntry", { entryId: entry.id }, { signal: limit });
      await arrived;
      await this.lifecycle.reached("domcontentloaded", limit);
    };
    await this.untilCrash(withTimeout(timeoutMs, "going through the history", go, signal, this.gate));
    return true;
  }

  /** Before the page is left: stops a script that runs for ever, for its document would never give way to the next. */
  async #letGo(signal: AbortSignal): Promise<void> {
    if (this.status === "crashed") return;
    try {
      await this.cdp.send("Runtime.evaluate", { expression: "0" }, { timeoutMs: UNRESPONSIVE_AFTER_MS, signal });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "TIMEOUT" || signal.aborted) return;
      await this.cdp.send("Runtime.terminateExecution", undefined, { timeoutMs: UNRESPONSIVE_AFTER_MS, signal }).catch(() => {
        // It waits for something else than its script; the limit of the navigation ends the wait.
      });
    }
  }
}
