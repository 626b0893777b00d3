import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ActInput, type ActOutput, ExtractInput, type ExtractOutput, ObserveInput, type ObserveOutput } from "../contract/agent.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { startTestApp } from "./app.ts";
import { startModelServer } from "./model-server.ts";

/** The key of the model's server. */
export const MODEL_KEY = "sk-test-0123456789abcdef";
/** US dollars for a million tokens. */
export const PRICES = { input: 2, output: 10 };

const LIMIT_MS = 280_000;
const OPEN_LIMIT_MS = 15_000;

/** The whole server with a model of scripted answers, and a session with a browser that shows the given page. */
export async function startModelSession(html: string) {
  const signal = AbortSignal.timeout(LIMIT_MS);
  const site = createServer((_, res) => res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  const model = await startModelServer();
  /** Another server with the same model. */
  const startApp = (over: Record<string, string> = {}) =>
    startTestApp({
      MODEL_BASE_URL: model.url,
      MODEL_API_KEY: MODEL_KEY,
      STAGEHAND_MODEL_NAME: "scripted-1",
      MODEL_INPUT_PRICE: String(PRICES.input),
      MODEL_OUTPUT_PRICE: String(PRICES.output),
      ...over,
    });
  const server = await startApp();
  const { agent, sessions } = server.app;
  const actor = await server.actor();
  const create = async (): Promise<string> => {
    const input = CreateSessionInput.parse({ timezone: "Asia/Tokyo", viewport: { width: 1000, height: 700 } });
    return (await sessions.create(actor, input, signal)).sessionId;
  };
  const sessionId = await create();
  const live = (id = sessionId): LiveSession => {
    const session = sessions.live(id);
    if (!session) throw new Error(`The session ${id} is not running.`);
    return session;
  };
  const evaluate = async <T>(expression: string): Promise<T> => (await live().tabs.active.evaluate<T>(expression, { signal })).value;

  return {
    ...{ signal, address, model, startApp, server, actor, create, sessionId, live, evaluate },
    open: () => live().tabs.active.navigate(address, { waitUntil: "load", timeoutMs: OPEN_LIMIT_MS, signal }),
    title: () => evaluate<string>("document.title"),
    act: (instruction: string, more: object = {}): Promise<ActOutput> => agent.act(actor, ActInput.parse({ sessionId, instruction, ...more }), signal),
    observe: (instruction: string, more: object = {}): Promise<ObserveOutput> =>
      agent.observe(actor, ObserveInput.parse({ sessionId, instruction, mode: "model", ...more }), signal),
    extract: (schema: object): Promise<ExtractOutput> => agent.extract(actor, ExtractInput.parse({ sessionId, schema, mode: "model" }), signal),
    async stop(): Promise<void> {
      await server.stop();
      await model.stop();
      site.closeAllConnections();
      site.close();
    },
  };
}
