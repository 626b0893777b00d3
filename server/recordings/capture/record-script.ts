import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { OBSERVE } from "./observe-script.ts";
import { QUIET } from "./quiet-script.ts";

/** What a page sends is gathered for so long. */
export const SEND_EVERY_MS = 500;
/** Longer messages go in slices, so that none holds up the browser's other answers. */
const SLICE_CHARACTERS = 256 * 1024;
/** A page that writes more than this in so long is left alone for a while, then recorded as it is by then. */
const FLOOD_CHARACTERS = 8 * 1024 * 1024;
const FLOOD_EVENTS = 3_000;
const FLOOD_WINDOW_MS = 5_000;
const FLOOD_PAUSE_MS = 3_000;
/** A new start for seeking; taken with the next change after so long. */
const CHECKOUT_EVERY_MS = 120_000;
/** Full snapshots for shadow trees that were found late are at least so far apart. */
const LATE_EVERY_MS = 2_000;
/** The first snapshot waits until the page has loaded, but no longer than this after its document is there; then for an idle moment. */
const FIRST_LIMIT_MS = 1_000;
const IDLE_LIMIT_MS = 200;

export type RecordScriptOptions = {
  /** Of the function by which our world tells the server; unknown to the page's own world. */
  binding: string;
  /** Whether values of fields are recorded, all but those of password and card fields. */
  recordInputs: boolean;
};

/**
 * The source that records a document: run in our world of every frame before its first script. Frames whose document their
 * parent can read are recorded by it; all others, of whatever process, record themselves. What is sent, by `binding`:
 * `number part parts kind⏎text`, where text is lines of `timestamp⇥mark⇥event` for the kind `events` (mark m: a meta event,
 * which a full snapshot follows; f: a full snapshot; e: any other), and JSON for `secret`.
 */
export function recordScript({ binding, recordInputs }: RecordScriptOptions): string {
  return `(() => {
  const send = globalThis[${JSON.stringify(binding)}];
  if (globalThis.perchRecorder || typeof send !== "function" || !globalThis.document) return;
  let messages = 0;
  const report = (kind, text) => {
    const number = ++messages;
    const parts = Math.ceil(text.length / ${SLICE_CHARACTERS}) || 1;
    for (let part = 0; part < parts; part++) send([number, part, parts, kind].join(" ") + "\\n" + text.slice(part * ${SLICE_CHARACTERS}, (part + 1) * ${SLICE_CHARACTERS}));
  };
  const quiet = ${QUIET}(report);
  const isRead = () => { try { return window.parent !== window && window.frameElement !== null; } catch { return false; } };
  if (isRead()) return void (globalThis.perchRecorder = { stop() {}, checkout() {}, flush() {} });
  // Not read before it runs: frames that record nothing pay nothing for it.
  const begin = () => {
    const console = { log() {}, debug() {}, info() {}, warn() {}, error() {} };
    // An isolated world has none, which rrweb would find out by an exception for each element.
    const customElements = { get: (name) => name.includes("-") && document.querySelector(name + ":defined") !== null };
    const record = (() => {
      const exports = {};
      const module = { exports };
      ${rrwebSource()}
      return (module.exports.record ?? exports.record ?? module.exports.rrweb?.record);
    })();
    return ${RECORD}({ record, quiet, report, recordInputs: ${recordInputs}, observe: ${OBSERVE} });
  };
  globalThis.perchRecorder = begin();
})()`;
}

/** Needs what recordScript gives it. Source of an expression. */
const RECORD = `(({ record, quiet, report, recordInputs, observe }) => {
  let lines = [];
  let size = 0;
  let stopRrweb = null;
  let observer = null;
  let stopped = false;
  let paused = false;
  let compareSoon = 0;
  let lately = { at: 0, size: 0, events: 0 };
  let lateAt = 0;
  let lateTimer = 0;
  let sendTimer = 0;

  const flush = () => {
    clearTimeout(sendTimer);
    sendTimer = 0;
    if (lines.length === 0) return;
    const text = lines.join("\\n");
    lines = [];
    size = 0;
    report("events", text);
  };
  const isFlood = (characters) => {
    const now = performance.now();
    if (now - lately.at > ${FLOOD_WINDOW_MS}) lately = { at: now, size: 0, events: 0 };
    lately.size += characters;
    lately.events++;
    return lately.size > ${FLOOD_CHARACTERS} || lately.events > ${FLOOD_EVENTS};
  };
  const emit = (event) => {
    if (stopped || paused) return;
    // Told again once it is there; a player cannot put one document into a frame twice.
    if (event.data.isAttachIframe && record.mirror.getNode(event.data.adds[0].node.id)?.readyState === "loading") return;
    let text = JSON.stringify(event);
    // A player would load it over what the frame showed, which is recorded by itself.
    if (text.includes('"srcdoc":')) text = JSON.stringify(event, (key, value) => (key === "srcdoc" ? undefined : value));
    lines.push(event.timestamp + "\\t" + (event.type === 4 ? "m" : event.type === 2 ? "f" : "e") + "\\t" + text);
    size += text.length;
    if (observer) observer.written(event);
    // A snapshot is as long as its document is, and begins anew; only what follows it can flood.
    if (event.type !== 2 && isFlood(text.length)) return pause();
    if (size > ${SLICE_CHARACTERS}) flush();
    else sendTimer ||= setTimeout(flush, ${SEND_EVERY_MS});
  };
  const pause = () => {
    paused = true;
    flush();
    report("flood", "");
    end();
    setTimeout(() => {
      paused = false;
      lately = { at: 0, size: 0, events: 0 };
      start();
    }, ${FLOOD_PAUSE_MS});
  };
  const late = () => {
    if (lateTimer) return;
    const wait = Math.max(50, lateAt + ${LATE_EVERY_MS} - performance.now());
    lateTimer = setTimeout(() => {
      lateTimer = 0;
      lateAt = performance.now();
      checkout();
    }, wait);
  };
  const checkout = () => {
    if (stopRrweb && !paused) record.takeFullSnapshot(true);
  };
  const end = () => {
    clearInterval(compareSoon);
    if (observer) observer.stop();
    observer = null;
    if (stopRrweb) stopRrweb();
    stopRrweb = null;
  };
  const start = () => {
    if (stopped || paused || stopRrweb || !document.documentElement) return;
    observer = observe({ quiet, mirror: record.mirror, emit, late, suspect: () => report("suspects", "") });
    stopRrweb = record({
      emit,
      checkoutEveryNms: ${CHECKOUT_EVERY_MS},
      maskInputOptions: Object.fromEntries(
        ("color date datetime-local email month number range search tel text time url week textarea select password hidden file").split(" ").map((type) => [type, true]),
      ),
      maskInputFn: (text, element) => (quiet.isSecret(element) ? quiet.MASK : recordInputs ? text : "*".repeat(text.length)),
      slimDOMOptions: { script: true, comment: true, headMetaSocial: true, headMetaRobots: true, headMetaHttpEquiv: true, headMetaAuthorship: true, headMetaVerification: true },
      recordCanvas: true,
      // A still picture of each canvas with each snapshot, nothing in between: neither patched drawing calls nor a sampling worker.
      sampling: { canvas: "none", mousemove: 100, scroll: 200, media: 800 },
      dataURLOptions: { type: "image/webp", quality: 0.6 },
      inlineStylesheet: true,
      collectFonts: false,
      errorHandler: () => true,
    }) || null;
    compareSoon = setInterval(() => {
      const run = () => { if (observer && stopRrweb) observer.compare(); };
      if (globalThis.requestIdleCallback) requestIdleCallback(run, { timeout: ${SEND_EVERY_MS} });
      else run();
    }, ${SEND_EVERY_MS});
  };
  const first = () => {
    if (globalThis.requestIdleCallback) requestIdleCallback(start, { timeout: ${IDLE_LIMIT_MS} });
    else start();
  };
  const loaded = () => {
    if (document.readyState === "complete") return first();
    const limit = setTimeout(first, ${FIRST_LIMIT_MS});
    addEventListener("load", () => {
      clearTimeout(limit);
      first();
    }, { once: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", loaded, { once: true, capture: true });
  else loaded();
  addEventListener("pagehide", () => { if (observer && stopRrweb) observer.compare(); flush(); }, { capture: true });
  addEventListener("visibilitychange", flush, { capture: true });
  return {
    flush() { if (observer && stopRrweb) observer.compare(); flush(); },
    checkout() { checkout(); flush(); },
    idOf: (node) => (stopRrweb ? record.mirror.getId(node) : -1),
    suspects: () => (observer ? observer.takeSuspects() : []),
    reveal: (host, root) => quiet.reveal(host, root),
    late,
    stop() { stopped = true; end(); },
  };
})`;

/** rrweb's recorder as one script. Its umd folder is not among the package's exports, its main file is. */
function rrwebSource(): string {
  const main = createRequire(import.meta.url).resolve("@rrweb/record");
  return readFileSync(main.replace(/record\.cjs$/, "record.umd.min.cjs"), "utf8").replace(/\/\/# sourceMappingURL=\S+\s*$/, "");
}
