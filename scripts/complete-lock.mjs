// npm drops from the lock those optional packages of other platforms that the registry in use does not serve, and
// `npm ci` then refuses: "Missing: … from lock file". This writes them back without integrity, gated by os and cpu, so
// that they are never fetched here. Run it after every change of package-lock.json.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./steps.mjs";

const SYSTEMS = /(?:^|[-/])(darwin|win32|windows|android|freebsd|linux|openbsd|netbsd|sunos|aix|openharmony)(?=$|-)/;
const PROCESSORS = /(?:^|-)(arm64|arm|x64|ia32|riscv64|ppc64le|ppc64|s390x|loong64|mips64el|wasm32)(?=$|-)/;

const file = join(ROOT, "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const packages = lock.packages;

/** Whether a package at `from` would find `name`: in its own node_modules or in one further up. */
function resolves(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1))) {
    if (packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}

function stub(name, version, owner) {
  const system = SYSTEMS.exec(name)?.[1];
  const processor = PROCESSORS.exec(name)?.[1];
  if (!/^\d/.test(version) || (system === undefined && processor !== "wasm32")) return null;
  return {
    version,
    ...(processor && { cpu: [processor] }),
    ...(owner.dev && { dev: true }),
    optional: true,
    ...(system && { os: [system === "windows" ? "win32" : system] }),
    ...(/musl/.test(name) && { libc: ["musl"] }),
  };
}

let added = 0;
for (const [path, owner] of Object.entries({ ...packages })) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    if (resolves(path, name)) continue;
    const entry = stub(name, version, owner);
    if (entry === null) console.log(`left out: ${name}@${version}, optional for ${path}, names no platform`);
    else {
      packages[`node_modules/${name}`] = entry;
      added += 1;
    }
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages of other platforms written back`);
