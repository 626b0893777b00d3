import { defineConfig } from "vitest/config";

const exclude = ["**/node_modules/**", "**/.next/**", "**/.data/**"];

/** Pure tests beside real ones: the second kind starts Chromium and PostgreSQL, so few files run at a time. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["server/**/*.test.ts", "components/**/*.test.ts", "bench/**/*.test.ts"], exclude } },
      {
        test: {
          name: "integration",
          include: ["server/**/*.itest.ts"],
          exclude,
          globalSetup: ["scripts/test-database.mjs"],
          testTimeout: 60_000,
          hookTimeout: 90_000,
          // A busy machine is slow, not wrong.
          expect: { poll: { timeout: 10_000 } },
          maxWorkers: 2,
          pool: "forks",
        },
      },
    ],
  },
});
