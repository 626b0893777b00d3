import type { WaitCondition } from "../contract/agent.ts";
import { delay } from "../core/time.ts";
import { isNavigationLoss } from "./frames.ts";
import type { PageTarget } from "./page-target.ts";

/** Between looks at what sends no event of its own (the network's quiet). */
const LOOK_MS = 50;

/** CSS that also finds what is inside open shadow roots; `xpath=` begins an XPath. */
export const DEEP_QUERY = `(selector) => {
  if (selector.startsWith("xpath=")) return document.evaluate(selector.slice(6), document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
  const search = (root) => {
    const hit = root.querySelector(selector);
    if (hit) return hit;
    for (const host of root.querySelectorAll("*")) {
      const inner = host.shadowRoot && search(host.shadowRoot);
      if (inner) return inner;
    }
    return null;
  };
  return search(document);
}`;

/** Looks again at each change of the document and, for changes that are none (animations, clocks), ten times a second. */
const until = (test: string): string => `new Promise((resolve, reject) => {
  const test = ${test};
  let observer, timer;
  const look = () => {
    try {
      const value = test();
      if (!value) return;
      observer.disconnect();
      clearInterval(timer);
      resolve(true);
    } catch (error) {
      observer.disconnect();
      clearInterval(timer);
      reject(error);
    }
  };
  observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  timer = setInterval(look, 100);
  look();
})`;

const selectorTest = (selector: string, state: string): string => `() => {
  const el = (${DEEP_QUERY})(${JSON.stringify(selector)});
  const visible = !!el && el.getClientRects().length > 0 && getComputedStyle(el).visibility === "visible";
  return { attached: !!el, detached: !el, visible, hidden: !visible }[${JSON.stringify(state)}];
}`;

const textTest = (text: string, state: string): string => `() => {
  const squash = (s) => s.replace(/\\s+/g, " ").toLowerCase();
  const seen = !!document.body && squash(document.body.innerText).includes(squash(${JSON.stringify(text)}));
  return seen === ${state === "visible"};
}`;

const functionTest = (expression: string): string => `() => {
  const value = (${expression});
  return typeof value === "function" ? value() : value;
}`;

/**
 * Waits until the condition holds, over navigations too. Ends only by the signal otherwise.
 * @throws AppError EVALUATION_FAILED when the selector or the expression is not valid · the signal's reason
 */
export async function waitForCondition(page: PageTarget, condition: WaitCondition, signal: AbortSignal): Promise<void> {
  switch (condition.kind) {
    case "selector":
      return untilInPage(page, until(selectorTest(condition.selector, condition.state)), "isolated", signal);
    case "text":
      return untilInPage(page, until(textTest(condition.text, condition.state)), "isolated", signal);
    case "function":
      return untilInPage(page, until(functionTest(condition.expression)), "main", signal);
    case "url":
      return untilUrl(page, condition.url, signal);
    case "loadState":
      return page.lifecycle.reached(condition.state, signal);
    case "networkIdle":
      while (page.network.quietMs() < condition.idleMs) await delay(LOOK_MS, signal);
      return;
  }
}

async function untilInPage(page: PageTarget, script: string, world: "main" | "isolated", signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await page.evaluate(script, { signal, world });
      return;
    } catch (error) {
      if (!isNavigationLoss(error)) throw error;
      await delay(LOOK_MS, signal); // The next document's context comes in a moment.
    }
  }
}

function untilUrl(page: PageTarget, wanted: string, signal: AbortSignal): Promise<void> {
  const pattern = new RegExp(
    `^${wanted
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  );
  return page.until(() => pattern.test(page.url), signal);
}
