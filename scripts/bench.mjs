// npm run bench -- NAME [--json]: installs by itself and runs bench/NAME.ts with a database and a Chromium ready.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { measure } from "./measure.mjs";
import { fail, ROOT } from "./steps.mjs";

async function main([name, ...args]) {
  const folder = join(ROOT, "bench");
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3));
  if (!names.includes(name)) throw new Error(`Usage: npm run bench -- NAME [--json], where NAME is one of: ${names.join(", ")}`);
  await measure({ script: import.meta.url, file: join(folder, `${name}.ts`), args });
}

await main(process.argv.slice(2)).catch(fail);
