import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadEnv } from "../core/env.ts";
import { createLog } from "../core/log.ts";
import { createLocalProvider } from "./local.ts";
import type { BrowserProvider, LaunchSpec } from "./provider.ts";

const KEY = "0".repeat(64);
const SERVER = "srv_contract";
const spec: LaunchSpec = { sessionId: "sess_contract", viewport: { width: 800, height: 600 }, captchaSolving: false };
const soon = (): AbortSignal => AbortSignal.timeout(20_000);

/** Every Chromium that can be had here: the suite must hold for each. */
const kinds = [
  { kind: "headless shell from npm", path: () => chromium.executablePath() },
  ...["/usr/bin/chromium", "/usr/bin/google-chrome"].filter((path) => existsSync(path)).map((path) => ({ kind: path, path: async () => path })),
];

/** Process groups of browsers whose profile is below this folder. */
const groupsOf = (folder: string): number[] =>
  execFileSync("ps", ["-A", "-o", "pgid=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(`--user-data-dir=${folder}`))
    .map((line) => Number(line.trim().split(" ")[0]));

describe.each(kinds)("a provider of browsers: local, $kind", ({ path }) => {
  let dataDir: string;
  let provider: BrowserProvider;
  const make = async (poolSize: number): Promise<BrowserProvider> => {
    const env = loadEnv({
      DATABASE_URL: "postgresql://localhost/unused",
      TOKEN_KEY: KEY,
      CONTEXT_ENCRYPTION_KEY: KEY,
      AUTH_SECRET: KEY,
      DATA_DIR: dataDir,
      POOL_SIZE: String(poolSize),
      CHROMIUM_PATH: await path(),
    });
    provider = createLocalProvider({ env, log: createLog({ level: "silent" }), serverId: SERVER });
    await provider.start();
    return provider;
  };
  const ready = (count: number) => expect.poll(async () => (await provider.health()).ready, { timeout: 20_000 }).toBe(count);

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "perch-provider-"));
  });
  afterEach(async () => {
    await provider.stop();
    expect(groupsOf(dataDir)).toEqual([]);
    expect(await readdir(join(dataDir, "browsers")).catch(() => [])).toEqual([]);
    await rm(dataDir, { recursive: true, force: true });
  });

  test("a browser answers, tells what it uses, and leaves nothing when closed", async () => {
    const browser = await (await make(0)).launch(spec, soon());
    expect((await browser.cdp.send("Browser.getVersion")).product).toMatch(/Chrome/);
    const usage = await browser.usage();
    expect(usage.processes).toBeGreaterThan(1);
    expect(usage.memoryBytes).toBeGreaterThan(10_000_000);
    await Promise.all([browser.close(), browser.close()]);
    expect(await browser.exited).toMatchObject({ asked: true });
    expect(groupsOf(dataDir)).toEqual([]);
  });

  test("two browsers share nothing", async () => {
    await make(0);
    const [one, two] = await Promise.all([provider.launch(spec, soon()), provider.launch(spec, soon())]);
    expect(one.externalId).not.toBe(two.externalId);
    expect(one.endpoint).not.toBe(two.endpoint);
    expect(await readdir(join(dataDir, "browsers", SERVER))).toHaveLength(2);
  });

  test("a browser that is killed ends its calls at once and is cleared away", async () => {
    const browser = await (await make(0)).launch(spec, soon());
    const { targetInfos } = await browser.cdp.send("Target.getTargets");
    const target = targetInfos.find(({ type }) => type === "page");
    const { sessionId } = await browser.cdp.send("Target.attachToTarget", { targetId: target?.targetId ?? "", flatten: true });
    const call = browser.cdp.session(sessionId).send("Runtime.evaluate", { expression: "new Promise(() => {})", awaitPromise: true });
    process.kill(-Number(browser.externalId), "SIGKILL");
    await expect(call).rejects.toMatchObject({ code: "BROWSER_CRASHED" });
    expect(await browser.exited).toMatchObject({ asked: false });
  });

  test("a pooled browser is handed out once, replaced, and dead ones never", async () => {
    await make(2);
    await ready(2);
    const [one, two] = await Promise.all([provider.launch(spec, soon()), provider.launch(spec, soon())]);
    expect(one).not.toBe(two);
    await ready(2);
    for (const group of new Set(groupsOf(dataDir))) if (![one.externalId, two.externalId].includes(String(group))) process.kill(-group, "SIGKILL");
    const three = await provider.launch(spec, soon());
    expect((await three.cdp.send("Browser.getVersion")).product).toMatch(/Chrome/);
    await one.close();
    await ready(2);
    expect((await provider.health()).running).toBe(2);
  });

  test("a caller that gives up leaves no browser behind", async () => {
    await make(0);
    for (const afterMs of [1, 20, 60]) {
      await expect(provider.launch(spec, AbortSignal.timeout(afterMs))).rejects.toMatchObject({ code: "CANCELLED" });
      expect(groupsOf(dataDir)).toEqual([]);
    }
    await expect(provider.launch(spec, AbortSignal.abort())).rejects.toMatchObject({ code: "CANCELLED" });
  });

  test("stopping while the pool still launches ends that browser too", async () => {
    await make(2);
    await provider.stop();
    expect(groupsOf(dataDir)).toEqual([]);
  });
});

test("a Chromium that is none is named with its remedy", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "perch-provider-"));
  const env = loadEnv({
    DATABASE_URL: "postgresql://localhost/unused",
    TOKEN_KEY: KEY,
    CONTEXT_ENCRYPTION_KEY: KEY,
    AUTH_SECRET: KEY,
    DATA_DIR: dataDir,
    POOL_SIZE: "0",
    CHROMIUM_PATH: "/nowhere/chromium",
  });
  await expect(createLocalProvider({ env, log: createLog({ level: "silent" }), serverId: SERVER }).launch(spec, soon())).rejects.toMatchObject({
    code: "BROWSER_LAUNCH_FAILED",
    message: expect.stringContaining("CHROMIUM_PATH"),
  });
  await rm(dataDir, { recursive: true });
});
