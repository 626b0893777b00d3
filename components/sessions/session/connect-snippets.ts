const DOTS = "••••••••";

/**
 * An address with what lets one in replaced by dots: the values of its query or, where there is none, the end of its path.
 */
export function maskAddress(address: string): string {
  const [path = "", query] = address.split("?", 2);
  if (query !== undefined) return `${path}?${query.replace(/=[^&]*/g, `=${DOTS}`)}`;
  return path.replace(/[^/]+$/, DOTS);
}

/** How each common client connects to the address: the line that installs it, and a program that uses it. */
export const CLIENTS = [
  {
    name: "Playwright",
    install: "npm install playwright-core",
    code: (address: string) => `import { chromium } from "playwright-core";

const browser = await chromium.connectOverCDP(
  "${address}",
);
const [context] = browser.contexts();
const [page] = context.pages();
console.log(await page.title());
await browser.close(); // disconnects, the session runs on`,
  },
  {
    name: "Puppeteer",
    install: "npm install puppeteer-core",
    code: (address: string) => `import puppeteer from "puppeteer-core";

const browser = await puppeteer.connect({
  browserWSEndpoint:
    "${address}",
  defaultViewport: null,
});
const [page] = await browser.pages();
console.log(await page.title());
await browser.disconnect(); // the session runs on`,
  },
  {
    name: "chrome-remote-interface",
    install: "npm install chrome-remote-interface",
    code: (address: string) => `import CDP from "chrome-remote-interface";

const browser = await CDP({
  target: "${address}",
});
const { targetInfos } = await browser.Target.getTargets();
const page = targetInfos.find(({ type }) => type === "page");
const { sessionId } = await browser.Target.attachToTarget({
  targetId: page.targetId,
  flatten: true,
});
const { result } = await browser.Runtime.evaluate(
  { expression: "document.title" },
  sessionId,
);
console.log(result.value);
await browser.close(); // the session runs on`,
  },
] as const;
