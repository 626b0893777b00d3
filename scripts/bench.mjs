// npm run bench -- NAME [--json]: runs bench/NAME.ts with a database and a Chromium ready.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fail, inNewNode, install, loadDotEnv, ROOT, run } from "./steps.mjs";

async function main([name, ...rest]) {
  const folder = join(ROOT, "bench");
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3));
  if (!names.includes(name)) throw new Error(`Usage: npm run bench -- NAME [--json], where NAME is one of: ${names.join(", ")}`);
  await install({ dev: true });
  if (!(await inNewNode(import.meta.url))) return;
  loadDotEnv();
  const { findChromium } = await import("./chromium.mjs");
  const { startTestDatabase } = await import("./test-database.mjs");
  const { dataDirectory } = await import("./steps.mjs");
  const chromium = await findChromium({ dataDir: dataDirectory(), wanted: process.env.CHROMIUM_PATH });
  const database = await startTestDatabase();
  try {
    const env = {
      NODE_ENV: "production",
      CHROMIUM_PATH: chromium.path,
      DATABASE_URL: database.url,
      TEST_DATABASE_URL: database.url,
      DATA_DIR: database.dataDir,
      LOG_LEVEL: "warn",
    };
    await run(process.execPath, [join(folder, `${name}.ts`), ...rest], { env });
  } finally {
    await database.stop();
  }
}

await main(process.argv.slice(2)).catch(fail);
