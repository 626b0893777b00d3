import Browserbase from "@browserbasehq/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../access/actor.ts";
import { BROWSERBASE_PATH } from "../../contract/browserbase.ts";
import { CdpConnection } from "../../providers/cdp.ts";
import { startTestApp } from "../../testing/app.ts";

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let sdk: Browserbase;

const sdkOf = (apiKey: string): Browserbase => new Browserbase({ apiKey, baseURL: `${t.url}${BROWSERBASE_PATH}`, maxRetries: 0, timeout: 30_000 });

beforeAll(async () => {
  t = await startTestApp();
  owner = await t.actor();
  sdk = sdkOf(await t.apiKey(owner));
});
afterAll(() => t.stop());

describe("the official SDK against this server", () => {
  test("a session is created with its options, driven over its address, found again and released", async () => {
    const made = await sdk.sessions.create({
      projectId: owner.workspaceId,
      keepAlive: true,
      api_timeout: 120,
      region: "eu-central-1",
      userMetadata: { order: { status: "shipped" } },
      browserSettings: { viewport: { width: 900, height: 700 }, blockAds: true, solveCaptchas: true },
    });
    expect(made).toMatchObject({ status: "RUNNING", keepAlive: true, projectId: owner.workspaceId, region: "eu-central-1", proxyBytes: 0 });
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(120_000);
    expect(await t.app.sessions.get(owner, made.id)).toMatchObject({
      config: { viewport: { width: 900, height: 700 }, options: { adBlocking: true } },
      warnings: [{ field: "options.captchaSolving" }],
    });

    const cdp = await CdpConnection.connect(made.connectUrl, { timeoutMs: 5_000 });
    expect((await cdp.send("Browser.getVersion")).product).toMatch(/Chrome/);
    cdp.close();

    expect(await sdk.sessions.retrieve(made.id)).toMatchObject({ id: made.id, status: "RUNNING", userMetadata: { order: { status: "shipped" } } });
    expect((await sdk.sessions.list({ q: "user_metadata['order']['status']:'shipped'" })).map(({ id }) => id)).toEqual([made.id]);
    expect(await sdk.sessions.list({ q: "user_metadata['order']['status']:'lost'" })).toEqual([]);
    expect((await sdk.sessions.list({ status: "RUNNING" })).map(({ id }) => id)).toContain(made.id);

    const released = await sdk.sessions.update(made.id, { status: "REQUEST_RELEASE", projectId: owner.workspaceId });
    expect(released).toMatchObject({ status: "COMPLETED", endedAt: expect.any(String) });
    expect((await sdk.sessions.retrieve(made.id)).connectUrl).toBeUndefined();
    expect((await sdk.sessions.list({ status: "COMPLETED" })).map(({ id }) => id)).toContain(made.id);
    expect(await sdk.sessions.list({ status: "TIMED_OUT" })).toEqual([]);
  });
});

describe("what the SDK throws", () => {
  const failure = (call: Promise<unknown>): Promise<InstanceType<typeof Browserbase.APIError>> =>
    call.then(
      () => Promise.reject(new Error("It did not fail.")),
      (error: unknown) => (error instanceof Browserbase.APIError ? error : Promise.reject(error)),
    );

  test("AuthenticationError for a key that is none, and a cookie is none either", async () => {
    expect(await failure(sdkOf("perch_wrong").sessions.list())).toBeInstanceOf(Browserbase.AuthenticationError);
    const response = await fetch(`${t.url}${BROWSERBASE_PATH}/v1/sessions`, { headers: { cookie: "better-auth.session_token=x" } });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ statusCode: 401, error: "Unauthorized", message: expect.stringContaining("X-BB-API-Key") });
  });

  test("PermissionDeniedError without the scopes of the procedures, before anything is made", async () => {
    const reader = sdkOf(await t.apiKey(owner, ["sessions:read"]));
    expect(await reader.sessions.list()).toEqual(expect.any(Array));
    expect(await failure(reader.sessions.create({}))).toBeInstanceOf(Browserbase.PermissionDeniedError);
    const running = await t.app.db.browserSession.count({ where: { workspaceId: owner.workspaceId, status: "active" } });
    expect(running).toBe(0);
  });

  test("NotFoundError for another workspace's session and project; ids of projects elsewhere are let pass", async () => {
    const stranger = await t.actor();
    const theirs = await sdkOf(await t.apiKey(stranger)).sessions.create({ projectId: "7e0f5f4e-0000-4000-8000-000000000000" });
    try {
      for (const call of [
        () => sdk.sessions.retrieve(theirs.id),
        () => sdk.sessions.debug(theirs.id),
        () => sdk.sessions.update(theirs.id, { status: "REQUEST_RELEASE" }),
        () => sdk.sessions.create({ projectId: stranger.workspaceId }),
      ])
        expect(await failure(call())).toBeInstanceOf(Browserbase.NotFoundError);
    } finally {
      await t.app.sessions.terminate(stranger, theirs.id);
    }
  });

  test("BadRequestError that names what is wrong or not to be had", async () => {
    expect(await failure(sdk.sessions.create({ browserSettings: { extensionId: "ext" } }))).toMatchObject({
      status: 400,
      message: expect.stringContaining("extensions"),
      error: { code: "CAPABILITY_UNSUPPORTED", fields: [{ field: "extensionId" }] },
    });
    expect(await failure(sdk.sessions.create({ proxies: true }))).toMatchObject({ status: 400, message: expect.stringContaining("type external") });
    expect(await failure(sdk.sessions.create({ api_timeout: 1 }))).toMatchObject({ status: 400, error: { fields: [{ field: "timeout" }] } });
    expect(await failure(sdk.sessions.list({ q: "order = shipped" }))).toMatchObject({ status: 400, message: expect.stringContaining("user_metadata['key']") });
  });

  test("an error that is of no use to try again is not tried again", async () => {
    const response = await fetch(`${t.url}${BROWSERBASE_PATH}/v1/nothing`, { headers: { "x-bb-api-key": await t.apiKey(owner) } });
    expect(response.status).toBe(404);
    expect(response.headers.get("x-should-retry")).toBe("false");
  });
});
