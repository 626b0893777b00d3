import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { childVariables, loadEnv, VARIABLE_NAMES } from "./env.ts";
import { AppError } from "./errors.ts";

const key = "a".repeat(64);
const good = { DATABASE_URL: "postgresql://u:p@127.0.0.1:5432/d", CONTEXT_ENCRYPTION_KEY: key, TOKEN_KEY: key, AUTH_SECRET: key };

const fieldsOf = (source: Record<string, string>): string[] => {
  try {
    loadEnv(source);
    return [];
  } catch (error) {
    return error instanceof AppError ? (error.fields ?? []).map((issue) => issue.field) : ["not an AppError"];
  }
};

describe("settings", () => {
  test("defaults suit one person on one machine", () => {
    const env = loadEnv(good);
    expect(env).toMatchObject({
      host: "127.0.0.1",
      port: 3000,
      publicUrl: "http://127.0.0.1:3000",
      privateNetwork: "allow",
      sessionDefaultTimeoutMs: 300_000,
      model: null,
      providers: ["local"],
    });
    expect(env.tokenKey).toHaveLength(32);
  });

  test("a server that others can reach keeps sessions off private networks", () => {
    expect(loadEnv({ ...good, HOST: "0.0.0.0" }).privateNetwork).toBe("block");
    expect(loadEnv({ ...good, HOST: "0.0.0.0", PRIVATE_NETWORK: "allow" }).privateNetwork).toBe("allow");
  });

  test("every bad value is listed at once", () => {
    expect(
      fieldsOf({
        ...good,
        PORT: "http",
        POOL_SIZE: "-1",
        SESSION_DEFAULT_TIMEOUT: "5",
        TOKEN_KEY: "short",
        PROVIDERS: "local,mars",
        STAGEHAND_MODEL_NAME: "acme/x",
      }).sort(),
    ).toEqual(["POOL_SIZE", "PORT", "PROVIDERS", "SESSION_DEFAULT_TIMEOUT", "STAGEHAND_MODEL_NAME", "TOKEN_KEY"]);
    expect(fieldsOf({})).toEqual(["DATABASE_URL", "CONTEXT_ENCRYPTION_KEY", "TOKEN_KEY", "AUTH_SECRET"]);
  });

  test("a model's budget in dollars needs prices to be reckoned from", () => {
    expect(fieldsOf({ ...good, GEMINI_API_KEY: "g", MODEL_BUDGET_USD: "2" })).toEqual(["MODEL_BUDGET_USD"]);
    const { model } = loadEnv({ ...good, GEMINI_API_KEY: "g", MODEL_BUDGET_USD: "2", MODEL_OUTPUT_PRICE: "10", MODEL_TIMEOUT: "5000" });
    expect(model).toMatchObject({ budgetUsd: 2, budgetTokens: null, timeoutMs: 5_000 });
  });

  test("the model follows from its name or from the key that is set", () => {
    expect(loadEnv({ ...good, GEMINI_API_KEY: "g" }).model).toMatchObject({ provider: "google", name: "gemini-3-pro-preview" });
    expect(loadEnv({ ...good, GEMINI_API_KEY: "g", OPENAI_API_KEY: "o", STAGEHAND_MODEL_NAME: "openai/gpt-9" }).model).toMatchObject({
      provider: "openai",
      name: "gpt-9",
      apiKey: "o",
    });
    expect(loadEnv({ ...good, MODEL_BASE_URL: "http://127.0.0.1:11434/v1", STAGEHAND_MODEL_NAME: "qwen" }).model).toMatchObject({
      provider: "compatible",
      name: "qwen",
      baseUrl: "http://127.0.0.1:11434/v1",
    });
    expect(fieldsOf({ ...good, STAGEHAND_MODEL_NAME: "anthropic/claude" })).toEqual(["ANTHROPIC_API_KEY"]);
    expect(fieldsOf({ ...good, GEMINI_API_KEY: "g", STAGEHAND_MODEL_NAME: "claude-opus-5" })).toEqual(["ANTHROPIC_API_KEY"]);
    expect(fieldsOf({ ...good, STAGEHAND_MODEL_NAME: "qwen3" })).toEqual(["STAGEHAND_MODEL_NAME"]);
  });
});

test("a provider that is reached over the network wants its address and key", () => {
  expect(fieldsOf({ ...good, PROVIDERS: "local,browserbase,grid" }).sort()).toEqual(["BROWSERBASE_API_KEY", "GRID_URL"]);
  expect(loadEnv({ ...good, PROVIDERS: "grid", GRID_URL: "http://u:p@grid:4444" }).grid).toEqual({
    url: "http://u:p@grid:4444",
    cdpUrl: null,
    whenFull: "refuse",
  });
});

test(".env.example names every variable, and none that is not read", () => {
  const text = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
  const named = [...text.matchAll(/^# ([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(VARIABLE_NAMES.filter((name) => name !== "NODE_ENV").sort());
});

describe("what programs that are started find", () => {
  test.runIf(process.platform === "linux")("is our own environment, with names of files in UTF-8", () => {
    const own = { NODE_ENV: "test", PATH: "/bin" } as const;
    expect(childVariables({ ...own, LANG: "de_CH.UTF-8" })).toEqual({ ...own, LANG: "de_CH.UTF-8" });
    expect(childVariables(own)).toEqual({ ...own, LC_CTYPE: "C.UTF-8" });
    expect(childVariables({ ...own, LANG: "en_GB.utf8", LC_ALL: "C" })).toEqual({ ...own, LANG: "en_GB.utf8", LC_CTYPE: "C.UTF-8" });
  });
});
