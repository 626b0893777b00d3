import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { CreateSessionInput } from "../server/contract/sessions.ts";
import { startServer } from "./lib/browsers.ts";
import { measuring, report } from "./lib/harness.ts";
import { runLiveClient, type Usage } from "./lib/live-client.ts";
import { LINK_MEGABITS, type SlowLinks } from "./lib/slow-link.ts";

const CREATE_LIMIT_MS = 60_000;
const SESSION_MS = 3_600_000;
const FULL = { rounds: 3, measureMs: 4_000, stalledMs: 300_000 };
const QUICK = { rounds: 1, measureMs: 2_000, stalledMs: 20_000 };
const MB = 2 ** 20;

/** Memory is counted after a collection; the flag can be set while running. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}

/**
 * Measures the live view beside a direct CDP client: from a click to the decoded picture that shows it, the first
 * picture, the rate, the server's CPU for 1, 10 and 50 viewers, how a video fares on narrow roads beside small pictures, and
 * what stalled viewers do to the server's memory. `--quick` takes two minutes; `--stalled-seconds N` says how long the viewers stay stalled (300).
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean" }, quick: { type: "boolean" }, "stalled-seconds": { type: "string" } } });
  const plan = { ...(values.quick ? QUICK : FULL), ...(values["stalled-seconds"] && { stalledMs: Number(values["stalled-seconds"]) * 1_000 }) };
  await using server = await startServer();
  const owner = await server.actor();
  const { sessionId } = await server.app.sessions.create(
    owner,
    CreateSessionInput.parse({ timeout: SESSION_MS, idleTimeout: SESSION_MS }),
    AbortSignal.timeout(CREATE_LIMIT_MS),
  );
  const session = server.app.sessions.live(sessionId);
  if (!session) throw new Error("The bench's session does not run.");
  const collect = collector();
  const usage: Usage = {
    cpu: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1_000;
    },
    memory: () => {
      collect();
      const { heapUsed, external, rss } = process.memoryUsage();
      return { liveMb: (heapUsed + external) / MB, rssMb: rss / MB };
    },
  };
  const ours = { url: `${server.url.replace("http", "ws")}/ws/live/${sessionId}`, apiKey: await server.apiKey(owner) };
  const { latencyMs, firstFrameMs, keptPictureMs, crowds, textCrowds, direct, slowLinks, stalled } = await measuring(() =>
    runLiveClient({ ours, direct: session.browser.endpoint, ...plan }, usage),
  );
  report({
    bench: "live",
    ours: {
      ...{ latencyMs: latencyMs.ours, firstFrameMs, keptPictureMs },
      ...{ fps: crowds[1].fps, fps10: crowds[10].fps, fps50: crowds[50].fps },
      ...{ cpuMs1: crowds[1].cpuMs, cpuMs10: crowds[10].cpuMs, cpuMs50: crowds[50].cpuMs },
      ...{ textFps1: textCrowds[1].fps, textFps50: textCrowds[50].fps, textCpuMs1: textCrowds[1].cpuMs, textCpuMs50: textCrowds[50].cpuMs },
      ...of(slowLinks, "video"),
      ...{ stalledGrowthMb: stalled.growthMb, stalledRssGrowthMb: stalled.rssGrowthMb, stalledSeconds: plan.stalledMs / 1_000 },
    },
    baseline: { latencyMs: latencyMs.direct, fps: direct.fps, clientCpuMs: direct.cpuMs, ...of(slowLinks, "pictures") },
    ratio: {
      latency: latencyMs.ours / latencyMs.direct,
      viewers50: crowds[50].cpuMs / crowds[1].cpuMs,
      textViewers50: textCrowds[50].cpuMs / textCrowds[1].cpuMs,
      fps: crowds[1].fps / direct.fps,
      ...Object.fromEntries(LINK_MEGABITS.map((megabits) => [`slow${megabits}Fps`, slowLinks[megabits].video.fps / slowLinks[megabits].pictures.fps])),
    },
  });
}

/** The figures of all narrow roads, each named for its Mbit/s. */
function of(links: SlowLinks, form: "video" | "pictures"): Record<string, number> {
  const figures = LINK_MEGABITS.map((megabits) =>
    Object.entries(links[megabits][form]).map(([name, value]) => [`slow${megabits}${name[0]?.toUpperCase()}${name.slice(1)}`, value]),
  );
  return Object.fromEntries(figures.flat());
}

await main();
