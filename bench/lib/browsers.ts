import { type Browser, chromium } from "playwright-core";
import { createPerch } from "../../server/clients/sdk.ts";
import { delay } from "../../server/core/time.ts";
import { startTestApp } from "../../server/testing/app.ts";

const POOL_LOOK_MS = 20;
const POOL_LIMIT_MS = 60_000;

/** A server of ours with a typed client for its owner; stopped when disposed. */
export type BenchServer = Awaited<ReturnType<typeof startServer>>;

/** Starts it. Chromium runs without its sandbox, as it does where a program launches it: both are the same browser. */
export async function startServer({ poolSize = 0, variables = {} }: { poolSize?: number; variables?: Record<string, string> } = {}) {
  const server = await startTestApp({ POOL_SIZE: String(poolSize), CHROMIUM_SANDBOX: "off", ...variables });
  const client = createPerch({ url: server.url, apiKey: await server.apiKey(await server.actor()) });
  return { ...server, client, [Symbol.asyncDispose]: server.stop };
}

/** Resolves when the pool holds as many ready browsers as it may and launches no more. @throws after POOL_LIMIT_MS */
export async function poolFilled({ app }: BenchServer): Promise<void> {
  const size = app.env.poolSize;
  for (const limit = Date.now() + POOL_LIMIT_MS; ; await delay(POOL_LOOK_MS)) {
    const healths = await Promise.all(app.providers.map((provider) => provider.health()));
    if (healths.every(({ ready, launching }) => ready >= size && launching === 0)) return;
    if (Date.now() > limit) throw new Error(`The pool was not filled after ${POOL_LIMIT_MS} ms.`);
  }
}

/** What a program does that drives a Chromium itself, with the one that the bench's set-up found. */
export function launchRaw(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) throw new Error("CHROMIUM_PATH is not set: run this through npm run bench -- NAME.");
  // Interrupts are the bench's own to handle; what is still open when it ends is killed by then.
  return chromium.launch({ executablePath, handleSIGINT: false, handleSIGTERM: false });
}
