import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;

/** The files of pictures on this server's disk: a folder for each session, in it one file for each different picture. */
export type ShotFiles = ReturnType<typeof createShotFiles>;

/** @param dataDir absolute; pictures lie in `evidence/` below it, readable by the server's user alone */
export function createShotFiles(dataDir: string) {
  const root = join(dataDir, "evidence");
  const folderOf = (sessionId: string): string => join(root, sessionId);
  const fileOf = (sessionId: string, sha256: string): string => join(folderOf(sessionId), `${sha256}.jpg`);
  return {
    /** Writes a picture unless it is there, whole or not at all. Gives the bytes that the disk now holds more. */
    write: async (sessionId: string, { sha256, image }: { sha256: string; image: Buffer }): Promise<number> => {
      const file = fileOf(sessionId, sha256);
      if (
        await stat(file).then(
          () => true,
          () => false,
        )
      )
        return 0;
      await mkdir(folderOf(sessionId), { recursive: true, mode: DIRECTORY_MODE });
      const begun = join(folderOf(sessionId), `${newId("tmp")}.part`);
      await writeFile(begun, image, { mode: FILE_MODE });
      await rename(begun, file);
      return image.length;
    },
    /** The JPEG. The caller has checked whose session it is. @throws AppError NOT_FOUND when it is gone, or with another server */
    read: (sessionId: string, sha256: string): Promise<Buffer> =>
      readFile(fileOf(sessionId, sha256)).catch((cause: unknown) => {
        throw new AppError("NOT_FOUND", "This picture is gone: its time is over, or another server had it.", { cause });
      }),
    /** Bytes of a session's pictures. */
    sizeOf: async (sessionId: string): Promise<number> => {
      const names = await readdir(folderOf(sessionId)).catch(() => []);
      const sizes = await Promise.all(
        names.map((name) =>
          stat(join(folderOf(sessionId), name)).then(
            ({ size }) => size,
            () => 0,
          ),
        ),
      );
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    /** Sessions that have a folder here. */
    sessions: (): Promise<string[]> => readdir(root).catch(() => []),
    /** Removes all pictures of a session, or those that are not among `keep`. */
    remove: async (sessionId: string, keep: ReadonlySet<string> = new Set()): Promise<void> => {
      if (keep.size === 0) return rm(folderOf(sessionId), { recursive: true, force: true });
      const names = await readdir(folderOf(sessionId)).catch(() => []);
      const gone = names.filter((name) => name.endsWith(".jpg") && !keep.has(name.slice(0, -".jpg".length)));
      await Promise.all(gone.map((name) => rm(join(folderOf(sessionId), name), { force: true })));
    },
  };
}
