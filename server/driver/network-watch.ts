import type { CdpSession } from "../providers/cdp.ts";
import type { PageEvent } from "./page-events.ts";

const COUNTED = new Set(["Document", "XHR", "Fetch", "Script", "Stylesheet"]);
/** A request that takes longer (a long poll, a stream) no longer counts as loading. */
const FORGET_AFTER_MS = 5_000;

/** What a page loads: which requests are under way, since when nothing is, and the last document's status. */
export class NetworkWatch {
  readonly #inFlight = new Map<string, number>();
  #quietSince = Date.now();
  #document: { loaderId: string; httpStatus: number } | null = null;
  readonly #mainFrameId: string;
  readonly #emit: (event: PageEvent) => void;

  constructor(mainFrameId: string, emit: (event: PageEvent) => void) {
    this.#mainFrameId = mainFrameId;
    this.#emit = emit;
  }

  /** Listens to one session of the page. Needs Network enabled. */
  follow(cdp: CdpSession): void {
    const requests = new Map<string, { url: string; method: string }>();
    cdp.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
      requests.set(requestId, { url: request.url, method: request.method });
      if (type !== undefined && COUNTED.has(type)) this.#inFlight.set(requestId, Date.now());
    });
    cdp.on("Network.responseReceived", ({ loaderId, frameId, type, response }) => {
      if (type === "Document" && frameId === this.#mainFrameId) this.#document = { loaderId, httpStatus: response.status };
    });
    const done = (requestId: string): void => {
      requests.delete(requestId);
      if (this.#inFlight.delete(requestId) && this.#inFlight.size === 0) this.#quietSince = Date.now();
    };
    cdp.on("Network.loadingFinished", ({ requestId }) => done(requestId));
    cdp.on("Network.loadingFailed", ({ requestId, errorText, canceled }) => {
      const request = requests.get(requestId);
      done(requestId);
      if (request && !canceled) this.#emit({ type: "requestFailed", ...request, errorText });
    });
  }

  /** HTTP status of the document that this loader brought; null where there was no response (about:, data:). */
  statusOf(loaderId: string | undefined): number | null {
    return this.#document && this.#document.loaderId === loaderId ? this.#document.httpStatus : null;
  }

  /** For how many milliseconds nothing has been loading; 0 while something is. */
  quietMs(now = Date.now()): number {
    for (const [id, since] of this.#inFlight) if (now - since > FORGET_AFTER_MS) this.#inFlight.delete(id);
    return this.#inFlight.size > 0 ? 0 : now - this.#quietSince;
  }
}
