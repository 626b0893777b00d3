import { z } from "zod";
import { WORLD_NAME } from "./frames.ts";
import type { Page } from "./page.ts";

const BINDING = "perchTyped";
const Told = z.string().min(1).max(4_000);

/**
 * Runs in our own world of each frame, before the page's scripts: hears of input before they do, so that the value is
 * known before the page can repeat it. A field that has once been a password stays one when it is shown as text.
 */
const WATCH_TYPED = `(() => {
  const secret = new WeakSet();
  const TOKENS = /(^| )(current-password|new-password|one-time-code|cc-number|cc-csc)( |$)/;
  const WORDS = /passw|passcode|passphrase|card.?(num|no\\b)|cc.?num|cvv|cvc|\\bcsc\\b|security.?code|\\bpin\\b/i;
  const isSecret = (field) => {
    if (secret.has(field)) return true;
    if (!(field instanceof HTMLInputElement) || /^(button|submit|reset|checkbox|radio|file|image|range|color)$/.test(field.type)) return false;
    const known = field.type === "password" || TOKENS.test(field.autocomplete)
      || WORDS.test([field.name, field.id, field.placeholder, field.getAttribute("aria-label") ?? ""].join(" "));
    if (known) secret.add(field);
    return known;
  };
  const tell = (event) => {
    const field = event.composedPath()[0];
    if (field && isSecret(field) && field.value.length > 2) globalThis.${BINDING}?.(field.value.slice(0, 1000));
  };
  for (const kind of ["focusin", "input", "change"]) addEventListener(kind, tell, { capture: true, passive: true });
})()`;

/**
 * Tells of every value that is typed, pasted or filled into a password or card field of the page or its frames, by
 * whomever: automation, a person, another client. What is typed key by key is told with each key. A page's preparer.
 */
export async function watchTypedSecrets(page: Page, onValue: (value: string) => void): Promise<void> {
  await page.prepareTargets(async (cdp, kind) => {
    if (kind === "worker") return;
    cdp.on("Runtime.bindingCalled", ({ name, payload }) => {
      if (name !== BINDING) return;
      const told = Told.safeParse(payload);
      if (told.success) onValue(told.data);
    });
    await Promise.all([
      cdp.send("Runtime.addBinding", { name: BINDING, executionContextName: WORLD_NAME }),
      cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: WATCH_TYPED, worldName: WORLD_NAME, runImmediately: true }),
    ]);
  });
}
