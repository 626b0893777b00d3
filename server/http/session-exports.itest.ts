import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { Ajv, type AnySchema } from "ajv";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Actor } from "../access/actor.ts";
import { ActInput } from "../contract/agent.ts";
import type { PerchEvent } from "../contract/events.ts";
import { SESSION_EXPORTS } from "../contract/network-log.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "../testing/app.ts";

const LIMIT = { timeout: 30_000 };
const never = new AbortController().signal;
const TYPED = "correct-horse-98";
const KEYED = "tr0ub4dor&3";
const CARD = "4242 4242 4242 4242";
const VERIFICATION = "73519";
const COOKIE = "session-cookie-value-77";
const BEARER = "bearer-credential-4711";
const PLANTED = [TYPED, KEYED, CARD, CARD.replaceAll(" ", ""), VERIFICATION, COOKIE, BEARER, "answered-access-token", "EMP-123456"];

/** It repeats what is typed wherever a page can: console, errors, its own address, addresses and bodies of requests, headers. */
const PAGE = `<!doctype html><title>Sign in</title>
  <label>Password <input id=pw type=password></label> <label>Card number <input id=card autocomplete=cc-number></label>
  <label>CVC <input id=cvc name=cvc></label> <label>Note <input id=note></label>
  <script>
    for (const field of document.querySelectorAll("input")) field.oninput = () => {
      const { value } = field;
      console.log("typed", value, { deep: { value } });
      console.error(new Error("not " + value));
      Promise.reject(new Error("rejected " + value));
      history.replaceState(null, "", "?field=" + encodeURIComponent(value));
      fetch("/echo?q=" + encodeURIComponent(value), { method: "POST", headers: { "content-type": "application/json", "x-note": btoa("note"), authorization: "Bearer ${BEARER}" },
        body: JSON.stringify({ anything: value, badge: "EMP-123456" }) });
      document.title = value;
    };
    console.log(document.cookie);
    console.log("%s of %d items", "two", 2, { id: "EMP-123456" });
  </script>`;

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { pathname } = new URL(req.url ?? "/", "http://localhost");
  if (pathname === "/echo") {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    res.writeHead(200, { "content-type": "application/json" });
    res.end(JSON.stringify({ got: Buffer.concat(chunks).toString(), access_token: "answered-access-token" }));
  } else if (pathname === "/away") res.writeHead(302, { location: "/?code=answered-access-token" }).end();
  else res.writeHead(200, { "content-type": "text/html", "set-cookie": `sid=${COOKIE}; Path=/` }).end(PAGE);
}

const site = createServer((req, res) => void answer(req, res));
let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let key: string;
let sessionId: string;
const told: PerchEvent[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  t = await startTestApp();
  owner = await t.actor();
  key = await t.apiKey(owner);
  t.app.events.subscribe({}, (event) => void told.push(event));
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  ({ sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({ url, logNetwork: "bodies", maskPatterns: ["EMP-\\d{6}"] }), never));
  const act = (instruction: string) => t.app.agent.act(owner, ActInput.parse({ sessionId, instruction, mode: "resolver" }), never);
  expect(await act(`type "${TYPED}" into "Password"`)).toMatchObject({ outcome: "done" });
  expect(await act(`type "${CARD}" into "Card number"`)).toMatchObject({ outcome: "done" });
  expect(await act(`type "${VERIFICATION}" into "CVC"`)).toMatchObject({ outcome: "done" });
  // As a person types: key by key.
  const page = t.app.sessions.live(sessionId)?.tabs.active;
  await page?.evaluate(`(() => { pw.value = ""; pw.focus(); })()`);
  await page?.keyboard.type(KEYED);
  await page?.evaluate(`fetch("/away").then((r) => r.text())`);
  expect(await act('type "=HYPERLINK(1)" into "Note"')).toMatchObject({ outcome: "done" });
  await vi.waitFor(async () => expect(await text("logs.json")).toContain("=HYPERLINK(1)"), LIMIT);
  await vi.waitFor(async () => expect((await har()).entries.filter(({ response }) => response.content.text !== undefined).length).toBeGreaterThan(3), LIMIT);
}, 120_000);
afterAll(async () => {
  site.closeAllConnections();
  site.close();
  await t?.stop();
});

const get = (file: string, apiKey = key): Promise<Response> =>
  fetch(`${t.url}/api/sessions/${sessionId}/${file}`, { headers: { "x-api-key": apiKey }, signal: AbortSignal.timeout(30_000) });
const text = async (file: string): Promise<string> => (await get(file)).text();

const Har = z.object({
  log: z.object({
    pages: z.array(z.object({ id: z.string(), title: z.string() })),
    entries: z.array(
      z.object({
        pageref: z.string().optional(),
        time: z.number(),
        timings: z.record(z.string(), z.number()),
        request: z.object({ method: z.string(), url: z.string(), postData: z.object({ text: z.string() }).optional() }),
        response: z.object({ status: z.number(), redirectURL: z.string(), content: z.object({ text: z.string().optional() }) }),
      }),
    ),
  }),
});
const har = async (): Promise<z.infer<typeof Har>["log"]> => Har.parse(JSON.parse(await text("network.har"))).log;

test("nothing that was typed into password and card fields, no credential and nothing of a configured pattern is in any row, event or file", async () => {
  const tables = await t.app.db.$queryRaw<{ name: string }[]>`select table_name as name from information_schema.tables where table_schema = 'public'`;
  const places = new Map<string, string>();
  for (const { name } of tables) places.set(name, JSON.stringify(await t.app.db.$queryRawUnsafe(`select to_jsonb(t)::text as row from "${name}" t`)));
  for (const file of SESSION_EXPORTS) places.set(file, await text(file));
  places.set("events", JSON.stringify(told));
  // Each was written to, or finding nothing there would say nothing.
  for (const place of ["session_logs", "network_entries", "session_activity_logs", "network.har", "logs.csv", "activity.json", "events"])
    expect(places.get(place), place).toContain("***");
  for (const [place, content] of places)
    for (const secret of PLANTED)
      for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), Buffer.from(secret).toString("base64")])
        expect(content.includes(form), `${secret} in ${place}: …${content.slice(Math.max(0, content.indexOf(form) - 200), content.indexOf(form) + 60)}`).toBe(
          false,
        );
});

test("the archive is HAR 1.2 by its schema, with pages, redirects, bodies and phases that add up", async () => {
  const schemas = createRequire(import.meta.url)("har-schema") as Record<string, AnySchema & { $id: string }>;
  const ajv = new Ajv({ strict: false, schemas: [] });
  addFormats.default(ajv);
  // The package names the draft of 2016, of whose words these schemas use none that have changed since.
  for (const schema of Object.values(schemas)) ajv.addSchema({ ...(schema as object), $schema: undefined } as AnySchema);
  const archive = JSON.parse(await text("network.har")) as unknown;
  const valid = ajv.validate("har.json#", archive);
  expect(ajv.errors?.slice(0, 3) ?? []).toEqual([]);
  expect(valid).toBe(true);
  const { entries, pages } = await har();
  expect(pages[0]).toMatchObject({ title: expect.stringContaining("127.0.0.1") });
  expect(entries[0]?.pageref).toBe(pages[0]?.id);
  expect(entries.find(({ response }) => response.status === 302)?.response.redirectURL).toBe("/?code=***");
  expect(entries.find(({ request }) => request.method === "POST")?.request.postData?.text).toContain('"badge":"***"');
  for (const { time, timings } of entries) {
    const { ssl: _, ...phases } = timings;
    expect(time).toBeCloseTo(
      Object.values(phases).reduce((sum, ms) => sum + Math.max(0, ms), 0),
      3,
    );
  }
});

test("files of logs and activity in each form, and of what fits a filter", async () => {
  const logs = JSON.parse(await text("logs.json")) as { level: string; text: string; line: number | null }[];
  expect(logs.length).toBeGreaterThan(10);
  expect(logs.find((line) => line.text === 'two of 2 items {id: "***"}')).toMatchObject({ level: "info", line: expect.any(Number) });
  expect((await text("logs.ndjson")).trim().split("\n")).toHaveLength(logs.length);
  const errors = JSON.parse(await text("logs.json?level=error,warning&search=hyperlink")) as { level: string }[];
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.every(({ level }) => level === "error")).toBe(true);
  expect(JSON.parse(await text("activity.json"))).toMatchObject([{ actionType: "session.created" }, { actionType: "act", success: true }, {}, {}, {}]);
  const network = await text("network.csv?statusClass=3");
  expect(network.trim().split("\r\n")).toHaveLength(2);
  expect(network).toMatch(/^startedAt,method,url,/);
  expect((await get("network.har")).headers.get("content-disposition")).toBe(`attachment; filename="${sessionId}-network.har"`);
});

test("a spreadsheet takes no cell for a formula", async () => {
  const page = t.app.sessions.live(sessionId)?.tabs.active;
  await page?.evaluate(`console.log("=1+1"), console.log("@SUM(1)")`);
  const csv = await text("logs.csv");
  expect(csv).toContain(",'=1+1,");
  expect(csv).toContain(",'@SUM(1),");
});

test("another workspace's files are not there, and without the scope nobody reads them", async () => {
  const stranger = await t.apiKey(await t.actor());
  const scopeless = await t.apiKey(owner, ["live:view"]);
  for (const file of SESSION_EXPORTS) {
    expect((await get(file, stranger)).status).toBe(404);
    expect((await get(file, scopeless)).status).toBe(403);
  }
  expect((await get("network.csv?statusClass=9")).status).toBe(400);
  expect((await get("network.xml")).status).toBe(404);
});
