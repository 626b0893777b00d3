import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { PerchEvent } from "../contract/events.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { register } from "../core/tracing.ts";
import { clicks, reads, walks } from "../testing/model-server.ts";
import { startModelSession } from "../testing/model-session.ts";

const SECRET = "hunter2-correct-horse-98";
/** Written otherwise in an address than on the page. */
const SPELLED = "Grüße & 50% off/Zebediah";
/** It repeats what is typed wherever a page can: in its words, its console, a dialog, an address that it asks for, its own address and its title. */
const PAGE = `<!doctype html><title>Vault</title><h1>Vault</h1><label>Pass phrase <input id=phrase></label> <label>Again <input id=again></label>
  <dl><dt>You typed<dd id=echo>nothing</dl><button onclick="alert('It is ' + phrase.value)">Tell</button> <button onclick="throw new Error('Not ' + phrase.value)">Break</button>
  <script>phrase.oninput = () => { echo.textContent = phrase.value; console.log("typed " + phrase.value); fetch("http://127.0.0.1:1/?q=" + phrase.value).catch(() => {}); }
  again.oninput = () => { document.title = "Typed " + again.value; history.replaceState(null, "", "?" + new URLSearchParams({ typed: again.value }) + "#" + encodeURIComponent(again.value)); }</script>`;

let t: Awaited<ReturnType<typeof startModelSession>>;
beforeAll(async () => {
  t = await startModelSession(PAGE);
});
afterAll(() => t?.stop());

test("the value of a variable is nowhere but in the page: no row, no log line, no span, no prompt has it", async () => {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((line) => written.push(String(line)) > 0);
  const exporter = new InMemorySpanExporter();
  const tracing = await register("perch-test", new SimpleSpanProcessor({ exporter }));
  const server = await t.startApp({ LOG_LEVEL: "trace" });
  const prompts: string[] = [];
  try {
    const owner = await server.actor();
    const key = await server.apiKey(owner);
    const { sessionId } = await server.app.sessions.create(owner, CreateSessionInput.parse({ url: t.address }), t.signal);
    const call = async (path: string, input: object): Promise<string> => {
      const body = JSON.stringify({ sessionId, ...input });
      const headers = { "content-type": "application/json", "x-api-key": key };
      const answer = await fetch(`${server.url}/api/trpc/${path}`, { method: "POST", headers, body, signal: t.signal });
      prompts.push(...t.model.requests.splice(0).map(({ prompt }) => prompt));
      return answer.text();
    };
    const variables = { phrase: SECRET };
    const events: PerchEvent[] = [];
    server.app.events.subscribe({ sessionId }, (event) => void events.push(event));
    const typing = { instruction: 'type %phrase% into "Pass phrase"', variables };

    // By the resolver, and once more from what is remembered.
    expect(await call("browser.act", typing)).toContain('"outcome":"done"');
    expect(await call("browser.act", typing)).toContain('"outcome":"done"');
    await call("browser.act", { instruction: "click Tell" });
    await call("browser.act", { instruction: "click Break" });
    // What the page makes of it is in its address and its title, which the session's row has, as its lists and events do.
    for (const value of [SECRET, SPELLED]) {
      const more = { instruction: "type %again% into Again", variables: { again: value }, mode: "resolver" };
      expect(await call("browser.act", more)).toContain('"outcome":"done"');
      await expect
        .poll(async () => (await server.app.db.browserSession.findUniqueOrThrow({ where: { id: sessionId } })).title)
        .toMatch(/^Typed %(again|phrase)%$/);
      expect((await server.app.sessions.get(owner, sessionId)).url).toMatch(/\?typed=%(again|phrase)%#%(again|phrase)%$/);
    }
    // By the model, which is shown the page with the value in it; and its failures.
    t.model.play(clicks("textbox: Again", "fill", ["%phrase%"]));
    expect(await call("browser.act", { instruction: "repeat %phrase% where it is asked for again", mode: "model", variables })).toContain('"via":"model"');
    t.model.play(reads({ typed: "%phrase%" }));
    const typed = { type: "object", properties: { typed: { type: "string", maxLength: 3 } }, required: ["typed"] };
    expect(await call("browser.extract", { schema: typed, mode: "model" })).toContain("EXTRACTION_INVALID");
    t.model.play(({ prompt }) => ({ status: 400, message: `Cannot read: ${prompt.slice(-300)}` }));
    expect(await call("browser.observe", { instruction: "what was typed", mode: "model" })).toContain("MODEL_FAILED");
    // By a run.
    t.model.play(
      walks([
        ["act", 'type %phrase% into "Pass phrase"'],
        ["extract", "what was typed", ["You typed"]],
        ["act", `click "${"Nowhere"}"`],
        ["done", "The phrase is %phrase%"],
      ]),
    );
    expect(await call("browser.agent", { goal: `Type ${SECRET} as the phrase`, variables })).toContain('"status":"done"');

    await server.app.activities.logs(owner, { sessionId, limit: 100 });
    await server.app.activities.list(owner, { sessionId, limit: 100 });
    const rows = await allRows(server.app.db);
    const spans = exporter.getFinishedSpans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events }));
    // Each place was written to, or finding nothing there would say nothing.
    expect(rows.get("session_logs")).toContain("typed %phrase%");
    expect(rows.get("session_activity_logs")).toContain("%phrase%");
    expect(rows.get("agent_runs")).toContain("%phrase%");
    expect(rows.get("action_cache")).toContain("phrase");
    expect(written.join("")).toContain("MODEL_FAILED");
    expect(prompts.join("")).toContain("%phrase%");
    expect(JSON.stringify(spans)).toContain("model.act");
    for (const secret of [SECRET, "Zebediah"]) {
      for (const [table, text] of rows) expect(text, table).not.toContain(secret);
      expect(written.join("")).not.toContain(secret);
      expect(JSON.stringify(spans)).not.toContain(secret);
      expect(prompts.join("")).not.toContain(secret);
    }
    const told = events.filter(({ type }) => type === "tabs.changed" || type === "session.updated");
    expect(told.length).toBeGreaterThan(0);
    expect(JSON.stringify(told)).not.toMatch(/hunter2|Zebediah/);
  } finally {
    await server.stop();
    await tracing.stop();
    spy.mockRestore();
  }
});

/** Every row of every table, as text, by the table's name. */
async function allRows(db: Awaited<ReturnType<typeof t.startApp>>["app"]["db"]): Promise<Map<string, string>> {
  const tables = await db.$queryRaw<{ name: string }[]>`select table_name as name from information_schema.tables where table_schema = 'public'`;
  const rows = await Promise.all(
    tables.map(async ({ name }) => [name, JSON.stringify(await db.$queryRawUnsafe(`select to_jsonb(t)::text as row from "${name}" t`))] as const),
  );
  return new Map(rows);
}
