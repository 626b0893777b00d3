import { randomBytes } from "node:crypto";
import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import type { Page } from "../../driver/page.ts";
import type { CdpSession } from "../../providers/cdp.ts";
import { type EventLine, parseLines } from "./event-line.ts";
import { FrameRecorder } from "./frame-recorder.ts";
import { recordScript } from "./record-script.ts";
import type { TypedSecrets } from "./typed-secrets.ts";

const WORLD = "perch-recorder";
const FLUSH_LIMIT_MS = 1_000;
/** Numbers of nodes below this are the page's own; each snapshot of a frame that records itself has as many further on. */
const FRAME_BASE = 100_000_000;

export type CaptureParts = {
  secrets: TypedSecrets;
  /** Whether values of fields are recorded, all but those of password and card fields. */
  recordInputs: boolean;
  /** Events of a tab, in order, without secrets. */
  onLines: (tabId: string, lines: EventLine[]) => void;
  /** A page changed faster than it could be recorded. */
  onFlood: () => void;
  log: Log;
};

/**
 * Records the documents of a session's pages by rrweb, in a world of our own.
 *
 * Decision: an isolated world, not the page's. In the page's own world rrweb patches some forty prototypes, which pages can
 * see, break and be broken by. What an isolated world is not told of (rules and sheets made by scripts, values set by them,
 * late and closed shadow roots) is found by comparing twice a second (`observe-script`). Left out by that: canvases
 * between two snapshots, which the pictures show, fonts that scripts load, and the moments between two comparisons.
 */
export class Capture {
  readonly #parts: CaptureParts;
  /** Of this server's own: what an earlier one left in a page speaks to nobody, and is stopped. */
  readonly #world = `${WORLD}-${randomBytes(6).toString("hex")}`;
  readonly #binding = `perch${randomBytes(9).toString("hex")}`;
  readonly #recorders = new Map<string, FrameRecorder>();
  #frames = 0;
  #stopped = false;

  constructor(parts: CaptureParts) {
    this.#parts = parts;
  }

  /** Records a page from before its first script. Sends its commands before it awaits anything. */
  async attach(page: Page): Promise<void> {
    const source = recordScript({ binding: this.#binding, recordInputs: this.#parts.recordInputs });
    page.onEvent(({ type }) => {
      if (type === "closed" || type === "crashed") this.#dropPage(page);
    });
    await page.prepareTargets(async (cdp, kind) => {
      if (kind === "worker") return;
      this.#listen(page, cdp);
      await Promise.all([
        cdp.send("Runtime.addBinding", { name: this.#binding, executionContextName: this.#world }),
        cdp.send("Page.addScriptToEvaluateOnNewDocument", { source, worldName: this.#world, runImmediately: true }),
      ]);
    });
  }

  /** Has every document send what it still holds. Never rejects. */
  async flush(): Promise<void> {
    await Promise.all([...this.#recorders.values()].map((recorder) => recorder.call("flush", FLUSH_LIMIT_MS)));
  }

  /** Documents record no more. Idempotent; never rejects. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    await this.flush();
    this.#stopped = true;
    const all = [...this.#recorders.values()];
    this.#recorders.clear();
    await Promise.all(all.map((recorder) => recorder.call("stop", FLUSH_LIMIT_MS).then(() => recorder.dispose())));
  }

  #listen(page: Page, cdp: CdpSession): void {
    cdp.on("Runtime.executionContextCreated", ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string };
      if (frameId === undefined || this.#stopped || !context.name.startsWith(WORLD)) return;
      const nextBase = frameId === page.mainFrameId ? null : (): number => ++this.#frames * FRAME_BASE;
      const recorder = new FrameRecorder({ frameId, cdp, contextId: context.id, nextBase });
      if (context.name === this.#world) this.#recorders.set(keyOf(cdp, context.id), recorder);
      else void recorder.call("stop");
    });
    cdp.on("Runtime.executionContextDestroyed", ({ executionContextId }) => this.#drop(keyOf(cdp, executionContextId)));
    cdp.on("Runtime.executionContextsCleared", () => {
      for (const [key, recorder] of this.#recorders) if (recorder.cdp === cdp) this.#drop(key);
    });
    cdp.on("Runtime.bindingCalled", ({ name, payload, executionContextId }) => {
      const recorder = this.#recorders.get(keyOf(cdp, executionContextId));
      if (name !== this.#binding || recorder === undefined) return;
      const message = recorder.receive(payload);
      if (message) this.#heard(page, recorder, message);
    });
  }

  #heard(page: Page, recorder: FrameRecorder, { kind, text }: { kind: string; text: string }): void {
    const { secrets, onFlood } = this.#parts;
    const noted = (error: unknown): void => this.#parts.log.debug({ reason: messageOf(error) }, "a recorded page did not answer");
    if (kind === "secret") {
      const [field, value] = JSON.parse(text) as [number, string];
      secrets.hear(`${keyOf(recorder.cdp, recorder.contextId)} ${field}`, value);
    } else if (kind === "suspects") recorder.revealClosedRoots().catch(noted);
    else if (kind === "flood") onFlood();
    else if (kind === "events") {
      const lines = parseLines(text);
      recorder
        .place(
          lines,
          (child) => this.#ownerOf(page, child),
          (placed) => this.#give(page, placed),
        )
        .catch(noted);
      // A new snapshot has the frames' elements, but nothing of what they showed before it.
      const snapshot = lines.findLast(({ mark }) => mark === "f");
      if (snapshot) for (const child of this.#below(page, recorder)) if (child.attachedAtMs <= snapshot.atMs) void child.call("checkout");
    }
  }

  #give(page: Page, lines: readonly EventLine[]): void {
    const { secrets, onLines } = this.#parts;
    onLines(
      page.targetId,
      lines.map((line) => ({ ...line, json: secrets.hideInEvent(line.json) })),
    );
  }

  /** The number of a frame's element in the page's stream; null while nobody has written it. */
  async #ownerOf(page: Page, child: FrameRecorder): Promise<number | null> {
    const owner = await page.frameOwner(child.frameId);
    const around = owner && this.#recorderIn(owner.frameId);
    if (!around) return null;
    const { hops, id } = await around.ownerOf(owner.backendNodeId);
    const writer = this.#recorderIn(ancestor(page, owner.frameId, hops));
    return writer === undefined || id < 1 ? null : id + writer.base;
  }

  #recorderIn(frameId: string): FrameRecorder | undefined {
    return [...this.#recorders.values()].findLast((recorder) => recorder.frameId === frameId);
  }

  /** Recorders of frames that are somewhere below the frame of another one. */
  #below(page: Page, recorder: FrameRecorder): FrameRecorder[] {
    const parents = new Map(page.frames().map(({ frameId, parentFrameId }) => [frameId, parentFrameId]));
    const isBelow = (frameId: string): boolean => {
      for (let id = parents.get(frameId); id; id = parents.get(id)) if (id === recorder.frameId) return true;
      return false;
    };
    return [...this.#recorders.values()].filter((one) => isBelow(one.frameId));
  }

  #drop(key: string): void {
    this.#recorders.get(key)?.dispose();
    this.#recorders.delete(key);
  }

  #dropPage(page: Page): void {
    const frames = new Set([page.mainFrameId, ...page.frames().map(({ frameId }) => frameId)]);
    for (const [key, { frameId }] of this.#recorders) if (frames.has(frameId)) this.#drop(key);
  }
}

const keyOf = (cdp: CdpSession, contextId: number): string => `${cdp.id}:${contextId}`;

/** The frame so many frames above another one. */
function ancestor(page: Page, frameId: string, hops: number): string {
  const parent = hops > 0 ? page.frame(frameId).parentFrameId : null;
  return parent === null ? frameId : ancestor(page, parent, hops - 1);
}
