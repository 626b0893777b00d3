import type { Action, ClientOptions, ModelConfiguration, Stagehand as StagehandClient } from "@browserbasehq/stagehand";
import { z } from "zod";
import type { ActStep, JsonSchema, ModelUsage } from "../contract/agent.ts";
import type { Json } from "../contract/common.ts";
import type { Env, ModelSettings } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import { abortError, delay, raceAbort, withTimeout } from "../core/time.ts";
import type { Lease } from "../sessions/lease.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { createPlaces, type Places } from "./places.ts";
import { createVeil, type Veil } from "./veil.ts";

/** The model's tier: Stagehand on the session's own browser. This is the only file that knows Stagehand. */
export type ModelTier = NonNullable<ReturnType<typeof createModelTier>>;
/** Which page is meant, and until when. */
export type Where = { session: LiveSession; tabId: string; signal: AbortSignal };
export type Answer<T> = { result: T; usage: ModelUsage };
/** What the model pointed at. `nodes` are backend node ids: the element itself, then what holds it, nearest first. */
export type Pointed = { nodes: number[]; selector: string; description: string; method: string };

type Tab = ReturnType<StagehandClient["context"]["pages"]>[number];
/** The call that a client works for: its requests to the model end with it, hide its secrets and are counted to it. */
type Call = { signal: AbortSignal; veil: Veil; places: Places; inputTokens: number; outputTokens: number };

/** What the model is trusted with when it says that it succeeded; it gives no figure of its own. */
export const MODEL_CONFIDENCE = 0.7;
const ATTACH_LIMIT_MS = 15_000;
const CLOSE_LIMIT_MS = 2_000;
const SETTLE_LIMIT_MS = 2_000;
/** How long a tab may take to become known to the client: both learn of it from the browser. */
const TAB_LIMIT_MS = 2_000;
const TAB_LOOK_MS = 20;
const HOLDERS = 3;
const MESSAGE_LENGTH = 400;
/** Shorter keys are placeholders of servers that want none. */
const SHORTEST_KEY = 8;
/** The name under which every client logs: nothing. */
const SILENT = "perch";
/** How the model names an element: its frame's number, and its backend node id. */
const ELEMENT_ID = /"elementId"\s*:\s*"\d+-(\d+)"/g;
/** How Stagehand says that the model found nothing to act on; every other failure is one of acting. */
const NOTHING_FOUND = /No action found|No observe results found/;

/** The contract's words for Stagehand's methods. */
const METHODS: Record<string, string> = {
  fill: "type",
  selectOption: "select",
  selectOptionFromDropdown: "select",
  dragAndDrop: "drag",
  scrollTo: "scroll",
  scrollIntoView: "scroll",
  scrollByPixelOffset: "scroll",
  nextChunk: "scroll",
  prevChunk: "scroll",
  "mouse.wheel": "scroll",
};

/** The page of a call's turn. */
export const whereOf = ({ session, page }: Lease, signal: AbortSignal): Where => ({ session, tabId: page.targetId, signal });

/** @throws AppError MODEL_NOT_CONFIGURED */
export function assertModel(tier: ModelTier | null): ModelTier {
  if (tier) return tier;
  throw new AppError(
    "MODEL_NOT_CONFIGURED",
    "No model is set up: set GEMINI_API_KEY, OPENAI_API_KEY or ANTHROPIC_API_KEY, or MODEL_BASE_URL with STAGEHAND_MODEL_NAME, and start again.",
  );
}

/** Null without a configured model. */
export function createModelTier({ env }: { env: Pick<Env, "model"> }) {
  const settings = env.model;
  if (!settings) return null;
  const veils = new WeakMap<LiveSession, Veil>();

  const veilOf = (session: LiveSession): Veil => {
    const veil = veils.get(session) ?? createVeil();
    veils.set(session, veil);
    return veil;
  };

  /** What the client or the vendor says, fit to be told: vendors repeat keys, and pages repeat what was typed. */
  const told = (message: string, session: LiveSession): string => {
    const withoutKey = settings.apiKey.length >= SHORTEST_KEY ? message.replaceAll(settings.apiKey, "[hidden]") : message;
    return veilOf(session).hide(withoutKey).slice(0, MESSAGE_LENGTH);
  };

  /**
   * One call with a client of its own. Attaching takes some 40 ms beside the seconds of a model; between calls no second
   * client holds up new tabs or changes pages, and when a call ends, nothing of it can go on in the page.
   */
  const ask = async <T>({ session, tabId, signal }: Where, work: (client: StagehandClient, page: Tab) => Promise<T>): Promise<Answer<T>> => {
    const tab = session.tabs.get(tabId);
    const places = createPlaces(tab);
    const call: Call = { signal, veil: veilOf(session), places, inputTokens: 0, outputTokens: 0 };
    try {
      await tab.settle({ limitMs: SETTLE_LIMIT_MS, signal });
      await using attached = await attach(session, settings, call);
      const page = await tabOf(attached.client, tabId, signal);
      const result = await raceAbort(work(attached.client, page), signal);
      return { result, usage: usageOf(call, settings) };
    } catch (error) {
      if (signal.aborted) throw abortError(signal);
      if (error instanceof AppError) throw error;
      // The cause is left behind: it holds the whole request and the vendor's answer.
      throw new AppError("MODEL_FAILED", `The model did not answer as needed: ${told(messageOf(error), session)}`);
    } finally {
      await places.forget(AbortSignal.timeout(CLOSE_LIMIT_MS)).catch(() => {});
      const { inputTokens, outputTokens, costUsd } = usageOf(call, settings);
      // What a failed call used was used all the same.
      if (inputTokens + outputTokens > 0) session.count({ inputTokens, outputTokens, estimatedCost: costUsd });
    }
  };

  return {
    /** The values of these variables are kept from the model from here on, also where the page shows them. */
    hide: (session: LiveSession, variables: Record<string, string> | undefined): void => veilOf(session).learn(variables),
    /**
     * Lets the model find and do one action. Values of variables are filled in on this side.
     * @throws AppError ELEMENT_NOT_ACTIONABLE when it was found and could not be done | MODEL_FAILED | TIMEOUT | TAB_NOT_FOUND
     */
    act: (where: Where, instruction: string, variables: Record<string, string> | undefined) =>
      ask(where, async (client, page) => {
        const { success, message, actions } = await client.act(instruction, { page, ...(variables && { variables }) });
        const steps = actions.map(toStep);
        if (!success && !NOTHING_FOUND.test(message))
          throw new AppError("ELEMENT_NOT_ACTIONABLE", `The model's choice could not be acted on: ${told(message, where.session)}`, { details: { steps } });
        return { success, message: success ? steps.map(({ description }) => description).join("; ") : "The model found nothing to act on.", steps };
      }),
    /** What the model finds on the page for an instruction. @throws AppError MODEL_FAILED | TIMEOUT | TAB_NOT_FOUND */
    observe: (where: Where, instruction: string) =>
      ask(where, async (client, page) => {
        const found = await client.observe(instruction, { page });
        return Promise.all(
          found.map(async ({ selector, description, method = "click" }): Promise<Pointed> => {
            return { nodes: await nodesOf(page, selector), selector, description, method: METHODS[method] ?? method };
          }),
        );
      }),
    /**
     * Data that the model reads from the page.
     * @param schema an object schema in strict form, see toModelSchema; the answer satisfies it
     * @throws AppError INVALID_INPUT when the schema cannot be given to a model | MODEL_FAILED | TIMEOUT | TAB_NOT_FOUND
     */
    extract: (where: Where, instruction: string, schema: JsonSchema): Promise<Answer<Json>> => {
      const shape = shapeOf(schema);
      return ask(where, async (client, page) => (await client.extract(instruction, shape, { page })) as Json);
    },
  };
}

type Attached = AsyncDisposable & { client: StagehandClient };

/** Attaches to the session's browser; dispose it to let go. @throws AppError TIMEOUT | CANCELLED, or what the client throws */
async function attach(session: LiveSession, settings: ModelSettings, call: Call): Promise<Attached> {
  // Loaded when first needed: it is large, and most installations run without a model.
  const { Stagehand } = await import("@browserbasehq/stagehand");
  const { bindInstanceLogger } = await import("@browserbasehq/stagehand/lib/v3/logger.js");
  const client = new Stagehand({
    env: "LOCAL",
    localBrowserLaunchOptions: { cdpUrl: session.browser.endpoint, connectTimeoutMs: ATTACH_LIMIT_MS },
    model: { ...modelOf(settings), middleware: middlewareFor(call) },
    keepAlive: true,
    verbose: 0,
    disablePino: true,
    disableAPI: true,
    logger: () => {},
    domSettleTimeout: SETTLE_LIMIT_MS,
  });
  // A closed client has no log, and what it still says then goes to the console, values of variables included. Under a
  // shared name whose log stays, it says nothing; its own name is given back so that closing it cleans up.
  const ownName: unknown = Reflect.get(client, "instanceId");
  const name = (as: unknown): void => {
    Reflect.set(client, "instanceId", as);
    // Also when letting go: a client that failed to attach has taken the shared log down.
    bindInstanceLogger(SILENT, () => {});
  };
  name(SILENT);
  const close = (): Promise<void> => {
    name(ownName);
    return client.close();
  };
  const ready = client.init();
  try {
    await withTimeout(ATTACH_LIMIT_MS, "attaching the model's client to the browser", () => ready, call.signal);
  } catch (error) {
    // Also one that gets there late must let go again.
    ready.finally(close).catch(() => {});
    throw error;
  }
  // A browser that hangs answers no closing handshake.
  return { client, [Symbol.asyncDispose]: () => withTimeout(CLOSE_LIMIT_MS, "closing the model's client", close).catch(() => {}) };
}

type Middleware = NonNullable<Extract<ModelConfiguration, { modelName: string }>["middleware"]>;

/**
 * Between the client and the model: ends a request with its call, hides values of variables, counts what was used, and
 * stops the client from acting on a page that changed meanwhile: it keeps paths, and a path may then lead to another element.
 */
function middlewareFor(call: Call): Middleware {
  const { signal, veil, places } = call;
  return {
    transformParams: async ({ params }) => {
      signal.throwIfAborted();
      await places.remember(signal);
      const prompt = params.prompt.map((message) =>
        message.role === "system"
          ? { ...message, content: veil.hide(message.content) }
          : message.role === "user"
            ? { ...message, content: message.content.map((part) => (part.type === "text" ? { ...part, text: veil.hide(part.text) } : part)) }
            : message,
      );
      return { ...params, prompt, abortSignal: signal };
    },
    wrapGenerate: async ({ doGenerate }) => {
      const answer = await doGenerate();
      call.inputTokens += answer.usage.inputTokens ?? 0;
      call.outputTokens += answer.usage.outputTokens ?? 0;
      const said = answer.content.map((part) => (part.type === "text" ? part.text : "")).join("");
      for (const [, node] of said.matchAll(ELEMENT_ID))
        if (!(await places.unmoved(Number(node))))
          throw new AppError("ELEMENT_NOT_ACTIONABLE", "The page changed while the model looked at it, so its choice was not used; try again.");
      return answer;
    },
  };
}

async function tabOf(client: StagehandClient, tabId: string, signal: AbortSignal): Promise<Tab> {
  const until = Date.now() + TAB_LIMIT_MS;
  for (;;) {
    const page = client.context.pages().find((known) => known.targetId() === tabId);
    if (page) return page;
    if (Date.now() > until) throw new AppError("TAB_NOT_FOUND", "The model's client does not see that tab; try again.");
    await delay(TAB_LOOK_MS, signal);
  }
}

/** The node at a path, then those that hold it: the model may point at the words inside a button. */
async function nodesOf(page: Tab, selector: string): Promise<number[]> {
  const paths = [selector];
  for (let i = 0; i < HOLDERS; i++) paths.push((paths[i] ?? "").replace(/\/[^/]+$/, ""));
  const nodes = await Promise.all(
    paths
      .filter((path) => path.includes("/"))
      .map((path) =>
        page
          .deepLocator(path)
          .backendNodeId()
          .catch(() => null),
      ),
  );
  return nodes.filter((node) => node !== null);
}

const toStep = ({ method = "click", description, arguments: args = [] }: Action): ActStep => ({
  method: METHODS[method] ?? method,
  description,
  role: null,
  name: null,
  arguments: args,
});

function shapeOf(schema: JsonSchema): z.ZodType {
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (error) {
    const message = `A model cannot be given this schema: ${messageOf(error)}`;
    throw new AppError("INVALID_INPUT", message, { cause: error, fields: [{ field: "schema", message }] });
  }
}

const usageOf = ({ inputTokens, outputTokens }: Call, { name, inputPrice, outputPrice }: ModelSettings): ModelUsage => ({
  model: name,
  inputTokens,
  outputTokens,
  costUsd: (inputTokens * inputPrice + outputTokens * outputPrice) / 1_000_000,
});

/** The model as Stagehand names it: `vendor/name`. An OpenAI-compatible server speaks the chat form, not the newer responses form. */
export function modelOf({ provider, name, apiKey, baseUrl }: ModelSettings): ClientOptions & { modelName: string } {
  if (provider !== "compatible") return { modelName: `${provider}/${name}`, apiKey };
  return { modelName: `openai/${name}`, apiKey, ...(baseUrl !== null && { baseURL: baseUrl }), openaiEndpointFormat: "chat" };
}
