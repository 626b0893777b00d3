import { z } from "zod";
import type { Area } from "../contract/evidence.ts";
import type { Page } from "../driver/page.ts";

/** A box in CSS pixels of its frame's viewport. */
const Box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
const FrameLook = z.object({
  /** Fields that are for secrets, whatever they hold. */
  secret: z.array(Box),
  /** What other fields hold, to be compared with values that are secret. */
  held: z.array(z.object({ box: Box, value: z.string() })),
  /** When it last changed, by the document's own clock. */
  changedAt: z.number(),
  /** Whether anything in view moves or comes without a change of the document. */
  moves: z.boolean(),
  viewWidth: z.number(),
  scroll: z.string(),
});
type FrameLook = z.infer<typeof FrameLook>;

/** What must be known of a page to take a picture of it. */
export type PageLook = {
  /** What must not be seen, in CSS pixels of the page's viewport. */
  secrets: readonly Area[];
  /** What is in view and since when it has been so: pictures between two looks with the same mark show the same. Null while something moves. */
  mark: string | null;
  viewWidth: number;
};

const MAX_FRAMES = 40;
/** A page that a dialog blocks answers nothing; a busy one takes its time. */
const LOOK_LIMIT_MS = 3_000;

/**
 * Finds the fields of one document whose content is nobody's business: passwords, one-time codes and card data by type,
 * `autocomplete` (HTML, 4.10.18.7) and by what they are called; and tells when the document last changed. What changes
 * without that: films, canvases, pictures that still come, animations that have an end (others are decorations).
 */
const LOOK = `(() => {
  const AUTOCOMPLETE = /(^|\\s)(cc-(number|csc|exp|exp-month|exp-year)|current-password|new-password|one-time-code)(\\s|$)/;
  const CALLED = /passw|passcode|\\bpin\\b|card.{0,3}(number|no\\b|num\\b)|(security|verification).{0,3}code|\\bc[vs][cv]2?\\b|kartennummer|kennwort|passwort/i;
  const boxOf = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  };
  const inView = ({ x, y, width, height }) => width > 0 && height > 0 && x < innerWidth && y < innerHeight && x + width > 0 && y + height > 0;
  const namesOf = (field) => [field.name, field.id, field.placeholder, field.getAttribute("aria-label"), ...[...(field.labels ?? [])].map((label) => label.textContent)];
  const isSecret = (field) => field.type === "password" || AUTOCOMPLETE.test(field.autocomplete ?? "") || namesOf(field).some((name) => name && CALLED.test(name));
  const secret = [];
  const held = [];
  const NO_TEXT = /^(hidden|button|submit|reset|image|checkbox|radio|range|color|file)$/;
  const visit = (root) => {
    for (const field of root.querySelectorAll("input, textarea, [contenteditable='true'], [contenteditable='']")) {
      if (field.localName === "input" && NO_TEXT.test(field.type)) continue;
      const box = boxOf(field);
      if (!inView(box)) continue;
      if (isSecret(field)) secret.push(box);
      else {
        const value = (field.value ?? field.textContent ?? "").slice(0, 500);
        if (value && held.length < 200) held.push({ box, value });
      }
    }
    for (const host of root.querySelectorAll("*")) if (host.shadowRoot) visit(host.shadowRoot);
  };
  visit(document);
  const isMoving = (element) => inView(boxOf(element)) && (element.localName === "canvas" || element.paused === false || element.complete === false);
  const moves = [...document.querySelectorAll("canvas, video, img")].some(isMoving)
    || document.getAnimations().some((animation) => animation.playState === "running" && Number(animation.effect?.getComputedTiming().endTime) < Infinity);
  const changedAt = globalThis.perchChangedAt?.() ?? performance.now();
  return { secret, held, changedAt, moves, viewWidth: innerWidth, scroll: scrollX + "," + scrollY };
})()`;

/**
 * Looks at all frames of a page. `hides` tells whether a text holds a value that is secret.
 * @throws AppError TIMEOUT | EVALUATION_FAILED | BROWSER_CRASHED · CdpError where a frame is gone: then it is not known what must be hidden
 */
export async function lookAtPage(page: Page, hides: (text: string) => boolean, signal: AbortSignal): Promise<PageLook> {
  const frames = page.frames().slice(0, MAX_FRAMES);
  const looks = await Promise.all(
    frames.map(async ({ frameId }) => {
      const { value } = await page.evaluate(LOOK, { signal, timeoutMs: LOOK_LIMIT_MS, frameId, world: "isolated" });
      return { frameId, ...FrameLook.parse(value) };
    }),
  );
  const secrets = await Promise.all(looks.map((look) => secretsOf(page, look, hides)));
  const main = looks.find(({ frameId }) => frameId === page.mainFrameId);
  return {
    secrets: secrets.flat(),
    mark: looks.some(({ moves }) => moves) ? null : looks.map(({ frameId, scroll, changedAt }) => `${frameId} ${scroll} ${changedAt}`).join("\n"),
    viewWidth: main?.viewWidth ?? 0,
  };
}

async function secretsOf(page: Page, { frameId, secret, held }: FrameLook & { frameId: string }, hides: (text: string) => boolean): Promise<Area[]> {
  const boxes = [...secret, ...held.filter(({ value }) => hides(value)).map(({ box }) => box)];
  if (boxes.length === 0) return [];
  const offset = await page.frameOffset(frameId);
  return boxes.map(({ x, y, width, height }) => ({ x: x + offset.x, y: y + offset.y, width, height }));
}
