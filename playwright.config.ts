import { defineConfig } from "@playwright/test";

/** The dashboard in a browser. The server is started by server/testing/e2e/fixtures.ts, once for all files. */
export default defineConfig({
  testDir: "server/testing/e2e",
  outputDir: "test-results/e2e",
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: true,
  retries: process.env.TEST_AGAIN ? 1 : 0,
  use: {
    trace: "retain-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] },
  },
});
