import { defineConfig } from "@playwright/test";

const SIGNED_IN = "test-results/signed-in.json";

/** The dashboard in a browser, against the server that scripts/test-stages.mjs starts; its login link works once. */
export default defineConfig({
  testDir: "server/testing/e2e",
  outputDir: "test-results/e2e",
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: true,
  use: {
    baseURL: process.env.PERCH_URL,
    trace: "retain-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] },
  },
  projects: [
    { name: "sign-in", testMatch: "sign-in.setup.ts" },
    { name: "dashboard", testMatch: "*.spec.ts", dependencies: ["sign-in"], use: { storageState: SIGNED_IN } },
  ],
});
