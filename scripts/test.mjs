// npm test [unit|integration|e2e|file…]: installs by itself, runs the stages and prints "N passed, N failed" last.
import { fail, inNewNode, install } from "./steps.mjs";

try {
  await install({ dev: true });
  if (await inNewNode(import.meta.url)) {
    const { test } = await import("./test-stages.mjs");
    process.exitCode = await test(process.argv.slice(2));
  }
} catch (error) {
  fail(error);
  console.log("0 passed, 1 failed");
}
