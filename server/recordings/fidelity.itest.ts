import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "../driver/page.ts";
import { startSbAdmin } from "../testing/apps/sb-admin.ts";
import { startSwaggerUi } from "../testing/apps/swagger-ui.ts";
import { startTiddlyWiki } from "../testing/apps/tiddlywiki.ts";
import { OTHER_SITE_FRAME, OTHER_SITE_TEXT, recordedPages, TEXT_OF, UNREAD } from "../testing/recorded-pages.ts";
import { startRecordedSession } from "../testing/recorded-session.ts";
import { startRunningSession } from "../testing/running-session.ts";

const LIMIT_MS = 30_000;
const META = 4;
const WAIT = { timeout: LIMIT_MS, interval: 250 };

/** What a page said at a moment of its own clock. */
type Moment = { at: number; text: string };
type Event = { type: number; timestamp: number };
type Recorded = Awaited<ReturnType<typeof startRecordedSession>>;

/** The text and the millisecond in which it was so: nothing else may happen in what is left of that one. */
const MOMENT = `(() => { const at = Date.now(); const text = (${TEXT_OF})(document, window.rootOf); while (Date.now() === at); return { at, text }; })()`;
/** A page that plays events to a moment and says what it then shows. */
const PLAYER = `<!doctype html><meta charset=utf-8><div id=root></div><script src="/player.js"></script><script>
window.textAt = (events, at) => {
  root.replaceChildren();
  const replayer = new rrwebReplay.Replayer(events, { root });
  // What happened in that millisecond has happened.
  replayer.pause(at + 0.5 - replayer.getMetaData().startTime);
  return (${TEXT_OF})(replayer.iframe.contentDocument);
};
</script>`;

const place: { recorded: Recorded | null; viewer: Awaited<ReturnType<typeof startRunningSession>> | null; servers: Server[]; url: string } = {
  recorded: null,
  viewer: null,
  servers: [],
  url: "",
};
const recorded = (): Recorded => place.recorded ?? expect.unreachable("not started");

const serve = async (answer: (path: string) => Promise<[string, string | Buffer]>): Promise<number> => {
  const server = createServer((req, res) => {
    void answer(req.url ?? "/").then(([type, body]) => res.setHeader("content-type", type).end(body));
  });
  place.servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, resolve));
  return (server.address() as AddressInfo).port;
};

beforeAll(async () => {
  const other = await serve(async () => ["text/html; charset=utf-8", OTHER_SITE_FRAME]);
  const pages = recordedPages(`http://localhost:${other}`);
  const bundle = createRequire(import.meta.url)
    .resolve("@rrweb/replay")
    .replace(/replay\.\w+$/, "replay.umd.min.cjs");
  const port = await serve(async (path) => {
    if (path === "/player") return ["text/html; charset=utf-8", PLAYER];
    if (path === "/player.js") return ["text/javascript; charset=utf-8", await readFile(bundle)];
    return ["text/html; charset=utf-8", pages.find((page) => page.path === path)?.html ?? ""];
  });
  place.url = `http://127.0.0.1:${port}`;
  [place.recorded, place.viewer] = await Promise.all([startRecordedSession(), startRunningSession()]);
  await open(place.viewer.page, `${place.url}/player`);
}, 90_000);

afterAll(async () => {
  await Promise.all([place.recorded?.stop(), place.viewer?.stop()]);
  for (const server of place.servers) server.close();
});

const open = (page: Page, url: string): Promise<unknown> =>
  page.navigate(url, { waitUntil: "load", timeoutMs: LIMIT_MS, signal: AbortSignal.timeout(LIMIT_MS) });

/** All events so far. */
async function eventsSoFar(): Promise<Event[]> {
  const { recordings, actor, session } = recorded();
  const { chunks } = await recordings.events(actor, session.id);
  const bodies = await Promise.all(chunks.map(({ chunk }) => recordings.chunk(actor, session.id, chunk)));
  return bodies.flatMap(({ body }) => JSON.parse(gunzipSync(body).toString()) as Event[]);
}

/** What the page says once the recording knows of a word. */
async function momentWith(word: string): Promise<Moment> {
  const { page } = recorded();
  await expect.poll(async () => JSON.stringify(await eventsSoFar()).includes(word), WAIT).toBe(true);
  const { at, text } = (await page.evaluate<Moment>(MOMENT)).value;
  return { at, text: text.replace(UNREAD, OTHER_SITE_TEXT) };
}

/** The same moments, as the recording shows them. Events of the page that was open before are left out. */
async function replayed(moments: readonly Moment[]): Promise<string[]> {
  const [first, last] = [moments[0]?.at ?? 0, moments.at(-1)?.at ?? 0];
  // A change after the last moment, so that its coming tells that all before it have come.
  await recorded().page.evaluate("document.documentElement.setAttribute('data-recorded', 'to here')");
  await expect.poll(async () => Math.max(...(await eventsSoFar()).map(({ timestamp }) => timestamp)), WAIT).toBeGreaterThan(last);
  const all = await eventsSoFar();
  const events = all.slice(all.findLastIndex(({ type, timestamp }) => type === META && timestamp <= first));
  const viewer = place.viewer ?? expect.unreachable("not started");
  const texts: string[] = [];
  for (const { at } of moments) {
    const expression = `textAt(${JSON.stringify(events)}, ${at})`;
    texts.push((await viewer.page.evaluate<string>(expression, { timeoutMs: LIMIT_MS })).value);
  }
  return texts;
}

const WIKI = [
  { title: "Harbour", text: "Ships of the Harbour sleep. See [[Lighthouse]]." },
  { title: "Lighthouse", text: "The keeper of the Lighthouse is awake." },
];
const PETS = {
  openapi: "3.0.3",
  info: { title: "Kennel of recordings", version: "1" },
  paths: { "/api/dogs": { get: { summary: "Lists dogs", description: "Every dog of the kennel", responses: { 200: { description: "Dogs at last" } } } } },
};
/** Programs as their packages ship them: for each step what is done, and a word that the page says only then. */
const APPS = [
  {
    kind: "TiddlyWiki",
    start: () => startTiddlyWiki(WIKI, ["Harbour"]),
    path: "",
    steps: [
      ["0", "Ships of the"],
      ["document.querySelector(\"[href='#Lighthouse']\").click()", "is awake"],
      ["const box = document.querySelector('.tc-sidebar-search input'); box.value = 'keeper'; box.dispatchEvent(new Event('input'))", "matches"],
    ],
  },
  {
    kind: "Swagger UI",
    start: () => startSwaggerUi(PETS),
    path: "",
    steps: [
      ["0", "Lists dogs"],
      ["document.querySelector('.opblock-summary-control').click()", "Dogs at last"],
      ["document.querySelector('.try-out__btn').click()", "btn execute"],
    ],
  },
  {
    kind: "SB Admin",
    start: startSbAdmin,
    path: "tables.html",
    steps: [
      ["0", "Airi Satou"],
      ["document.querySelector('#dataTable_next a').click()", "Showing 11 to 20"],
      ["jQuery('#dataTable').DataTable().search('Tokyo').draw()", "filtered from"],
    ],
  },
] as const;

describe("what a recording shows at a moment is what the page said then", () => {
  it.each(recordedPages("").map(({ kind, path }) => ({ kind, path })))("$kind", { timeout: 120_000 }, async ({ path }) => {
    const { page } = recorded();
    await open(page, place.url + path);
    const moments: Moment[] = [];
    // By then it has changed for the last time; pages without such a frame have nothing to wait for.
    if (path === "/frames") await expect.poll(async () => JSON.stringify(await eventsSoFar()).includes(OTHER_SITE_TEXT), WAIT).toBe(true);
    const marks = [1, 2, 3].map((n) => `${path.slice(1)}-done-${n}`);
    for (const [i, mark] of marks.entries()) {
      await page.evaluate(`step(${i + 1})`, { userGesture: true });
      moments.push(await momentWith(mark));
    }
    for (const [i, { text }] of moments.entries()) expect(text).toContain(marks[i]);
    expect(await replayed(moments)).toEqual(moments.map(({ text }) => text));
  });

  it.each(APPS)("$kind", { timeout: 180_000 }, async ({ start, path, steps }) => {
    const { page } = recorded();
    const app = await start();
    try {
      await open(page, app.url + path);
      const moments: Moment[] = [];
      for (const [expression, word] of steps) {
        await page.evaluate(expression, { userGesture: true });
        moments.push(await momentWith(word));
      }
      expect(new Set(moments.map(({ text }) => text)).size).toBe(steps.length);
      expect(await replayed(moments)).toEqual(moments.map(({ text }) => text));
    } finally {
      await app.stop();
    }
  });
});
