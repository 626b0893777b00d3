import { Stagehand } from "@browserbasehq/stagehand";
import { expect, test } from "vitest";
import type { ModelSettings } from "../core/env.ts";
import { loadEnv } from "../core/env.ts";
import { modelOf } from "./stagehand.ts";

const KEY = "a".repeat(64);
const BASE = { DATABASE_URL: "postgresql://u:p@127.0.0.1:5432/d", CONTEXT_ENCRYPTION_KEY: KEY, TOKEN_KEY: KEY, AUTH_SECRET: KEY };

/** What the installed Stagehand makes of our settings: the vendor's client and the model's name as it is sent. */
function builtFor(settings: ModelSettings) {
  const { llmClient } = new Stagehand({ env: "LOCAL", model: modelOf(settings), disablePino: true, verbose: 0 });
  const model = llmClient.getLanguageModel?.();
  return model && typeof model !== "string" ? `${model.provider} ${model.modelId}` : model;
}

test.each([
  [{ GEMINI_API_KEY: "k" }, "google.generative-ai gemini-3-pro-preview"],
  [{ GEMINI_API_KEY: "k", STAGEHAND_MODEL_NAME: "google/gemini-flash-latest" }, "google.generative-ai gemini-flash-latest"],
  [{ OPENAI_API_KEY: "k" }, "openai.responses gpt-5-mini"],
  [{ OPENAI_API_KEY: "k", GEMINI_API_KEY: "k", STAGEHAND_MODEL_NAME: "gpt-5.4-mini" }, "openai.responses gpt-5.4-mini"],
  [{ ANTHROPIC_API_KEY: "k" }, "anthropic.messages claude-sonnet-4-5"],
  [{ ANTHROPIC_API_KEY: "k", GEMINI_API_KEY: "k", STAGEHAND_MODEL_NAME: "claude-opus-5" }, "anthropic.messages claude-opus-5"],
  [{ MODEL_BASE_URL: "http://127.0.0.1:11434/v1", STAGEHAND_MODEL_NAME: "qwen3" }, "openai.chat qwen3"],
  // Routers name models with their maker: all of it is the name.
  [{ MODEL_BASE_URL: "https://router.example/v1", MODEL_API_KEY: "k", STAGEHAND_MODEL_NAME: "openai/gpt-5" }, "openai.chat openai/gpt-5"],
])("%j is served by %s", (variables, built) => {
  const { model } = loadEnv({ ...BASE, ...variables });
  expect(model && builtFor(model)).toBe(built);
});
