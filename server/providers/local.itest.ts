import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../core/log.ts";
import { LOCAL_KINDS, type ProviderPlace, providerEnv } from "../testing/provider-places.ts";
import { createLocalProvider } from "./local.ts";
import type { BrowserProvider, LaunchSpec } from "./provider.ts";

const SERVER = "srv_local";
const spec: LaunchSpec = { sessionId: "sess_local", viewport: { width: 800, height: 600 }, captchaSolving: false };
const soon = (): AbortSignal => AbortSignal.timeout(20_000);

describe.each(LOCAL_KINDS)("the pool: $kind", ({ startPlace }) => {
  let place: ProviderPlace;
  let provider: BrowserProvider;
  const ready = (count: number) => expect.poll(async () => (await provider.health()).ready, { timeout: 20_000 }).toBe(count);

  beforeEach(async () => {
    place = await startPlace();
    provider = place.provider(SERVER, 2);
    await provider.start();
  });
  afterEach(async () => {
    await provider.stop();
    expect(await place.groups()).toEqual([]);
    await place.stop();
  });

  test("a pooled browser is handed out once, replaced, and dead ones never", async () => {
    await ready(2);
    const [one, two] = await Promise.all([provider.launch(spec, soon()), provider.launch(spec, soon())]);
    expect(one).not.toBe(two);
    await ready(2);
    for (const group of await place.groups()) if (![one.externalId, two.externalId].includes(String(group))) process.kill(-group, "SIGKILL");
    const three = await provider.launch(spec, soon());
    expect((await three.cdp.send("Browser.getVersion")).product).toMatch(/Chrome/);
    await one.close();
    await ready(2);
    expect((await provider.health()).running).toBe(2);
  });

  test("stopping while the pool still launches ends that browser too", async () => {
    await provider.stop();
    expect(await place.groups()).toEqual([]);
  });
});

test("a Chromium that is none is named with its remedy", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "perch-provider-"));
  const env = providerEnv({ DATA_DIR: dataDir, CHROMIUM_PATH: "/nowhere/chromium" });
  await expect(createLocalProvider({ env, log: createLog({ level: "silent" }), serverId: SERVER }).launch(spec, soon())).rejects.toMatchObject({
    code: "BROWSER_LAUNCH_FAILED",
    message: expect.stringContaining("CHROMIUM_PATH"),
  });
  await rm(dataDir, { recursive: true });
});
