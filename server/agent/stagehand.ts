import type { ClientOptions, Stagehand as StagehandClient } from "@browserbasehq/stagehand";
import { z } from "zod";
import type { ActStep, JsonSchema, ModelUsage } from "../contract/agent.ts";
import type { Json } from "../contract/common.ts";
import type { Env, ModelSettings } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import { raceAbort } from "../core/time.ts";
import type { LiveSession } from "../sessions/live-session.ts";

/** The model's tier: Stagehand on the session's own browser. This is the only file that knows Stagehand. */
export type ModelTier = ReturnType<typeof createModelTier>;
type Where = { session: LiveSession; tabId: string; timeoutMs: number; signal: AbortSignal };
type Answer<T> = { result: T; usage: ModelUsage };

const CONNECT_LIMIT_MS = 15_000;
const SETTLE_LIMIT_MS = 2_000;

/** Null without a configured model. */
export function createModelTier({ env }: { env: Pick<Env, "model"> }) {
  const settings = env.model;
  if (!settings) return null;
  const clients = new WeakMap<LiveSession, Promise<StagehandClient>>();

  const clientOf = (session: LiveSession): Promise<StagehandClient> => {
    const known = clients.get(session);
    if (known) return known;
    const made = connect(session, settings);
    clients.set(session, made);
    // One that could not connect is not kept: the next call tries again.
    made.then(
      (client) => session.onEnd(() => client.close()),
      () => clients.delete(session),
    );
    return made;
  };

  const ask = async <T>(
    { session, tabId, signal }: Where,
    work: (client: StagehandClient, page: ReturnType<typeof pageOf>) => Promise<T>,
  ): Promise<Answer<T>> => {
    try {
      const client = await raceAbort(clientOf(session), signal);
      const before = await client.metrics;
      const result = await raceAbort(work(client, pageOf(client, tabId)), signal);
      const after = await client.metrics;
      const inputTokens = after.totalPromptTokens - before.totalPromptTokens;
      const outputTokens = after.totalCompletionTokens - before.totalCompletionTokens;
      return {
        result,
        usage: {
          model: settings.name,
          inputTokens,
          outputTokens,
          costUsd: (inputTokens * settings.inputPrice + outputTokens * settings.outputPrice) / 1_000_000,
        },
      };
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError("MODEL_FAILED", `The model did not answer as needed: ${withoutKey(messageOf(error), settings)}`, { cause: error });
    }
  };

  return {
    /** Lets the model find and do one action. Values of variables are filled in by Stagehand and never sent. */
    act: (where: Where, instruction: string, variables: Record<string, string> | undefined) =>
      ask(where, async (client, page) => {
        const { success, message, actions } = await client.act(instruction, { page, timeout: where.timeoutMs, ...(variables && { variables }) });
        const steps: ActStep[] = actions.map(({ method, description, arguments: args = [] }) => ({
          method: method ?? "click",
          description,
          role: null,
          name: null,
          arguments: args,
        }));
        return { success, message, steps };
      }),
    /** What the model finds on the page for an instruction. */
    observe: (where: Where, instruction: string) => ask(where, (client, page) => client.observe(instruction, { page, timeout: where.timeoutMs })),
    /** Data that the model reads from the page; the caller checks it against the schema. */
    extract: (where: Where, instruction: string, schema: JsonSchema): Promise<Answer<Json>> =>
      ask(where, async (client, page) => {
        // Models answer with an object at the top: another kind is wrapped for the way.
        const isObject = schema.type === "object" || schema.properties !== undefined;
        const shape = z.fromJSONSchema(
          (isObject ? schema : { type: "object", properties: { value: schema }, required: ["value"] }) as Parameters<typeof z.fromJSONSchema>[0],
        );
        const data = (await client.extract(instruction, shape, { page, timeout: where.timeoutMs })) as Record<string, Json>;
        return isObject ? data : (data.value ?? null);
      }),
  };
}

async function connect(session: LiveSession, settings: ModelSettings): Promise<StagehandClient> {
  // Loaded when first needed: it is large, and most installations run without a model.
  const { Stagehand } = await import("@browserbasehq/stagehand");
  const client = new Stagehand({
    env: "LOCAL",
    localBrowserLaunchOptions: { cdpUrl: session.browser.endpoint, connectTimeoutMs: CONNECT_LIMIT_MS },
    model: modelOf(settings),
    keepAlive: true,
    verbose: 0,
    disablePino: true,
    disableAPI: true,
    logger: () => {},
    domSettleTimeout: SETTLE_LIMIT_MS,
  });
  await client.init();
  return client;
}

type NamedModel = ClientOptions & { modelName: string };

/** An OpenAI-compatible server speaks the chat form of the API, not the newer responses form. */
function modelOf({ provider, name, apiKey, baseUrl }: ModelSettings): NamedModel {
  if (provider !== "compatible") return { modelName: `${provider}/${name}`, apiKey };
  return { modelName: `openai/${name}`, apiKey, ...(baseUrl !== null && { baseURL: baseUrl }), openaiEndpointFormat: "chat" };
}

function pageOf(client: StagehandClient, tabId: string) {
  const page = client.context.pages().find((known) => known.targetId() === tabId);
  if (!page) throw new AppError("TAB_NOT_FOUND", "The model's client does not see that tab yet; try again.");
  return page;
}

const withoutKey = (message: string, { apiKey }: ModelSettings): string => (apiKey.length > 3 ? message.replaceAll(apiKey, "[hidden]") : message).slice(0, 500);
