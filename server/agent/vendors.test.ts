import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Json } from "../contract/common.ts";
import type { ModelSettings } from "../core/env.ts";
import { createVeil } from "../core/veil.ts";
import { InputGate } from "../driver/input-gate.ts";
import { NO_METRICS } from "../sessions/session-row.ts";
import { createModelTier } from "./stagehand.ts";

const KEY = "sk-vendor-0123456789";
const ANSWER = JSON.stringify({ word: "kettle" });
const Word = z.object({ word: z.string() });

type Got = { path: string; headers: IncomingHttpHeaders; body: Json };
const got: Got[] = [];
/** Answers each vendor's path in that vendor's own form. */
const vendors = createServer(async (req, res) => {
  const path = req.url ?? "";
  got.push({ path, headers: req.headers, body: z.json().parse(JSON.parse(await text(req))) });
  const answer = Object.entries(ANSWERS).find(([ending]) => path.split("?")[0]?.endsWith(ending))?.[1];
  res.writeHead(answer ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(answer ?? { error: { message: path } }));
});
const ANSWERS: Record<string, object> = {
  "/chat/completions": {
    id: "1",
    created: 1,
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", content: ANSWER }, finish_reason: "stop" }],
    usage: { prompt_tokens: 11, completion_tokens: 3, total_tokens: 14 },
  },
  "/responses": {
    id: "resp_1",
    created_at: 1,
    model: "m",
    output: [{ type: "message", role: "assistant", id: "msg_1", content: [{ type: "output_text", text: ANSWER, annotations: [] }] }],
    usage: { input_tokens: 11, output_tokens: 3 },
  },
  ":generateContent": {
    candidates: [{ content: { role: "model", parts: [{ text: ANSWER }] }, finishReason: "STOP" }],
    usageMetadata: { promptTokenCount: 11, candidatesTokenCount: 3, totalTokenCount: 14 },
  },
  "/messages": {
    type: "message",
    id: "msg_1",
    model: "m",
    role: "assistant",
    content: [{ type: "text", text: ANSWER }],
    stop_reason: "end_turn",
    usage: { input_tokens: 11, output_tokens: 3 },
  },
};

beforeAll(() => new Promise<void>((resolve) => vendors.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  vendors.closeAllConnections();
  vendors.close();
});

async function ask(provider: ModelSettings["provider"], name: string) {
  const baseUrl = `http://127.0.0.1:${(vendors.address() as AddressInfo).port}/v9`;
  const model = { provider, name, apiKey: KEY, baseUrl, inputPrice: 1, outputPrice: 2, timeoutMs: 20_000, budgetUsd: null, budgetTokens: null };
  const resilience = {
    launchAttempts: 1,
    retryDelayMs: 1,
    retryMaxDelayMs: 1,
    launchTimeoutMs: 1,
    parallelLaunches: 1,
    breakerThreshold: 5,
    breakerOpenMs: 1_000,
  };
  const session = { veil: createVeil(), metrics: NO_METRICS, config: {}, count: () => {}, gate: new InputGate() };
  const question = { system: "Answer with one word.", prompt: "What boils water?" };
  return createModelTier({ env: { model, resilience } })?.answer({ session }, question, Word, AbortSignal.timeout(20_000));
}

test.each([
  ["compatible", "qwen3", "/v9/chat/completions", { authorization: `Bearer ${KEY}` }, { model: "qwen3", response_format: { type: "json_schema" } }],
  [
    "openai",
    "gpt-5-mini",
    "/v9/responses",
    { authorization: `Bearer ${KEY}` },
    { model: "gpt-5-mini", text: { format: { type: "json_schema", strict: true } } },
  ],
  [
    "google",
    "gemini-3-pro-preview",
    "/v9/models/gemini-3-pro-preview:generateContent",
    { "x-goog-api-key": KEY },
    { generationConfig: { responseMimeType: "application/json", responseSchema: { type: "object" } } },
  ],
  ["anthropic", "claude-sonnet-4-5", "/v9/messages", { "x-api-key": KEY, "anthropic-version": "2023-06-01" }, { model: "claude-sonnet-4-5" }],
] as const)("%s is asked in its own form, and what it says that it used is counted", async (provider, name, path, headers, body) => {
  expect(await ask(provider, name)).toEqual({ result: { word: "kettle" }, usage: { model: name, inputTokens: 11, outputTokens: 3, costUsd: 17 / 1_000_000 } });
  const asked = got.filter((one) => one.path === path);
  expect(asked).toMatchObject([{ headers, body }]);
  expect(JSON.stringify(asked[0]?.body)).toContain("What boils water?");
});
