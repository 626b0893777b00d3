// npm run bench -- NAME [--json]: installs by itself and runs bench/NAME.ts with a database and a Chromium ready.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { dataDirectory, fail, inNewNode, install, loadDotEnv, ROOT, step } from "./steps.mjs";

async function main([name, ...rest]) {
  const folder = join(ROOT, "bench");
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3));
  if (!names.includes(name)) throw new Error(`Usage: npm run bench -- NAME [--json], where NAME is one of: ${names.join(", ")}`);
  await install({ dev: true });
  if (!(await inNewNode(import.meta.url))) return;
  loadDotEnv();
  const interrupted = stopsWith();
  const { findChromium } = await import("./chromium.mjs");
  const { startTestDatabase } = await import("./test-database.mjs");
  const chromium = await step("Finding a Chromium", () => findChromium({ dataDir: dataDirectory(), wanted: process.env.CHROMIUM_PATH }));
  const database = await startTestDatabase();
  try {
    const env = {
      ...process.env,
      NODE_ENV: "production",
      CHROMIUM_PATH: chromium.path,
      DATABASE_URL: database.url,
      TEST_DATABASE_URL: database.url,
      DATA_DIR: database.dataDir,
      LOG_LEVEL: "warn",
    };
    if (!interrupted.already)
      process.exitCode = await interrupted.runs(spawn(process.execPath, [join(folder, `${name}.ts`), ...rest], { cwd: ROOT, stdio: "inherit", env }));
  } finally {
    await database.stop();
  }
}

/** A first Ctrl+C ends the bench, which ends its browsers; then the database is ended here. */
function stopsWith() {
  const state = { already: false, child: null };
  const stop = () => {
    state.already = true;
    state.child?.kill("SIGTERM");
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return {
    get already() {
      return state.already;
    },
    /** Resolves with the child's exit code. */
    runs: (child) => {
      state.child = child;
      return new Promise((done, failed) => child.once("error", failed).once("exit", (code) => done(code ?? 1)));
    },
  };
}

await main(process.argv.slice(2)).catch(fail);
