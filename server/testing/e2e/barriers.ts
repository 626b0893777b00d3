import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const MOVES_LIMIT_MS = 3_000;

/** What axe finds wrong on the page when nothing of it fades or moves any more: each rule that is broken, and where. */
export async function barriers(page: Page): Promise<{ id: string; at: string[] }[]> {
  // Half faded, a notice has neither the colours that it had nor those that it will have. What moves without end is no matter.
  // Where it does not come to rest in time, it is judged as it is.
  await page
    .waitForFunction(
      () =>
        document.getAnimations().every(({ playState, effect }) => playState !== "running" || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY),
      undefined,
      { timeout: MOVES_LIMIT_MS },
    )
    .catch(() => undefined);
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ target }) => target.join(" ")) }));
}
