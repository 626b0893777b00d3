import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LISTS } from "../../testing/pages/lists.ts";
import type { PageCase } from "../../testing/pages/page-case.ts";
import { THINGS } from "../../testing/pages/things.ts";
import { startRunningSession } from "../../testing/running-session.ts";
import { PageWorkers } from "../page-workers/page-workers.ts";
import { extractFromPage } from "./extract.ts";

const CASES = [...LISTS, ...THINGS];
const LIMIT_MS = 50_000;
let server: Server;
let base: string;
const workers = new PageWorkers();
let run: Awaited<ReturnType<typeof startRunningSession>>;

beforeAll(async () => {
  server = createServer((request, response) => {
    const html = CASES[Number(/^\/page\/(\d+)$/.exec(request.url ?? "")?.[1])]?.html;
    response.writeHead(html === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" }).end(`<!doctype html>${html}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  run = await startRunningSession();
});
afterAll(async () => {
  await workers.stop();
  await run?.stop();
  server?.closeAllConnections();
  server?.close();
});

async function check(page: PageCase): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  await run.page.navigate(`${base}/page/${CASES.indexOf(page)}`, { waitUntil: "load", timeoutMs: 10_000, signal });
  const instruction = page.instruction ?? "Extract the data that the schema describes";
  const found = extractFromPage(run.page, { schema: page.schema, instruction }, (job, limit) => workers.match(job, limit), signal);
  if (page.data === null) return expect(found).rejects.toMatchObject({ code: "EXTRACTION_INVALID" });
  const { data, missing } = await found;
  expect(data).toEqual(JSON.parse(JSON.stringify(page.data).replaceAll("$BASE", base)));
  if (page.missing) expect([...missing].sort()).toEqual([...page.missing].sort());
}

describe("things that repeat", () => {
  test.each(LISTS.map((page) => [page.name, page] as const))("%s", (_, page) => check(page));
});
describe("one thing", () => {
  test.each(THINGS.map((page) => [page.name, page] as const))("%s", (_, page) => check(page));
});
