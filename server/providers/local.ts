import { hostname } from "node:os";
import { join } from "node:path";
import type { Env } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import { adoptChromium, cleanChromiums, launchChromium, removeIfEmpty } from "./chromium.ts";
import { BrowserPool } from "./pool.ts";
import type { Browser, BrowserProvider, LaunchSpec, ProviderHealth } from "./provider.ts";

const ANSWER_LIMIT_MS = 500;

/** Browsers on this machine: one Chromium process group per session, with a pool of ready ones. */
export function createLocalProvider({ env, log, serverId }: { env: Env; log: Log; serverId: string }): BrowserProvider {
  const profilesDir = join(env.dataDir, "browsers");
  const running = new Set<Browser>();
  // Decided once: whether the sandbox works here is a fact of the machine.
  const sandbox = { on: env.chromiumSandbox === "on" || (env.chromiumSandbox === "auto" && process.getuid?.() !== 0), warned: false };

  /** Browsers of this server from before their launch until after their end: never leftovers. */
  const mine = new Set<string>();
  const held = (browser: Browser): Browser => {
    running.add(browser);
    void browser.exited.then(() => running.delete(browser));
    return browser;
  };
  const start = async (path: string, signal: AbortSignal, proxy?: LaunchSpec["proxy"]): Promise<Browser> => {
    const browserId = newId("br");
    mine.add(browserId);
    try {
      const browser = await launchChromium({ serverId, browserId, path, sandbox: sandbox.on, profilesDir, proxy }, signal);
      void browser.exited.then(() => mine.delete(browserId));
      return browser;
    } catch (error) {
      mine.delete(browserId);
      throw error;
    }
  };

  const launch = async (signal: AbortSignal, proxy?: LaunchSpec["proxy"]): Promise<Browser> => {
    const path = env.chromiumPath;
    if (path === null) throw new AppError("BROWSER_LAUNCH_FAILED", "The server was started without a Chromium; set CHROMIUM_PATH to one.");
    if (!sandbox.on && !sandbox.warned) {
      sandbox.warned = true;
      log.warn("Chromium runs without its sandbox (as root it has none); run the server as an ordinary user to have it");
    }
    const browser = await start(path, signal, proxy).catch((error: unknown) => {
      // Kernels without unprivileged user namespaces end Chromium at once and say so.
      if (env.chromiumSandbox !== "auto" || !sandbox.on || !/sandbox/i.test(messageOf(error))) throw error;
      sandbox.on = false;
      return start(path, signal, proxy);
    });
    return held(browser);
  };
  const pool = new BrowserPool({ size: env.poolSize, launch: (signal) => launch(signal), log });

  const takeReady = async (spec: LaunchSpec): Promise<Browser | null> => {
    // A proxy is part of the command line, so such a browser cannot have been started ahead.
    for (let ready = spec.proxy ? null : pool.take(); ready; ready = pool.take()) {
      // One that died a moment ago may not have been heard of yet.
      if (await answers(ready)) return ready;
      await ready.close({ graceMs: 0 });
    }
    return null;
  };

  const health = async (): Promise<ProviderHealth> => {
    const counts = { ready: pool.ready, launching: pool.filling ? 1 : 0, running: running.size - pool.ready };
    return pool.ready > 0 || env.poolSize === 0
      ? { status: "ok", detail: "ready", ...counts }
      : { status: "degraded", detail: "the pool is filling", ...counts };
  };

  return {
    name: "local",
    capabilities: { captchaSolving: false, proxy: true, proxyAuthentication: true, adBlocking: true, stealth: true },
    start: async () => pool.start(),
    stop: async () => {
      await pool.stop();
      await Promise.all([...running].map((browser) => browser.close({ graceMs: 0 })));
      await removeIfEmpty(join(profilesDir, serverId));
    },
    launch: async (spec, signal) => (await takeReady(spec)) ?? launch(signal, spec.proxy),
    takeReady,
    canAdopt: ({ host }) => host === hostname(),
    adopt: async (record, signal) => {
      const browser = await adoptChromium(record, profilesDir, signal);
      return browser && held(browser);
    },
    clean: (keep) => cleanChromiums(profilesDir, (browser) => (browser.serverId === serverId && mine.has(browser.browserId)) || keep(browser)),
    health,
  };
}

const answers = (browser: Browser): Promise<boolean> =>
  browser.cdp.send("Browser.getVersion", undefined, { timeoutMs: ANSWER_LIMIT_MS }).then(
    () => true,
    () => false,
  );
