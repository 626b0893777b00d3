import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExtractInput } from "../../contract/agent.ts";
import { list, object, text, whole } from "../../testing/pages/page-case.ts";
import { startRunningSession } from "../../testing/running-session.ts";
import { doMatchJob } from "./match-job.ts";
import { extractFar, type Progress } from "./reach.ts";

const LIMIT_MS = 50_000;
const PAGE_SIZE = 4;
const PAGES = 3;
const schema = object({ boats: list(object({ name: text, year: whole }, ["name", "year"])) });
const boat = (i: number) => ({ name: `Boat ${String.fromCharCode(65 + i)}`, year: 1950 + i });
const boats = (count: number, from = 0) => Array.from({ length: count }, (_, i) => boat(from + i));
const rowsOf = (some: readonly { name: string; year: number }[]): string =>
  some.map(({ name, year }) => `<li class="boat"><h3>${name}</h3><span class="year">${year}</span></li>`).join("");
const paged = (page: number, pager: string): string => `<h1>Boats</h1><ul class="boats">${rowsOf(boats(PAGE_SIZE, (page - 1) * PAGE_SIZE))}</ul>${pager}`;

/** Sites by the first part of their address; the page's number stands in its query. */
const SITES: Record<string, (page: number) => string> = {
  rel: (page) => paged(page, `<nav>${page < PAGES ? `<a rel="next" href="?p=${page + 1}">Onwards</a>` : ""}</nav>`),
  head: (page) => `${page < PAGES ? `<link rel="next" href="?p=${page + 1}">` : ""}${paged(page, "")}`,
  words: (page) =>
    paged(page, `<div class="pager"><a href="?p=1">Previous</a> <a href="?p=${page + 1}" ${page < PAGES ? "" : 'class="disabled"'}>Next ›</a></div>`),
  numbers: (page) =>
    paged(
      page,
      `<ol class="pagination">${[1, 2, 3].map((n) => `<li><a href="?p=${n}" ${n === page ? 'aria-current="page"' : ""}>${n}</a></li>`).join("")}</ol>`,
    ),
  named: (page) => paged(page, `<button onclick="location.search = 'p=${page + 1}'" ${page < PAGES ? "" : "disabled"}>Further boats</button>`),
  circle: (page) => paged(page, `<a rel="next" href="?p=${(page % PAGES) + 1}">Next</a>`),
  away: (page) => paged(page, `<a rel="next" href="http://elsewhere.test/">Next</a>`),
  more: () => `<h1>Boats</h1><ul class="boats">${rowsOf(boats(PAGE_SIZE))}</ul><button onclick="more()">Load more</button><script>
    const all = ${JSON.stringify(
      rowsOf(boats(PAGE_SIZE * PAGES))
        .split("<li")
        .slice(1),
    )};
    let shown = ${PAGE_SIZE};
    function more() { setTimeout(() => {
      document.querySelector("ul").insertAdjacentHTML("beforeend", all.slice(shown, shown += ${PAGE_SIZE}).map((row) => "<li" + row).join(""));
      if (shown >= all.length) document.querySelector("button").remove();
    }, 150); }</script>`,
  endless: () => `<style>li { height: 300px }</style><h1>Boats</h1><ul class="boats">${rowsOf(boats(PAGE_SIZE))}</ul><script>
    const all = ${JSON.stringify(
      rowsOf(boats(PAGE_SIZE * PAGES))
        .split("<li")
        .slice(1),
    )};
    let shown = ${PAGE_SIZE};
    addEventListener("scroll", () => { if (innerHeight + scrollY > document.body.scrollHeight - 50) setTimeout(() => {
      document.querySelector("ul").insertAdjacentHTML("beforeend", all.slice(shown, shown += ${PAGE_SIZE}).map((row) => "<li" + row).join(""));
    }, 100); })</script>`,
  virtual:
    () => `<h1>Boats</h1><div id="box" style="height:300px;width:400px;overflow-y:auto"><div style="height:${PAGE_SIZE * PAGES * 100}px;position:relative"><ul class="boats" style="position:absolute;margin:0;padding:0"></ul></div></div><script>
    const all = ${JSON.stringify(
      rowsOf(boats(PAGE_SIZE * PAGES))
        .split("<li")
        .slice(1),
    )};
    const box = document.getElementById("box"), list = box.querySelector("ul");
    const draw = () => { const first = Math.floor(box.scrollTop / 100); list.style.top = first * 100 + "px";
      list.innerHTML = all.slice(first, first + 4).map((row) => '<li style="height:100px"' + row).join(""); };
    box.addEventListener("scroll", draw); draw()</script>`,
};

let server: Server;
let base: string;
let run: Awaited<ReturnType<typeof startRunningSession>>;

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const site = SITES[url.pathname.slice(1)];
    response
      .writeHead(site ? 200 : 404, { "content-type": "text/html; charset=utf-8" })
      .end(site ? `<!doctype html>${site(Number(url.searchParams.get("p") ?? 1))}` : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  run = await startRunningSession();
});
afterAll(async () => {
  await run?.stop();
  server?.closeAllConnections();
  server?.close();
});

async function far(site: string, over: Partial<ExtractInput>) {
  const signal = AbortSignal.timeout(LIMIT_MS);
  const told: Progress[] = [];
  await run.page.navigate(`${base}/${site}`, { waitUntil: "load", timeoutMs: 10_000, signal });
  const input = { schema, instruction: "all boats", timeoutMs: LIMIT_MS, ...over };
  const { data, reach, evidence } = await extractFar(run.page, input, {
    match: async (job) => doMatchJob(job),
    signal,
    onRows: (progress) => told.push(progress),
  });
  return { data, reach, told, evidence };
}

describe("pages that follow each other", () => {
  test.each(["rel", "head", "words", "numbers"])("are found by what the page says: %s", async (site) => {
    const { data, reach, told } = await far(site, { pages: { max: 10 } });
    expect(data).toEqual({ boats: boats(PAGE_SIZE * PAGES) });
    expect(reach).toEqual({ pages: PAGES, scrolls: 0, rows: PAGE_SIZE * PAGES, stopped: "end" });
    expect(told.map(({ from, rows, pages }) => [from, rows.length, pages])).toEqual([1, 2, 3].map((page) => [(page - 1) * PAGE_SIZE, PAGE_SIZE, page]));
  });

  test("rows that a button brings are added to those that are there", async () => {
    const { data, reach } = await far("more", { pages: { max: 10 } });
    expect(data).toEqual({ boats: boats(PAGE_SIZE * PAGES) });
    expect(reach).toMatchObject({ pages: PAGES, stopped: "end" });
  });

  test("are found by the words or the selector that are given", async () => {
    expect((await far("named", { pages: { max: 10, next: 'click "Further boats"' } })).reach).toMatchObject({ pages: PAGES, stopped: "end" });
    expect((await far("named", { pages: { max: 10, next: "button" } })).reach).toMatchObject({ pages: PAGES, stopped: "end" });
    expect((await far("named", { pages: { max: 10 } })).reach).toMatchObject({ pages: 1, stopped: "end" });
  });

  test("end where they were before, at other origins and at limits", async () => {
    expect(await far("circle", { pages: { max: 10 } })).toMatchObject({
      data: { boats: boats(PAGE_SIZE * PAGES) },
      reach: { pages: PAGES, stopped: "repeats" },
    });
    expect((await far("away", { pages: { max: 10 } })).reach).toMatchObject({ pages: 1, stopped: "other-origin" });
    expect((await far("rel", { pages: { max: 2 } })).reach).toMatchObject({ pages: 2, rows: PAGE_SIZE * 2, stopped: "max" });
    expect(await far("rel", { pages: { max: 10 }, maxRows: 5 })).toMatchObject({ data: { boats: boats(5) }, reach: { rows: 5, stopped: "rows" } });
  });

  test("only a list goes on", async () => {
    await expect(far("rel", { pages: { max: 2 }, schema: object({ title: text }) })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("scrolling", () => {
  test.each(["endless", "virtual"])("brings the rest: %s", async (site) => {
    const { data, reach } = await far(site, { scroll: { maxScrolls: 50 } });
    expect(data).toEqual({ boats: boats(PAGE_SIZE * PAGES) });
    expect(reach).toMatchObject({ pages: 1, rows: PAGE_SIZE * PAGES, stopped: "end" });
  });

  test("ends after as many steps as are allowed", async () => {
    expect((await far("virtual", { scroll: { maxScrolls: 1 } })).reach).toMatchObject({ scrolls: 1, stopped: "max" });
  });
});

test("evidence names the element, its words and what kind of thing it is", async () => {
  const { evidence } = await far("rel", { pages: { max: 1 } });
  const first = evidence.find(({ path }) => path === "boats.0.name");
  expect(first).toMatchObject({ text: "Boat A", source: "list" });
  const { value } = await run.page.evaluate<string>(`document.querySelector(${JSON.stringify(first?.selector)}).textContent`);
  expect(value).toBe("Boat A");
  expect((await far("rel", { pages: { max: 1 }, evidence: false })).evidence).toEqual([]);
});

test("evidence is of every page, and says which", async () => {
  const { evidence, data } = await far("rel", { pages: { max: PAGES } });
  const rows = (data as { boats: { name: string }[] }).boats;
  const names = evidence.filter(({ path }) => path.endsWith(".name"));
  expect(names.map(({ path, text, page, url }) => [path, text, page, new URL(url).searchParams.get("p") ?? "1"])).toEqual(
    rows.map(({ name }, i) => [`boats.${i}.name`, name, Math.floor(i / PAGE_SIZE) + 1, String(Math.floor(i / PAGE_SIZE) + 1)]),
  );
  const last = names.at(-1);
  const { value } = await run.page.evaluate<string>(`document.querySelector(${JSON.stringify(last?.selector)}).textContent`);
  expect(value).toBe(rows.at(-1)?.name);
  const five = await far("rel", { pages: { max: PAGES }, maxRows: 5 });
  expect(new Set(five.evidence.map(({ path }) => path.split(".")[1]))).toEqual(new Set(["0", "1", "2", "3", "4"]));
});

test("evidence of rows that scrolling or a button brings is of those rows", async () => {
  for (const { evidence } of [await far("virtual", { scroll: { maxScrolls: 50 } }), await far("more", { pages: { max: 10 } })]) {
    const names = evidence.filter(({ path }) => path.endsWith(".name")).map(({ path, text }) => [path, text]);
    expect(names).toEqual(boats(PAGE_SIZE * PAGES).map(({ name }, i) => [`boats.${i}.name`, name]));
  }
});
