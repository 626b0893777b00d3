import { ActInput } from "../server/contract/agent.ts";
import { CreateSessionInput } from "../server/contract/sessions.ts";
import { delay } from "../server/core/time.ts";
import { startSbAdmin } from "../server/testing/apps/sb-admin.ts";
import { serveOnLoopback } from "../server/testing/apps/serve.ts";
import { startSwaggerUi } from "../server/testing/apps/swagger-ui.ts";
import { BUTTON, businessPage, tablePage } from "./lib/act-pages.ts";
import { type BenchServer, startServer } from "./lib/browsers.ts";
import { type BenchResult, measuring, median, report } from "./lib/harness.ts";

const WARM_UP = 2;
const LOADS = 15;
const ACTS = 20;
const LIMIT_MS = 1_200_000;
const PAGE_LIMIT_MS = 60_000;
/** Each begins on a page that rests, and with nothing of the one before left to be done. */
const REST_MS = 250;
const API = {
  openapi: "3.0.3",
  info: { title: "Bench", version: "1" },
  paths: Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`/api/things${i}`, { get: { summary: `Lists things ${i}`, responses: { 200: { description: "Things" } } } }]),
  ),
};

/** The pages whose loading is measured: two of our own, of 300 and of 5,000 elements, and two programs as their packages ship them. */
async function startPages() {
  const pages: Record<string, string> = { "/business": businessPage(), "/table": tablePage() };
  const own = await serveOnLoopback(async (path, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(pages[path] ?? "");
  });
  const [admin, docs] = await Promise.all([startSbAdmin(), startSwaggerUi(API)]);
  const stop = async (): Promise<void> => {
    await Promise.all([own.stop(), admin.stop(), docs.stop()]);
  };
  return { business: `${own.url}business`, all: { business: `${own.url}business`, table: `${own.url}table`, admin: admin.url, docs: docs.url }, stop };
}
type PageName = keyof Awaited<ReturnType<typeof startPages>>["all"];

/** A session that is recorded, or one that is not. */
async function startSession({ app, actor: makeActor }: BenchServer, recordSession: boolean, signal: AbortSignal) {
  const actor = await makeActor();
  const { sessionId } = await app.sessions.create(actor, CreateSessionInput.parse({ recordSession }), signal);
  const session = app.sessions.live(sessionId);
  if (!session) throw new Error("The bench's session does not run.");
  const page = session.tabs.active;
  const open = (url: string) => page.navigate(url, { waitUntil: "load", timeoutMs: PAGE_LIMIT_MS, signal });
  const act = async (instruction: string): Promise<void> => {
    const { success, message } = await app.agent.act(actor, ActInput.parse({ sessionId, instruction }), signal);
    if (!success) throw new Error(`"${instruction}" was not done: ${message}`);
  };
  return { actor, sessionId, page, open, act };
}
type Running = Awaited<ReturnType<typeof startSession>>;
type Pair = { recorded: Running; plain: Running };
type Times = { recorded: number[]; plain: number[] };

/** The same in both sessions, in turns; who goes first changes. */
async function inTurns({ recorded, plain }: Pair, rounds: number, work: (session: Running) => Promise<unknown>): Promise<Times> {
  const times: Times = { recorded: [], plain: [] };
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const turns = [["recorded", recorded] as const, ["plain", plain] as const];
    for (const [name, session] of round % 2 === 0 ? turns : turns.reverse()) {
      await delay(REST_MS);
      const from = performance.now();
      await work(session);
      if (round >= 0) times[name].push(performance.now() - from);
    }
  }
  return times;
}

const medians = ({ recorded, plain }: Times) => ({ recorded: median(recorded), plain: median(plain) });
const sum = (all: readonly { recorded: number; plain: number }[], key: keyof Times): number => all.reduce((total, one) => total + one[key], 0);

/** What recording a session costs its pages' loading and its acts. */
async function measure(): Promise<BenchResult> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  await using server = await startServer();
  await using ends = new AsyncDisposableStack();
  const pages = await startPages();
  ends.defer(pages.stop);
  const pair = { recorded: await startSession(server, true, signal), plain: await startSession(server, false, signal) };

  const { loads, click, type } = await measuring(async () => {
    const loads = {} as Record<PageName, ReturnType<typeof medians>>;
    for (const [name, url] of Object.entries(pages.all) as [PageName, string][]) loads[name] = medians(await inTurns(pair, LOADS, ({ open }) => open(url)));
    await Promise.all([pair.recorded.open(pages.business), pair.plain.open(pages.business)]);
    const click = medians(await inTurns(pair, ACTS, ({ act }) => act(`click ${BUTTON}`)));
    const state = { n: 0 };
    const type = medians(await inTurns(pair, ACTS, ({ act }) => act(`type "Value ${state.n++}" into Company`)));
    return { loads, click, type };
  });
  const recording = await server.app.recordings.get(pair.recorded.actor, pair.recorded.sessionId);
  if (recording.events === 0 || recording.frames === 0) throw new Error("Nothing was recorded.");
  const all = Object.values(loads);
  const acts = [click, type];
  return {
    bench: "recording",
    ours: {
      loadMs: sum(all, "recorded") / all.length,
      actMs: sum(acts, "recorded") / acts.length,
      businessLoadMs: loads.business.recorded,
      tableLoadMs: loads.table.recorded,
      adminLoadMs: loads.admin.recorded,
      docsLoadMs: loads.docs.recorded,
      clickMs: click.recorded,
      typeMs: type.recorded,
      recordedEvents: recording.events,
      recordedFrames: recording.frames,
      recordedKb: recording.sizeBytes / 1024,
      recordedSeconds: recording.durationMs / 1000,
    },
    baseline: {
      loadMs: sum(all, "plain") / all.length,
      actMs: sum(acts, "plain") / acts.length,
      businessLoadMs: loads.business.plain,
      tableLoadMs: loads.table.plain,
      adminLoadMs: loads.admin.plain,
      docsLoadMs: loads.docs.plain,
      clickMs: click.plain,
      typeMs: type.plain,
    },
    ratio: {
      load: sum(all, "recorded") / sum(all, "plain"),
      act: sum(acts, "recorded") / sum(acts, "plain"),
      businessLoad: loads.business.recorded / loads.business.plain,
      tableLoad: loads.table.recorded / loads.table.plain,
      adminLoad: loads.admin.recorded / loads.admin.plain,
      docsLoad: loads.docs.recorded / loads.docs.plain,
    },
  };
}

report(await measure());
