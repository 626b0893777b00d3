import type { SessionConfig } from "../contract/sessions.ts";
import { type CdpConnection, CdpError, type CdpMethod, type CdpParams, type CdpSession } from "../providers/cdp.ts";
import type { Page } from "./page.ts";
import type { TargetPreparer } from "./page-target.ts";

/** "en-US" → "en-US,en": Chromium weighs them itself and lists both in navigator.languages. */
function acceptLanguage(locale: string): string {
  const [language] = locale.split("-");
  return language === locale || language === undefined ? locale : `${locale},${language}`;
}

/** The language and timezone a session shows: what was asked for, else what the place has, else the machine's. */
function localeOf(config: SessionConfig): { locale: string | undefined; timezone: string | undefined } {
  return { locale: config.locale ?? config.resolvedLocation?.locale, timezone: config.timezone ?? config.resolvedLocation?.timezone };
}

/**
 * What makes pages show the session's viewport, place, language, timezone, user agent and colour scheme, in their frames
 * of other processes and workers too (CDP domain Emulation). Asks the browser once; the function it gives sends at once.
 * @throws AppError BROWSER_CRASHED | TIMEOUT
 */
export async function planEmulation(
  connection: CdpConnection,
  config: SessionConfig,
  signal: AbortSignal,
): Promise<(target: Pick<Page, "prepareTargets">) => Promise<void>> {
  const { locale, timezone } = localeOf(config);
  const userAgent = userAgentOf(config, (await connection.send("Browser.getVersion", undefined, { signal })).userAgent);
  const place = config.resolvedLocation;
  if (place) await connection.send("Browser.grantPermissions", { permissions: ["geolocation"] }, { signal });
  const prepare: TargetPreparer = async (cdp, kind) => {
    const set = <M extends CdpMethod>(method: M, params: CdpParams<M>): Promise<unknown> => tolerant(cdp, method, params, kind !== "page");
    await Promise.all([
      set("Emulation.setUserAgentOverride", { ...userAgent, ...(locale && { acceptLanguage: acceptLanguage(locale) }) }),
      locale && set("Emulation.setLocaleOverride", { locale }),
      timezone && set("Emulation.setTimezoneOverride", { timezoneId: timezone }),
      kind !== "worker" && config.colorScheme && set("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: config.colorScheme }] }),
      kind !== "worker" &&
        place &&
        set("Emulation.setGeolocationOverride", { latitude: place.latitude, longitude: place.longitude, accuracy: place.accuracyMeters }),
      kind === "page" &&
        set("Emulation.setDeviceMetricsOverride", {
          ...config.viewport,
          screenWidth: config.viewport.width,
          screenHeight: config.viewport.height,
          deviceScaleFactor: 1,
          mobile: false,
        }),
    ]);
  };
  return (target) => target.prepareTargets(prepare);
}

/** Targets below a page share their process's language and timezone, and some refuse to set them twice: that is no failure. */
async function tolerant<M extends CdpMethod>(cdp: CdpSession, method: M, params: CdpParams<M>, below: boolean): Promise<unknown> {
  try {
    return await cdp.send(method, params);
  } catch (error) {
    if (error instanceof CdpError && (below || /already in effect/i.test(error.message))) return null;
    throw error;
  }
}

type UserAgent = CdpParams<"Emulation.setUserAgentOverride">;

/**
 * The user agent with client hints that agree with it (https://wicg.github.io/ua-client-hints/). A session that names
 * none keeps the browser's own; with stealth the word "Headless" is taken out of it.
 */
function userAgentOf(config: SessionConfig, browsersOwn: string): NonNullable<UserAgent> {
  const own = config.options.stealthMode ? browsersOwn.replace("HeadlessChrome", "Chrome") : browsersOwn;
  const userAgent = config.userAgent ?? own;
  const major = /Chrom(?:e|ium)\/(\d+)/.exec(userAgent)?.[1];
  if (major === undefined) return { userAgent };
  const full = /Chrom(?:e|ium)\/([\d.]+)/.exec(userAgent)?.[1] ?? major;
  const headless = userAgent.includes("HeadlessChrome");
  const brand = headless ? "HeadlessChrome" : "Google Chrome";
  const brands = (v: string) => [
    { brand: "Chromium", version: v },
    { brand, version: v },
    { brand: "Not=A?Brand", version: v === full ? "24.0.0.0" : "24" },
  ];
  const platform = /Windows/.test(userAgent) ? "Windows" : /Mac OS X/.test(userAgent) ? "macOS" : /Android/.test(userAgent) ? "Android" : "Linux";
  const userAgentMetadata = {
    brands: brands(major),
    fullVersionList: brands(full),
    platform,
    platformVersion: "",
    architecture: "x86",
    bitness: "64",
    model: "",
    mobile: /Mobile/.test(userAgent),
  };
  return { userAgent, platform: { Windows: "Win32", macOS: "MacIntel", Android: "Linux armv8l", Linux: "Linux x86_64" }[platform], userAgentMetadata };
}
