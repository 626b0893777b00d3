import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import { healthOf, missingOf } from "../api/health.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { AppError } from "../core/errors.ts";
import { createLocalProvider } from "../providers/local.ts";
import { startTestApp } from "../testing/app.ts";
import { type Script, scriptedProvider } from "../testing/scripted-provider.ts";

const OPEN_MS = 700;
const never = new AbortController().signal;
const scripts = new Map<string, Script>();
const script = (name: string): Script => {
  const one = scripts.get(name);
  if (!one) throw new Error(`There is no provider ${name}.`);
  return one;
};

let t: Awaited<ReturnType<typeof startTestApp>>;
let actor: Actor;

beforeAll(async () => {
  t = await startTestApp(
    {
      PROVIDERS: "browserbase,local",
      BROWSERBASE_API_KEY: "unused",
      LAUNCH_ATTEMPTS: "2",
      LAUNCH_RETRY_DELAY: "5",
      BREAKER_THRESHOLD: "4",
      BREAKER_OPEN_TIME: String(OPEN_MS),
    },
    {
      // Both start Chromium here, and fail when they are told to.
      makeProvider: (name, parts) => {
        const dataDir = join(parts.env.dataDir, name);
        const made = scriptedProvider(createLocalProvider({ ...parts, env: { ...parts.env, dataDir } }), name);
        scripts.set(name, made.script);
        return made.provider;
      },
    },
  );
  actor = await t.actor();
});
afterAll(() => t?.stop());
beforeEach(async () => {
  for (const name of ["browserbase", "local"] as const) await recovered(name);
  for (const one of scripts.values()) one.launches = 0;
  await t.app.sessions.terminateMany(actor, {});
});

const down = () => new AppError("PROVIDER_UNAVAILABLE", "Nobody answers there.");
const create = async (wishes: Record<string, unknown> = {}) => {
  const made = await t.app.sessions.create(actor, CreateSessionInput.parse(wishes), never);
  return { made, session: await t.app.sessions.get(actor, made.sessionId) };
};
const breakerOf = async (name: string) => (await healthOf(t.app)).providers.find((provider) => provider.name === name);
/** Sessions until the provider is left alone. */
const untilOpen = async (name: "browserbase" | "local") => {
  script(name).fails = down;
  await expect.poll(() => create({ provider: name }).then(null, (error: AppError) => error.details?.retryAfterMs), { timeout: 20_000 }).toBeTypeOf("number");
};
/** The provider is well again, and its breaker has noticed. */
const recovered = async (name: "browserbase" | "local") => {
  script(name).fails = null;
  await expect.poll(() => create({ provider: name }).then(({ session }) => session.provider, String), { timeout: 20_000 }).toBe(name);
};

describe("a session whose provider fails", () => {
  it("starts on the next one, and says so", async () => {
    script("browserbase").fails = down;
    const { made, session } = await create();
    expect(session).toMatchObject({ status: "active", provider: "local" });
    expect(made.warnings).toEqual([{ field: "provider", message: expect.stringMatching(/"local".*"browserbase".*Nobody answers there/) }]);
    expect(script("browserbase").launches).toBe(2);
  });

  it("stays with the provider that its creator named", async () => {
    script("browserbase").fails = down;
    await expect(create({ provider: "browserbase" })).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE", message: "Nobody answers there." });
    expect(script("local").launches).toBe(0);
  });

  it("is not tried elsewhere for what the caller asked wrongly", async () => {
    script("browserbase").fails = () => new AppError("CAPABILITY_UNSUPPORTED", "Not that.");
    await expect(create()).rejects.toMatchObject({ code: "CAPABILITY_UNSUPPORTED" });
    expect(script("local").launches).toBe(0);
  });
});

describe("an open breaker", () => {
  it("is seen in the health, keeps the provider unasked, and closes by a probe once the provider is well", async () => {
    await untilOpen("browserbase");
    expect(await breakerOf("browserbase")).toMatchObject({
      ok: false,
      detail: "Nobody answers there.",
      breaker: {
        state: "open",
        nextProbeAt: expect.any(String),
        recentFailures: expect.arrayContaining([expect.objectContaining({ code: "PROVIDER_UNAVAILABLE" })]),
      },
    });
    script("browserbase").launches = 0;
    expect((await create()).session.provider).toBe("local");
    expect(script("browserbase").launches).toBe(0);
    await recovered("browserbase");
    expect(await breakerOf("browserbase")).toMatchObject({ ok: true, breaker: { state: "closed" } });
    expect((await create()).session).toMatchObject({ provider: "browserbase", warnings: [] });
  });

  it("of every provider: refused with the time to wait, or queued and started when one is well again", async () => {
    await untilOpen("browserbase");
    await untilOpen("local");
    await untilOpen("browserbase");
    expect(await missingOf(t.app)).toEqual(["providers"]);
    // A create that comes when one may be probed again is that probe, and fails by itself: the next one is refused.
    const refused = () => create().then(null, (error: AppError) => ({ code: error.code, details: error.details }));
    await expect.poll(refused, { timeout: 20_000 }).toMatchObject({ code: "PROVIDER_UNAVAILABLE", details: { retryAfterMs: expect.any(Number) } });
    const { made } = await create({ queue: true });
    expect(made).toMatchObject({ status: "queued", queuePosition: 1 });
    // Its turns as a probe fail, and it waits on.
    const before = script("browserbase").launches + script("local").launches;
    await expect.poll(() => script("browserbase").launches + script("local").launches, { timeout: 20_000 }).toBeGreaterThan(before);
    await expect.poll(async () => (await t.app.sessions.get(actor, made.sessionId)).status).toBe("queued");
    script("local").fails = null;
    await expect.poll(async () => (await t.app.sessions.get(actor, made.sessionId)).status, { timeout: 20_000 }).toBe("active");
    expect((await t.app.sessions.get(actor, made.sessionId)).provider).toBe("local");
  });
});
