import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { startRecordedSession } from "../testing/recorded-session.ts";

const WAIT = { timeout: 60_000, interval: 250 };
/** Changes an attribute as often as it can, and lets each change be heard of by itself, until it is told to rest. */
const FLOOD = `data:text/html,${encodeURIComponent(`<p id=box></p><script>
  window.floods = true;
  const loop = async () => {
    for (let n = 0; n < 1000; n++) {
      box.dataset.n = Math.random();
      await null;
    }
    if (floods) setTimeout(loop);
  };
  loop();
</script>`)}`;
/** Far more than is recorded of a page that floods, and far less than such a page writes. */
const MOST_BYTES_A_SECOND = 4 * 1024 * 1024;

it("leaves out what a page changes faster than can be recorded, says so, and shows the page as it is once it rests", { timeout: 180_000 }, async () => {
  const { page, recordings, actor, session, stop } = await startRecordedSession();
  try {
    const from = performance.now();
    await page.navigate(FLOOD, { waitUntil: "load", timeoutMs: 30_000, signal: AbortSignal.timeout(30_000) });
    await expect.poll(async () => (await recordings.get(actor, session.id)).warnings, WAIT).toMatchObject([{ code: "flood" }]);
    await page.evaluate("floods = false; box.textContent = 'at rest'");
    const body = async (): Promise<string> => {
      const { chunks } = await recordings.events(actor, session.id);
      const last = chunks.at(-1);
      if (last === undefined) return "";
      return gunzipSync((await recordings.chunk(actor, session.id, last.chunk)).body).toString();
    };
    await expect.poll(body, WAIT).toContain("at rest");
    const { sizeBytes } = await recordings.get(actor, session.id);
    expect(sizeBytes).toBeLessThan((MOST_BYTES_A_SECOND * (performance.now() - from)) / 1_000);
  } finally {
    await stop();
  }
});
