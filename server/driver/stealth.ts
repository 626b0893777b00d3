import type { Page } from "./page.ts";

/** What stealth mode changes, and nothing else: shown to users as it is. It does not defeat a determined detector. */
export const STEALTH_CHANGES: readonly { what: string; why: string }[] = [
  { what: "navigator.webdriver is false", why: "automated browsers report true" },
  { what: 'user agent and client hints say "Chrome" instead of "HeadlessChrome"', why: "the headless build names itself" },
  { what: "window.chrome exists", why: "the headless shell lacks it" },
  { what: "navigator.permissions.query answers for notifications as Notification.permission does", why: "headless builds contradict themselves here" },
  { what: "WebGL vendor and renderer name an Intel GPU in place of SwiftShader", why: "software rendering is a mark of servers" },
  { what: "window.outerWidth and outerHeight follow the viewport", why: "headless windows have no frame" },
];

/** Runs in every document before its scripts. Functions keep their native look where pages check it. */
const SCRIPT = `(() => {
  const getter = (object, name, value) => {
    const get = { [name]() { return value(); } }[name];
    Object.defineProperty(object, name, { get, configurable: true, enumerable: true });
  };
  getter(Navigator.prototype, "webdriver", () => false);
  if (!window.chrome) Object.defineProperty(window, "chrome", { value: { app: { isInstalled: false }, runtime: {} }, configurable: true, enumerable: true, writable: true });
  if (!window.outerWidth || window.outerWidth < window.innerWidth) {
    getter(window, "outerWidth", () => window.innerWidth);
    getter(window, "outerHeight", () => window.innerHeight + 85);
  }
  if (navigator.permissions && window.Notification) {
    const query = Permissions.prototype.query;
    Permissions.prototype.query = { query(descriptor) {
      if (descriptor && descriptor.name === "notifications") return query.call(this, descriptor).then((status) => {
        Object.defineProperty(status, "state", { value: Notification.permission === "default" ? "prompt" : Notification.permission });
        return status;
      });
      return query.call(this, descriptor);
    } }.query;
  }
  for (const type of [window.WebGLRenderingContext, window.WebGL2RenderingContext]) {
    if (!type) continue;
    const getParameter = type.prototype.getParameter;
    type.prototype.getParameter = { getParameter(name) {
      const value = getParameter.call(this, name);
      if (name === 37445 && /google|swiftshader/i.test(String(value))) return "Google Inc. (Intel)";
      if (name === 37446 && /swiftshader|llvmpipe/i.test(String(value))) return "ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)";
      return value;
    } }.getParameter;
  }
})()`;

/** Applies STEALTH_CHANGES to a page and its frames. The user agent's part is in `planEmulation`. */
export async function applyStealth(page: Page): Promise<void> {
  await page.prepareTargets(async (cdp, kind) => {
    if (kind !== "worker") await cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: SCRIPT, runImmediately: true });
  });
}
