// Runs the Prisma command line, as in `node scripts/prisma.mjs migrate deploy`.
// Prisma fetches its schema engine at run time; where none is named or present, scripts/schema-engine.mjs stands in for it.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** The engine to use: the one that the environment names, else one that Prisma has fetched before, else ours. */
function schemaEngine() {
  const named = process.env.PRISMA_SCHEMA_ENGINE_BINARY;
  if (named) return named;
  const folder = join(root, "node_modules/@prisma/engines");
  const fetched = existsSync(folder) ? readdirSync(folder).find((file) => /^schema-engine-.*(?<!\.(gz|sha256|tmp))$/.test(file)) : undefined;
  return fetched === undefined ? join(import.meta.dirname, "schema-engine.mjs") : join(folder, fetched);
}

const child = spawn(process.execPath, [join(root, "node_modules/prisma/build/index.js"), ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: schemaEngine(), PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
