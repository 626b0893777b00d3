import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Actor } from "./actor.ts";
import type { Keys } from "./keys.ts";

/** The file that holds the key, below the data directory. */
const LOCAL_KEY_FILE = "local-key";

/** Keeps a working API key of the owner in a file that only this machine's account can read (mode 0600). Idempotent. */
export async function ensureLocalKey({ dataDir, keys, owner }: { dataDir: string; keys: Keys; owner: Actor }): Promise<void> {
  const file = join(dataDir, LOCAL_KEY_FILE);
  const held = await readFile(file, "utf8").catch(() => "");
  const holder = held === "" ? null : await keys.recognise(held.trim());
  if (holder?.workspaceId === owner.workspaceId) return;
  const { secret } = await keys.create(owner, { name: "Programs on this machine" });
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  // An existing file keeps its mode when written to.
  await chmod(file, 0o600);
}
