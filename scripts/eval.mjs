// npm run eval [-- --half tuned|untouched|wider] [--set NAME] [--only ID] [--json] [--file out.json]: what the key-less tiers make of our cases.
import { join } from "node:path";
import { measure } from "./measure.mjs";
import { fail, ROOT } from "./steps.mjs";

await measure({ script: import.meta.url, file: join(ROOT, "bench/eval/main.ts"), args: process.argv.slice(2) }).catch(fail);
