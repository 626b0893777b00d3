import { CreateSessionInput } from "../server/contract/sessions.ts";
import { startServer } from "./lib/browsers.ts";
import { runClient } from "./lib/cdp-client.ts";
import { measuring, report } from "./lib/harness.ts";

const ROUND_TRIPS = 1_000;
const SCREENSHOTS = 40;
const CREATE_LIMIT_MS = 60_000;
const PAGE_LIMIT_MS = 20_000;
/** Noise does not compress: a picture of it is as large as one of a colourful page, about 1 MB. */
const NOISE = `data:text/html,${encodeURIComponent(`<title>Noise</title><body style="margin:0"><canvas id=c width=720 height=480></canvas><script>
const context = c.getContext("2d"), image = context.createImageData(720, 480);
let seed = 1;
for (let i = 0; i < image.data.length; i += 1) {
  seed ^= seed << 13; seed ^= seed >>> 17; seed ^= seed << 5;
  image.data[i] = i % 4 === 3 ? 255 : seed & 255;
}
context.putImageData(image, 0, 0);
</script>`)}`;

async function main(): Promise<void> {
  await using server = await startServer();
  const owner = await server.actor();
  const { sessionId, debuggerUrl } = await server.app.sessions.create(owner, CreateSessionInput.parse({}), AbortSignal.timeout(CREATE_LIMIT_MS));
  const session = server.app.sessions.live(sessionId);
  if (!session || debuggerUrl === null) throw new Error("The bench's session does not run.");
  await session.tabs.active.navigate(NOISE, { waitUntil: "load", timeoutMs: PAGE_LIMIT_MS, signal: AbortSignal.timeout(PAGE_LIMIT_MS) });
  // The server took whatever port was free.
  const ours = new URL(debuggerUrl);
  ours.host = new URL(server.url).host;
  const load = { ours: ours.href, direct: session.browser.endpoint, roundTrips: ROUND_TRIPS, screenshots: SCREENSHOTS };
  const result = await measuring(() => runClient(load));
  report({
    bench: "cdp",
    ours: { ...result.ours, screenshotMessageMb: result.screenshotBytes / 2 ** 20 },
    baseline: result.direct,
    ratio: {
      roundTrip: result.ours.roundTripMs / result.direct.roundTripMs,
      bareEvaluate: result.ours.bareEvaluateMs / result.direct.bareEvaluateMs,
      bareVersion: result.ours.bareVersionMs / result.direct.bareVersionMs,
      screenshot: result.ours.screenshotMs / result.direct.screenshotMs,
    },
  });
}

await main();
