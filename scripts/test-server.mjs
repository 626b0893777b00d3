// A whole server for the tests in a browser: its own data, its own database, a port of its own.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./steps.mjs";
import { startTestDatabase } from "./test-database.mjs";

const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;

/**
 * Starts the built server and resolves when it answers.
 * @returns {Promise<{url: string, loginUrl: string, stop: () => Promise<void>}>}
 */
export async function startTestServer(variables = {}) {
  const database = await startTestDatabase();
  const env = {
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    LOG_LEVEL: "warn",
    HOST: "127.0.0.1",
    PORT: "0",
    PUBLIC_URL: "",
    DATA_DIR: database.dataDir,
    DATABASE_URL: database.url,
    ...variables,
  };
  const child = spawn(process.execPath, [join(ROOT, "server/http/main.ts")], { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const exited = new Promise((done) => child.once("exit", done));
  const stop = async () => {
    child.kill("SIGTERM");
    const kill = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
    await exited;
    clearTimeout(kill);
    await database.stop();
  };
  const limit = AbortSignal.timeout(READY_LIMIT_MS);
  try {
    const ready = await new Promise((done, fail) => {
      child.on("message", (message) => message?.type === "ready" && done(message));
      child.once("error", fail);
      void exited.then((code) => fail(new Error(`The server ended with code ${code} before it was ready.`)));
      limit.addEventListener("abort", () => fail(new Error(`The server was not ready within ${READY_LIMIT_MS} ms.`)));
    });
    return { url: ready.url, loginUrl: ready.loginUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
