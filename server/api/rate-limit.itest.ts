import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Actor } from "../access/actor.ts";
import type { ErrorBody } from "../contract/errors.ts";
import { startTestApp } from "../testing/app.ts";

const PER_MINUTE = 3;
const nothing = { sessionId: "sess_of_nobody" };

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;

beforeAll(async () => {
  t = await startTestApp({ RATE_CREATE_PER_MINUTE: String(PER_MINUTE), RATE_CONNECT_PER_MINUTE: String(PER_MINUTE) });
  owner = await t.actor();
});
afterAll(() => t?.stop());

type Answer = ErrorBody & { status: number; retryAfter: string | null };

/** What the server refuses a call with. */
async function call(key: string, path: string, { url = t.url, query = false } = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const response = query
    ? await fetch(`${url}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify(nothing))}`, { headers })
    : await fetch(`${url}/api/trpc/${path}`, { method: "POST", headers, body: JSON.stringify(nothing) });
  const { error } = (await response.json()) as { error: { data: { perch: ErrorBody } } };
  return { ...error.data.perch, status: response.status, retryAfter: response.headers.get("retry-after") };
}
const times = <T>(count: number, work: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: count }, work));

it("refuses a key that asks for too many sessions, with the time to wait, on whatever server", async () => {
  const beside = await t.startBeside();
  try {
    const key = await t.apiKey(owner);
    const first = await times(PER_MINUTE, () => call(key, "browser.restoreSession"));
    expect(first.map(({ code, retryAfter }) => [code, retryAfter])).toEqual(first.map(() => ["NOT_FOUND", null]));
    for (const url of [t.url, beside.url, t.url]) {
      const refused = await call(key, "browser.createSession", { url });
      expect(refused).toMatchObject({ status: 429, code: "LIMIT_EXCEEDED", retryable: true, details: { limit: "create", perMinute: PER_MINUTE } });
      const { retryAfterMs } = refused.details as { retryAfterMs: number };
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(60_000);
      expect(refused.retryAfter).toBe(String(Math.ceil(retryAfterMs / 1000)));
    }
    // The calls that were let through are in the log, those that were refused are not.
    expect(await t.app.db.auditLog.groupBy({ by: ["errorCode"], _count: true })).toEqual([{ errorCode: "NOT_FOUND", _count: PER_MINUTE }]);
  } finally {
    await beside.stop();
  }
});

it("counts each key by itself, and only calls that may be made", async () => {
  const [reader, writer] = await Promise.all([t.apiKey(owner, ["sessions:read"]), t.apiKey(owner)]);
  const refused = await times(PER_MINUTE + 2, () => call(reader, "browser.restoreSession"));
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["FORBIDDEN"]));
  expect((await call(writer, "browser.restoreSession")).code).toBe("NOT_FOUND");
});

it("does not count what is asked often", async () => {
  const key = await t.apiKey(owner);
  const answers = await times(PER_MINUTE * 5, () => call(key, "browser.getSession", { query: true }));
  expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(["NOT_FOUND"]));
});

it("refuses a caller that opens too many connections before the socket opens", async () => {
  const key = await t.apiKey(owner);
  const open = async (): Promise<number> => {
    const socket = new WebSocket(`${t.url.replace("http", "ws")}/ws/trpc`, { headers: { authorization: `Bearer ${key}` } });
    const status = await Promise.race([
      once(socket, "open").then(() => 101),
      once(socket, "unexpected-response").then(([, response]) => {
        expect(Number(response.headers["retry-after"])).toBeGreaterThan(0);
        return response.statusCode as number;
      }),
    ]);
    socket.on("error", () => {});
    socket.terminate();
    return status;
  };
  const statuses: number[] = [];
  for (let i = 0; i <= PER_MINUTE; i++) statuses.push(await open());
  expect(statuses).toEqual([101, 101, 101, 429]);
});
