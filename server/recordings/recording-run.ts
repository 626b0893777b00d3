import type { RecordingWarning } from "../contract/recordings.ts";
import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Masker } from "../core/masking/masker.ts";
import type { Page } from "../driver/page.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { Capture } from "./capture/capture.ts";
import { createTypedSecrets, type TypedSecrets } from "./capture/typed-secrets.ts";
import type { RecordingFacts } from "./catalog.ts";
import { EventLog } from "./tracks/event-log.ts";
import { type FrameLog, openFrameLog } from "./tracks/frame-log.ts";
import { type FramePace, type FrameWatch, paceFrames } from "./tracks/frame-pace.ts";
import { FrameTrack, type LiveFrame } from "./tracks/frame-track.ts";
import { type NoteWriter, openNotes } from "./tracks/notes.ts";

/** What a crash may lose is what pages hold back (half a second) and this. */
const FLUSH_EVERY_MS = 1_000;
const NOTE_AFTER_MS = 500;

/** Where pictures come from: the live view, as far as a recorder needs it. They are of the tab that is active. */
export type FrameSource = { watch(sessionId: string, watcher: { onFrame: (frame: LiveFrame) => void }): FrameWatch | null };
export type RunParts = { sessionId: string; directory: string; recordInputs: boolean; mask: Masker; log: Log };
type Writers = { frames: FrameLog; events: EventLog; notes: NoteWriter };
type Code = RecordingWarning["code"];

/**
 * One session's recording while it goes on: made before the session's first page runs, so that nothing of it is missed.
 * What cannot be written ends neither the session nor the recording.
 */
export class RecordingRun {
  readonly sessionId: string;
  readonly #parts: RunParts;
  readonly #secrets: TypedSecrets;
  readonly #capture: Capture;
  readonly #opened: Promise<Writers>;
  readonly #stops: (() => void)[] = [];
  #writers: Writers | null = null;
  #track: FrameTrack | null = null;
  #pace: FramePace | null = null;
  #timer: NodeJS.Timeout | undefined;
  #noteTimer: NodeJS.Timeout | undefined;
  #stopped: Promise<void> | null = null;

  constructor(parts: RunParts) {
    this.sessionId = parts.sessionId;
    this.#parts = parts;
    this.#secrets = createTypedSecrets(parts.mask);
    this.#capture = new Capture({
      secrets: this.#secrets,
      recordInputs: parts.recordInputs,
      onLines: (tabId, lines) => void this.#with(({ events }) => events.append(tabId, lines)),
      onFlood: () => void this.warn("flood"),
      log: parts.log,
    });
    this.#opened = this.#open();
    this.#opened.catch((error: unknown) => parts.log.warn({ sessionId: parts.sessionId, reason: messageOf(error) }, "a recording could not be begun"));
  }

  /** What was written so far; null before the directory is there, and where it cannot be written. */
  get writers(): Writers | null {
    return this.#writers;
  }

  /** When it began, in milliseconds since the epoch, perhaps with an earlier server. @throws what opening its files threw */
  get begun(): Promise<number> {
    return this.#opened.then(({ notes }) => notes.known.startedAtMs ?? Date.now());
  }

  /** What there is of it by now; null before its files are open. */
  get facts(): RecordingFacts | null {
    if (this.#writers === null) return null;
    const { frames, events, notes } = this.#writers;
    const startedAtMs = notes.known.startedAtMs ?? Date.now();
    const lastAtMs = Math.max(startedAtMs, this.#track?.lastAtMs ?? 0, ...events.chunks().map(({ toAtMs }) => toAtMs));
    return { frames: frames.frames, events: events.events, sizeBytes: frames.sizeBytes + events.sizeBytes, durationMs: Math.round(lastAtMs - startedAtMs) };
  }

  /** Files that are never written again. */
  get closedFiles(): string[] {
    return this.#writers === null ? [] : [...this.#writers.frames.closedFiles, ...this.#writers.events.closedFiles];
  }

  /** Records a page of the session. Sends its commands before it awaits anything. */
  prepare(page: Page): Promise<void> {
    return this.#stopped === null ? this.#capture.attach(page) : Promise.resolve();
  }

  /** The session is there: its pictures and its tabs are recorded too, until it ends. */
  async follow(session: LiveSession, live: FrameSource): Promise<void> {
    const { frames } = await this.#opened;
    if (this.#stopped !== null || session.ended.aborted) return;
    const track = new FrameTrack({ writer: frames, onLost: () => void this.warn("storage"), log: this.#parts.log });
    const onFrame = (frame: LiveFrame): void => {
      track.accept(frame);
      this.#pace?.seen();
    };
    const watch = live.watch(this.sessionId, { onFrame });
    this.#track = track;
    if (watch) {
      const pace = paceFrames(watch, session.tabs);
      this.#pace = pace;
      this.#stops.push(pace.stop, () => watch.stop());
    }
    // Pages change titles and addresses many times a second: they are noted as they stand now and then.
    const noteSoon = (): void => {
      this.#noteTimer ??= setTimeout(() => {
        this.#noteTimer = undefined;
        this.#noteTabs(session);
      }, NOTE_AFTER_MS);
    };
    this.#stops.push(
      session.tabs.onChange(noteSoon),
      () => clearTimeout(this.#noteTimer),
      () => this.#noteTabs(session),
    );
    this.#noteTabs(session);
  }

  /** A program begins or ends to do something: it is not slowed down by pictures meanwhile. */
  acting(isActing: boolean): void {
    if (this.#stopped === null) this.#pace?.acting(isActing);
  }

  /** Notes once that the recording lacks something. */
  warn(code: Code): Promise<void> {
    return this.#with(({ notes }) => {
      if (notes.known.warnings.some((known) => known.code === code)) return;
      return notes.add({ type: "warning", code, atMs: Date.now() });
    });
  }

  /** Writes what it was given so far. Never rejects. */
  async flush(): Promise<void> {
    await Promise.all([this.#track?.flush(), this.#with(({ events }) => events.flush())]);
  }

  /** Asks every page for what it still holds, writes all and closes what is open. Idempotent; never rejects. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    clearInterval(this.#timer);
    await Promise.all([this.#track?.stop(), this.#capture.stop()]);
    await this.#with(async ({ events, notes }) => {
      await events.close();
      await notes.add({ type: "ended", atMs: Date.now() });
    });
  }

  async #open(): Promise<Writers> {
    const { directory } = this.#parts;
    const startedAtMs = Date.now();
    const [frames, events, notes] = await Promise.all([openFrameLog(directory), EventLog.open(directory), openNotes(directory)]);
    const { startedAtMs: begunAtMs, endedAtMs } = notes.known;
    // One that neither begins nor was ended was cut off with the server that wrote it.
    if (begunAtMs === null || endedAtMs !== null) await notes.add({ type: "started", atMs: startedAtMs });
    else await notes.add({ type: "warning", code: "interrupted", atMs: startedAtMs });
    this.#writers = { frames, events, notes };
    this.#timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS);
    return this.#writers;
  }

  #noteTabs(session: LiveSession): void {
    void this.#with(async ({ notes, events }) => {
      const tabs = session.tabsForRecord();
      const known = new Map(notes.known.tabs.map((tab) => [tab.tabId, tab]));
      for (const { tabId, url, title } of tabs) {
        const before = known.get(tabId);
        const told = { url: this.#secrets.hide(url), title: this.#secrets.hide(title) };
        if (before?.closedAtMs === null && before.url === told.url && before.title === told.title) continue;
        await notes.add({ type: "tab", atMs: Date.now(), tabId, ...told });
      }
      const open = new Set(tabs.map(({ tabId }) => tabId));
      for (const { tabId, closedAtMs } of known.values()) {
        if (closedAtMs !== null || open.has(tabId)) continue;
        await notes.add({ type: "tabClosed", atMs: Date.now(), tabId });
        await events.close(tabId);
      }
    });
  }

  /** In the order of the calls; a failure is logged and noted. */
  async #with(work: (writers: Writers) => void | Promise<void>): Promise<void> {
    try {
      await work(await this.#opened);
    } catch (error) {
      this.#parts.log.warn({ sessionId: this.sessionId, reason: messageOf(error) }, "a part of a recording could not be written");
      // Where nothing could be opened, nothing can be noted. What is noted once is not noted again, so a full disk ends here.
      if (this.#writers !== null) void this.warn("storage");
    }
  }
}
