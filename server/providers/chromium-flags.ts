import { AppError } from "../core/errors.ts";
import type { LaunchSpec } from "./provider.ts";

type FlagsInput = { profileDir: string; sandbox: boolean; proxy: LaunchSpec["proxy"] | undefined };

/** The argument that tells a browser's profile, and with it which browser a process belongs to. */
export const PROFILE_FLAG = "--user-data-dir=";

/** The command line of one browser on this machine: reachable on a loopback port that Chromium chooses, with its own profile. */
export function chromiumFlags({ profileDir, sandbox, proxy }: FlagsInput): string[] {
  return [
    "--remote-debugging-port=0",
    `${PROFILE_FLAG}${profileDir}`,
    "--window-size=1280,720",
    ...(sandbox ? [] : ["--no-sandbox"]),
    ...commonFlags(proxy),
    "about:blank",
  ];
}

/** What every browser of ours is started with, wherever: no updates, no sync, no first-run pages, and its proxy. */
export function commonFlags(proxy: LaunchSpec["proxy"]): string[] {
  return [
    "--headless=new",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-quic",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-dev-shm-usage",
    "--disable-hang-monitor",
    "--disable-prompt-on-repost",
    // Tabs in the background are driven and watched like the one in front.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,CertificateTransparencyComponentUpdater",
    // The page is as wide as the viewport that was asked for.
    "--hide-scrollbars",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
    "--force-color-profile=srgb",
    "--metrics-recording-only",
    ...(proxy ? [`--proxy-server=${proxy.server}`, `--proxy-bypass-list=${proxy.bypass ?? "<-loopback>"}`] : []),
  ];
}

/** Reads `ws://…` from the two lines of Chromium's DevToolsActivePort file. */
export function endpointOf(file: string): string {
  const [port, path] = file.trim().split("\n");
  if (!port || !path) throw new AppError("BROWSER_LAUNCH_FAILED", "Chromium's DevToolsActivePort file is not as expected.");
  return `ws://127.0.0.1:${port}${path}`;
}
