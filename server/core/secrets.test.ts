import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadOrCreateSecrets } from "./secrets.ts";

test("keys are made once, kept private, and give way to the environment", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "perch-secrets-"));
  try {
    const first = await loadOrCreateSecrets(dataDir, {});
    expect(first.fromFile).toEqual(["CONTEXT_ENCRYPTION_KEY", "TOKEN_KEY", "AUTH_SECRET"]);
    expect((await loadOrCreateSecrets(dataDir, {})).values).toEqual(first.values);
    expect((await stat(join(dataDir, "secrets", "keys.json"))).mode & 0o777).toBe(0o600);
    expect((await loadOrCreateSecrets(dataDir, { TOKEN_KEY: "set", AUTH_SECRET: "set", CONTEXT_ENCRYPTION_KEY: "set" })).values).toEqual({});
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
