import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Actor } from "../../server/access/actor.ts";
import { CreateSessionInput } from "../../server/contract/sessions.ts";
import { type BenchServer, startServer } from "../lib/browsers.ts";
import { measuring } from "../lib/harness.ts";
import { startApps } from "./apps.ts";
import type { EvalSet, Half } from "./case.ts";
import { measureExtraction } from "./extract.ts";
import { libraries } from "./libraries/cases.ts";
import { failuresOf, figuresOf, summaryOf } from "./report.ts";
import { runCase, type Task } from "./run-case.ts";
import { second } from "./second/cases.ts";
import { startSite } from "./site.ts";
import { third } from "./third/cases.ts";
import { tuned } from "./tuned/cases.ts";
import { untouched } from "./untouched/cases.ts";
import type { CaseResult } from "./verdict.ts";

/**
 * Explicit, ambiguous and nonsense instructions on pages of our own and on real applications: the whole product without a
 * model, each case on a fresh page, judged by what the page then shows.
 *
 * There are two halves, each of one or more sets. `tuned` is looked at while the resolver is worked on. `untouched` is not, so
 * that it tells how well the resolver does on what it was not made for: of it only totals are printed unless
 * `--show-untouched` is given. Besides there are wider cases, in freer words and on widgets of many libraries.
 */
const SESSIONS = 2;
const SESSION_MS = 1_800_000;
const CREATE_LIMIT_MS = 60_000;
const SETS: readonly EvalSet[] = [tuned, second, libraries, third, untouched];
const HALVES: readonly Half[] = ["tuned", "untouched", "wider"];

const { values: options } = parseArgs({
  options: {
    half: { type: "string" },
    set: { type: "string" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
    file: { type: "string" },
    "show-untouched": { type: "boolean", default: false },
  },
});

/** The set's cases that are wanted. */
function casesOf({ name, half, cases }: EvalSet): EvalSet["cases"] {
  if ((options.half ?? half) !== half || (options.set ?? name) !== name) return [];
  const ids = new Set(cases.map(({ id }) => id));
  if (ids.size < cases.length) throw new Error(`The set ${name} has two cases of one id.`);
  return cases.filter(({ id }) => id.includes(options.only ?? ""));
}

/** A session of its own for each worker; they take cases from one list until none is left. */
async function runAll(server: BenchServer, tasks: Task[]): Promise<CaseResult[]> {
  const actor = await server.actor();
  const waiting = [...tasks];
  const results: CaseResult[] = [];
  const work = async (): Promise<void> => {
    let sessionId = await newSession(server, actor);
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const first = await runCase({ app: server.app, actor, sessionId }, task);
      if (!hadNoPage(first)) results.push(first);
      else {
        // The browser may be what failed: once more in another, then it is the case.
        await server.app.sessions.terminate(actor, sessionId);
        sessionId = await newSession(server, actor);
        results.push(await runCase({ app: server.app, actor, sessionId }, task));
      }
    }
    await server.app.sessions.terminate(actor, sessionId);
  };
  await Promise.all(Array.from({ length: Math.min(SESSIONS, tasks.length) }, work));
  const order = new Map(tasks.map(({ id }, index) => [id, index]));
  return results.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}

async function newSession(server: BenchServer, actor: Actor): Promise<string> {
  const input = CreateSessionInput.parse({ timeout: SESSION_MS, idleTimeout: SESSION_MS });
  return (await server.app.sessions.create(actor, input, AbortSignal.timeout(CREATE_LIMIT_MS))).sessionId;
}

const hadNoPage = ({ verdict, outcome }: CaseResult): boolean => verdict === "invalid" && outcome === "error";

async function runSet(server: BenchServer, set: EvalSet): Promise<CaseResult[]> {
  const cases = casesOf(set);
  if (cases.length === 0) return [];
  await using stack = new AsyncDisposableStack();
  const site = await startSite(fileURLToPath(new URL(`./${set.name}/pages`, import.meta.url)));
  stack.defer(site.stop);
  const apps = await startApps(cases);
  stack.defer(apps.stop);
  // Awaited here: what the cases need must not end before them.
  return await runAll(
    server,
    cases.map((one) => ({ ...one, half: set.half, address: apps.addressOf(one.page) ?? new URL(one.page, site.url).href })),
  );
}

type Measured = { results: CaseResult[]; extractF1: number | null };

/** Everything, or the cases that were asked for alone. */
async function run(): Promise<Measured> {
  await using server = await startServer();
  return await measuring(async () => {
    const results: CaseResult[] = [];
    for (const set of SETS) results.push(...(await runSet(server, set)));
    const whole = [options.half, options.set, options.only].every((option) => option === undefined);
    return { results, extractF1: whole ? (await measureExtraction(server)).f1 : null };
  });
}

async function main(): Promise<void> {
  const { results, extractF1 } = await run();
  if (results.length === 0) throw new Error("No case has that id, or no half or set that name.");
  const shown = results.filter(({ half }) => half !== "untouched" || options["show-untouched"]);
  if (options.file !== undefined) await writeFile(options.file, `${JSON.stringify(shown, null, 2)}\n`);
  if (!options.json) {
    console.log(failuresOf(shown));
    for (const half of HALVES) {
      const of = results.filter((result) => result.half === half);
      if (of.length > 0) console.log(summaryOf(half, of));
    }
    if (extractF1 !== null) console.log(`extract: F1 of the fields ${extractF1.toFixed(3)}`);
  }
  console.log(JSON.stringify(figuresOf(results, extractF1)));
}

await main();
