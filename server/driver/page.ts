import type { Protocol } from "devtools-protocol";
import type { LoadState, WaitCondition } from "../contract/agent.ts";
import { AppError } from "../core/errors.ts";
import { abortError, withTimeout } from "../core/time.ts";
import type { CdpSession } from "../providers/cdp.ts";
import { ElementHandle, type ElementRef } from "./element.ts";
import { FrameTree, type PageFrame } from "./frames.ts";
import { Keyboard } from "./keyboard.ts";
import { Lifecycle } from "./lifecycle.ts";
import { Mouse, type Point } from "./mouse.ts";
import { NetworkWatch } from "./network-watch.ts";
import type { PageEvent } from "./page-events.ts";
import { type Screenshot, type ScreenshotOptions, takeScreenshot } from "./screenshot.ts";
import { DEEP_QUERY, settle, waitForCondition } from "./wait.ts";

export type { PageEvent } from "./page-events.ts";

export type EvaluateOptions = { signal?: AbortSignal; timeoutMs?: number; frameId?: string; world?: "main" | "isolated"; userGesture?: boolean };
type NavigateOptions = { waitUntil: LoadState; timeoutMs: number; signal: AbortSignal };
/**
 * Prepares one CDP target of a page (its own, an out-of-process frame, a worker) before any script of it runs: sends its
 * commands before it awaits anything, because the target is let run right after.
 */
export type TargetPreparer = (cdp: CdpSession, kind: "page" | "iframe" | "worker") => Promise<void>;

const DEFAULT_EVALUATE_MS = 30_000;
const FILE_CHOOSER_LIMIT_MS = 5_000;

/** One tab's page, driven over CDP. Made by BrowserTabs. */
export class Page {
  readonly targetId: string;
  readonly openerId: string | null;
  readonly cdp: CdpSession;
  readonly mouse: Mouse;
  readonly keyboard: Keyboard;
  readonly lifecycle = new Lifecycle();
  readonly network: NetworkWatch;
  readonly #frames = new FrameTree();
  readonly #children = new Map<string, { cdp: CdpSession; kind: "iframe" | "worker" }>();
  readonly #preparers: TargetPreparer[] = [];
  readonly #listeners = new Set<(event: PageEvent) => void>();
  #title = "";
  #crashed = false;

  constructor({ targetId, openerId, cdp }: { targetId: string; openerId: string | null; cdp: CdpSession }) {
    this.targetId = targetId;
    this.openerId = openerId;
    this.cdp = cdp;
    this.mouse = new Mouse(cdp);
    this.keyboard = new Keyboard(cdp);
    this.network = new NetworkWatch(targetId, (event) => this.emit(event));
  }

  /** A page's main frame has the id of its target. */
  get mainFrameId(): string {
    return this.targetId;
  }

  get url(): string {
    return this.#frames.all().find((frame) => frame.frameId === this.mainFrameId)?.url || "about:blank";
  }

  get title(): string {
    return this.#title;
  }

  get status(): "loading" | "ready" | "crashed" {
    if (this.#crashed) return "crashed";
    return this.lifecycle.has("load") ? "ready" : "loading";
  }

  /**
   * Turns on what the page is watched by. Called once, before the page runs: all commands are sent before the first
   * answer is waited for, because a paused target may answer none of them until it is let run.
   */
  async start(): Promise<void> {
    const { cdp } = this;
    cdp.on("Inspector.targetCrashed", () => {
      this.#crashed = true;
      this.emit({ type: "crashed" });
    });
    cdp.on("Page.javascriptDialogOpening", ({ type, message }) => void this.#answerDialog(type, message));
    this.lifecycle.follow(cdp, this.mainFrameId, (state) => {
      if (state === "domcontentloaded") this.emit({ type: "domcontentloaded" });
      if (state === "load") this.emit({ type: "loaded" });
    });
    await Promise.all([this.#watch(cdp), cdp.send("Page.setLifecycleEventsEnabled", { enabled: true })]);
  }

  /** Registers and runs a preparer: for the page now (it sends at once), and for each frame or worker of another process as it comes. */
  async prepareTargets(prepare: TargetPreparer): Promise<void> {
    this.#preparers.push(prepare);
    await Promise.all([prepare(this.cdp, "page"), ...[...this.#children.values()].map(({ cdp, kind }) => prepare(cdp, kind))]);
  }

  frames(): PageFrame[] {
    return this.#frames.all();
  }

  /** @throws AppError NOT_FOUND */
  frame(frameId: string): PageFrame {
    return this.#frames.get(frameId);
  }

  frameContext(frameId: string, world: "main" | "isolated"): Promise<{ cdp: CdpSession; contextId: number | undefined }> {
    return this.#frames.context(frameId, world);
  }

  /** Where a frame's viewport begins, in the page's CSS pixels. */
  async frameOffset(frameId: string): Promise<Point> {
    const frame = this.#frames.get(frameId);
    if (frame.parentFrameId === null) return { x: 0, y: 0 };
    const parent = this.#frames.get(frame.parentFrameId);
    const { backendNodeId } = await parent.cdp.send("DOM.getFrameOwner", { frameId });
    const { model } = await parent.cdp.send("DOM.getBoxModel", { backendNodeId });
    const [x = 0, y = 0] = model.content;
    // The box is relative to the topmost frame of the parent's process: further processes above add theirs.
    const root = this.#localRoot(parent);
    const above = await this.frameOffset(root.frameId);
    return { x: x + above.x, y: y + above.y };
  }

  /**
   * Opens an address and waits for it.
   * @throws AppError NAVIGATION_FAILED with Chromium's reason | TIMEOUT | BROWSER_CRASHED
   */
  async navigate(url: string, { waitUntil, timeoutMs, signal }: NavigateOptions): Promise<{ url: string; httpStatus: number | null }> {
    const go = async (limit: AbortSignal): Promise<void> => {
      const answer = await this.cdp.send("Page.navigate", { url }, { timeoutMs, signal: limit });
      if (answer.errorText !== undefined && !answer.isDownload)
        throw new AppError("NAVIGATION_FAILED", `${url} could not be opened: ${answer.errorText}.`, { details: { url, reason: answer.errorText } });
      if (answer.loaderId !== undefined && !answer.isDownload) await this.lifecycle.reached(waitUntil, limit, answer.loaderId);
    };
    await this.#orCrash(withTimeout(timeoutMs, `opening ${url}`, go, signal));
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

  async reload({ timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }): Promise<void> {
    const { generation } = this.lifecycle;
    await withTimeout(
      timeoutMs,
      "reloading the page",
      async (limit) => {
        await this.cdp.send("Page.reload", {}, { signal: limit });
        await this.until(() => this.lifecycle.generation > generation && this.lifecycle.has("load"), limit);
      },
      signal,
    );
  }

  /**
   * Runs an expression and gives its JSON value; a promise is awaited. `type` is JavaScript's name for what came out.
   * @throws AppError EVALUATION_FAILED with the page's error | TIMEOUT | BROWSER_CRASHED · CdpError when the document was replaced
   */
  async evaluate<T = unknown>(
    expression: string,
    { signal, timeoutMs = DEFAULT_EVALUATE_MS, frameId = this.mainFrameId, world = "main", userGesture = false }: EvaluateOptions = {},
  ): Promise<{ value: T; type: string }> {
    const run = async (limit: AbortSignal): Promise<Protocol.Runtime.EvaluateResponse> => {
      const { cdp, contextId } = await this.#frames.context(frameId, world);
      try {
        return await cdp.send(
          "Runtime.evaluate",
          { expression, returnByValue: true, awaitPromise: true, userGesture, ...(contextId !== undefined && { contextId }) },
          { timeoutMs, signal: limit },
        );
      } catch (error) {
        this.#frames.forgetWorld(frameId);
        throw error;
      }
    };
    const { result, exceptionDetails } = await this.#orCrash(withTimeout(timeoutMs, "running the script", run, signal));
    if (exceptionDetails) throw new AppError("EVALUATION_FAILED", exceptionDetails.exception?.description?.split("\n    at ")[0] ?? exceptionDetails.text);
    return { value: result.value as T, type: result.subtype ?? result.type };
  }

  screenshot(options: ScreenshotOptions, signal: AbortSignal): Promise<Screenshot> {
    return this.#orCrash(takeScreenshot(this, options, signal));
  }

  /** @throws AppError TIMEOUT | EVALUATION_FAILED | BROWSER_CRASHED */
  waitFor(condition: WaitCondition, { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }): Promise<void> {
    return this.#orCrash(
      withTimeout(
        timeoutMs,
        `waiting for ${condition.kind === "loadState" ? condition.state : condition.kind}`,
        (limit) => waitForCondition(this, condition, limit),
        signal,
      ),
    );
  }

  /** Waits until the page rests, at most `limitMs`. See `settle` in wait.ts. */
  settle(options: { quietMs?: number; limitMs: number; signal: AbortSignal }): Promise<void> {
    return this.#orCrash(settle(this, options));
  }

  element(ref: ElementRef): ElementHandle {
    return new ElementHandle(this, ref);
  }

  /** The first element that matches, inside open shadow roots too; null when there is none. @throws AppError EVALUATION_FAILED for a bad selector */
  async query(selector: string, { frameId = this.mainFrameId }: { frameId?: string } = {}): Promise<ElementHandle | null> {
    const { cdp, contextId } = await this.#frames.context(frameId, "isolated");
    const answer = await cdp.send("Runtime.evaluate", {
      expression: `(${DEEP_QUERY})(${JSON.stringify(selector)})`,
      ...(contextId !== undefined && { contextId }),
    });
    if (answer.exceptionDetails)
      throw new AppError("EVALUATION_FAILED", `"${selector}" is not a valid selector.`, {
        fields: [{ field: "selector", message: "not a valid CSS selector" }],
      });
    if (answer.result.objectId === undefined) return null;
    const { node } = await cdp.send("DOM.describeNode", { objectId: answer.result.objectId });
    return new ElementHandle(this, { backendNodeId: node.backendNodeId, frameId });
  }

  /**
   * Does what opens a file chooser and gives it the files.
   * @throws AppError ELEMENT_NOT_ACTIONABLE when no chooser opens within FILE_CHOOSER_LIMIT_MS
   */
  async chooseFiles(trigger: () => Promise<void>, paths: readonly string[], signal: AbortSignal): Promise<void> {
    await this.cdp.send("Page.setInterceptFileChooserDialog", { enabled: true });
    const stops: (() => void)[] = [];
    try {
      const opened = new Promise<{ backendNodeId?: number }>((resolve) => stops.push(this.cdp.on("Page.fileChooserOpened", resolve)));
      await trigger();
      const { backendNodeId } = await withTimeout(FILE_CHOOSER_LIMIT_MS, "waiting for the file chooser", () => opened, signal).catch((cause: unknown) => {
        throw new AppError("ELEMENT_NOT_ACTIONABLE", "That control opened no file chooser; name the file input or the button that opens it.", { cause });
      });
      await this.cdp.send("DOM.setFileInputFiles", { files: [...paths], ...(backendNodeId !== undefined && { backendNodeId }) });
    } finally {
      for (const stop of stops) stop();
      await this.cdp.send("Page.setInterceptFileChooserDialog", { enabled: false });
    }
  }

  /** Resolves when the test holds, looked at after each event of the page. @throws the signal's reason */
  until(test: () => boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        stop();
        reject(abortError(signal));
      };
      const look = (): void => {
        if (!test()) return;
        stop();
        signal.removeEventListener("abort", onAbort);
        resolve();
      };
      const stop = this.onEvent(look);
      if (signal.aborted) return onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
      look();
    });
  }

  /** Returns the way to stop. */
  onEvent(listener: (event: PageEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** For BrowserTabs, which hears of titles and of the end from the browser. */
  emit(event: PageEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  async #watch(cdp: CdpSession): Promise<void> {
    this.network.follow(cdp);
    cdp.on("Page.frameNavigated", ({ frame }) => {
      if (frame.id === this.mainFrameId) this.emit({ type: "navigated", url: frame.url });
    });
    cdp.on("Page.navigatedWithinDocument", ({ frameId, url }) => {
      if (frameId === this.mainFrameId) this.emit({ type: "navigated", url });
    });
    cdp.on("Runtime.consoleAPICalled", ({ type, args }) => this.emit({ type: "console", level: LEVELS[type] ?? "info", text: args.map(textOf).join(" ") }));
    cdp.on("Runtime.exceptionThrown", ({ exceptionDetails: e }) => this.emit({ type: "exception", text: e.exception?.description ?? e.text }));
    cdp.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => void this.#attachChild(cdp, sessionId, targetInfo));
    cdp.on("Target.detachedFromTarget", ({ sessionId }) => this.#detachChild(sessionId));
    // Together, so that they reach a paused target in one go; frames are followed from before its first document.
    await Promise.all([
      cdp.send("Page.enable"),
      cdp.send("Runtime.enable"),
      cdp.send("Network.enable", { maxPostDataSize: 0 }),
      cdp.send("DOM.enable"),
      this.#frames.follow(cdp),
      cdp.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
      cdp.send("Emulation.setFocusEmulationEnabled", { enabled: true }),
    ]);
  }

  /** A frame or worker of another process: prepared as the page was, then let run. A target that dies meanwhile is no error. */
  async #attachChild(parent: CdpSession, sessionId: string, { type }: Protocol.Target.TargetInfo): Promise<void> {
    const cdp = parent.connection.session(sessionId);
    const ready: Promise<void>[] = [];
    try {
      if (type === "iframe") {
        this.#children.set(sessionId, { cdp, kind: "iframe" });
        ready.push(this.#watch(cdp), ...this.#preparers.map((prepare) => prepare(cdp, "iframe")));
      } else if (type === "worker" || type === "shared_worker") {
        this.#children.set(sessionId, { cdp, kind: "worker" });
        ready.push(...this.#preparers.map((prepare) => prepare(cdp, "worker")));
      }
      await Promise.all([...ready, cdp.send("Runtime.runIfWaitingForDebugger")]);
    } catch {
      this.#detachChild(sessionId);
    }
  }

  #detachChild(sessionId: string): void {
    const child = this.#children.get(sessionId);
    if (!child) return;
    this.#children.delete(sessionId);
    this.#frames.drop(child.cdp);
    child.cdp.connection.forget(sessionId);
  }

  #localRoot(frame: PageFrame): PageFrame {
    return this.#frames.isLocalRoot(frame) || frame.parentFrameId === null ? frame : this.#localRoot(this.#frames.get(frame.parentFrameId));
  }

  async #step(by: 1 | -1, { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }): Promise<boolean> {
    const { entries, currentIndex } = await this.cdp.send("Page.getNavigationHistory", undefined, { signal });
    const entry = entries[currentIndex + by];
    if (!entry) return false;
    await withTimeout(
      timeoutMs,
      "going through the history",
      async (limit) => {
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
      },
      signal,
    );
    return true;
  }

  /** A dialog blocks the page until answered. Notices and leaving are agreed to; questions are declined, which changes nothing. */
  async #answerDialog(kind: string, message: string): Promise<void> {
    this.emit({ type: "dialog", kind, message });
    await this.cdp.send("Page.handleJavaScriptDialog", { accept: kind === "alert" || kind === "beforeunload" }).catch(() => {
      // Another client of this browser answered it first.
    });
  }

  /** The work's outcome, or BROWSER_CRASHED at once when the page's renderer dies: CDP itself would never answer. */
  async #orCrash<T>(work: Promise<T>): Promise<T> {
    if (this.#crashed) {
      work.catch(() => {});
      throw pageCrashed();
    }
    const watch: { stop: () => void } = { stop: () => {} };
    const crash = new Promise<never>((_, reject) => {
      watch.stop = this.onEvent(({ type }) => {
        if (type === "crashed" || type === "closed")
          reject(type === "crashed" ? pageCrashed() : new AppError("TAB_NOT_FOUND", "The tab was closed meanwhile."));
      });
    });
    crash.catch(() => {});
    try {
      return await Promise.race([work, crash]);
    } finally {
      watch.stop();
    }
  }
}

const pageCrashed = (): AppError => new AppError("BROWSER_CRASHED", "The page crashed; open another tab or create a new session.");

const LEVELS: Record<string, "debug" | "info" | "warning" | "error"> = { error: "error", assert: "error", warning: "warning", debug: "debug", trace: "debug" };

const textOf = (value: Protocol.Runtime.RemoteObject): string =>
  value.type === "string"
    ? String(value.value)
    : (value.unserializableValue ?? (value.value === undefined ? (value.description ?? value.type) : JSON.stringify(value.value)));
