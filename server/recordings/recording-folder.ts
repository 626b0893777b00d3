import type { ByteRange, FileStore } from "../core/storage/file-store.ts";

/** The files of one recording, to be read. */
export type RecordingFolder = {
  get(name: string, range?: ByteRange): Promise<Buffer | null>;
  /** Null where there is no such file. */
  size(name: string): Promise<number | null>;
};

/** One recording's part of a store. */
export function folderIn(store: Pick<FileStore, "get" | "list">, sessionId: string): RecordingFolder {
  return {
    get: (name, range) => store.get(`${sessionId}/${name}`, range),
    size: async (name) => (await store.list(`${sessionId}/${name}`)).find(({ key }) => key === `${sessionId}/${name}`)?.sizeBytes ?? null,
  };
}
