import { VIDEO_CODECS, type VideoCodec } from "../../contract/live.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { withTimeout } from "../../core/time.ts";
import type { CdpSession } from "../../providers/cdp.ts";
import type { Browser, BrowserProvider } from "../../providers/provider.ts";
import { ENCODER, type EncodedChunks } from "./encoder-script.ts";

/** Encoders at once: each takes a share of a processor that sessions need. */
const MAX_ENCODERS = 4;
const OPEN_LIMIT_MS = 20_000;
/** An encoder that says nothing for so long is as good as crashed. */
const ENCODE_LIMIT_MS = 5_000;
/** Their browser is ended once there was no encoder for so long. */
const IDLE_MS = 30_000;
const VIEWPORT = { width: 320, height: 240 };
/** A name that no resolver answers for (RFC 6761, 6.4): WebCodecs wants a secure context, which about:blank is not. */
const ORIGIN = "https://video.invalid/";

/** One encoded picture. A key frame stands for itself; any other needs all that came since the last one. */
export type Chunk = { readonly timestamp: number; readonly isKey: boolean; readonly data: Buffer };
/** `timestamp`: microseconds that grow from picture to picture, and name it. */
export type EncodeOptions = { timestamp: number; isKey: boolean; bitsPerSecond: number };

/** Makes a video of pictures, one after the other. */
export type Encoder = {
  /**
   * Resolves with what is ready: mostly this picture, under load nothing or more than one. One call at a time.
   * @throws AppError CAPABILITY_UNSUPPORTED when the browser has no such codec · BROWSER_CRASHED | TIMEOUT; it is of no more use then
   */
  encode(jpeg: Buffer, options: EncodeOptions): Promise<readonly Chunk[]>;
  /** Idempotent. */
  close(): void;
};

/** The encoders of one server. */
export type Encoders = {
  /** @throws AppError LIMIT_EXCEEDED when there are too many · BROWSER_LAUNCH_FAILED | BROWSER_CRASHED | PROVIDER_UNAVAILABLE | TIMEOUT | SHUTTING_DOWN */
  open(codec: VideoCodec): Promise<Encoder>;
  /** Idempotent. */
  stop(): Promise<void>;
};

/**
 * Makes the encoders of one server: pages of one browser of this machine, launched for the first of them and ended when
 * there has been none for a while. It reaches no network and takes no place of a session.
 */
export function createEncoders(provider: Pick<BrowserProvider, "launch">): Encoders {
  const stopping = new AbortController();
  const state = { open: 0, browser: null as Promise<Browser> | null, idle: undefined as NodeJS.Timeout | undefined };

  const forget = (browser: Promise<Browser>): void => {
    if (state.browser === browser) state.browser = null;
  };
  const launch = (): Promise<Browser> => {
    const browser = provider.launch({ sessionId: newId("video"), viewport: VIEWPORT, captchaSolving: false }, stopping.signal);
    // One that is gone is not asked again: the next encoder gets another.
    browser
      .then(({ exited }) => exited)
      .then(
        () => forget(browser),
        () => forget(browser),
      );
    return browser;
  };
  const closeBrowser = async (): Promise<void> => {
    const { browser } = state;
    state.browser = null;
    // One that could not be launched has been told of where it was asked for.
    await browser?.then((running) => running.close({ graceMs: 0 })).catch(() => undefined);
  };
  const release = (): void => {
    state.open -= 1;
    if (state.open === 0 && !stopping.signal.aborted) state.idle = setTimeout(() => void closeBrowser(), IDLE_MS).unref();
  };

  return {
    open: async (codec) => {
      if (state.open >= MAX_ENCODERS) throw new AppError("LIMIT_EXCEEDED", `At most ${MAX_ENCODERS} videos are made at once.`);
      clearTimeout(state.idle);
      state.open += 1;
      try {
        return await withTimeout(
          OPEN_LIMIT_MS,
          "starting a video",
          async (signal) => {
            state.browser ??= launch();
            return openEncoder(await state.browser, codec, release, signal);
          },
          stopping.signal,
        );
      } catch (error) {
        release();
        throw error;
      }
    },
    stop: async () => {
      stopping.abort(new AppError("SHUTTING_DOWN", "The server is shutting down."));
      clearTimeout(state.idle);
      await closeBrowser();
    },
  };
}

/** Opens a page of the browser that encodes. Its one document is answered here; nothing else is. */
async function openEncoder(browser: Browser, codec: VideoCodec, release: () => void, signal: AbortSignal): Promise<Encoder> {
  const { targetId } = await browser.cdp.send("Target.createTarget", { url: "about:blank" }, { signal });
  const state = { open: true };
  const closeTarget = (): void => {
    // The browser may be gone before its page.
    browser.cdp.send("Target.closeTarget", { targetId }).catch(() => undefined);
  };
  try {
    const { sessionId } = await browser.cdp.send("Target.attachToTarget", { targetId, flatten: true }, { signal });
    const cdp = browser.cdp.session(sessionId);
    const objectId = await loadEncoder(cdp, signal);
    return {
      encode: (jpeg, { timestamp, isKey, bitsPerSecond }) =>
        encode(cdp, objectId, [jpeg.toString("base64"), VIDEO_CODECS[codec], timestamp, isKey, bitsPerSecond]),
      close: () => {
        if (!state.open) return;
        state.open = false;
        closeTarget();
        release();
      },
    };
  } catch (error) {
    closeTarget();
    throw error;
  }
}

async function loadEncoder(cdp: CdpSession, signal: AbortSignal): Promise<string> {
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  cdp.on("Fetch.requestPaused", ({ requestId, request }) => {
    const answer =
      request.url === ORIGIN
        ? cdp.send("Fetch.fulfillRequest", { requestId, responseCode: 200, responseHeaders: [{ name: "content-type", value: "text/html" }] }, { signal })
        : cdp.send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" });
    answer.catch(failed.reject);
  });
  await Promise.all([cdp.send("Page.enable", undefined, { signal }), cdp.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] }, { signal })]);
  const loaded = new Promise<void>((resolve) => cdp.on("Page.loadEventFired", () => resolve()));
  await cdp.send("Page.navigate", { url: ORIGIN }, { signal });
  await Promise.race([loaded, failed.promise]);
  const { result } = await cdp.send("Runtime.evaluate", { expression: ENCODER }, { signal });
  if (result.objectId === undefined) throw new AppError("INTERNAL", "The page that makes videos could not be set up.");
  return result.objectId;
}

async function encode(cdp: CdpSession, objectId: string, values: readonly (string | number | boolean)[]): Promise<readonly Chunk[]> {
  const { result, exceptionDetails } = await cdp.send(
    "Runtime.callFunctionOn",
    {
      objectId,
      functionDeclaration: "function (...given) { return this.encode(...given) }",
      arguments: values.map((value) => ({ value })),
      awaitPromise: true,
      returnByValue: true,
    },
    { timeoutMs: ENCODE_LIMIT_MS },
  );
  if (exceptionDetails) throw new AppError("BROWSER_CRASHED", `The encoder failed: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  const chunks = result.value as EncodedChunks | null;
  if (chunks === null) throw new AppError("CAPABILITY_UNSUPPORTED", "This machine's Chromium cannot encode such a video.");
  return chunks.map(({ timestamp, key, data }) => ({ timestamp, isKey: key, data: Buffer.from(data, "base64") }));
}
