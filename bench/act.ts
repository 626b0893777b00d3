import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Stagehand } from "@browserbasehq/stagehand";
import { pino } from "pino";
import { chromium, type Page as PlaywrightPage } from "playwright-core";
import { instructionShape, pageSignature } from "../server/agent/cache/key.ts";
import { createCacheStore } from "../server/agent/cache/store.ts";
import { ActInput, type ActOutput, ObserveInput } from "../server/contract/agent.ts";
import { CreateSessionInput } from "../server/contract/sessions.ts";
import { delay } from "../server/core/time.ts";
import type { Page } from "../server/driver/page.ts";
import { clicks, startModelServer } from "../server/testing/model-server.ts";
import { BUTTON, businessPage, INSTRUCTION, SAVED, tablePage } from "./lib/act-pages.ts";
import { type BenchServer, startServer } from "./lib/browsers.ts";
import { type BenchResult, measuring, median, percentile, report } from "./lib/harness.ts";

const WARM_UP = 4;
const ROUNDS = 40;
/** Stagehand takes a good part of a second for each: fewer of its turns say as much. */
const STAGEHAND_EVERY = 4;
const OBSERVATIONS = 40;
const LOOKUPS = 200;
const LIMIT_MS = 280_000;
const PAGE_LIMIT_MS = 20_000;
/** Each round begins on a page that rests, as a program finds it that has thought about what to do next. */
const REST_MS = 120;
/** A page of 5,000 elements draws longer. */
const BIG_REST_MS = 400;

/** One way of pressing the button. */
type Way = { name: "direct" | "resolver" | "cached" | "stagehand"; press: () => Promise<unknown>; every: number };
type Times = Record<Way["name"], number[]>;

/** Two pages on a server of their own: one to act on, one to observe. */
async function startSite() {
  const pages: Record<string, string> = { "/business": businessPage(), "/table": tablePage() };
  const site = createServer((req, res) => res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(pages[req.url ?? ""] ?? ""));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const stop = (): void => {
    site.closeAllConnections();
    site.close();
  };
  return { url: `http://127.0.0.1:${(site.address() as AddressInfo).port}`, stop };
}

/** A session with a browser, and what drives it from here. */
async function startSession({ app, actor: makeActor }: BenchServer, signal: AbortSignal) {
  const actor = await makeActor();
  const { sessionId } = await app.sessions.create(actor, CreateSessionInput.parse({}), signal);
  const session = app.sessions.live(sessionId);
  if (!session) throw new Error("The bench's session does not run.");
  const page = session.tabs.active;
  const open = (url: string) => page.navigate(url, { waitUntil: "load", timeoutMs: PAGE_LIMIT_MS, signal });
  return { app, actor, session, page, open };
}
type Running = Awaited<ReturnType<typeof startSession>>;

/** Presses it once in each way, in turns, and sees each time that it was pressed once. */
async function compare(page: Page, ways: readonly Way[]): Promise<Times> {
  const times: Times = { direct: [], resolver: [], cached: [], stagehand: [] };
  const pressed = async (): Promise<number> => (await page.evaluate<number>(SAVED)).value;
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    // Who goes first changes, so that no one always follows the same other.
    const turns = ways.map((_, i) => ways[(i + round + WARM_UP) % ways.length]).filter((way) => way !== undefined);
    for (const { name, press, every } of turns) {
      if (round % every !== 0) continue;
      const before = await pressed();
      await delay(REST_MS);
      const from = performance.now();
      await press();
      const tookMs = performance.now() - from;
      const after = await pressed();
      if (after !== before + 1) throw new Error(`The ${name} act pressed the button ${after - before} times.`);
      if (round >= 0) times[name].push(tookMs);
    }
  }
  return times;
}

/** Milliseconds from asking to knowing what is on a page of 5,000 elements, which has changed since the last time. */
async function observeBig({ app, actor, session, page, open }: Running, url: string, signal: AbortSignal) {
  await open(url);
  const times: number[] = [];
  const { value: elements } = await page.evaluate<number>("document.querySelectorAll('*').length");
  for (let round = -WARM_UP; round < OBSERVATIONS; round += 1) {
    const words = `changed ${round}`;
    await page.evaluate(`document.querySelector("tbody tr:nth-child(${round + 10}) button").textContent = ${JSON.stringify(words)}`);
    await delay(BIG_REST_MS);
    const from = performance.now();
    const seen = await app.agent.observe(actor, ObserveInput.parse({ sessionId: session.id, limit: 1000, mode: "resolver" }), signal);
    if (round >= 0) times.push(performance.now() - from);
    if (!seen.elements.some(({ name }) => name === words)) throw new Error("The observation does not show what the page shows.");
  }
  return { elements, times };
}

/** Milliseconds of the cache's own look into the database. */
async function lookUp({ app, session, page }: Running, signal: AbortSignal): Promise<number[]> {
  const store = createCacheStore({ db: app.db, env: app.env, log: pino({ level: "silent" }), onLookup: () => {} });
  const key = { kind: "act" as const, instruction: instructionShape(INSTRUCTION), page: pageSignature(page.url), variables: [] };
  const times: number[] = [];
  for (let i = 0; i < LOOKUPS; i += 1) {
    const from = performance.now();
    const known = await store.lookup(session.workspaceId, key, signal);
    times.push(performance.now() - from);
    if (!known) throw new Error("What was remembered is not found.");
  }
  return times;
}

/** Stagehand itself on the same browser, as its users have it, with a model that answers at once. */
async function startStagehand(endpoint: string, baseURL: string, url: string) {
  const stagehand = new Stagehand({
    env: "LOCAL",
    localBrowserLaunchOptions: { cdpUrl: endpoint },
    model: { modelName: "openai/scripted-1", apiKey: "scripted", baseURL, openaiEndpointFormat: "chat" },
    verbose: 0,
    disablePino: true,
    selfHeal: false,
  });
  await stagehand.init();
  const page = stagehand.context.pages().find((known) => known.url() === url);
  if (!page) throw new Error("Stagehand sees no page of the bench.");
  return { act: () => stagehand.act(INSTRUCTION, { page }), stop: () => stagehand.close() };
}

function servedBy(answer: ActOutput, via: ActOutput["via"]): void {
  if (!answer.success || answer.via !== via) throw new Error(`The act was to be served by the ${via}: ${answer.via}, ${answer.message}`);
}

/** What an act costs beside a program that knows its locator, and how quickly a large page is observed. */
async function measure(): Promise<BenchResult> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  await using server = await startServer();
  // Ended before the server: clients of a browser that is gone complain.
  await using ends = new AsyncDisposableStack();
  const model = await startModelServer();
  ends.defer(model.stop);
  model.play(clicks(`button: ${BUTTON}`));
  const site = await startSite();
  ends.defer(site.stop);
  const running = await startSession(server, signal);
  const { app, actor, session, page, open } = running;
  const url = `${site.url}/business`;
  await open(url);
  const { endpoint } = session.browser;
  const browser = await chromium.connectOverCDP(endpoint);
  ends.defer(() => browser.close());
  const found: PlaywrightPage | undefined = browser
    .contexts()
    .flatMap((context) => context.pages())
    .find((known) => known.url() === url);
  if (!found) throw new Error("Playwright sees no page of the bench.");
  const stagehand = await startStagehand(endpoint, model.url, url);
  ends.defer(stagehand.stop);
  const act = (over: Partial<ActInput>) => app.agent.act(actor, ActInput.parse({ sessionId: session.id, instruction: INSTRUCTION, ...over }), signal);
  // The first time is remembered; from then on the cache serves.
  await act({});

  const ways: Way[] = [
    { name: "direct", press: () => found.getByRole("button", { name: BUTTON }).click(), every: 1 },
    { name: "resolver", press: async () => servedBy(await act({ useCache: false, mode: "resolver" }), "resolver"), every: 1 },
    { name: "cached", press: async () => servedBy(await act({}), "cache"), every: 1 },
    { name: "stagehand", press: stagehand.act, every: STAGEHAND_EVERY },
  ];
  const { times, lookups, big } = await measuring(async () => ({
    times: await compare(page, ways),
    lookups: await lookUp(running, signal),
    big: await observeBig(running, `${site.url}/table`, signal),
  }));
  const directMs = median(times.direct);
  return {
    bench: "act",
    ours: {
      cachedP50Ms: median(times.cached),
      cachedP95Ms: percentile(times.cached, 0.95),
      resolverP50Ms: median(times.resolver),
      resolverP95Ms: percentile(times.resolver, 0.95),
      cacheLookupP50Ms: median(lookups),
      cacheLookupP95Ms: percentile(lookups, 0.95),
      observe5000P50Ms: median(big.times),
      observe5000P95Ms: percentile(big.times, 0.95),
      observedPageElements: big.elements,
    },
    baseline: { directP50Ms: directMs, directP95Ms: percentile(times.direct, 0.95), stagehandP50Ms: median(times.stagehand) },
    ratio: { cached: median(times.cached) / directMs, resolver: median(times.resolver) / directMs, stagehand: median(times.stagehand) / directMs },
  };
}

report(await measure());
