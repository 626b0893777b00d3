import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import sharp from "sharp";
import { delay } from "../../server/core/time.ts";
import { median, middle } from "./harness.ts";
import { type DirectPage, openDirectPage, type Picture, type Watch, type Watcher, watchOurs } from "./live-watchers.ts";
import { type SlowLinks, slowLinks } from "./slow-link.ts";

const VIEWER_COUNTS = [1, 10, 50] as const;
const FIRST_FRAME_ROUNDS = 10;
/** Few clicks in many turns: what else the machine does then falls on both alike. */
const CLICKS = 8;
const TURNS_PER_ROUND = 4;
const STILL_MS = 60;
const CHANGE_LIMIT_MS = 5_000;
const WARM_MS = 1_500;
const MEMORY_LOOKS = 20;
/** Where the page is clicked and the picture looked at, in CSS pixels. */
const SPOT = { x: 640, y: 360 };
const html = (body: string): string => `data:text/html,${encodeURIComponent(body)}`;
/** Each click gives it the next of eight colours: 30 apart, more than JPEG changes them. */
const CLICKABLE = html(
  `<body style="background:rgb(0,99,99)"><script>let n=0;addEventListener("click",()=>{n=(n+1)%8;document.body.style.background="rgb("+n*30+",99,99)"})</script>`,
);
const ANIMATED = html(
  `<div id=a style="position:absolute;width:300px;height:300px;background:red"></div><script>let n=0;(function f(){a.style.left=n++%900+'px';requestAnimationFrame(f)})()</script>`,
);
const TEXT = html(
  `<body style="font:14px sans-serif;columns:3"><div id=a style="position:fixed;width:200px;height:200px;background:red"></div><script>for(let i=0;i<300;i++)document.write('<p style="color:hsl('+i*7+' 60% 40%)">Paragraph '+i+' of a page of text</p>');let n=0;(function f(){a.style.left=n++%900+'px';requestAnimationFrame(f)})()</script>`,
);

/** What is measured: the addresses of one session's live view and of its browser. */
export type LiveLoad = { ours: { url: string; apiKey: string }; direct: string; rounds: number; measureMs: number; stalledMs: number };
/** What the server used: CPU since it began, or memory after a collection. */
export type Usage = { cpu: () => number; memory: () => Memory };
export type Memory = { liveMb: number; rssMb: number };
type Question = { ask: keyof Usage };
/** How one crowd fared: frames a second of the middle viewer, and the server's CPU in milliseconds a second. */
type Crowd = { fps: number; cpuMs: number };
export type LiveResult = {
  latencyMs: { ours: number; direct: number };
  firstFrameMs: number;
  keptPictureMs: number;
  crowds: Record<(typeof VIEWER_COUNTS)[number], Crowd>;
  textCrowds: Record<(typeof VIEWER_COUNTS)[number], Crowd>;
  direct: Crowd;
  slowLinks: SlowLinks;
  stalled: { growthMb: number; rssGrowthMb: number };
};

/**
 * Watches from a process of its own, so that what viewers cost is not counted as the server's.
 * @throws when it ends early
 */
export async function runLiveClient(load: LiveLoad, usage: Usage): Promise<LiveResult> {
  const child: ChildProcess = fork(import.meta.filename, [JSON.stringify(load)]);
  const result = Promise.withResolvers<LiveResult>();
  child.on("message", (message: Question | { result: LiveResult }) => {
    if ("result" in message) result.resolve(message.result);
    else child.send({ answer: usage[message.ask]() });
  });
  child.once("exit", (code, signal) => result.reject(new Error(`The viewers ended early (${signal ?? `code ${code}`}).`)));
  child.once("error", result.reject);
  return result.promise.finally(() => child.kill());
}

async function askServer<K extends keyof Usage>(ask: K): Promise<ReturnType<Usage[K]>> {
  process.send?.({ ask } satisfies Question);
  const [{ answer }] = (await once(process, "message")) as [{ answer: ReturnType<Usage[K]> }];
  return answer;
}

/** From each of CLICKS clicks to a decoded picture that shows its colour, in milliseconds. */
async function latencies(page: DirectPage, watch: Watch): Promise<number[]> {
  await page.show(CLICKABLE);
  const state = { next: null as Picture | null, busy: false, red: -1, arrived: () => {} };
  const decode = async (): Promise<void> => {
    state.busy = true;
    while (state.next !== null) {
      const { image } = state.next;
      state.next = null;
      const pixel = await sharp(image).extract({ left: SPOT.x, top: SPOT.y, width: 1, height: 1 }).raw().toBuffer();
      state.red = Math.round((pixel[0] ?? 0) / 30);
      state.arrived();
    }
    state.busy = false;
  };
  const watcher = await watch((picture) => {
    state.next = picture;
    if (!state.busy) void decode();
  });
  const shows = (red: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error("A click was not seen.")), CHANGE_LIMIT_MS);
      state.arrived = () => {
        if (state.red !== red) return;
        clearTimeout(limit);
        resolve();
      };
      state.arrived();
    });
  await shows(0);
  const times: number[] = [];
  for (let click = 1; click <= CLICKS; click += 1) {
    // Between clicks the page is still long enough that the next picture is of the next click.
    await delay(STILL_MS);
    const clickedAt = performance.now();
    watcher.click(SPOT.x, SPOT.y);
    await shows(click % 8);
    times.push(performance.now() - clickedAt);
  }
  await watcher.close();
  return times;
}

/** How so many viewers fare on the page that is shown, and what they cost, as `cpuMs` counts it. */
async function crowd(watch: Watch, viewers: number, measureMs: number, cpuMs: () => Promise<number>): Promise<Crowd> {
  const counters = Array.from({ length: viewers }, () => ({ frames: 0 }));
  const watchers: Watcher[] = await Promise.all(
    counters.map((counter) =>
      watch(() => {
        counter.frames += 1;
      }),
    ),
  );
  await delay(WARM_MS);
  const usedBefore = await cpuMs();
  for (const counter of counters) counter.frames = 0;
  const from = performance.now();
  await delay(measureMs);
  const seconds = (performance.now() - from) / 1000;
  const fps = median(counters.map(({ frames }) => frames)) / seconds;
  const used = (await cpuMs()) - usedBefore;
  await Promise.all(watchers.map(({ close }) => close()));
  return { fps, cpuMs: used / seconds };
}

/**
 * From opening a viewer's socket, on a page that nobody else watches, to the first picture (which may be the one that
 * was kept) and to the first that was drawn after opening: medians in milliseconds.
 */
async function firstFrames(watch: Watch): Promise<{ keptPictureMs: number; firstFrameMs: number }> {
  const rounds: { keptPictureMs: number; firstFrameMs: number }[] = [];
  for (let round = 0; round < FIRST_FRAME_ROUNDS; round += 1) {
    const openedAt = performance.now();
    const openedAtMs = Date.now();
    const drawn = Promise.withResolvers<void>();
    const { close } = await watch(({ capturedAtMs }) => {
      if (capturedAtMs >= openedAtMs) drawn.resolve();
    });
    const keptPictureMs = performance.now() - openedAt;
    await drawn.promise;
    rounds.push({ keptPictureMs, firstFrameMs: performance.now() - openedAt });
    await close();
    // The screencast must have stopped before the next viewer comes.
    await delay(STILL_MS);
  }
  return { keptPictureMs: middle(rounds, "keptPictureMs"), firstFrameMs: middle(rounds, "firstFrameMs") };
}

/** What the server's memory grows by while viewers of every bad manner look at a page that always moves, beside a good one. */
async function stalled({ ours, stalledMs }: LiveLoad): Promise<LiveResult["stalled"]> {
  const nothing = (): void => {};
  const watchers = await Promise.all((["quick", "silent", "deaf", "lying"] as const).map((manner) => watchOurs(ours, nothing, manner)));
  await delay(WARM_MS);
  const looks: Memory[] = [];
  for (let look = 0; look < MEMORY_LOOKS; look += 1) {
    await delay(stalledMs / MEMORY_LOOKS);
    looks.push(await askServer("memory"));
  }
  await Promise.all(watchers.map(({ close }) => close()));
  // A single look meets a frame more or less: the first and the last quarter are compared.
  const [begin, end] = [looks.slice(0, MEMORY_LOOKS / 4), looks.slice(-MEMORY_LOOKS / 4)];
  return { growthMb: middle(end, "liveMb") - middle(begin, "liveMb"), rssGrowthMb: middle(end, "rssMb") - middle(begin, "rssMb") };
}

async function run(load: LiveLoad): Promise<LiveResult> {
  const page = await openDirectPage(load.direct);
  const ours: Watch = (onPicture) => watchOurs(load.ours, onPicture);
  const cpuOfServer = (): Promise<number> => askServer("cpu");
  const cpuOfMine = async (): Promise<number> => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const times = { ours: [] as number[], direct: [] as number[] };
  for (let turn = 0; turn < load.rounds * TURNS_PER_ROUND; turn += 1) {
    // Who goes first changes, so that neither always finds things warm.
    for (const who of turn % 2 ? (["ours", "direct"] as const) : (["direct", "ours"] as const)) {
      times[who].push(...(await latencies(page, who === "ours" ? ours : page.watch)));
    }
  }
  const crowdsOf = async (url: string): Promise<LiveResult["crowds"]> => {
    await page.show(url);
    const rounds: Record<number, Crowd>[] = [];
    for (let round = 0; round < load.rounds; round += 1) {
      const one: Record<number, Crowd> = {};
      for (const count of VIEWER_COUNTS) one[count] = await crowd(ours, count, load.measureMs, cpuOfServer);
      rounds.push(one);
    }
    const of = (count: number): Crowd => {
      const all = rounds.map((round) => round[count] ?? { fps: Number.NaN, cpuMs: Number.NaN });
      return { fps: middle(all, "fps"), cpuMs: middle(all, "cpuMs") };
    };
    return { 1: of(1), 10: of(10), 50: of(50) };
  };
  await page.show(ANIMATED);
  const first = await firstFrames(ours);
  const direct = await crowd(page.watch, 1, load.measureMs, cpuOfMine);
  const crowds = await crowdsOf(ANIMATED);
  const textCrowds = await crowdsOf(TEXT);
  const slow = await slowLinks({ ours: load.ours, page, measureMs: 2 * load.measureMs });
  await page.show(ANIMATED);
  const grown = await stalled(load);
  await page.close();
  return {
    latencyMs: { ours: median(times.ours), direct: median(times.direct) },
    ...first,
    crowds,
    textCrowds,
    direct,
    slowLinks: slow,
    stalled: grown,
  };
}

if (import.meta.main) {
  process.send?.({ result: await run(JSON.parse(process.argv[2] ?? "") as LiveLoad) });
  process.disconnect();
}
