import type { HealthStatus } from "../contract/health.ts";
import type { ModelSettings } from "../core/env.ts";
import { messageOf } from "../core/errors.ts";
import { withTimeout } from "../core/time.ts";
import type { ModelTier } from "./stagehand.ts";

const ASK_LIMIT_MS = 2_000;
/** An answer is good for this long: a dashboard that looks every few seconds asks nobody each time. */
const KEEP_MS = 60_000;

const HOMES = {
  google: "https://generativelanguage.googleapis.com/v1beta",
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com/v1",
} as const;

type ModelHealth = HealthStatus["model"];
type Answers = Omit<NonNullable<ModelHealth>, "breaker">;

/**
 * Whether the model's server answers and takes the key: asked for its list of models, which costs nothing
 * (OpenAI GET /models, Anthropic GET /v1/models, Gemini GET /v1beta/models); and whether it is used at all now.
 */
export function createModelHealth(model: ModelSettings | null, tier: Pick<ModelTier, "breaker"> | null): () => Promise<ModelHealth> {
  const state: { asked: Promise<Answers> | null; at: number } = { asked: null, at: 0 };
  if (model === null || tier === null) return async () => null;
  return async () => {
    if (state.asked === null || Date.now() - state.at > KEEP_MS) {
      state.at = Date.now();
      state.asked = ask(model);
    }
    const answers = await state.asked;
    const breaker = tier.breaker();
    if (breaker.state === "closed") return { ...answers, breaker };
    return { ...answers, ok: false, detail: breaker.recentFailures[0]?.message ?? answers.detail, breaker };
  };
}

async function ask(model: ModelSettings): Promise<Answers> {
  const { provider, name } = model;
  try {
    const response = await withTimeout(ASK_LIMIT_MS, "asking the model's server", (signal) => fetch(listOf(model), { headers: headersOf(model), signal }));
    await response.body?.cancel();
    // Any other answer shows that the server is there: not every one of them lists its models.
    const refused = response.status === 401 || response.status === 403;
    const broken = response.status >= 500;
    return {
      provider,
      name,
      ok: !refused && !broken,
      detail: refused ? "It refuses the key." : broken ? `It answers with ${response.status}.` : "It answers.",
    };
  } catch (error) {
    return { provider, name, ok: false, detail: `It does not answer: ${messageOf(error)}` };
  }
}

function listOf({ provider, baseUrl }: ModelSettings): string {
  const home = baseUrl ?? (provider === "compatible" ? "" : HOMES[provider]);
  return `${home.replace(/\/+$/, "")}/models`;
}

function headersOf({ provider, apiKey }: ModelSettings): Record<string, string> {
  if (provider === "google") return { "x-goog-api-key": apiKey };
  if (provider === "anthropic") return { "x-api-key": apiKey, "anthropic-version": "2023-06-01" };
  return { authorization: `Bearer ${apiKey}` };
}
