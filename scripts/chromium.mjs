// A Chromium that works here: the one that CHROMIUM_PATH names, an installed one, or the headless shell from npm.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform, tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const LAUNCH_LIMIT_MS = 30_000;
const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge-stable"];
const APPLICATIONS = ["Google Chrome", "Chromium", "Google Chrome for Testing", "Microsoft Edge"];

/**
 * @typedef {{path: string, kind: "full" | "headless-shell", version: string}} Chromium
 *
 * Finds a Chromium and makes sure that it starts. The finding is kept in the data directory until the program changes.
 * @param {{dataDir: string, wanted?: string | undefined}} options `wanted` is CHROMIUM_PATH
 * @returns {Promise<Chromium>}
 */
export async function findChromium({ dataDir, wanted }) {
  mkdirSync(dataDir, { recursive: true });
  if (wanted) {
    if (!existsSync(wanted)) throw new Error(`CHROMIUM_PATH names ${wanted}, and there is no such file.`);
    const found = await verified(wanted, dataDir);
    if (found.problem) throw new Error(`CHROMIUM_PATH names ${wanted}, which does not start:\n${found.problem}`);
    return found;
  }
  const problems = [];
  for (const path of installed()) {
    const found = await verified(path, dataDir);
    if (!found.problem) return found;
    problems.push(`${path}: ${found.problem}`);
  }
  if (platform() === "linux" && arch() === "x64") {
    for (const withLibraries of [false, true]) {
      const found = await verified(await unpackBundled(dataDir, withLibraries), dataDir);
      if (!found.problem) return found;
      problems.push(`the bundled headless shell: ${found.problem}`);
    }
  }
  const remedy = platform() === "darwin" ? "Install Google Chrome" : "Install Chromium (Debian, Ubuntu: apt-get install chromium)";
  throw new Error(`No Chromium that starts was found. ${remedy}, or set CHROMIUM_PATH to one.${problems.map((text) => `\n  ${text}`).join("")}`);
}

function installed() {
  if (platform() === "darwin") return APPLICATIONS.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`).filter((path) => existsSync(path));
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  return NAMES.flatMap((name) =>
    folders
      .map((folder) => join(folder, name))
      .filter((path) => existsSync(path))
      .slice(0, 1),
  );
}

/** The program's kind and version when it starts, else what it said. */
async function verified(path, dataDir) {
  const memory = join(dataDir, "chromium.json");
  const { mtimeMs, size } = statSync(path);
  const known = existsSync(memory) ? JSON.parse(readFileSync(memory, "utf8")) : {};
  const mark = `${mtimeMs}:${size}`;
  if (known[path]?.mark === mark) return known[path].found;
  const problem = await launchProblem(path);
  if (problem !== null) return { problem };
  const version = /\d+(\.\d+){3}/.exec(spawnSync(path, ["--version"], { encoding: "utf8", timeout: LAUNCH_LIMIT_MS }).stdout ?? "")?.[0] ?? "unknown";
  const found = { path, kind: path.startsWith(dataDir) || /headless.?shell/.test(path) ? "headless-shell" : "full", version };
  writeFileSync(memory, `${JSON.stringify({ ...known, [path]: { mark, found } })}\n`);
  return found;
}

/** What keeps it from starting, or null. With the sandbox "auto", root has none and others may do without where the kernel has none. */
async function launchProblem(path) {
  const root = process.getuid?.() === 0;
  const attempts = { on: [[]], off: [["--no-sandbox"]] }[process.env.CHROMIUM_SANDBOX] ?? (root ? [["--no-sandbox"]] : [[], ["--no-sandbox"]]);
  let problem = null;
  for (const flags of attempts) {
    problem = await tryLaunch(path, flags);
    if (problem === null) return null;
  }
  return problem;
}

/** Null once it listens for DevTools; otherwise the last lines that it printed. */
async function tryLaunch(path, flags) {
  const profile = mkdtempSync(join(tmpdir(), "perch-chromium-"));
  const args = [
    "--headless=new",
    "--remote-debugging-port=0",
    `--user-data-dir=${profile}`,
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    ...flags,
    "about:blank",
  ];
  const child = spawn(path, args, { stdio: ["ignore", "ignore", "pipe"], detached: true });
  const closed = new Promise((done) => child.once("close", done).once("error", done));
  let said = "";
  const outcome = await new Promise((done) => {
    const limit = setTimeout(() => done(`it did not listen within ${LAUNCH_LIMIT_MS} ms`), LAUNCH_LIMIT_MS);
    child.once("error", (error) => done(error.message));
    child.once("exit", (code) => done(`it ended with code ${code}. ${said.trim().split("\n").slice(-3).join(" ")}`));
    child.stderr.on("data", (chunk) => {
      said += chunk;
      if (said.includes("DevTools listening on")) done(null);
    });
    void closed.then(() => clearTimeout(limit));
  });
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
  await closed;
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  return outcome;
}

/**
 * Unpacks the headless shell of @sparticuz/chromium once. `withLibraries` adds the shared libraries and fonts that a
 * bare machine lacks, behind a script that points Chromium at them.
 */
async function unpackBundled(dataDir, withLibraries) {
  const packageJson = join(createRequire(import.meta.url).resolve("@sparticuz/chromium"), "../../package.json");
  const home = join(dataDir, `chromium-${JSON.parse(readFileSync(packageJson, "utf8")).version}`);
  const { inflate } = await import("@sparticuz/chromium");
  const packed = join(packageJson, "../bin");
  if (!existsSync(home)) await unpackInto(home, async () => Promise.all(["chromium.br", "swiftshader.tar.br"].map((name) => inflate(join(packed, name)))));
  if (!withLibraries) return join(home, "chromium");
  const extra = join(home, "bare");
  if (!existsSync(extra)) await unpackInto(extra, async () => Promise.all(["al2023.tar.br", "fonts.tar.br"].map((name) => inflate(join(packed, name)))));
  const script = join(home, "chromium-headless-shell");
  const lines = [
    "#!/bin/sh",
    `export LD_LIBRARY_PATH="${extra}/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"`,
    `[ -d /etc/fonts ] || export FONTCONFIG_PATH="${extra}/fonts"`,
    `exec "${home}/chromium" "$@"`,
  ];
  writeFileSync(script, `${lines.join("\n")}\n`, { mode: 0o755 });
  return script;
}

/** The package unpacks into the system's temporary folder only: that folder is ours for the time of the call. */
async function unpackInto(home, unpack) {
  const fresh = `${home}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = fresh;
  try {
    await unpack();
    renameSync(fresh, home);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
