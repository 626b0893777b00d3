// Prisma's command line with a database and a schema engine that need no download: npm run prisma -- migrate dev --name x
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Runs one Prisma command.
 * @param {string[]} args
 * @param {{databaseUrl?: string, quiet?: boolean}} options `quiet` shows what Prisma printed only when it fails.
 */
export async function prisma(args, { databaseUrl, quiet = false } = {}) {
  const cli = join(root, "node_modules/prisma/build/index.js");
  const env = {
    ...process.env,
    // Prisma starts the engine by its first line, `env node`: the Node that runs us must be the one it finds.
    PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH ?? ""}`,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? nativeEngine() ?? join(root, "scripts/schema-engine.mjs"),
  };
  const child = spawn(process.execPath, [cli, ...args], { cwd: root, env, stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit" });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => said.push(chunk));
  const code = await new Promise((done, fail) => child.once("error", fail).once("close", done));
  if (code !== 0)
    throw Object.assign(new Error(`prisma ${args.slice(0, 2).join(" ")} failed.\n${Buffer.concat(said).toString("utf8").trim()}`.trim()), {
      exitCode: code ?? 1,
    });
}

/** Prisma's own engine, where an earlier command could download it. */
function nativeEngine() {
  const folder = join(root, "node_modules/@prisma/engines");
  const name = existsSync(folder) ? readdirSync(folder).find((file) => /^schema-engine-[^.]+(\.exe)?$/.test(file)) : undefined;
  return name === undefined ? null : join(folder, name);
}

async function main(args) {
  const offline = args.length === 0 || ["generate", "validate", "format", "version", "--version", "-v", "--help"].includes(args[0]);
  if (offline || process.env.DATABASE_URL) return prisma(args);
  const { openDatabase } = await import("./database.mjs");
  const database = await openDatabase({ dataDir: resolve(root, process.env.DATA_DIR || ".data") });
  try {
    await prisma(args, { databaseUrl: database.url });
  } finally {
    await database.stop();
  }
}

if (import.meta.main ?? process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exitCode = error.exitCode ?? 1;
  });
}
