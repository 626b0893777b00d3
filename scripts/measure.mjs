// What benches and the chaos run share: everything installed, a database and a Chromium ready, and an end of it all.
import { spawn } from "node:child_process";
import { dataDirectory, inNewNode, install, loadDotEnv, ROOT, step } from "./steps.mjs";

/**
 * Runs a TypeScript file with a database and a Chromium of its own; its exit code is ours.
 * @param {{script: string, file: string, args: string[]}} options `script` is the caller's import.meta.url
 */
export async function measure({ script, file, args }) {
  await install({ dev: true });
  if (!(await inNewNode(script))) return;
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
    if (!interrupted.already) process.exitCode = await interrupted.runs(spawn(process.execPath, [file, ...args], { cwd: ROOT, stdio: "inherit", env }));
  } finally {
    await database.stop();
  }
}

/** A first Ctrl+C ends the program, which ends its browsers; then the database is ended here. */
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
