import { fork } from "node:child_process";
import { once } from "node:events";
import { chromium } from "playwright-core";
import { WebSocket } from "ws";
import { median, percentile } from "./harness.ts";

const LIMIT_MS = 240_000;
/** So many calls go before those that count: both ends then run compiled code, as in a session that has gone on for a while. */
const WARM_UP = 300;

/** Two addresses of the same browser, and how often each is asked. */
export type CdpLoad = { ours: string; direct: string; roundTrips: number; screenshots: number };
/** Medians in milliseconds, unless they say otherwise. */
export type CdpFigures = Record<"roundTripMs" | "roundTripP95Ms" | "bareEvaluateMs" | "bareVersionMs" | "screenshotMs" | "screenshotP95Ms", number>;
export type CdpResult = { ours: CdpFigures; direct: CdpFigures; screenshotBytes: number };

/** Asks from a process of its own, as clients do. @throws when a call fails or LIMIT_MS are over */
export async function runClient(load: CdpLoad): Promise<CdpResult> {
  const child = fork(import.meta.filename, [JSON.stringify(load)], { timeout: LIMIT_MS });
  const result = Promise.withResolvers<CdpResult>();
  child.once("message", (message) => result.resolve(message as CdpResult));
  child.once("exit", (code, signal) => result.reject(new Error(`The client ended early (${signal ?? `code ${code}`}).`)));
  child.once("error", result.reject);
  return result.promise;
}

type Answer = { result: Record<string, unknown>; bytes: number };
type Call = (method: string, params?: Record<string, unknown>) => Promise<Answer>;
/** What is measured, over one of the two ways. */
type Client = {
  evaluate: () => Promise<unknown>;
  bareEvaluate: () => Promise<unknown>;
  bareVersion: () => Promise<unknown>;
  screenshot: () => Promise<Answer>;
  close: () => Promise<void>;
};
type Times = { ours: number[]; direct: number[] };

/** A bare socket to the browser, attached to its first page: the least that any client does for a call. */
async function connectBare(url: string) {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  const state = { nextId: 1 };
  await once(socket, "open");
  socket.on("close", (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`The connection was closed (${code}).`));
  });
  socket.on("message", (data: Buffer) => {
    const { id = 0, result, error } = JSON.parse(data.toString()) as { id?: number; result?: Record<string, unknown>; error?: { message: string } };
    if (error) waiting.get(id)?.reject(new Error(error.message));
    else waiting.get(id)?.resolve({ result: result ?? {}, bytes: data.length });
    waiting.delete(id);
  });
  const calls =
    (sessionId?: string): Call =>
    (method, params = {}) => {
      const id = state.nextId++;
      const answer = Promise.withResolvers<Answer>();
      waiting.set(id, answer);
      socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
      return answer.promise;
    };
  const browser = calls();
  const { targetInfos } = (await browser("Target.getTargets")).result as { targetInfos: { type: string; targetId: string }[] };
  const targetId = targetInfos.find(({ type }) => type === "page")?.targetId;
  const { sessionId } = (await browser("Target.attachToTarget", { targetId, flatten: true })).result as { sessionId: string };
  const close = async (): Promise<void> => {
    socket.close();
    await once(socket, "close");
  };
  return { browser, page: calls(sessionId), close };
}

async function connect(url: string): Promise<Client> {
  const bare = await connectBare(url);
  const playwright = await chromium.connectOverCDP(url);
  const page = playwright.contexts()[0]?.pages()[0];
  if (!page) throw new Error("Playwright sees no page.");
  return {
    evaluate: () => page.evaluate("document.title"),
    bareEvaluate: () => bare.page("Runtime.evaluate", { expression: "document.title", returnByValue: true }),
    bareVersion: () => bare.browser("Browser.getVersion"),
    screenshot: () => bare.page("Page.captureScreenshot", { format: "png" }),
    close: async () => {
      await playwright.close();
      await bare.close();
    },
  };
}

/** The times of the call over both, in turns; who goes first changes, so that neither always finds things warm. */
async function compare(ours: Client, direct: Client, rounds: number, call: (client: Client) => Promise<unknown>): Promise<Times> {
  const times: Times = { ours: [], direct: [] };
  const timed = async (name: keyof Times): Promise<void> => {
    const from = performance.now();
    await call(name === "ours" ? ours : direct);
    times[name].push(performance.now() - from);
  };
  for (let round = 0; round < rounds; round += 1) {
    const [first, second] = round % 2 ? (["ours", "direct"] as const) : (["direct", "ours"] as const);
    await timed(first);
    await timed(second);
  }
  return times;
}

async function run({ ours: oursUrl, direct: directUrl, roundTrips, screenshots }: CdpLoad): Promise<CdpResult> {
  const [ours, direct] = [await connect(oursUrl), await connect(directUrl)];
  const warm = async (rounds: number, call: (client: Client) => Promise<unknown>): Promise<Times> => {
    await compare(ours, direct, WARM_UP, call);
    return compare(ours, direct, rounds, call);
  };
  const size = { bytes: 0 };
  const evaluates = await warm(roundTrips, ({ evaluate }) => evaluate());
  const bareEvaluates = await warm(roundTrips, ({ bareEvaluate }) => bareEvaluate());
  const versions = await warm(roundTrips, ({ bareVersion }) => bareVersion());
  const pictures = await compare(ours, direct, screenshots, async ({ screenshot }) => {
    size.bytes = (await screenshot()).bytes;
  });
  const figures = (name: keyof Times): CdpFigures => ({
    roundTripMs: median(evaluates[name]),
    roundTripP95Ms: percentile(evaluates[name], 0.95),
    bareEvaluateMs: median(bareEvaluates[name]),
    bareVersionMs: median(versions[name]),
    screenshotMs: median(pictures[name]),
    screenshotP95Ms: percentile(pictures[name], 0.95),
  });
  await Promise.all([ours.close(), direct.close()]);
  return { ours: figures("ours"), direct: figures("direct"), screenshotBytes: size.bytes };
}

if (import.meta.main) {
  process.send?.(await run(JSON.parse(process.argv[2] ?? "") as CdpLoad));
  process.disconnect();
}
