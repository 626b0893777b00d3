import type { Protocol } from "devtools-protocol";
import { AppError } from "../core/errors.ts";
import { abortError, withTimeout } from "../core/time.ts";
import { type CdpSession, pageCrashed } from "../providers/cdp.ts";
import { AskWatch } from "./asks/ask-watch.ts";
import type { Attendant } from "./asks/attendant.ts";
import { answerDialog, type DialogRules } from "./asks/dialogs.ts";
import { FileChoosers } from "./asks/file-choosers.ts";
import { FrameTree, type PageFrame, WORLD_NAME } from "./frames.ts";
import type { InputGate } from "./input-gate.ts";
import { Keyboard } from "./keyboard.ts";
import { Lifecycle } from "./lifecycle.ts";
import { Mouse, type Point } from "./mouse.ts";
import { NetworkWatch } from "./network-watch.ts";
import { followConsole } from "./page-console.ts";
import type { PageEvent } from "./page-events.ts";
import { RequestGuard } from "./request-guard.ts";
import { WATCH_REST } from "./rest-script.ts";

export type EvaluateOptions = { signal?: AbortSignal; timeoutMs?: number; frameId?: string; world?: "main" | "isolated"; userGesture?: boolean };
/**
 * Prepares one CDP target of a page (its own, an out-of-process frame, a worker) before any script of it runs: sends its
 * commands before it awaits anything, because the target is let run right after.
 */
export type TargetPreparer = (cdp: CdpSession, kind: "page" | "iframe" | "worker") => Promise<void>;

const DEFAULT_EVALUATE_MS = 30_000;

/** The CDP target of one tab with its frames and workers of other processes: watched, prepared, given input and scripts. */
export class PageTarget {
  readonly targetId: string;
  readonly openerId: string | null;
  readonly cdp: CdpSession;
  /** What automation does to the page passes here; a person may close it. */
  readonly gate: InputGate;
  readonly mouse: Mouse;
  readonly keyboard: Keyboard;
  readonly lifecycle = new Lifecycle();
  readonly network: NetworkWatch;
  readonly fileChoosers = new FileChoosers();
  readonly requests = new RequestGuard(() => this.url);
  /** What becomes of the page's dialogs while nobody attends. */
  dialogRules: DialogRules = { answer: "usual", waitMs: 0 };
  readonly #frames = new FrameTree();
  readonly #children = new Map<string, { cdp: CdpSession; kind: "iframe" | "worker" }>();
  readonly #preparers: TargetPreparer[] = [];
  readonly #listeners = new Set<(event: PageEvent) => void>();
  readonly #asks = new AskWatch(this);
  #attendant: Attendant | null = null;
  #title = "";
  #crashed = false;
  #inDialog = false;

  constructor({ targetId, openerId, cdp, gate }: { targetId: string; openerId: string | null; cdp: CdpSession; gate: InputGate }) {
    this.targetId = targetId;
    this.openerId = openerId;
    this.cdp = cdp;
    this.gate = gate;
    this.mouse = new Mouse(cdp, gate);
    this.keyboard = new Keyboard(cdp, gate);
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

  /** Whether the page stands still until a dialog of its own is answered. */
  get inDialog(): boolean {
    return this.#inDialog;
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
    // Chromium keeps what was set for the target, and gives it another renderer with the next navigation.
    cdp.on("Inspector.targetReloadedAfterCrash", () => {
      this.#crashed = false;
    });
    cdp.on("Page.javascriptDialogOpening", (event) => {
      this.#inDialog = true;
      void answerDialog(this, event, this.dialogRules);
    });
    cdp.on("Page.javascriptDialogClosed", () => {
      this.#inDialog = false;
    });
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

  /** Who answers what the page asks; null for nobody. */
  get attendant(): Attendant | null {
    return this.#attendant;
  }

  /** Who from here on answers what the page asks in windows of the browser's own; with null it is answered as without a person. Sends at once. */
  attend(attendant: Attendant | null): Promise<void> {
    this.#attendant = attendant;
    this.emit({ type: "attended" });
    return this.#asks.attend(attendant);
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

  /** The element that shows a frame, in the frame around it; null for the page's own. */
  async frameOwner(frameId: string): Promise<{ backendNodeId: number; frameId: string } | null> {
    const { parentFrameId } = this.#frames.get(frameId);
    if (parentFrameId === null) return null;
    const { backendNodeId } = await this.#frames.get(parentFrameId).cdp.send("DOM.getFrameOwner", { frameId });
    return { backendNodeId, frameId: parentFrameId };
  }

  /** Where a frame's viewport begins, in the page's CSS pixels. */
  async frameOffset(frameId: string): Promise<Point> {
    const owner = await this.frameOwner(frameId);
    if (owner === null) return { x: 0, y: 0 };
    const parent = this.#frames.get(owner.frameId);
    const { backendNodeId } = owner;
    const { model } = await parent.cdp.send("DOM.getBoxModel", { backendNodeId });
    const [x = 0, y = 0] = model.content;
    // The box is relative to the topmost frame of the parent's process: further processes above add theirs.
    const root = this.#localRoot(parent);
    const above = await this.frameOffset(root.frameId);
    return { x: x + above.x, y: y + above.y };
  }

  /** Where the coordinates of one of the page's CDP sessions begin, in the page's CSS pixels. */
  async targetOffset(cdp: CdpSession): Promise<Point> {
    const root = cdp === this.cdp ? undefined : this.#frames.all().find((frame) => frame.cdp === cdp && this.#frames.isLocalRoot(frame));
    return root === undefined ? { x: 0, y: 0 } : this.frameOffset(root.frameId);
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
    const { result, exceptionDetails } = await this.orCrash(withTimeout(timeoutMs, "running the script", run, signal));
    if (exceptionDetails) throw new AppError("EVALUATION_FAILED", exceptionDetails.exception?.description?.split("\n    at ")[0] ?? exceptionDetails.text);
    return { value: result.value as T, type: result.subtype ?? result.type };
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
    cdp.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => void this.#attachChild(cdp, sessionId, targetInfo));
    cdp.on("Target.detachedFromTarget", ({ sessionId }) => this.#detachChild(sessionId));
    // Together, so that they reach a paused target in one go; frames are followed from before its first document.
    await Promise.all([
      cdp.send("Page.enable"),
      followConsole(cdp, (event) => this.emit(event)),
      cdp.send("Network.enable", { maxPostDataSize: 0 }),
      cdp.send("DOM.enable"),
      cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: WATCH_REST, worldName: WORLD_NAME, runImmediately: true }),
      this.#frames.follow(cdp),
      this.fileChoosers.follow(cdp),
      this.requests.follow(cdp),
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
        ready.push(
          followConsole(cdp, (event) => this.emit(event)),
          ...this.#preparers.map((prepare) => prepare(cdp, "worker")),
        );
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
    this.fileChoosers.drop(child.cdp);
    this.requests.drop(child.cdp);
    this.#asks.drop(child.cdp);
    child.cdp.connection.forget(sessionId);
  }

  #localRoot(frame: PageFrame): PageFrame {
    return this.#frames.isLocalRoot(frame) || frame.parentFrameId === null ? frame : this.#localRoot(this.#frames.get(frame.parentFrameId));
  }

  /** The work's outcome, or BROWSER_CRASHED at once when the page's renderer dies: CDP itself would never answer. */
  protected async orCrash<T>(work: Promise<T>): Promise<T> {
    if (this.#crashed) {
      work.catch(() => {});
      throw pageCrashed();
    }
    return this.untilCrash(work);
  }

  /** As `orCrash`, for work that brings a page that has crashed to life again. */
  protected async untilCrash<T>(work: Promise<T>): Promise<T> {
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
