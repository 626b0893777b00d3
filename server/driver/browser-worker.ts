import type { CdpSession } from "../providers/cdp.ts";
import { followConsole } from "./page-console.ts";
import type { PageEvent } from "./page-events.ts";
import type { TargetPreparer } from "./page-target.ts";
import { RequestGuard } from "./request-guard.ts";

/** Workers that the browser has by themselves, as CDP names their targets. */
export const WORKER_TYPES = ["service_worker", "shared_worker"] as const;
type WorkerType = (typeof WORKER_TYPES)[number];

export const isWorkerType = (type: string): type is WorkerType => WORKER_TYPES.some((one) => one === type);

/**
 * A service or shared worker: it serves several pages and outlives each, so it belongs to the browser and to no tab. What
 * it asks the network for passes by no page: it is guarded and logged here or nowhere.
 */
export class BrowserWorker {
  readonly targetId: string;
  readonly type: WorkerType;
  /** Its script. */
  readonly url: string;
  readonly cdp: CdpSession;
  readonly requests: RequestGuard;
  readonly #listeners = new Set<(event: PageEvent) => void>();

  constructor({ targetId, type, url, cdp }: { targetId: string; type: WorkerType; url: string; cdp: CdpSession }) {
    this.targetId = targetId;
    this.type = type;
    this.url = url;
    this.cdp = cdp;
    this.requests = new RequestGuard(() => url);
  }

  /** Turns on what it is watched by; sends at once. */
  async start(): Promise<void> {
    await Promise.all([followConsole(this.cdp, (event) => this.emit(event)), this.requests.follow(this.cdp)]);
  }

  /** Runs a preparer, which sends at once, as a page does for each of its targets. */
  prepareTargets(prepare: TargetPreparer): Promise<void> {
    return prepare(this.cdp, "worker");
  }

  /** Returns the way to stop. */
  onEvent(listener: (event: PageEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** For BrowserTabs, which hears of its end from the browser. */
  emit(event: PageEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
