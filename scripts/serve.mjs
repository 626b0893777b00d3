// The second half of a start: packages are installed and this is the new Node.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build, isBuilt } from "./build.mjs";
import { findChromium } from "./chromium.mjs";
import { openDatabase } from "./database.mjs";
import { prisma } from "./prisma.mjs";
import { dataDirectory, loadDotEnv, ROOT, step } from "./steps.mjs";

const WARNING = 40;
const STOP_LIMIT_MS = 30_000;
const DATABASE_LIMIT_MS = 10_000;

/** Prepares everything, runs the server until it ends or we are asked to stop, and stops the database last. */
export async function serve({ dev }) {
  const beganAt = performance.now();
  // Two signals arrive where a terminal and npm both send one: only the first counts.
  const stopping = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => stopping.abort());
  loadDotEnv();
  const dataDir = dataDirectory();
  const env = await checkedSettings(dataDir);
  await assertPortFree(env);
  console.log(dev ? "Perch starts for development." : "Perch starts.");

  const database = await openingDatabase(dataDir);
  try {
    const chromium = await step("Finding a Chromium", async () => findChromium({ dataDir, wanted: env.chromiumPath ?? undefined }));
    await step("Preparing the database", async () => {
      await prisma(["generate"], { databaseUrl: database.url, quiet: true });
      await prisma(["migrate", "deploy"], { databaseUrl: database.url, quiet: true });
    });
    if (!dev && !isBuilt()) await step("Building the dashboard", async () => build());
    if (stopping.signal.aborted) return;
    const variables = {
      NODE_ENV: dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      CHROMIUM_PATH: chromium.path,
    };
    process.exitCode = await runServer({ args: dev ? ["--dev"] : [], variables, dataDir, beganAt, chromium, signal: stopping.signal });
  } finally {
    await database.stop();
  }
}

/** The settings as the server will read them, so that bad ones are told before the long steps. */
async function checkedSettings(dataDir) {
  const { loadEnv } = await import("../server/core/env.ts");
  const later = {
    DATABASE_URL: "postgresql://localhost/perch",
    CONTEXT_ENCRYPTION_KEY: "0".repeat(64),
    TOKEN_KEY: "0".repeat(64),
    AUTH_SECRET: "0".repeat(64),
  };
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  return loadEnv({ ...later, ...given, NODE_ENV: "production", DATA_DIR: dataDir });
}

async function openingDatabase(dataDir) {
  const given = process.env.DATABASE_URL;
  if (given) {
    await step("Reaching the database", async () => assertReachable(given));
    return { url: given, shared: false, stop: async () => {} };
  }
  const database = await step("Starting PostgreSQL", async () => ({ ...(await openDatabase({ dataDir })) }));
  if (database.shared)
    throw new Error(`Perch already runs with the data in ${dataDir}. Stop it first, or give this one its own data: DATA_DIR=.data-2 PORT=3001 npm start`);
  return database;
}

async function assertReachable(url) {
  const { default: pg } = await import("pg");
  const { host, pathname } = new URL(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: DATABASE_LIMIT_MS });
  try {
    await client.connect();
  } catch (error) {
    // An address with several families fails with a list of errors and no message of its own.
    const reason = error.message || error.errors?.map((one) => one.message).join("; ") || error.code;
    throw new Error(
      `The database ${pathname.slice(1)} at ${host} cannot be used: ${reason}. Start it or correct DATABASE_URL; left out, Perch runs one of its own.`,
    );
  } finally {
    await client.end().catch(() => {});
  }
}

async function assertPortFree({ host, port }) {
  if (port === 0) return;
  const problem = await new Promise((done) => {
    const server = createServer()
      .once("error", (error) => done(error))
      .listen({ host, port }, () => server.close(() => done(null)));
  });
  if (problem === null) return;
  if (problem.code === "EADDRINUSE")
    throw new Error(
      `Port ${port} on ${host} is in use by another program (perhaps another Perch). Stop it, or start on another port: PORT=${port + 1} npm start`,
    );
  throw new Error(`Perch cannot listen on ${host}:${port}: ${problem.message}. Set HOST and PORT to an address of this machine.`);
}

/** Runs the server and resolves with its exit code. It drains when `signal` fires, or when this process is gone. */
async function runServer({ args, variables, dataDir, beganAt, chromium, signal }) {
  const terminal = process.stdout.isTTY === true;
  // In its own process group, so that Ctrl+C comes to it once and through us.
  const child = spawn(process.execPath, [join(ROOT, "server/http/main.ts"), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    stdio: ["ignore", terminal ? "pipe" : "inherit", "inherit", "ipc"],
    detached: true,
  });
  if (terminal) keepLog(child.stdout, join(dataDir, "server.log"));
  child.on("message", (message) => {
    if (message?.type === "ready") announce({ ...message, beganAt, chromium, log: terminal ? join(dataDir, "server.log") : null });
  });
  const stop = () => {
    console.log("\nStopping: sessions end, then the database.");
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS).unref();
  };
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  const [code, killedBy] = await new Promise((done, failed) => child.once("error", failed).once("exit", (...ended) => done(ended)));
  if (signal.aborted) console.log("Stopped.");
  else if (killedBy) console.log(`The server was ended by ${killedBy}. Its sessions run on; the next npm start takes them over.`);
  return code ?? 1;
}

function announce({ url, loginUrl, beganAt, chromium, log }) {
  const lines = [
    "",
    `  Perch is ready after ${((performance.now() - beganAt) / 1000).toFixed(1)} s, with Chromium ${chromium.version}${chromium.kind === "full" ? "" : " (bundled headless shell)"}.`,
    "",
    ...(loginUrl ? [`  Open    ${loginUrl}`, "          The link signs you in and works once; later starts print a new one."] : [`  Open    ${url}`]),
    "  Stop    Ctrl+C",
    ...(log ? [`  Log     ${log}`] : []),
    "",
  ];
  console.log(lines.join("\n"));
}

/** On a terminal the log goes to a file, and only what needs attention is shown. */
function keepLog(stream, file) {
  const out = createWriteStream(file, { flags: "a", mode: 0o600 });
  createInterface({ input: stream }).on("line", (line) => {
    out.write(`${line}\n`);
    const entry = parsed(line);
    if (entry === null) console.log(line);
    else if (entry.level >= WARNING) console.log(`  ! ${entry.msg}${entry.err?.message ? `: ${entry.err.message}` : ""}`);
  });
}

function parsed(line) {
  if (!line.startsWith("{")) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
