// The dashboard's build, made again only when something that it is made of has changed.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "./steps.mjs";

const INPUTS = ["app", "components", "server/contract", "public", "package-lock.json", "next.config.mjs", "postcss.config.mjs", "tsconfig.json"];
const STAMP = join(ROOT, ".next/perch-inputs");

/** Whether the build on disk is of the present sources. */
export function isBuilt() {
  return existsSync(join(ROOT, ".next/BUILD_ID")) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === hashOfInputs();
}

/** Builds the dashboard. @throws Error with the last lines of the build */
export async function build() {
  const hash = hashOfInputs();
  await run(process.execPath, [join(ROOT, "node_modules/next/dist/bin/next"), "build"], {
    quiet: true,
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  writeFileSync(STAMP, hash);
}

function hashOfInputs() {
  const hash = createHash("sha256");
  const add = (path) => {
    const at = join(ROOT, path);
    if (!existsSync(at)) return;
    if (!statSync(at).isDirectory()) {
      hash.update(`${path}\0`).update(readFileSync(at)).update("\0");
      return;
    }
    for (const name of readdirSync(at).toSorted()) add(`${path}/${name}`);
  };
  for (const input of INPUTS) add(input);
  return hash.digest("hex");
}
