import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type App, createApp } from "../app.ts";
import { type Env, loadEnv } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import { loadOrCreateSecrets, type Secrets } from "../core/secrets.ts";
import { type Http, startHttp } from "./server.ts";

const STOP_LIMIT_MS = 20_000;
const DEFAULT_DATA_DIR = ".data";

/** What the starting script is told once the server answers. */
export type ReadyMessage = { type: "ready"; url: string; loginUrl: string };

async function main({ dev, apiOnly }: { dev: boolean; apiOnly: boolean }): Promise<void> {
  const { env, secrets } = await readSettings(dev);
  const app = createApp(env);
  if (env.nodeEnv === "production" && secrets.fromFile.length > 0)
    app.log.warn({ names: secrets.fromFile }, "keys come from the data directory; in production set these variables instead");
  const running: { http: Http | null } = { http: null };
  stopOnSignals(app, running);
  try {
    running.http = await startHttp(app, { dev, next: !apiOnly });
  } catch (error) {
    await app.stop();
    throw error;
  }
  await app.access.ensureLocalKey();
  const { url } = running.http;
  announce({ type: "ready", url, loginUrl: `${url}/login?token=${await app.access.createLoginToken()}` });
}

async function readSettings(dev: boolean): Promise<{ env: Env; secrets: Secrets }> {
  const environment: Record<string, string | undefined> = { ...(dev && { NODE_ENV: "development" }), ...process.env };
  const secrets = await loadOrCreateSecrets(resolve(environment.DATA_DIR || DEFAULT_DATA_DIR), environment);
  return { env: loadEnv({ ...secrets.values, ...Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== "")) }), secrets };
}

/** The first signal drains and stops; a second one, or STOP_LIMIT_MS, ends the process at once. */
function stopOnSignals(app: App, running: { http: Http | null }): void {
  const state = { stopping: false };
  const stop = async (signal: string): Promise<void> => {
    if (state.stopping) process.exit(1);
    state.stopping = true;
    app.log.info({ signal }, "stopping: calls may finish, sessions are ended");
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    try {
      await running.http?.stop();
      await app.stop();
      process.exit(0);
    } catch (error) {
      app.log.error({ err: error }, "stopping failed");
      process.exit(1);
    }
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void stop(signal));
  // The script that started us is gone, and with it whoever would have asked us to stop.
  process.once("disconnect", () => void stop("disconnect"));
}

function announce(ready: ReadyMessage): void {
  if (process.send) process.send(ready);
  else process.stdout.write(`Perch is ready. Open this link once to log in:\n  ${ready.loginUrl}\nStop it with Ctrl+C.\n`);
}

const { values: flags } = parseArgs({
  options: {
    dev: { type: "boolean", default: false },
    // Without the dashboard's pages: for a server beside others, or where no build is wanted.
    "api-only": { type: "boolean", default: false },
  },
});
try {
  await main({ dev: flags.dev, apiOnly: flags["api-only"] });
} catch (error) {
  // Before there is a log, and for the person at the terminal: the sentence alone where it says all.
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${error instanceof AppError ? message : stack}\n`);
  process.exit(1);
}
