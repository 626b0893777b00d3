import type { Action, ClientOptions, ModelConfiguration, Stagehand as StagehandClient } from "@browserbasehq/stagehand";
import { z } from "zod";
import type { ActStep, JsonSchema, ModelUsage } from "../contract/agent.ts";
import type { Json } from "../contract/common.ts";
import type { SessionConfig } from "../contract/sessions.ts";
import type { Env, ModelSettings } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import { abortError, delay, raceAbort, withTimeout } from "../core/time.ts";
import type { Lease } from "../sessions/lease.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { assertBudget } from "./model-budget.ts";
import { createModelGuard, type ModelGuard } from "./model-guard.ts";
import { createPlaces, type Places } from "./places.ts";
import { ModelHand } from "./stagehand-hand.ts";

/** The model's tier: Stagehand on the session's own browser. This is the only file that knows Stagehand. */
export type ModelTier = NonNullable<ReturnType<typeof createModelTier>>;
/** Which page is meant, under whose turn, and until when; `onChoice` is told of each element that the model names, before anything is done to it; `acts`: the client does something to the page after each answer. */
export type Where = { lease: Pick<Lease, "session">; tabId: string; signal: AbortSignal; acts?: true; onChoice?: (choice: Chosen) => Promise<void> };
/** An element that the model named: its backend node id, and whether it is in a frame of the page (whose ids may be the same as the page's). */
export type Chosen = { node: number; inFrame: boolean };
/** What the model is told in words: its task, and what it is asked now. */
export type Question = { system: string; prompt: string };
export type Answer<T> = { result: T; usage: ModelUsage };
/** What the model pointed at. `nodes` are backend node ids: the element itself, then what holds it, nearest first. */
export type Pointed = { nodes: number[]; selector: string; description: string; method: string };

type Tab = ReturnType<StagehandClient["context"]["pages"]>[number];
/**
 * The call that a client works for: its requests to the model end with it, hide its session's secrets, and are counted.
 * `places` knows where elements stood; null where the model's answer names none.
 */
type Call = {
  session: Spender;
  signal: AbortSignal;
  settings: ModelSettings;
  guard: ModelGuard;
  places: Places | null;
  usage: ModelUsage;
  /** Null where the client does nothing to the page. */
  hand?: ModelHand | null;
  onChoice?: Where["onChoice"];
};
/** Who pays for a call, and whose secrets it must not tell. */
type Spender = Pick<LiveSession, "veil" | "metrics" | "count" | "gate"> & { readonly config: Pick<SessionConfig, "modelBudgetUsd"> };

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
const ELEMENT_ID = /"elementId"\s*:\s*"(\d+)-(\d+)"/g;
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
export const whereOf = (lease: Lease, signal: AbortSignal): Where => ({ lease, tabId: lease.page.targetId, signal });

/** @throws AppError MODEL_NOT_CONFIGURED */
export function assertModel(tier: ModelTier | null): ModelTier {
  if (tier) return tier;
  throw new AppError(
    "MODEL_NOT_CONFIGURED",
    "No model is set up: set GEMINI_API_KEY, OPENAI_API_KEY or ANTHROPIC_API_KEY, or MODEL_BASE_URL with STAGEHAND_MODEL_NAME, and start again.",
  );
}

/** Null without a configured model. */
export function createModelTier({ env }: { env: Pick<Env, "model" | "resilience"> }) {
  const settings = env.model;
  if (!settings) return null;
  /** What was used in which turn, also by calls that failed. */
  const spent = new WeakMap<object, ModelUsage>();

  /** What the vendor says, fit to be told: vendors repeat keys. */
  const withoutKey = (message: string): string =>
    (settings.apiKey.length >= SHORTEST_KEY ? message.replaceAll(settings.apiKey, "[hidden]") : message).slice(0, MESSAGE_LENGTH);
  /** Pages repeat what was typed. */
  const told = (message: string, { veil }: Spender): string => veil.hide(withoutKey(message));
  const guard = createModelGuard({ settings, resilience: env.resilience, told: withoutKey });

  /** Requests of one call, with what they used; a failure is told in our words. */
  const metered = async <T>(lease: { session: Spender }, signal: AbortSignal, places: Places | null, work: (call: Call) => Promise<T>): Promise<Answer<T>> => {
    const { session } = lease;
    const usage = spent.get(lease) ?? { model: settings.name, inputTokens: 0, outputTokens: 0, costUsd: 0 };
    spent.set(lease, usage);
    const before = { ...usage };
    try {
      const result = await work({ session, signal, settings, guard, places, usage });
      return { result, usage: since(before, usage) };
    } catch (error) {
      if (signal.aborted) throw abortError(signal);
      if (error instanceof AppError) throw error;
      // The cause is left behind: it holds the whole request and the vendor's answer.
      throw new AppError("MODEL_FAILED", `The model did not answer as needed: ${told(messageOf(error), session)}`);
    }
  };

  /**
   * One call with a client of its own. Attaching takes some 40 ms beside the seconds of a model; between calls no second
   * client holds up new tabs or changes pages, and when a call ends, nothing of it can go on in the page.
   */
  const ask = async <T>({ lease, tabId, signal, acts, onChoice }: Where, work: (client: StagehandClient, page: Tab) => Promise<T>): Promise<Answer<T>> => {
    const { session } = lease;
    const tab = session.tabs.get(tabId);
    const places = createPlaces(tab);
    try {
      return await metered(lease, signal, places, async (call) => {
        assertBudget(session, settings);
        const hand = acts ? new ModelHand(session.gate, await session.gate.pass(signal)) : null;
        await tab.settle({ limitMs: SETTLE_LIMIT_MS, signal });
        await using attached = await attach(session, { ...call, hand, onChoice });
        hand?.hold(attached.client.context.conn);
        const page = await tabOf(attached.client, tabId, signal);
        // Awaited here: the client is let go of when this returns.
        return await raceAbort(work(attached.client, page), signal);
      });
    } finally {
      await places.forget(AbortSignal.timeout(CLOSE_LIMIT_MS)).catch(() => {});
    }
  };

  return {
    /** How the model's server did of late, and whether it is asked at all. */
    breaker: guard.breaker,
    /** True while it is not asked: what needs no model should not wait for it. */
    refuses: guard.refuses,
    /** Nothing used yet. @throws AppError INVALID_INPUT when a budget in dollars is wanted and no prices are known */
    unspent: (inDollars: boolean): ModelUsage => {
      if (inDollars && settings.inputPrice + settings.outputPrice === 0) {
        const message = "The model has no prices here; set MODEL_INPUT_PRICE and MODEL_OUTPUT_PRICE on the server, or leave the budget out.";
        throw new AppError("INVALID_INPUT", message, { fields: [{ field: "budgetUsd", message }] });
      }
      return { model: settings.name, inputTokens: 0, outputTokens: 0, costUsd: 0 };
    },
    /** What the model was used for in this turn so far; null where it was not asked. */
    usedIn: (lease: object): ModelUsage | null => spent.get(lease) ?? null,
    /**
     * Lets the model find and do one action. Values of variables are filled in on this side.
     * @throws AppError ELEMENT_NOT_ACTIONABLE when it was found and could not be done | MODEL_FAILED | MODEL_UNAVAILABLE | MODEL_BUDGET_USED | TIMEOUT | TAB_NOT_FOUND
     */
    act: (where: Where, instruction: string, variables: Record<string, string> | undefined) =>
      ask({ ...where, acts: true }, async (client, page) => {
        const { success, message, actions } = await client.act(instruction, { page, ...(variables && { variables }) });
        const steps = actions.map(toStep);
        if (!success && !NOTHING_FOUND.test(message))
          throw new AppError("ELEMENT_NOT_ACTIONABLE", `The model's choice could not be acted on: ${told(message, where.lease.session)}`, {
            details: { steps },
          });
        return { success, message: success ? steps.map(({ description }) => description).join("; ") : "The model found nothing to act on.", steps };
      }),
    /** What the model finds on the page for an instruction. @throws AppError as `act` */
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
     * @throws AppError INVALID_INPUT when the schema cannot be given to a model, else as `act`
     */
    extract: (where: Where, instruction: string, schema: JsonSchema): Promise<Answer<Json>> => {
      const shape = shapeOf(schema);
      return ask(where, async (client, page) => (await client.extract(instruction, shape, { page })) as Json);
    },
    /**
     * An answer in words of ours, without a client on the page.
     * @param shape an object in strict form: every property is required
     * @throws AppError MODEL_FAILED | MODEL_UNAVAILABLE | MODEL_BUDGET_USED | the signal's reason
     */
    answer: <T>(lease: { session: Spender }, { system, prompt }: Question, shape: z.ZodType<T>, signal: AbortSignal): Promise<Answer<T>> =>
      metered(lease, signal, null, async (call) => {
        const { LLMProvider } = await import("@browserbasehq/stagehand/lib/v3/llm/LLMProvider.js");
        const { modelName, ...options } = modelOf(settings);
        const client = new LLMProvider(() => {}).getClient(modelName, options, { middleware: middlewareFor(call) });
        const messages = [
          { role: "system" as const, content: system },
          { role: "user" as const, content: prompt },
        ];
        const { data } = await client.createChatCompletion<T>({ options: { messages, response_model: { name: "Answer", schema: shape } }, logger: () => {} });
        return data;
      }),
  };
}

const since = (before: ModelUsage, { model, inputTokens, outputTokens, costUsd }: ModelUsage): ModelUsage => ({
  model,
  inputTokens: inputTokens - before.inputTokens,
  outputTokens: outputTokens - before.outputTokens,
  costUsd: costUsd - before.costUsd,
});

type Attached = AsyncDisposable & { client: StagehandClient };

/** Attaches to the session's browser; dispose it to let go. @throws AppError TIMEOUT | CANCELLED, or what the client throws */
async function attach(session: LiveSession, call: Call): Promise<Attached> {
  // Loaded when first needed: it is large, and most installations run without a model.
  const { Stagehand } = await import("@browserbasehq/stagehand");
  const { bindInstanceLogger } = await import("@browserbasehq/stagehand/lib/v3/logger.js");
  const client = new Stagehand({
    env: "LOCAL",
    localBrowserLaunchOptions: { cdpUrl: session.browser.endpoint, connectTimeoutMs: ATTACH_LIMIT_MS },
    model: { ...modelOf(call.settings), middleware: middlewareFor(call) },
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
 * Between the client and the model: keeps the session's budget, hides values of variables, lets the guard decide about
 * time and tries, counts what was used at once, and stops the client from acting on a page that changed meanwhile, or that a
 * person has had: it keeps paths, and a path may then lead to another element.
 */
function middlewareFor(call: Call): Middleware {
  const { session, signal, guard, places, settings } = call;
  const { veil } = session;
  return {
    transformParams: async ({ params }) => {
      signal.throwIfAborted();
      call.hand?.ask();
      assertBudget(session, settings);
      await places?.remember(signal);
      const prompt = params.prompt.map((message) =>
        message.role === "system"
          ? { ...message, content: veil.hide(message.content) }
          : message.role === "user"
            ? { ...message, content: message.content.map((part) => (part.type === "text" ? { ...part, text: veil.hide(part.text) } : part)) }
            : message,
      );
      return { ...params, prompt };
    },
    wrapGenerate: async ({ model, params }) => {
      const answer = await guard.ask(async (limit) => model.doGenerate({ ...params, abortSignal: limit }), signal).catch(asFinal);
      count(call, answer.usage.inputTokens ?? 0, answer.usage.outputTokens ?? 0);
      // The client acts next.
      call.hand?.decide();
      const said = answer.content.map((part) => (part.type === "text" ? part.text : "")).join("");
      for (const [, frame, node] of said.matchAll(ELEMENT_ID)) {
        if (places !== null && !(await places.unmoved(Number(node))))
          throw new AppError("ELEMENT_NOT_ACTIONABLE", "The page changed while the model looked at it, so its choice was not used; try again.");
        await call.onChoice?.({ node: Number(node), inFrame: frame !== "0" });
      }
      return answer;
    },
  };
}

/** A failure that the vendor's client must not try again by itself: the guard has done that. */
function asFinal(error: unknown): never {
  if (error instanceof AppError) throw error;
  throw new Error(messageOf(error));
}

/** What an answer used counts for the turn and for the session, also when the call fails after it. */
function count({ session, usage, settings: { inputPrice, outputPrice } }: Call, inputTokens: number, outputTokens: number): void {
  const costUsd = (inputTokens * inputPrice + outputTokens * outputPrice) / 1_000_000;
  usage.inputTokens += inputTokens;
  usage.outputTokens += outputTokens;
  usage.costUsd += costUsd;
  session.count({ inputTokens, outputTokens, estimatedCost: costUsd });
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

/** The model as Stagehand names it: `vendor/name`. An OpenAI-compatible server speaks the chat form, not the newer responses form. */
export function modelOf({ provider, name, apiKey, baseUrl }: ModelSettings): ClientOptions & { modelName: string } {
  const where = { apiKey, ...(baseUrl !== null && { baseURL: baseUrl }) };
  return provider === "compatible" ? { modelName: `openai/${name}`, ...where, openaiEndpointFormat: "chat" } : { modelName: `${provider}/${name}`, ...where };
}
