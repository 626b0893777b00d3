import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { withTimeout } from "../../server/core/time.ts";

const MAIN = join(import.meta.dirname, "../../server/http/main.ts");
const START_LIMIT_MS = 90_000;
const STOP_LIMIT_MS = 40_000;
const LAST_LINES = 8;

/** The server as people run it, in a process of its own that can be killed and started again at the same address. */
export class ServerUnderTest {
  readonly url: string;
  /** Ends that nobody asked for; each is a bug. */
  readonly crashes: string[] = [];
  readonly #variables: Record<string, string>;
  readonly #log: WriteStream;
  #child: ChildProcess | null = null;
  #asked = false;

  private constructor(port: number, variables: Record<string, string>, logFile: string) {
    this.url = `http://127.0.0.1:${port}`;
    this.#variables = { ...variables, PORT: String(port), PUBLIC_URL: this.url };
    this.#log = createWriteStream(logFile, { flags: "a" });
  }

  /** Starts it on a free port of this machine, its log in `logFile`. */
  static async start(variables: Record<string, string>, logFile: string): Promise<ServerUnderTest> {
    const server = new ServerUnderTest(await freePort(), variables, logFile);
    await server.start();
    return server;
  }

  /** Resolves when it answers. @param more variables from now on */
  async start(more: Record<string, string> = {}): Promise<void> {
    Object.assign(this.#variables, more);
    this.#asked = false;
    // A process group of its own: Ctrl+C comes to us, and we stop it.
    const child = spawn(process.execPath, [MAIN, "--api-only"], {
      env: { ...process.env, ...this.#variables },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream?.pipe(this.#log, { end: false });
    child.once("exit", (code, signal) => {
      if (!this.#asked) this.crashes.push(`the server ended by itself (${signal ?? `code ${code}`})`);
    });
    const ready = new Promise<void>((resolve, reject) => {
      child.once("message", () => resolve());
      child.once("exit", () => void this.#lastWords().then((words) => reject(new Error(`The server did not start:\n${words}`)), reject));
    });
    await withTimeout(START_LIMIT_MS, "starting the server", () => ready);
  }

  /** `kill -9`. Resolves when the process is gone. */
  kill(): Promise<void> {
    return this.#end("SIGKILL");
  }

  /** As Ctrl+C does it: it drains, ends its sessions and browsers, and goes. */
  stop(): Promise<void> {
    return this.#end("SIGTERM");
  }

  async #lastWords(): Promise<string> {
    return (await readFile(this.#log.path, "utf8")).trim().split("\n").slice(-LAST_LINES).join("\n");
  }

  async #end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.#child;
    this.#child = null;
    this.#asked = true;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await withTimeout(STOP_LIMIT_MS, "waiting for the server's end", () => gone).catch(async () => {
      this.crashes.push("the server did not stop when asked");
      child.kill("SIGKILL");
      await gone;
    });
  }
}

/** A port of this machine that nobody uses now. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, "127.0.0.1"), "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
