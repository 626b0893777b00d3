import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PROVIDER_KINDS, type ProviderPlace } from "../testing/provider-places.ts";
import type { Browser, BrowserProvider, LaunchSpec } from "./provider.ts";

const SERVER = "srv_contract";
const NEXT_SERVER = "srv_next";
const spec: LaunchSpec = { sessionId: "sess_contract", viewport: { width: 800, height: 600 }, captchaSolving: false };
const soon = (): AbortSignal => AbortSignal.timeout(40_000);
const nobodyKeeps = (): boolean => false;

describe.each(PROVIDER_KINDS)("a provider of browsers: $kind", ({ startPlace, tellsUsage }) => {
  let place: ProviderPlace;
  let provider: BrowserProvider;
  let next: BrowserProvider;
  const nothingLeft = () => expect.poll(() => place.groups()).toEqual([]);
  const product = async (browser: Browser): Promise<string> => (await browser.cdp.send("Browser.getVersion")).product;

  beforeAll(async () => {
    place = await startPlace();
  });
  afterAll(() => place.stop());
  beforeEach(async () => {
    provider = place.provider(SERVER);
    next = place.provider(NEXT_SERVER);
    await Promise.all([provider.start(), next.start()]);
  });
  afterEach(async () => {
    await Promise.all([provider.stop(), next.stop()]);
    await nothingLeft();
  });

  test("a browser answers, tells what it uses or that it cannot, and leaves nothing when closed", async () => {
    const browser = await provider.launch(spec, soon());
    expect(browser.provider).toBe(provider.name);
    expect(await product(browser)).toMatch(/Chrome/);
    const usage = browser.usage();
    if (tellsUsage) expect(await usage).toMatchObject({ processes: expect.toSatisfy((n) => n > 1), memoryBytes: expect.toSatisfy((n) => n > 10_000_000) });
    else await expect(usage).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
    await Promise.all([browser.close({ graceMs: 2_000 }), browser.close()]);
    expect(await browser.exited).toMatchObject({ asked: true });
    expect(await place.groups()).toEqual([]);
  });

  test("two browsers share nothing", async () => {
    const [one, two] = await Promise.all([provider.launch(spec, soon()), provider.launch(spec, soon())]);
    expect(one.externalId).not.toBe(two.externalId);
    expect(one.endpoint).not.toBe(two.endpoint);
    expect((await place.groups()).length).toBe(2);
    await one.cdp.send("Storage.setCookies", { cookies: [{ name: "of", value: "one", url: "https://example.test" }] });
    expect((await two.cdp.send("Storage.getCookies")).cookies).toEqual([]);
  });

  test("a browser that is killed ends its calls at once and is cleared away", async () => {
    const browser = await provider.launch(spec, soon());
    const { targetInfos } = await browser.cdp.send("Target.getTargets");
    const target = targetInfos.find(({ type }) => type === "page");
    const { sessionId } = await browser.cdp.send("Target.attachToTarget", { targetId: target?.targetId ?? "", flatten: true });
    const call = browser.cdp.session(sessionId).send("Runtime.evaluate", { expression: "new Promise(() => {})", awaitPromise: true });
    const failure = expect(call).rejects.toMatchObject({ code: "BROWSER_CRASHED" });
    await place.kill(browser);
    await failure;
    expect(await browser.exited).toMatchObject({ asked: false });
  });

  test("a caller that gives up leaves no browser behind", async () => {
    for (const afterMs of [1, 20, 60]) {
      // A quick machine may have launched by then: that browser ends with its provider, like any other.
      const [outcome] = await Promise.allSettled([provider.launch(spec, AbortSignal.timeout(afterMs))]);
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "CANCELLED" });
      await provider.stop();
      await nothingLeft();
    }
    await expect(provider.launch(spec, AbortSignal.abort())).rejects.toMatchObject({ code: "CANCELLED" });
  });

  test("a browser that is let go runs on, and another server takes it over by its record", async () => {
    const browser = await provider.launch(spec, soon());
    await browser.cdp.send("Storage.setCookies", { cookies: [{ name: "who", value: "the same", url: "https://example.test" }] });
    browser.release();
    expect(await browser.exited).toMatchObject({ asked: true });
    const record = JSON.parse(JSON.stringify(browser.record));
    expect(next.canAdopt(record)).toBe(true);
    const adopted = await next.adopt(record, soon());
    expect(adopted).toMatchObject({ externalId: browser.externalId, provider: provider.name });
    expect((await adopted?.cdp.send("Storage.getCookies"))?.cookies).toMatchObject([{ name: "who", value: "the same" }]);
    await adopted?.close({ graceMs: 2_000 });
    expect(await place.groups()).toEqual([]);
    expect(await next.adopt(record, soon())).toBeNull();
  });

  test("what nobody keeps is ended; what somebody keeps, or this server holds, is not", async () => {
    const [held, kept, lost] = await Promise.all([1, 2, 3].map(() => provider.launch(spec, soon())));
    for (const browser of [kept, lost]) browser?.release();
    await Promise.all([kept?.exited, lost?.exited]);
    const keeps = ({ browserId }: { browserId: string }): boolean => browserId === kept?.record.browserId || browserId === held?.record.browserId;
    expect((await next.clean(keeps)).processes).toBeGreaterThan(0);
    await expect.poll(async () => (await place.groups()).length).toBe(2);
    expect(await product(held as Browser)).toMatch(/Chrome/);
    expect((await next.clean(keeps)).processes).toBe(0);
    await held?.close({ graceMs: 2_000 });
    await next.clean(nobodyKeeps);
    await nothingLeft();
  });

  test("it tells how it is and how many browsers it runs", async () => {
    expect(await provider.health()).toMatchObject({ status: "ok", running: 0 });
    const browser = await provider.launch(spec, soon());
    expect(await provider.health()).toMatchObject({ status: "ok", running: 1 });
    await browser.close({ graceMs: 2_000 });
    await expect.poll(async () => (await provider.health()).running).toBe(0);
  });
});
