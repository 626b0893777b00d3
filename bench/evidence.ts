import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PDFDocument } from "pdf-lib";
import type { Actor } from "../server/access/actor.ts";
import { ActInput, NavigateInput } from "../server/contract/agent.ts";
import type { EvidenceMode } from "../server/contract/evidence.ts";
import { CreateSessionInput } from "../server/contract/sessions.ts";
import { delay } from "../server/core/time.ts";
import { businessPage, INSTRUCTION } from "./lib/act-pages.ts";
import { type BenchServer, launchRaw, poolFilled, startServer } from "./lib/browsers.ts";
import { type BenchResult, measuring, median, percentile, report } from "./lib/harness.ts";

const ACTIONS = 30;
const WARM_UP = 2;
const EXPORTS = 5;
const LIMIT_MS = 280_000;
const SHOTS_LIMIT_MS = 30_000;
const SHOTS_LOOK_MS = 50;
/** A program thinks between two actions, if only for a moment. */
const THINK_MS = 60;
const MODES = ["off", "after", "both"] as const satisfies readonly EvidenceMode[];
type Mode = (typeof MODES)[number];

/** A session with its evidence as said, and what presses the page's button in it. */
async function startSession({ app }: BenchServer, actor: Actor, evidence: Mode, url: string, signal: AbortSignal) {
  const { sessionId } = await app.sessions.create(actor, CreateSessionInput.parse({ evidence, name: `Bench ${evidence}` }), signal);
  await app.agent.navigate(actor, NavigateInput.parse({ sessionId, url }), signal);
  const act = async (instruction: string): Promise<void> => {
    const answer = await app.agent.act(actor, ActInput.parse({ sessionId, instruction }), signal);
    if (!answer.success) throw new Error(`The act failed: ${answer.message}`);
  };
  return { sessionId, mode: evidence, act };
}
type Running = Awaited<ReturnType<typeof startSession>>;

/** Two actions at once after each other, in every session in turns: milliseconds of each. */
async function compareActs(sessions: readonly Running[]): Promise<Record<Mode, number[]>> {
  const times: Record<Mode, number[]> = { off: [], after: [], both: [] };
  for (let round = -WARM_UP; round < ACTIONS / 2; round += 1) {
    // Who goes first changes, so that no one always follows the same other.
    for (const { mode, act } of sessions.map((_, i) => sessions[(i + round + WARM_UP) % sessions.length]).filter((running) => running !== undefined)) {
      for (const instruction of [`type "Round ${round}" into Company`, INSTRUCTION]) {
        const from = performance.now();
        await act(instruction);
        if (round >= 0) times[mode].push(performance.now() - from);
      }
      await delay(THINK_MS);
    }
  }
  return times;
}

/** Waits until the session's pictures are stored. */
async function pictured({ app }: BenchServer, actor: Actor, sessionId: string, actions: number): Promise<void> {
  for (const limit = Date.now() + SHOTS_LIMIT_MS; ; await delay(SHOTS_LOOK_MS)) {
    const { steps } = await app.evidence.list(actor, { sessionId, limit: 500 });
    if (steps.filter(({ before, after }) => before && after).length >= actions) return;
    if (Date.now() > limit) throw new Error("The pictures of the session were not stored in time.");
  }
}

/** Milliseconds from the request to the last byte, and the file. */
async function download(url: string, apiKey: string): Promise<{ ms: number; bytes: Buffer }> {
  const from = performance.now();
  const answer = await fetch(url, { headers: { authorization: `Bearer ${apiKey}` }, signal: AbortSignal.timeout(LIMIT_MS) });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (!answer.ok) throw new Error(`The export failed: ${bytes.toString("utf8").slice(0, 300)}`);
  return { ms: performance.now() - from, bytes };
}

/** What a program does that prints the same pictures with a Chromium of its own. */
async function printRaw(images: readonly Buffer[]): Promise<number> {
  const from = performance.now();
  const browser = await launchRaw();
  try {
    const page = await browser.newPage();
    await page.setContent(images.map((image) => `<img style="width: 48%" src="data:image/jpeg;base64,${image.toString("base64")}">`).join(""), {
      waitUntil: "load",
    });
    await page.pdf({ format: "A4", printBackground: true });
  } finally {
    await browser.close();
  }
  return performance.now() - from;
}

/** What pictures cost an action, and how long a report of 30 actions takes, beside a browser that prints its pictures. */
async function measure(): Promise<BenchResult> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  await using server = await startServer({ poolSize: 1 });
  const site = createServer((_, res) => res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(businessPage()));
  await once(site.listen(0, "127.0.0.1"), "listening");
  await using ends = new AsyncDisposableStack();
  ends.defer(() => void site.close());
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  const actor = await server.actor();
  const apiKey = await server.apiKey(actor);
  return await measuring(async () => {
    const sessions: Running[] = [];
    for (const mode of MODES) sessions.push(await startSession(server, actor, mode, url, signal));
    const acts = await compareActs(sessions);
    const sessionId = sessions.find(({ mode }) => mode === "both")?.sessionId ?? "";
    await pictured(server, actor, sessionId, ACTIONS);
    const { steps } = await server.app.evidence.list(actor, { sessionId, limit: ACTIONS });
    const shots = steps.flatMap(({ before, after }) => [before, after]).filter((shot) => shot !== null);
    const images = await Promise.all(shots.map(({ id }) => server.app.evidence.image(actor, { sessionId, shotId: id, redacted: false })));
    const address = `${server.url}/api/sessions/${sessionId}/evidence`;
    const chosen = `activityIds=${steps.map(({ activity }) => activity.id).join(",")}`;
    const [pdf, zip, raw]: [number[], number[], number[]] = [[], [], []];
    const last: { pdf: Buffer } = { pdf: Buffer.alloc(0) };
    for (let round = 0; round < EXPORTS; round += 1) {
      await poolFilled(server);
      const made = await download(`${address}.pdf?${chosen}`, apiKey);
      last.pdf = made.bytes;
      pdf.push(made.ms);
      raw.push(await printRaw(images));
      zip.push((await download(`${address}.zip?${chosen}`, apiKey)).ms);
    }
    const [off, after, both] = MODES.map((mode) => median(acts[mode])) as [number, number, number];
    return {
      bench: "evidence",
      ours: {
        pdfMs: median(pdf),
        pdfSlowestMs: percentile(pdf, 1),
        zipMs: median(zip),
        actions: steps.length,
        pictures: shots.length,
        pages: (await PDFDocument.load(last.pdf)).getPageCount(),
        pdfMb: last.pdf.length / 1e6,
        actAfterP50Ms: after,
        actBothP50Ms: both,
      },
      baseline: { printRawMs: median(raw), actOffP50Ms: off },
      ratio: { pdf: median(pdf) / median(raw), actAfter: after / off, actBoth: both / off },
    };
  });
}

report(await measure());
