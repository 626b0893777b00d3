// npm run chaos [-- --sessions 200] [--faults server,database] [--json]: sessions in waves, each wave with a fault.
import { join } from "node:path";
import { measure } from "./measure.mjs";
import { fail, ROOT } from "./steps.mjs";

await measure({ script: import.meta.url, file: join(ROOT, "chaos/sessions.ts"), args: process.argv.slice(2) }).catch(fail);
