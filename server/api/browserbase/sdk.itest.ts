import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import Browserbase from "@browserbasehq/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../access/actor.ts";
import { BROWSERBASE_PATH } from "../../contract/browserbase.ts";
import { CdpConnection } from "../../providers/cdp.ts";
import { startTestApp } from "../../testing/app.ts";
import { freePort } from "../../testing/free-port.ts";

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let sdk: Browserbase;

const never = new AbortController().signal;
const serveSite = async () => {
  const html = '<title>Shop</title><input type="file"><a href="/report.csv">Report</a>';
  const server = createServer((req, res) => {
    if (req.url === "/report.csv") res.writeHead(200, { "content-type": "text/csv", "content-disposition": "attachment" }).end("a;b");
    else res.writeHead(200, { "content-type": "text/html" }).end(html);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop: async () => void server.close().closeAllConnections() };
};
const namesIn = async (archive: { arrayBuffer(): Promise<ArrayBuffer> }): Promise<string[]> => {
  const file = join(t.app.env.dataDir, "archive.zip");
  await writeFile(file, Buffer.from(await archive.arrayBuffer()));
  const script = "import zipfile,json,sys; print(json.dumps(sorted(zipfile.ZipFile(sys.argv[1]).namelist())))";
  return JSON.parse(execFileSync("python3", ["-c", script, file], { encoding: "utf8" })) as string[];
};
const sdkOf = (apiKey: string): Browserbase => new Browserbase({ apiKey, baseURL: `${t.url}${BROWSERBASE_PATH}`, maxRetries: 0, timeout: 30_000 });

beforeAll(async () => {
  t = await startTestApp({ PORT: String(await freePort()) });
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

describe("a running session", () => {
  let session: Awaited<ReturnType<typeof sdk.sessions.create>>;
  beforeAll(async () => {
    session = await sdk.sessions.create({});
  });
  afterAll(() => sdk.sessions.update(session.id, { status: "REQUEST_RELEASE" }));

  test("debug links to the live view, of the session and of each page, for as long as asked", async () => {
    const debug = await sdk.sessions.debug(session.id, { expiresIn: 60 });
    expect(debug).toMatchObject({ wsUrl: expect.stringContaining(`/cdp/${session.id}`), pages: [{ url: "about:blank" }] });
    const token = new URL(debug.debuggerFullscreenUrl).pathname.replace("/live/", "");
    const { exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { exp: number };
    expect(exp - Date.now() / 1000).toBeLessThan(62);
    expect(debug.pages[0]?.debuggerUrl).not.toBe(debug.debuggerUrl);
  });

  test("logs tell what the pages logged, oldest first", async () => {
    for (const text of ["first", "second"])
      await t.app.agent.evaluate(owner, { sessionId: session.id, expression: `console.log("${text}")`, timeoutMs: 5_000 }, never);
    const logs = await sdk.sessions.logs.list(session.id);
    expect(logs).toMatchObject([
      { method: "Runtime.consoleAPICalled", sessionId: session.id, request: { params: { text: "first" } } },
      { method: "Runtime.consoleAPICalled", sessionId: session.id, request: { params: { text: "second" } } },
    ]);
  });

  test("of recordings in their form there are none, and of strangers' sessions nothing is said", async () => {
    expect(await sdk.sessions.recording.retrieve(session.id)).toEqual([]);
    expect(await sdk.sessions.replays.retrieve(session.id)).toEqual({ pageCount: 0, pages: [] });
    const stranger = sdkOf(await t.apiKey(await t.actor()));
    for (const call of [() => stranger.sessions.logs.list(session.id), () => stranger.sessions.recording.retrieve(session.id)])
      await expect(call()).rejects.toBeInstanceOf(Browserbase.NotFoundError);
  });
});

describe("files", () => {
  test("an uploaded file is given to a page, and what pages download is there, also when the session is over", async () => {
    const site = await serveSite();
    try {
      const session = await sdk.sessions.create({ keepAlive: true });
      const { message } = await sdk.sessions.uploads.create(session.id, { file: await Browserbase.toFile(Buffer.from("hello"), "greeting.txt") });
      const path = /Its path is (.*)$/.exec(message)?.[1] ?? "";
      const page = `${site.url}page`;
      await t.app.agent.navigate(owner, { sessionId: session.id, url: page, waitUntil: "load", timeoutMs: 10_000 }, never);
      const cdp = t.app.sessions.live(session.id)?.tabs.active.cdp;
      const { root } = (await cdp?.send("DOM.getDocument")) ?? { root: { nodeId: 0 } };
      const { nodeId } = (await cdp?.send("DOM.querySelector", { nodeId: root.nodeId, selector: "input" })) ?? { nodeId: 0 };
      await cdp?.send("DOM.setFileInputFiles", { nodeId, files: [path] });
      const read = "document.querySelector('input').files[0].text()";
      expect((await t.app.agent.evaluate(owner, { sessionId: session.id, expression: read, timeoutMs: 5_000 }, never)).value).toBe("hello");

      expect(await namesIn(await sdk.sessions.downloads.list(session.id))).toEqual([]);
      const click = "document.querySelector('a').click()";
      for (const names of [["report.csv"], ["report (1).csv", "report.csv"]]) {
        await t.app.agent.evaluate(owner, { sessionId: session.id, expression: click, timeoutMs: 5_000 }, never);
        await expect.poll(async () => namesIn(await sdk.sessions.downloads.list(session.id))).toEqual(names);
      }
      await sdk.sessions.update(session.id, { status: "REQUEST_RELEASE" });
      expect(await namesIn(await sdk.sessions.downloads.list(session.id))).toEqual(["report (1).csv", "report.csv"]);
      expect(existsSync(path)).toBe(false);

      const stranger = sdkOf(await t.apiKey(await t.actor()));
      await expect(stranger.sessions.downloads.list(session.id)).rejects.toBeInstanceOf(Browserbase.NotFoundError);
      await expect(stranger.sessions.uploads.create(session.id, { file: await Browserbase.toFile(Buffer.from("x"), "x") })).rejects.toBeInstanceOf(
        Browserbase.NotFoundError,
      );
      await expect(sdk.sessions.uploads.create(session.id, { file: await Browserbase.toFile(Buffer.from("x"), "x") })).rejects.toMatchObject({ status: 410 });
    } finally {
      await site.stop();
    }
  });
});

describe("projects", () => {
  test("the key's workspace is the only one", async () => {
    const [project, ...others] = await sdk.projects.list();
    expect(others).toEqual([]);
    expect(project).toMatchObject({ id: owner.workspaceId, name: "Test workspace", ownerId: owner.userId, concurrency: 50, defaultTimeout: 300 });
    expect(await sdk.projects.retrieve(owner.workspaceId)).toEqual(project);
    const stranger = await t.actor();
    await expect(sdk.projects.retrieve(stranger.workspaceId)).rejects.toBeInstanceOf(Browserbase.NotFoundError);
    await expect(sdk.projects.usage(stranger.workspaceId)).rejects.toBeInstanceOf(Browserbase.NotFoundError);
  });

  test("usage adds up the time that browsers ran", async () => {
    const member = await t.actor();
    const theirs = sdkOf(await t.apiKey(member));
    expect(await theirs.projects.usage(member.workspaceId)).toEqual({ browserMinutes: 0, proxyBytes: 0 });
    const ran = { workspaceId: member.workspaceId, userId: member.userId, provider: "local", config: {}, expiresAt: new Date(), browser: {} };
    for (const [id, minutes] of [
      ["sess_usage_a", 3],
      ["sess_usage_b", 4.5],
    ] as const) {
      const createdAt = new Date(Date.now() - minutes * 60_000);
      await t.app.db.browserSession.create({ data: { ...ran, id, status: "terminated", terminationReason: "user", createdAt, terminatedAt: new Date() } });
    }
    expect(await theirs.projects.usage(member.workspaceId)).toEqual({ browserMinutes: 8, proxyBytes: 0 });
  });
});

describe("contexts", () => {
  test("what a session leaves in one is there for the next, and only while it persists", async () => {
    const site = await serveSite();
    try {
      const { id } = await sdk.contexts.create({ name: "Shop" });
      const visit = async (persist: boolean, script: string): Promise<unknown> => {
        const session = await sdk.sessions.create({ browserSettings: { context: { id, persist } } });
        expect(session.contextId).toBe(id);
        await t.app.agent.navigate(owner, { sessionId: session.id, url: site.url, waitUntil: "load", timeoutMs: 10_000 }, never);
        const { value } = await t.app.agent.evaluate(owner, { sessionId: session.id, expression: script, timeoutMs: 5_000 }, never);
        await sdk.sessions.update(session.id, { status: "REQUEST_RELEASE" });
        return value;
      };
      const look = "[document.cookie, localStorage.getItem('cart')]";
      const fill = (what: string): string => `document.cookie = "login=${what}; max-age=3600"; localStorage.setItem("cart", "${what}"); ${look}`;
      expect(await visit(true, fill("one"))).toEqual(["login=one", "one"]);
      expect(await visit(false, `const found = ${look}; ${fill("two")}; found`)).toEqual(["login=one", "one"]);
      expect(await visit(false, look)).toEqual(["login=one", "one"]);
      const { state } = await t.app.db.browserContext.findUniqueOrThrow({ where: { id } });
      expect(Buffer.from(state ?? "", "base64").toString("latin1")).not.toContain("login");
    } finally {
      await site.stop();
    }
  });

  test("they are found by their workspace alone, keep one name each, and can be removed", async () => {
    const made = await sdk.contexts.create({ name: "Mine", projectId: owner.workspaceId });
    expect(made).toMatchObject({ cipherAlgorithm: "AES-256-CBC", initializationVectorSize: 16 });
    expect(await sdk.contexts.retrieve(made.id)).toMatchObject({ id: made.id, name: "Mine", projectId: owner.workspaceId });
    expect(await sdk.contexts.update(made.id)).toMatchObject({ id: made.id });
    await expect(sdk.contexts.create({ name: "MINE" })).rejects.toBeInstanceOf(Browserbase.ConflictError);
    const stranger = sdkOf(await t.apiKey(await t.actor()));
    for (const call of [
      () => stranger.contexts.retrieve(made.id),
      () => stranger.contexts.update(made.id),
      () => stranger.contexts.delete(made.id),
      () => stranger.sessions.create({ browserSettings: { context: { id: made.id } } }),
    ])
      await expect(call()).rejects.toBeInstanceOf(Browserbase.NotFoundError);
    await sdk.contexts.delete(made.id);
    await expect(sdk.contexts.retrieve(made.id)).rejects.toBeInstanceOf(Browserbase.NotFoundError);
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
