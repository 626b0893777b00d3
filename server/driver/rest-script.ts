/** What `rest` answers: how long ago the page last got input from a person or from us; null when it never did. */
export type RestAnswer = { sinceInputMs: number | null };
/** What the page's rest is asked for. */
export type RestQuestion = {
  /** No change and no input for so long is rest. */
  quietMs: number;
  /** Wait for what the last input brings about, and for no longer than it needs. */
  effects: boolean;
  /** Something that changes pages has just happened outside the document: an answer has arrived. */
  arrived: boolean;
  /** Answer after this time at the latest. */
  limitMs: number;
};

/** What an input changes at once is drawn in a frame; changes that follow each other nearer than this belong together. */
const EFFECT_QUIET_MS = 17;
/** An input that shows nothing at first may have set a timer: what is put off is usually put off by no more. */
const NO_SIGN_MS = 100;
/** An animation that goes on for longer is a decoration. */
const ANIMATION_MOST_MS = 1_000;
/** A node that changes so often over so long a time, and not upon input, always changes: a clock, a ticker. Its changes say nothing. */
const RESTLESS_TIMES = 6;
const RESTLESS_OVER_MS = 800;
/** A tab in the background draws no frames. */
const FRAME_LIMIT_MS = 50;

/**
 * Installs, in our world of a document and before any of its scripts, what knows when the document last changed and when
 * it last got input: `perchRest` waits for its rest, `perchChangedAt` tells, by the document's clock, since when it has had it. Source; does
 * nothing where it is installed already.
 */
export const WATCH_REST = `(() => {
  if (globalThis.perchRest) return;
  const now = () => performance.now();
  const state = { mutated: now(), input: -1, changed: () => {} };
  const busy = new WeakMap();
  const isRestless = (target, at) => {
    if (at - state.input < ${NO_SIGN_MS}) return false;
    const known = busy.get(target);
    if (!known) busy.set(target, { since: at, last: at, times: 1 });
    else if (known.last !== at) { known.last = at; known.times++; }
    return !!known && known.times > ${RESTLESS_TIMES} && at - known.since > ${RESTLESS_OVER_MS};
  };
  const options = { subtree: true, childList: true, attributes: true, characterData: true };
  const observer = new MutationObserver((records) => {
    const at = now();
    let quiet = true;
    for (const { target, addedNodes } of records) {
      if (!isRestless(target, at)) quiet = false;
      for (const node of addedNodes) if (node.shadowRoot) observer.observe(node.shadowRoot, options);
    }
    if (quiet) return;
    state.mutated = at;
    state.changed();
  });
  observer.observe(document, options);
  for (const type of ["mousedown", "mouseup", "click", "dblclick", "contextmenu", "keydown", "keyup", "submit", "wheel", "drop"])
    addEventListener(type, () => { state.input = now(); }, { capture: true, passive: true });
  // What a field holds is no change of the document, but it is what typing was for.
  for (const type of ["input", "change"])
    addEventListener(type, () => { state.input = now(); state.mutated = now(); state.changed(); }, { capture: true, passive: true });
  const seen = new WeakSet();
  const lookIntoShadows = () => {
    for (const host of document.querySelectorAll("*"))
      if (host.shadowRoot && !seen.has(host)) { seen.add(host); observer.observe(host.shadowRoot, options); }
  };
  addEventListener("load", lookIntoShadows, { once: true });
  const frame = () => new Promise((resolve) => { const t = setTimeout(resolve, ${FRAME_LIMIT_MS}); requestAnimationFrame(() => { clearTimeout(t); resolve(); }); });
  const change = (ms) => new Promise((resolve) => { const t = setTimeout(resolve, ms); state.changed = () => { clearTimeout(t); resolve(); }; });
  /** For how long what is being drawn goes on moving; 0 for what moves without end. */
  const movingMs = () => Math.max(0, ...document.getAnimations().map((animation) => {
    if (animation.playState !== "running" || !animation.effect) return 0;
    const left = (Number(animation.effect.getComputedTiming().endTime) - Number(animation.currentTime)) / Math.abs(animation.playbackRate || 1);
    return left <= ${ANIMATION_MOST_MS} ? left : 0;
  }));
  globalThis.perchChangedAt = () => Math.max(state.mutated, state.input);
  globalThis.perchRest = async ({ quietMs, effects, arrived, limitMs }) => {
    const from = now();
    if ((effects && state.mutated < state.input) || arrived) await frame();
    lookIntoShadows();
    for (;;) {
      const at = now();
      const signed = state.mutated >= state.input || (arrived && state.mutated >= from);
      const due = !effects ? Math.max(state.mutated, state.input) + quietMs
        : signed ? state.mutated + ${EFFECT_QUIET_MS}
        : arrived ? from + 2 * ${EFFECT_QUIET_MS}
        : state.input + ${NO_SIGN_MS};
      const moving = at < due ? 0 : movingMs();
      if ((at >= due && moving <= 0) || at - from >= limitMs) break;
      await change(Math.max(1, Math.min(at < due ? due - at : moving, limitMs - (at - from))));
    }
    return { sinceInputMs: state.input < 0 ? null : now() - state.input };
  };
})()`;
