// npm run check: format and lint, types, architecture. All of them run, and all that is wrong is shown.
import { spawn } from "node:child_process";
import { prisma } from "./prisma.mjs";
import { fail, inNewNode, install, ROOT } from "./steps.mjs";

const CHECKS = [
  { name: "Biome (format, lint)", args: ["node_modules/@biomejs/biome/bin/biome", "check", "--max-diagnostics=100"] },
  { name: "TypeScript", args: ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."] },
  {
    name: "dependency-cruiser (floors)",
    args: [
      "--import",
      "./scripts/cruise.mjs",
      "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
      "--config",
      ".dependency-cruiser.cjs",
      "server",
      "app",
      "components",
    ],
    mustSay: /\((?!0 modules)\d+ modules/,
  },
];

/** Runs one check and keeps what it printed; one that looked at nothing has failed. */
async function outcome({ name, args, mustSay }) {
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? "1" : "0" } });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(chunk));
  const code = await new Promise((done, failed) => child.once("error", failed).once("close", done));
  const output = Buffer.concat(said).toString("utf8");
  const problem = mustSay && code === 0 && !mustSay.test(output) ? "It looked at no files." : "";
  return { name, passed: code === 0 && problem === "", output: `${output}${problem}`.trim() };
}

async function main() {
  await install({ dev: true });
  if (!(await inNewNode(import.meta.url))) return;
  await prisma(["generate"], { quiet: true });
  const results = await Promise.all(CHECKS.map(outcome));
  for (const { name, passed, output } of results) if (!passed) console.log(`\n── ${name} ──\n${output}`);
  console.log(`\n${results.map(({ name, passed }) => `${passed ? "✔" : "✘"} ${name}`).join("\n")}`);
  if (results.some(({ passed }) => !passed)) process.exitCode = 1;
}

await main().catch(fail);
