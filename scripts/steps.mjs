// What the scripts share: progress on the terminal, child processes with an end, and which packages are installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder, with a slash at the end. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const NEEDED_NODE = [22, 18];

/** Shows a long step while it runs and the time it took when it is done. */
export async function step(title, work) {
  const beganAt = performance.now();
  const seconds = () => `${((performance.now() - beganAt) / 1000).toFixed(1)} s`;
  const live = process.stdout.isTTY;
  process.stdout.write(live ? `  … ${title}` : `  … ${title}\n`);
  try {
    const result = await work();
    const detail = typeof result === "string" ? ` (${result})` : "";
    process.stdout.write(`${live ? "\r\u001b[2K" : ""}  ✔ ${title}${detail} ${seconds()}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${live ? "\r\u001b[2K" : ""}  ✘ ${title} ${seconds()}\n`);
    throw error;
  }
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: object, quiet?: boolean, limitMs?: number}} options `quiet` keeps the output for the error.
 * @throws Error with the last of what it printed when it fails
 */
export async function run(command, args, { env, quiet = false, limitMs } = {}) {
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit", timeout: limitMs });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => said.push(chunk));
  const code = await new Promise((done, fail) => child.once("error", fail).once("close", (exit, signal) => done(exit ?? signal)));
  if (code === 0) return;
  const output = Buffer.concat(said).toString("utf8").trim().split("\n").slice(-40).join("\n");
  throw new Error(`${[command, ...args].join(" ")} ended with ${code}.${output ? `\n${output}` : ""}`);
}

/** Whether node_modules holds what package-lock.json says; `dev` includes the packages of development. */
export function isInstalled({ dev }) {
  const installedFile = join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || entry.optional || entry.devOptional || (entry.dev && !dev)) return true;
    return installed[path]?.version === entry.version;
  });
}

/** Installs what the lock says unless it is there. */
export async function install({ dev }) {
  if (isInstalled({ dev })) return;
  await step(dev ? "Installing packages with those of development" : "Installing packages", () =>
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...(dev ? ["--include=dev"] : ["--omit=dev"])], { quiet: true }),
  );
}

/**
 * The Node that runs TypeScript: the one from node_modules, else this one where it is new enough. Not by its link in `.bin`:
 * an `npm ci` that this very Node runs leaves that out.
 */
export function newNode() {
  const bundled = join(ROOT, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(bundled) && spawnSync(bundled, ["--version"]).status === 0) return bundled;
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor >= NEEDED_NODE[1])) return process.execPath;
  throw new Error(
    `Perch brings its own Node on Linux only; here it needs Node ${NEEDED_NODE.join(".")} or newer, and this is ${process.versions.node}. Install Node 24 from https://nodejs.org.`,
  );
}

/**
 * Goes on in the newer Node: true when this process already is the one to do the work; otherwise the work was done by a
 * child, whose exit code is ours.
 */
export async function inNewNode(scriptUrl) {
  const node = newNode();
  if (realpathSync(process.execPath) === realpathSync(node)) return true;
  const env = { ...process.env, PATH: `${dirname(node)}:${join(ROOT, "node_modules/.bin")}:${process.env.PATH ?? ""}` };
  const child = spawn(node, [fileURLToPath(scriptUrl), ...process.argv.slice(2)], { stdio: "inherit", env });
  // Ctrl+C reaches the child by itself; a signal sent to us alone does not.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const [code, signal] = await new Promise((done, fail) => child.once("error", fail).once("exit", (...ended) => done(ended)));
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
  return false;
}

/** Settings from `.env`, beneath those of the environment. */
export function loadDotEnv() {
  const file = join(ROOT, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

export const dataDirectory = () => resolve(ROOT, process.env.DATA_DIR || ".data");

/** Ends a script with its error as one readable text. */
export function fail(error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
