import { constants } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { newId } from "../ids.ts";
import type { FileStore, StoredFile } from "./file-store.ts";

/** Readable by the server's user alone. */
export const DIRECTORY_MODE = 0o700;
export const FILE_MODE = 0o600;

/** Files in a directory of this machine, readable by the server's user alone. */
export function createDiskStore(root: string): FileStore {
  const pathOf = (key: string): string => join(root, key);
  const folders = (): Promise<string[]> => readdir(root).catch(absent<string[]>([]));
  const list = async (prefix: string): Promise<StoredFile[]> => {
    const [folder = "", name = ""] = prefix.split("/", 2);
    const under = prefix.includes("/") ? [folder] : (await folders()).filter((one) => one.startsWith(folder));
    const files = await Promise.all(
      under.map(async (one) => {
        const names = (await readdir(pathOf(one)).catch(absent<string[]>([]))).filter((file) => file.startsWith(name));
        return Promise.all(
          names.map(async (file) => ({ key: `${one}/${file}`, sizeBytes: (await stat(pathOf(`${one}/${file}`)).catch(absent(null)))?.size ?? 0 })),
        );
      }),
    );
    return files.flat();
  };
  return {
    put: async (key, body, signal) => {
      await mkdir(dirname(pathOf(key)), { recursive: true, mode: DIRECTORY_MODE });
      await writeWhole(pathOf(key), body, signal);
    },
    get: async (key, range, signal) => {
      if (range === undefined) return readFile(pathOf(key), { signal }).catch(absent(null));
      await using file = await open(pathOf(key), constants.O_RDONLY).catch(absent(null));
      if (file === null) return null;
      const bytes = Buffer.allocUnsafe(range.sizeBytes);
      const { bytesRead } = await file.read(bytes, 0, range.sizeBytes, range.offset);
      return bytes.subarray(0, bytesRead);
    },
    folders,
    list,
    remove: async (prefix) => {
      if (!/^[A-Za-z0-9_-]{1,64}(?:\/|$)/.test(prefix)) throw new RangeError("Files are removed by the name of their folder.");
      if (/^[^/]+\/?$/.test(prefix)) await rm(pathOf(prefix), { recursive: true, force: true });
      else await Promise.all((await list(prefix)).map(({ key }) => rm(pathOf(key), { force: true })));
    },
    size: async (prefix) => (await list(prefix)).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** Writes a file so that it is there whole or not at all, whatever happens meanwhile. */
export async function writeWhole(path: string, body: Buffer | string, signal?: AbortSignal): Promise<void> {
  const draft = `${path}.${newId("new")}`;
  try {
    await writeFile(draft, body, { mode: FILE_MODE, ...(signal && { signal }) });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Turns "no such file" into a value; other failures stay failures. */
export function absent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return value;
    throw error;
  };
}
