import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const Stored = z.record(z.string(), z.string());
const NAMES = ["CONTEXT_ENCRYPTION_KEY", "TOKEN_KEY", "AUTH_SECRET"] as const;

export type Secrets = {
  /** Variables to put beneath the real environment: what the environment sets is left out. */
  values: Record<string, string>;
  /** Names that only the file provides; in production they belong into the environment. */
  fromFile: string[];
};

/**
 * Keys that nobody set, made once and kept in `<dataDir>/secrets/keys.json` (mode 0600 in a 0700 folder).
 * Losing the file signs everyone out and makes sealed data unreadable.
 */
export async function loadOrCreateSecrets(dataDir: string, environment: Record<string, string | undefined>): Promise<Secrets> {
  const folder = join(dataDir, "secrets");
  const file = join(folder, "keys.json");
  const missing = NAMES.filter((name) => !environment[name]);
  if (missing.length === 0) return { values: {}, fromFile: [] };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stored = await readStored(file);
  const values = Object.fromEntries(missing.map((name) => [name, stored[name] ?? randomBytes(32).toString("hex")]));
  if (missing.some((name) => stored[name] === undefined)) {
    await writeFile(file, `${JSON.stringify({ ...stored, ...values }, null, 2)}\n`, { mode: 0o600 });
    await chmod(file, 0o600);
  }
  return { values, fromFile: missing };
}

async function readStored(file: string): Promise<Record<string, string>> {
  try {
    return Stored.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
