import { delay } from "../../core/time.ts";
import type { CdpSession } from "../../providers/cdp.ts";
import type { EventLine } from "./event-line.ts";
import { asFrameEvent } from "./shift-ids.ts";

const CALL_LIMIT_MS = 2_000;
const ATTACH_LIMIT_MS = 10_000;
const ATTACH_AGAIN_MS = 100;
const MOST_SUSPECTS = 50;
/** Lines that wait for their frame's element to be known. */
const MOST_WAITING = 20_000;
const OBJECTS = "perch-recorder";

/** Where the element of a frame is known: how many frames above the frame around it, and its number there; -1 for none yet. */
type Owner = { hops: number; id: number };
/** Given the object of an iframe element in our world: asks the recorder that has written its document. */
const OWNER = `function () {
  let hops = 0;
  for (let view = this.ownerDocument.defaultView; view; view = view.parent, hops++) {
    const recorder = view.perchRecorder;
    if (recorder && recorder.idOf) return { hops, id: recorder.idOf(this) };
    if (view === view.parent) break;
  }
  return { hops, id: -1 };
}`;

/** The recorder in one document, reached through its own world. */
export class FrameRecorder {
  readonly frameId: string;
  readonly cdp: CdpSession;
  readonly contextId: number;
  readonly #nextBase: (() => number) | null;
  readonly #gone = new AbortController();
  readonly #parts = new Map<string, string[]>();
  #ownerId: number | null = null;
  #base = 0;
  #attachedAtMs = Number.POSITIVE_INFINITY;
  #waiting = 0;
  #looks = 0;
  #turn: Promise<void> = Promise.resolve();

  /** @param nextBase a number that its nodes are raised by in the page's stream, another one with each snapshot; null for the page's own document */
  constructor(place: { frameId: string; cdp: CdpSession; contextId: number; nextBase: (() => number) | null }) {
    this.frameId = place.frameId;
    this.cdp = place.cdp;
    this.contextId = place.contextId;
    this.#nextBase = place.nextBase;
  }

  /** Added to the numbers of its nodes in the page's stream. */
  get base(): number {
    return this.#base;
  }

  /** Of which moment its content was put into the page's stream last; endless before the first time. */
  get attachedAtMs(): number {
    return this.#attachedAtMs;
  }

  /** Its document is gone. Idempotent. */
  dispose(): void {
    this.#gone.abort();
    this.#parts.clear();
  }

  /** One slice of a message; the message once its last one is there. */
  receive(payload: string): { kind: string; text: string } | null {
    const head = payload.indexOf("\n");
    const [number = "", part = "", parts = "", kind = ""] = payload.slice(0, head).split(" ");
    const text = payload.slice(head + 1);
    if (parts === "1") return { kind, text };
    const slices = this.#parts.get(number) ?? [];
    slices.push(text);
    this.#parts.set(number, slices);
    if (Number(part) + 1 < Number(parts)) return null;
    this.#parts.delete(number);
    return slices.length === Number(parts) ? { kind, text: slices.join("") } : null;
  }

  /** Calls one of the recorder's functions. A document that is gone has nothing to say: never rejects. */
  async call(name: "flush" | "checkout" | "late" | "stop", limitMs = CALL_LIMIT_MS): Promise<void> {
    const expression = `globalThis.perchRecorder && perchRecorder.${name} && perchRecorder.${name}()`;
    await this.cdp.send("Runtime.evaluate", { expression, contextId: this.contextId, returnByValue: false }, { timeoutMs: limitMs }).catch(() => undefined);
  }

  /**
   * The lines as they belong into the page's stream, in their order: as they are for the page's own document, for another
   * one once its frame's element is known. Lines before that element is known wait; what was never attached is left out.
   */
  async place(
    lines: readonly EventLine[],
    findOwner: (recorder: FrameRecorder) => Promise<number | null>,
    onLines: (lines: EventLine[]) => void,
  ): Promise<void> {
    const nextBase = this.#nextBase;
    if (nextBase === null) return onLines([...lines]);
    if (this.#waiting + lines.length > MOST_WAITING) return;
    this.#waiting += lines.length;
    const work = this.#turn.then(async () => {
      const placed: EventLine[] = [];
      for (const line of lines) {
        if (line.mark === "m") continue;
        if (line.mark === "f") {
          this.#ownerId = await this.#attach(findOwner);
          // A player cannot put one document into a frame twice: it is another one each time.
          this.#base = nextBase();
          this.#attachedAtMs = line.atMs;
        }
        const event = this.#ownerId === null ? null : asFrameEvent(line.json, this.#base, this.#ownerId);
        if (event) placed.push({ atMs: line.atMs, mark: "e", json: event.json });
      }
      this.#waiting -= lines.length;
      if (placed.length > 0) onLines(placed);
    });
    this.#turn = work.catch(() => undefined);
    await this.#turn;
  }

  /** Asks for the number of the element that shows a frame below, by the way of the frame around it. */
  async ownerOf(backendNodeId: number): Promise<Owner> {
    const { object } = await this.cdp.send("DOM.resolveNode", { backendNodeId, executionContextId: this.contextId, objectGroup: OBJECTS });
    const { result } = await this.cdp.send("Runtime.callFunctionOn", { functionDeclaration: OWNER, objectId: object.objectId ?? "", returnByValue: true });
    return result.value as Owner;
  }

  /**
   * Looks for closed shadow roots behind the elements that the recorder suspects of having one, and shows them to it:
   * no script of any world is told of them, the protocol is.
   */
  async revealClosedRoots(): Promise<void> {
    const { cdp, contextId } = this;
    // Of its own: the next look, which may begin meanwhile, releases its own objects only.
    const objectGroup = `${OBJECTS}-${++this.#looks}`;
    const { result } = await cdp.send("Runtime.evaluate", { expression: "perchRecorder.suspects()", contextId, objectGroup });
    const { result: items } = await cdp.send("Runtime.getProperties", { objectId: result.objectId ?? "", ownProperties: true });
    const hosts = items.flatMap(({ name, value }) => (/^\d+$/.test(name) && value?.objectId !== undefined ? [value.objectId] : [])).slice(0, MOST_SUSPECTS);
    const found = await Promise.all(hosts.map((objectId) => this.#revealIn(objectId, objectGroup)));
    await cdp.send("Runtime.releaseObjectGroup", { objectGroup });
    if (found.includes(true)) await this.call("late");
  }

  async #revealIn(host: string, objectGroup: string): Promise<boolean> {
    const { cdp, contextId } = this;
    const { node } = await cdp.send("DOM.describeNode", { objectId: host, depth: 0, pierce: true });
    const root = node.shadowRoots?.find(({ shadowRootType }) => shadowRootType === "closed");
    if (root === undefined) return false;
    const { object } = await cdp.send("DOM.resolveNode", { backendNodeId: root.backendNodeId, executionContextId: contextId, objectGroup });
    const functionDeclaration = "function (host) { perchRecorder.reveal(host, this); }";
    await cdp.send("Runtime.callFunctionOn", { functionDeclaration, objectId: object.objectId ?? "", arguments: [{ objectId: host }] });
    return true;
  }

  /** A frame's own snapshot may come before that of the page around it, in which its element gets its number. */
  async #attach(findOwner: (recorder: FrameRecorder) => Promise<number | null>): Promise<number | null> {
    const limit = AbortSignal.any([this.#gone.signal, AbortSignal.timeout(ATTACH_LIMIT_MS)]);
    while (!limit.aborted) {
      const id = await findOwner(this).catch(() => null);
      if (id !== null) return id;
      await delay(ATTACH_AGAIN_MS, limit).catch(() => undefined);
    }
    return null;
  }
}
