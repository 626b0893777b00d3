import { Replayer } from "@rrweb/replay";
import { EventType, type eventWithTime } from "@rrweb/types";
import type { RecordingChunk } from "../../server/contract/recordings.ts";
import { type Gaps, gapsOf, NO_GAPS } from "./gaps.ts";
import { chunkAfter, chunksFor, type ReplayEvents } from "./replay-events.ts";

/** So many events at once are applied to a copy of the page first, which is quicker than one by one. */
const MANY_EVENTS = 200;
/** From so many events on, playing goes on in a new frame at the next full snapshot, so that memory does not grow for ever. */
const MAX_EVENTS = 40_000;
/** A chunk is fetched this long before it is needed. */
const AHEAD_MS = 5_000;
/** A replayer is not made of fewer: what the page is called and its full snapshot. */
const FIRST_EVENTS = 2;
const GAPS_EVERY_MS = 500;

/** Where no scripts run, a canvas has neither a size nor a picture of its own. Any rule of the page is stronger. */
const CANVAS_RULES = [":where(canvas) { display: inline-block; width: attr(width px, 300px); height: attr(height px, 150px); }"];

/** What stands in the replay's frame at present; `width` and `height` in CSS pixels of the recorded page. */
export type Rebuilt = { tabId: string; url: string; width: number; height: number; gaps: Gaps };

type Parts = {
  /** Holds the replay's frame. It must be in the document. */
  root: HTMLElement;
  events: ReplayEvents;
  /** Null: nothing can be rebuilt at this moment, a picture must do. */
  onRebuilt: (rebuilt: Rebuilt | null) => void;
};

/** Where to go, and what is known of the way there. `startedAtMs`: the recording's beginning, epoch milliseconds. */
export type Target = { tabId: string; atMs: number; startedAtMs: number; chunks: readonly RecordingChunk[] };

/** Events that a replayer has been given: from chunk `first` on without a gap up to `last`, `taken` of them. */
type Window = {
  replayer: Replayer;
  tabId: string;
  first: number;
  last: RecordingChunk;
  waiting: eventWithTime[];
  taken: number;
  /** Times of the first event and of the moment that is shown, epoch milliseconds. */
  baseMs: number;
  stoodAtMs: number;
  url: string;
  gaps: Gaps;
  gapsSeenAtMs: number;
};

/**
 * Rebuilds a tab's page at a moment from rrweb events, in a frame that runs no scripts. It has no clock of its own: rrweb's
 * replayer is told for every moment to stand there, applies what is new since the last one, or begins again at the last
 * full snapshot when the way leads back.
 */
export class DomReplay {
  readonly #parts: Parts;
  #window: Window | null = null;
  #target: Target | null = null;
  #working: Promise<void> | null = null;
  #measuring: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Shows a moment as soon as its events are there; of moments that are asked for meanwhile only the last is shown. */
  show(target: Target): Promise<void> {
    this.#target = target;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
    return this.#working;
  }

  /** Idempotent. Removes the frame. */
  stop(): void {
    this.#stopped = true;
    this.#target = null;
    this.#discard();
  }

  async #work(): Promise<void> {
    while (this.#target !== null && !this.#stopped) {
      const target = this.#target;
      this.#target = null;
      await this.#goTo(target);
    }
  }

  async #goTo(target: Target): Promise<void> {
    const needed = chunksFor(target.chunks, target.tabId, target.atMs);
    const last = needed.at(-1);
    if (last === undefined) {
      this.#parts.onRebuilt(null);
      return;
    }
    const window = this.#window;
    const continues = window !== null && window.tabId === target.tabId && reaches(window, needed, target.chunks);
    const chunks = continues ? needed.filter(({ chunk }) => chunk >= window.last.chunk) : needed;
    const loaded = await Promise.all(chunks.map(async (chunk) => ({ chunk, events: await this.#parts.events.load(chunk) })));
    if (this.#stopped) return;
    this.#fetchAhead(target, last);
    if (!continues || this.#window !== window) this.#open(target, loaded.flatMap(({ events }) => events).slice(0, FIRST_EVENTS), needed);
    for (const { chunk, events } of loaded) this.#take(chunk, events);
    this.#stand(target);
  }

  #open(target: Target, events: eventWithTime[], [first]: readonly RecordingChunk[]): void {
    this.#discard();
    const [beginning] = events;
    if (first === undefined || beginning === undefined || events.length < FIRST_EVENTS) return;
    // No focus is set in the page, which would take the keys away from the player; nothing in it can be reached by keys.
    const replayer = new Replayer(events, {
      root: this.#parts.root,
      triggerFocus: false,
      mouseTail: false,
      showWarning: false,
      insertStyleRules: CANVAS_RULES,
      plugins: [{ onBuild: hangPicture }],
    });
    replayer.wrapper.inert = true;
    replayer.iframe.title = "The page as it was";
    const window: Window = {
      replayer,
      tabId: target.tabId,
      first: first.chunk,
      last: { ...first, events: 0 },
      waiting: [],
      taken: FIRST_EVENTS,
      baseMs: beginning.timestamp,
      stoodAtMs: Number.POSITIVE_INFINITY,
      url: "",
      gaps: NO_GAPS,
      gapsSeenAtMs: Number.NEGATIVE_INFINITY,
    };
    replayer.on("event-cast", (event: unknown) => {
      if (isMeta(event)) window.url = event.data.href;
    });
    this.#window = window;
  }

  /** Puts those events of a chunk in line that were not taken before: it may have grown since. */
  #take(chunk: RecordingChunk, events: readonly eventWithTime[]): void {
    const window = this.#window;
    if (window === null || chunk.chunk < window.last.chunk) return;
    // The first two made the replayer.
    const known = chunk.chunk === window.last.chunk ? Math.max(window.last.events, chunk.chunk === window.first ? FIRST_EVENTS : 0) : 0;
    window.waiting.push(...events.slice(known));
    window.last = { ...chunk, events: events.length };
  }

  #stand({ atMs, startedAtMs }: Target): void {
    const window = this.#window;
    if (window === null) {
      this.#parts.onRebuilt(null);
      return;
    }
    const momentMs = startedAtMs + atMs;
    const { replayer, waiting } = window;
    const later = waiting.findIndex(({ timestamp }) => timestamp > momentMs);
    const due = waiting.splice(0, later === -1 ? waiting.length : later);
    if (due.length > 0 || momentMs < window.stoodAtMs) {
      window.taken += due.length;
      for (const event of due) replayer.service.send({ type: "ADD_EVENT", payload: { event } });
      replayer.config.useVirtualDom = due.length > MANY_EVENTS || momentMs < window.stoodAtMs;
      // A millisecond later, because the replayer leaves out what happens at the very moment.
      replayer.pause(Math.max(0, momentMs - window.baseMs) + 1);
      this.#parts.onRebuilt(rebuiltIn(window));
      this.#measureSoon(window);
    }
    window.stoodAtMs = momentMs;
  }

  #fetchAhead({ chunks, atMs }: Target, last: RecordingChunk): void {
    const next = chunkAfter(chunks, last);
    if (next !== undefined && next.fromMs - atMs < AHEAD_MS) this.#parts.events.load(next).catch(() => undefined);
  }

  /** What could not be loaded is known a little later. */
  #measureSoon(window: Window): void {
    this.#measuring ??= setTimeout(() => {
      this.#measuring = undefined;
      if (this.#window === window) this.#parts.onRebuilt(rebuiltIn(window));
    }, GAPS_EVERY_MS + 1);
  }

  #discard(): void {
    clearTimeout(this.#measuring);
    this.#measuring = undefined;
    this.#window?.replayer.destroy();
    this.#window = null;
  }
}

/** Whether the way from what the window holds to what is needed has no gap. */
function reaches({ first, last, taken }: Window, needed: readonly RecordingChunk[], chunks: readonly RecordingChunk[]): boolean {
  const [begin] = needed;
  if (begin === undefined || begin.chunk < first) return false;
  if (begin.chunk <= last.chunk) return true;
  // The next chunk begins with a full snapshot: one may go on, or begin anew without what was given so far.
  return begin.chunk === chunkAfter(chunks, last)?.chunk && taken <= MAX_EVENTS;
}

function rebuiltIn(window: Window): Rebuilt {
  const { replayer, tabId, url } = window;
  const now = performance.now();
  // Measuring makes the browser lay the page out.
  if (now - window.gapsSeenAtMs > GAPS_EVERY_MS) Object.assign(window, { gaps: gapsOf(replayer.iframe.contentDocument), gapsSeenAtMs: now });
  return { tabId, url, width: Number(replayer.iframe.width) || 1, height: Number(replayer.iframe.height) || 1, gaps: window.gaps };
}

/** Shows what was drawn on a canvas when its page's snapshot was taken. */
function hangPicture(_: unknown, { id, replayer }: { id: number; replayer: Replayer }): void {
  const mirror = replayer.getMirror();
  const node = mirror.getNode(id);
  if (node === null || !isCanvas(node)) return;
  const meta = mirror.getMeta(node);
  const picture = meta !== null && "attributes" in meta ? meta.attributes.rr_dataURL : null;
  if (typeof picture === "string") node.style.background = `url("${picture}") 0 0 / 100% 100% no-repeat`;
}

// Elements of the replay's frame are of that frame's classes.
const isCanvas = (node: Node): node is HTMLCanvasElement => node.nodeName === "CANVAS" && "style" in node;

const isMeta = (event: unknown): event is Extract<eventWithTime, { type: EventType.Meta }> =>
  typeof event === "object" && event !== null && "type" in event && event.type === EventType.Meta;
