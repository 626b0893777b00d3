import { BulkheadRejectedError, bulkhead } from "cockatiel";
import type { Protocol } from "devtools-protocol";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { withTimeout } from "../../core/time.ts";
import type { CdpSession } from "../../providers/cdp.ts";
import type { BrowserProvider } from "../../providers/provider.ts";

const PRINT_LIMIT_MS = 60_000;
/** Browsers that print at once, and reports that may wait for one: each takes memory that sessions need. */
const PARALLEL_PRINTS = 2;
const WAITING_PRINTS = 20;
const VIEWPORT = { width: 1280, height: 720 };
/** A name that no resolver answers for (RFC 6761, 6.4): what is asked of it is answered here, and nothing else is. */
const ORIGIN = "https://report.invalid";
const CHUNK_BYTES = 1024 * 1024;

/** A page to print, with everything that it refers to by path. */
export type Printed = { html: string; files: ReadonlyMap<string, { bytes: Buffer; mimeType: string }> };

/** Prints pages to PDF. */
export type Print = (page: Printed, signal: AbortSignal) => Promise<Buffer>;

/**
 * Prints with a browser of its own that is gone afterwards. It reaches no network: every request of the page is answered
 * from `files`, or fails. The paper's size and margins are the page's own (CSS @page).
 * @throws AppError BROWSER_LAUNCH_FAILED | PROVIDER_UNAVAILABLE | LIMIT_EXCEEDED | TIMEOUT | CANCELLED
 */
export function createPrint(provider: Pick<BrowserProvider, "launch">): Print {
  const turns = bulkhead(PARALLEL_PRINTS, WAITING_PRINTS);
  const print: Print = (page, callerSignal) =>
    withTimeout(
      PRINT_LIMIT_MS,
      "printing the report",
      async (signal) => {
        const browser = await provider.launch({ sessionId: newId("print"), viewport: VIEWPORT, captchaSolving: false }, signal);
        try {
          const { targetId } = await browser.cdp.send("Target.createTarget", { url: "about:blank" }, { signal });
          const { sessionId } = await browser.cdp.send("Target.attachToTarget", { targetId, flatten: true }, { signal });
          return await printIn(browser.cdp.session(sessionId), page, signal);
        } finally {
          await browser.close({ graceMs: 0 });
        }
      },
      callerSignal,
    );
  return (page, signal) =>
    turns
      .execute(() => print(page, signal), signal)
      .catch((error: unknown) => {
        if (!(error instanceof BulkheadRejectedError)) throw error;
        throw new AppError("LIMIT_EXCEEDED", "Too many reports are being printed; try again in a moment.", { cause: error });
      });
}

async function printIn(cdp: CdpSession, { html, files }: Printed, signal: AbortSignal): Promise<Buffer> {
  const answers = new Map([...files].map(([path, file]) => [`${ORIGIN}${path}`, file]));
  answers.set(`${ORIGIN}/`, { bytes: Buffer.from(html), mimeType: "text/html; charset=utf-8" });
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  cdp.on("Fetch.requestPaused", ({ requestId, request }) => void answer(cdp, requestId, answers.get(request.url), signal).catch(failed.reject));
  await Promise.all([cdp.send("Page.enable", undefined, { signal }), cdp.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] }, { signal })]);
  const loaded = new Promise<void>((resolve) => cdp.on("Page.loadEventFired", () => resolve()));
  await cdp.send("Page.navigate", { url: `${ORIGIN}/` }, { signal });
  await Promise.race([loaded, failed.promise]);
  await cdp.send("Runtime.evaluate", { expression: "document.fonts.ready.then(() => true)", awaitPromise: true }, { signal });
  const { stream } = await cdp.send(
    "Page.printToPDF",
    { printBackground: true, preferCSSPageSize: true, transferMode: "ReturnAsStream", generateTaggedPDF: true, generateDocumentOutline: true },
    { signal, timeoutMs: PRINT_LIMIT_MS },
  );
  return stream === undefined ? Buffer.alloc(0) : readStream(cdp, stream, signal);
}

async function answer(
  cdp: CdpSession,
  requestId: Protocol.Fetch.RequestId,
  file: { bytes: Buffer; mimeType: string } | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (!file) return void (await cdp.send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" }, { signal }));
  const responseHeaders = [
    { name: "content-type", value: file.mimeType },
    { name: "content-security-policy", value: "default-src 'none'; img-src 'self'; font-src 'self'; style-src 'unsafe-inline'" },
  ];
  await cdp.send("Fetch.fulfillRequest", { requestId, responseCode: 200, responseHeaders, body: file.bytes.toString("base64") }, { signal });
}

async function readStream(cdp: CdpSession, handle: string, signal: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (;;) {
    const { data, base64Encoded, eof } = await cdp.send("IO.read", { handle, size: CHUNK_BYTES }, { signal });
    parts.push(Buffer.from(data, base64Encoded ? "base64" : "utf8"));
    if (eof) break;
  }
  await cdp.send("IO.close", { handle }, { signal });
  return Buffer.concat(parts);
}
