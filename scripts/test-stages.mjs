// The stages of the tests: pure ones, those with a real PostgreSQL and Chromium, and the dashboard in a browser.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { build, isBuilt } from "./build.mjs";
import { findChromium } from "./chromium.mjs";
import { prisma } from "./prisma.mjs";
import { dataDirectory, ROOT, step } from "./steps.mjs";

const STAGES = ["unit", "integration", "e2e"];

/** Runs the asked stages (all of them unless told) and resolves with the exit code. Other arguments choose files by part of their name. */
export async function test(args) {
  const asked = args.filter((arg) => STAGES.includes(arg));
  const filters = args.filter((arg) => !STAGES.includes(arg));
  await step("Generating the database client", () => prisma(["generate"], { quiet: true }));
  const chromium = await step("Finding a Chromium", () => findChromium({ dataDir: dataDirectory(), wanted: process.env.CHROMIUM_PATH }));
  process.env.CHROMIUM_PATH = chromium.path;
  const reports = mkdtempSync(join(tmpdir(), "perch-report-"));
  const results = [];
  try {
    for (const stage of asked.length > 0 ? asked : stagesOf(filters)) {
      console.log(`\n── ${stage} ──`);
      results.push({ stage, ...(await runStage(stage, filters, join(reports, `${stage}.json`))) });
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  return summarise(results, filters.length > 0);
}

/** Which stages a file filter can meet: by the ending where it names one. */
function stagesOf(filters) {
  const endings = { unit: ".test.ts", integration: ".itest.ts", e2e: ".spec.ts" };
  if (filters.length === 0) return STAGES;
  const named = STAGES.filter((stage) => filters.some((filter) => filter.endsWith(endings[stage])));
  return named.length > 0 ? named : ["unit", "integration"];
}

async function runStage(stage, filters, report) {
  try {
    const code = stage === "e2e" ? await runPlaywright(filters, report) : await runVitest(stage, filters, report);
    const counts = stage === "e2e" ? playwrightCounts(report) : vitestCounts(report);
    if (stage === "integration" && counts.failed > 0 && process.env.TEST_AGAIN) return await again(stage, counts, report);
    // A file that does not load has no tests to count, but it has failed.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch (error) {
    console.error(error.message);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/**
 * Files that failed beside others run once more, alone: what fails again has failed. Those that pass now are named, so
 * that somebody looks why they need a quiet machine.
 */
async function again(stage, counts, report) {
  const files = failedFiles(report);
  console.log(`\n── ${stage}, once more: ${files.join(", ")} ──`);
  const second = `${report}.again.json`;
  await runVitest(stage, files, second);
  const before = countsOf(resultsIn(report).filter(({ name }) => files.includes(relative(ROOT, name))));
  const now = vitestCounts(second);
  if (now.failed === 0) console.log(`Passed only when run again: ${files.join(", ")}.`);
  return { passed: counts.passed - before.passed + now.passed, failed: now.failed, skipped: counts.skipped };
}

const runVitest = (stage, filters, report) =>
  inherit(
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      stage,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      "--passWithNoTests",
      ...filters,
    ],
    {
      NODE_ENV: "test",
    },
  );

/** The specs start a server of their own, as a person does; the build is made here, where its progress is seen. */
async function runPlaywright(filters, report) {
  if (!isBuilt()) await step("Building the dashboard", () => build());
  return inherit(["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json", "--pass-with-no-tests", ...filters], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
}

/** Runs Node with these arguments on our terminal and resolves with its exit code. */
async function inherit(args, env) {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, ...env } });
  return new Promise((done, failed) => child.once("error", failed).once("exit", (code) => done(code ?? 1)));
}

function vitestCounts(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  return countsOf(resultsIn(report));
}

const resultsIn = (report) => JSON.parse(readFileSync(report, "utf8")).testResults;
const failedFiles = (report) =>
  resultsIn(report)
    .filter(({ status }) => status === "failed")
    .map(({ name }) => relative(ROOT, name));

/** The tests of these files by their outcome; a file that broke without a failing test is one that failed. */
function countsOf(results) {
  const statuses = results.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  const brokenFiles = results.filter(({ status, assertionResults }) => status === "failed" && !assertionResults.some((result) => result.status === "failed"));
  const count = (status) => statuses.filter((one) => one === status).length;
  return { passed: count("passed"), failed: count("failed") + brokenFiles.length, skipped: statuses.length - count("passed") - count("failed") };
}

function playwrightCounts(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats, errors } = JSON.parse(readFileSync(report, "utf8"));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped };
}

/** Prints each stage and, as the last line, the sum. A stage that ran nothing has failed, unless files were chosen. */
function summarise(results, chosen) {
  const empty = results.filter(({ passed, failed }) => passed + failed === 0);
  console.log("");
  for (const { stage, passed, failed, skipped } of results) console.log(`${stage}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
  for (const { stage } of chosen ? [] : empty) console.log(`${stage} ran no test, which counts as a failure.`);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0) + (chosen ? 0 : empty.length);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}
