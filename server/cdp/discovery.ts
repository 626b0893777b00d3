import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "../core/errors.ts";
import { CdpError } from "../providers/cdp.ts";
import type { Browser } from "../providers/provider.ts";
import { targetUrl } from "./target-url.ts";

const CALL_LIMIT_MS = 10_000;

/** The addresses that a browser's discovery answers with; each may carry the caller's token. */
export type PublicAddresses = { browser: string; page: (targetId: string) => string };

type TargetEntry = { id: string; type: string; title: string; url: string; description: string; webSocketDebuggerUrl: string };

/**
 * Chromium's own discovery over HTTP (https://chromedevtools.github.io/devtools-protocol/#endpoints), with our addresses
 * in the place of the browser's. Made from CDP, so that it is there for browsers whose own is out of reach.
 * @throws AppError NOT_FOUND | CAPABILITY_UNSUPPORTED | INVALID_INPUT
 */
export async function discover(req: IncomingMessage, url: URL, path: string, browser: Browser, addresses: PublicAddresses): Promise<unknown> {
  const [, , what = "list", id = ""] = path.split("/");
  switch (what) {
    case "version":
      return version(browser, addresses);
    case "list":
      return list(browser, addresses);
    case "protocol":
      return protocol(browser);
    case "new":
      return open(req, url, browser, addresses);
    case "activate":
      await onTarget(browser, "Target.activateTarget", id);
      return "Target activated";
    case "close":
      await onTarget(browser, "Target.closeTarget", id);
      return "Target is closing";
    default:
      throw new AppError("NOT_FOUND", `There is no /json/${what}: ask for version, list, protocol, new, activate or close.`);
  }
}

async function version({ cdp }: Browser, { browser }: PublicAddresses) {
  const { product, protocolVersion, userAgent, jsVersion, revision } = await cdp.send("Browser.getVersion", undefined, { timeoutMs: CALL_LIMIT_MS });
  const webKit = /AppleWebKit\/([\d.]+)/.exec(userAgent)?.[1] ?? "537.36";
  return {
    Browser: product,
    "Protocol-Version": protocolVersion,
    "User-Agent": userAgent,
    "V8-Version": jsVersion,
    "WebKit-Version": `${webKit} (${revision})`,
    webSocketDebuggerUrl: browser,
  };
}

async function list({ cdp }: Browser, { page }: PublicAddresses): Promise<TargetEntry[]> {
  const { targetInfos } = await cdp.send("Target.getTargets", undefined, { timeoutMs: CALL_LIMIT_MS });
  return targetInfos
    .filter(({ type }) => type !== "browser" && type !== "tab")
    .map(({ targetId, type, title, url }) => ({ id: targetId, type, title, url, description: "", webSocketDebuggerUrl: page(targetId) }));
}

/** The protocol's description is the browser's own: only it knows which version it speaks. */
async function protocol({ endpoint }: Browser): Promise<unknown> {
  const url = targetUrl(endpoint, "/json/protocol");
  url.protocol = url.protocol === "wss:" ? "https:" : "http:";
  const answer = await fetch(url, { signal: AbortSignal.timeout(CALL_LIMIT_MS) });
  if (!answer.ok) throw new AppError("PROVIDER_UNAVAILABLE", "The browser does not tell its protocol.");
  return answer.json();
}

async function open(req: IncomingMessage, url: URL, browser: Browser, addresses: PublicAddresses): Promise<TargetEntry> {
  if (req.method !== "PUT") throw new AppError("INVALID_INPUT", "Open a tab with PUT /json/new?ADDRESS.");
  const address = [...url.searchParams.keys()].find((name) => name !== "token") ?? "about:blank";
  const { targetId } = await browser.cdp.send("Target.createTarget", { url: address }, { timeoutMs: CALL_LIMIT_MS });
  const opened = (await list(browser, addresses)).find(({ id }) => id === targetId);
  if (!opened) throw new AppError("TAB_NOT_FOUND", "The new tab is gone already.");
  return opened;
}

async function onTarget({ cdp }: Browser, method: "Target.activateTarget" | "Target.closeTarget", targetId: string): Promise<void> {
  try {
    await cdp.send(method, { targetId }, { timeoutMs: CALL_LIMIT_MS });
  } catch (error) {
    if (!(error instanceof CdpError)) throw error;
    throw new AppError("TAB_NOT_FOUND", `There is no target ${targetId}.`, { cause: error });
  }
}

/** Answers as Chromium does: what tools read is JSON, what people read is text. */
export function sendDiscovery(res: ServerResponse, answer: unknown): void {
  const isText = typeof answer === "string";
  const body = isText ? answer : JSON.stringify(answer, null, 2);
  const type = isText ? "text/plain" : "application/json";
  res.writeHead(200, { "content-type": `${type}; charset=utf-8`, "content-length": Buffer.byteLength(body), "cache-control": "no-store" }).end(body);
}
