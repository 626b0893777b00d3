import type { Protocol } from "devtools-protocol";
import type { Tab } from "../contract/tabs.ts";
import { AppError } from "../core/errors.ts";
import { raceAbort, withTimeout } from "../core/time.ts";
import type { CdpConnection } from "../providers/cdp.ts";
import type { Browser } from "../providers/provider.ts";
import type { Attendant } from "./asks/attendant.ts";
import { BrowserWorker, isWorkerType, WORKER_TYPES } from "./browser-worker.ts";
import { InputGate } from "./input-gate.ts";
import { Page } from "./page.ts";

const FIRST_PAGE_LIMIT_MS = 10_000;
const OPEN_LIMIT_MS = 30_000;

type AttachOptions = {
  /** Prepares a page before it may run a script (emulation, recorder): sends its commands before it awaits anything. */
  onNewPage?: (page: Page) => Promise<void>;
  /** Prepares a service or shared worker before it runs, in the same manner. */
  onNewWorker?: (worker: BrowserWorker) => Promise<void>;
  signal: AbortSignal;
};

/**
 * The tabs of one browser: every page target is attached to as it comes, popups included, and prepared before it runs.
 * The newest tab is the active one, as in a browser that a person uses.
 */
export class BrowserTabs {
  /** One for all pages: a person takes over a session. */
  readonly gate = new InputGate();
  readonly #cdp: CdpConnection;
  readonly #onNewPage: (page: Page) => Promise<void>;
  readonly #onNewWorker: (worker: BrowserWorker) => Promise<void>;
  readonly #pages = new Map<string, Page>();
  readonly #workers = new Map<string, BrowserWorker>();
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[] = [];
  /** Where the first page's failure to get ready goes; later pages fail for themselves only. */
  #onFailure: (error: unknown) => void = () => {};
  #activeId = "";
  #attendant: Attendant | null = null;
  #disposed = false;

  private constructor(browser: Browser, { onNewPage = async () => {}, onNewWorker = async () => {} }: Omit<AttachOptions, "signal">) {
    this.#cdp = browser.cdp;
    this.#onNewPage = onNewPage;
    this.#onNewWorker = onNewWorker;
  }

  /** Attaches to the browser's pages and resolves when the first is ready. @throws AppError BROWSER_CRASHED | TIMEOUT */
  static async attach(browser: Browser, { signal, ...prepare }: AttachOptions): Promise<BrowserTabs> {
    const tabs = new BrowserTabs(browser, prepare);
    await withTimeout(FIRST_PAGE_LIMIT_MS, "waiting for the first tab", (limit) => tabs.#start(limit), signal);
    return tabs;
  }

  pages(): Page[] {
    return [...this.#pages.values()];
  }

  /** The page that calls act on when they name none. @throws AppError TAB_NOT_FOUND while the last tab is being replaced */
  get active(): Page {
    return this.get(this.#activeId);
  }

  /** @throws AppError TAB_NOT_FOUND listing the tabs there are */
  get(tabId: string): Page {
    const page = this.#pages.get(tabId);
    if (!page) throw new AppError("TAB_NOT_FOUND", `There is no tab ${tabId} in this session.`, { details: { tabs: [...this.#pages.keys()] } });
    return page;
  }

  list(): Tab[] {
    return this.pages().map((page) => ({
      tabId: page.targetId,
      url: page.url,
      title: page.title,
      status: page.status,
      active: page.targetId === this.#activeId,
      openerTabId: page.openerId,
    }));
  }

  /** Opens a tab, and the address in it if one is given. @throws AppError NAVIGATION_FAILED | TIMEOUT */
  async open(url: string | undefined, { activate, signal }: { activate: boolean; signal: AbortSignal }): Promise<Page> {
    const before = this.#activeId;
    const { targetId } = await this.#cdp.send("Target.createTarget", { url: "about:blank", background: !activate }, { signal });
    const page = await withTimeout(OPEN_LIMIT_MS, "opening a tab", (limit) => this.#appeared(targetId, limit), signal);
    if (activate) await this.activate(targetId, signal);
    else this.#setActive(this.#pages.has(before) ? before : targetId);
    if (url !== undefined) await page.navigate(url, { waitUntil: "load", timeoutMs: OPEN_LIMIT_MS, signal });
    return page;
  }

  /** Brings a tab to the front. @throws AppError TAB_NOT_FOUND */
  async activate(tabId: string, signal: AbortSignal): Promise<void> {
    this.get(tabId);
    await this.#cdp.send("Target.activateTarget", { targetId: tabId }, { signal });
    this.#setActive(tabId);
  }

  /** Closes a tab; an empty one takes the place of the last. @throws AppError TAB_NOT_FOUND */
  async close(tabId: string, signal: AbortSignal): Promise<void> {
    this.get(tabId);
    if (this.#pages.size === 1) await this.open(undefined, { activate: true, signal });
    const gone = this.#until(() => !this.#pages.has(tabId));
    await this.#cdp.send("Target.closeTarget", { targetId: tabId }, { signal });
    await raceAbort(gone, signal);
  }

  /**
   * Who from here on answers what pages ask in windows of the browser's own: dialogs, file choosers, lists, permissions.
   * With null, as in the beginning, dialogs are answered at once, so that nothing waits for anybody.
   */
  async attend(attendant: Attendant | null): Promise<void> {
    this.#attendant = attendant;
    await Promise.all(this.pages().map((page) => this.#attendPage(page)));
  }

  /** Called after tabs come, go, change address or title, or another becomes active. Returns the way to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Stops listening; the browser's tabs stay as they are. Idempotent. */
  dispose(): void {
    this.#disposed = true;
    for (const stop of this.#stops.splice(0)) stop();
    this.#listeners.clear();
  }

  async #start(signal: AbortSignal): Promise<void> {
    this.#stops.push(
      this.#cdp.on("Target.attachedToTarget", ({ sessionId, targetInfo, waitingForDebugger }) => {
        const { type, targetId, url } = targetInfo;
        if (isWorkerType(type)) void this.#attachedWorker({ targetId, type, url, cdp: this.#cdp.session(sessionId) });
        else void this.#attached(sessionId, targetInfo, waitingForDebugger);
      }),
      this.#cdp.on("Target.targetInfoChanged", ({ targetInfo }) => {
        const page = this.#pages.get(targetInfo.targetId);
        if (page && targetInfo.title !== page.title) void this.#readTitle(page);
      }),
      this.#cdp.on("Target.targetDestroyed", ({ targetId }) => this.#destroyed(targetId)),
    );
    const failed = new Promise<never>((_, reject) => {
      this.#onFailure = reject;
    });
    const first = Promise.race([this.#until(() => this.#pages.size > 0), failed]);
    first.catch(() => {});
    await this.#cdp.send("Target.setDiscoverTargets", { discover: true }, { signal });
    await this.#cdp.send(
      "Target.setAutoAttach",
      {
        autoAttach: true,
        waitForDebuggerOnStart: true,
        flatten: true,
        filter: [{ type: "page" }, ...WORKER_TYPES.map((type) => ({ type })), { exclude: true }],
      },
      { signal },
    );
    await raceAbort(first, signal);
    this.#onFailure = () => {};
  }

  /** A target that dies while it is prepared is no error: its end is heard of separately. */
  async #attached(sessionId: string, info: Protocol.Target.TargetInfo, waiting: boolean): Promise<void> {
    const cdp = this.#cdp.session(sessionId);
    const page = new Page({ targetId: info.targetId, openerId: info.openerId ?? null, cdp, gate: this.gate });
    try {
      await Promise.all([page.start(), this.#attendPage(page), this.#onNewPage(page), waiting && cdp.send("Runtime.runIfWaitingForDebugger")]);
    } catch (error) {
      this.#onFailure(error);
      await cdp.send("Runtime.runIfWaitingForDebugger").catch(() => {});
      return;
    }
    if (this.#disposed) return;
    page.onEvent(({ type }) => {
      if (type === "navigated" || type === "loaded" || type === "crashed") this.#changed();
      if (type === "domcontentloaded" || type === "loaded") void this.#readTitle(page);
    });
    void this.#readTitle(page);
    this.#pages.set(info.targetId, page);
    this.#activeId = info.targetId;
    this.#changed();
  }

  /** A worker that cannot be prepared, because it ended meanwhile or is of another kind of browser, runs all the same. */
  async #attachedWorker(target: ConstructorParameters<typeof BrowserWorker>[0]): Promise<void> {
    const worker = new BrowserWorker(target);
    this.#workers.set(worker.targetId, worker);
    await Promise.allSettled([worker.start(), this.#onNewWorker(worker), worker.cdp.send("Runtime.runIfWaitingForDebugger")]);
  }

  /** A page that cannot be attended to (it crashes, it closes) asks nothing either. */
  #attendPage(page: Page): Promise<void> {
    return page.attend(this.#attendant).catch(() => {});
  }

  /** The browser's own idea of a title is the address while there is none, and comes late: the document knows. */
  async #readTitle(page: Page): Promise<void> {
    const title = await page.evaluate<string>("document.title", { world: "isolated" }).catch(() => null);
    if (title === null || title.value === page.title) return;
    page.setTitle(title.value);
    this.#changed();
  }

  #destroyed(targetId: string): void {
    const worker = this.#workers.get(targetId);
    if (worker && this.#workers.delete(targetId)) {
      worker.emit({ type: "closed" });
      this.#cdp.forget(worker.cdp.id);
    }
    const page = this.#pages.get(targetId);
    if (!page) return;
    this.#pages.delete(targetId);
    if (this.#activeId === targetId)
      this.#activeId = (page.openerId !== null && this.#pages.has(page.openerId) ? page.openerId : [...this.#pages.keys()].at(-1)) ?? "";
    page.emit({ type: "closed" });
    this.#cdp.forget(page.cdp.id);
    this.#changed();
  }

  #setActive(tabId: string): void {
    if (this.#activeId === tabId) return;
    this.#activeId = tabId;
    this.#changed();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  async #appeared(targetId: string, signal: AbortSignal): Promise<Page> {
    await raceAbort(
      this.#until(() => this.#pages.has(targetId)),
      signal,
    );
    return this.get(targetId);
  }

  #until(test: () => boolean): Promise<void> {
    if (test()) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.onChange(() => {
        if (!test()) return;
        stop();
        resolve();
      });
    });
  }
}
