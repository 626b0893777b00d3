import { abortError } from "../core/time.ts";
import type { CdpSession } from "../providers/cdp.ts";
import type { PageEvent } from "./page-events.ts";

const COUNTED = new Set(["Document", "XHR", "Fetch", "Script", "Stylesheet"]);
/** A request that takes longer (a long poll, a stream) no longer counts as loading. */
const FORGET_AFTER_MS = 5_000;
/** What was under way for longer before anyone did something is not waited for. */
const PATIENT_MS = 1_500;
/** How many addresses of long polls are remembered. */
const MOST_POLLS = 200;

type Request = { at: number; place: string };

/** What a page loads: which requests and navigations are under way, since when nothing is, and the last document's status. */
export class NetworkWatch {
  readonly #inFlight = new Map<string, Request>();
  /** Addresses whose answers take long by nature; their next requests are not waited for. */
  readonly #polls = new Set<string>();
  readonly #waiters = new Set<() => void>();
  #quietSince = Date.now();
  #document: { loaderId: string; httpStatus: number } | null = null;
  readonly #mainFrameId: string;
  readonly #emit: (event: PageEvent) => void;

  constructor(mainFrameId: string, emit: (event: PageEvent) => void) {
    this.#mainFrameId = mainFrameId;
    this.#emit = emit;
  }

  /** Listens to one session of the page. Needs Network and Page enabled. */
  follow(cdp: CdpSession): void {
    const requests = new Map<string, { url: string; method: string }>();
    cdp.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
      requests.set(requestId, { url: request.url, method: request.method });
      const place = `${request.method} ${request.url.split(/[?#]/)[0] ?? ""}`;
      if (type !== undefined && COUNTED.has(type) && !this.#polls.has(place)) this.#begin(requestId, place);
    });
    cdp.on("Network.responseReceived", ({ loaderId, frameId, type, response }) => {
      if (type === "Document" && frameId === this.#mainFrameId) this.#document = { loaderId, httpStatus: response.status };
    });
    const done = (requestId: string): void => {
      requests.delete(requestId);
      this.#end(requestId);
    };
    cdp.on("Network.loadingFinished", ({ requestId }) => done(requestId));
    cdp.on("Network.loadingFailed", ({ requestId, errorText, canceled }) => {
      const request = requests.get(requestId);
      done(requestId);
      if (request && !canceled) this.#emit({ type: "requestFailed", ...request, errorText });
    });
    // A click's navigation is announced here before the click is answered, its request only after.
    cdp.on("Page.frameRequestedNavigation", ({ frameId, disposition }) => {
      if (disposition === "currentTab") this.#begin(navigationOf(frameId), "");
    });
    cdp.on("Page.frameNavigated", ({ frame }) => this.#end(navigationOf(frame.id)));
    cdp.on("Page.navigatedWithinDocument", ({ frameId }) => this.#end(navigationOf(frameId)));
    cdp.on("Page.frameStoppedLoading", ({ frameId }) => this.#end(navigationOf(frameId)));
    cdp.on("Page.frameDetached", ({ frameId }) => this.#end(navigationOf(frameId)));
  }

  /** HTTP status of the document that this loader brought; null where there was no response (about:, data:). */
  statusOf(loaderId: string | undefined): number | null {
    return this.#document && this.#document.loaderId === loaderId ? this.#document.httpStatus : null;
  }

  /** For how many milliseconds nothing has been loading; 0 while something is. */
  quietMs(now = Date.now()): number {
    this.#forgetOld(now);
    return this.#inFlight.size > 0 ? 0 : now - this.#quietSince;
  }

  /** Whether something is loading that began at `since` (ms since 1970) or later; null for anything that has not taken long already. */
  isLoading(since: number | null, now = Date.now()): boolean {
    this.#forgetOld(now);
    const from = since ?? now - PATIENT_MS;
    return [...this.#inFlight.values()].some(({ at }) => at >= from);
  }

  /** Resolves when nothing of that is loading any more. @throws the signal's reason */
  rests(since: number | null, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(patience);
        this.#waiters.delete(look);
        signal.removeEventListener("abort", onAbort);
      };
      const look = (): void => {
        if (this.isLoading(since)) return;
        stop();
        resolve();
      };
      const onAbort = (): void => {
        stop();
        reject(abortError(signal));
      };
      // What takes too long ends without an event.
      const patience = setTimeout(look, since === null ? PATIENT_MS : FORGET_AFTER_MS + 1);
      if (signal.aborted) return onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
      this.#waiters.add(look);
      look();
    });
  }

  #begin(id: string, place: string): void {
    this.#inFlight.set(id, { at: Date.now(), place });
  }

  #end(id: string): void {
    const request = this.#inFlight.get(id);
    if (!request) return;
    this.#inFlight.delete(id);
    if (this.#inFlight.size === 0) this.#quietSince = Date.now();
    for (const look of [...this.#waiters]) look();
  }

  #forgetOld(now: number): void {
    for (const [id, { at, place }] of this.#inFlight) {
      if (now - at <= FORGET_AFTER_MS) continue;
      this.#inFlight.delete(id);
      if (place !== "" && this.#polls.size < MOST_POLLS) this.#polls.add(place);
    }
  }
}

const navigationOf = (frameId: string): string => `navigation ${frameId}`;
