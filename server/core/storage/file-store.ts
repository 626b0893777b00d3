/** Bytes of a stored file that are wanted, from `offset` on. */
export type ByteRange = { offset: number; sizeBytes: number };
export type StoredFile = { key: string; sizeBytes: number };

/**
 * Where files are kept: a directory of this machine, or a bucket. A key is `<folder>/<file>`.
 * Every function gives up when its signal aborts, and after the store's own limits.
 */
export type FileStore = {
  /** Stores a file whole, in place of one of the same key. */
  put(key: string, body: Buffer, signal?: AbortSignal): Promise<void>;
  /** Null where there is no such file; less than the range where the file ends before it does. */
  get(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Buffer | null>;
  /** The names of all folders. */
  folders(signal?: AbortSignal): Promise<string[]>;
  /** The files whose keys begin so. */
  list(prefix: string, signal?: AbortSignal): Promise<StoredFile[]>;
  /** Removes what begins so; nothing where nothing does. */
  remove(prefix: string, signal?: AbortSignal): Promise<void>;
  /** Bytes of all files that begin so. */
  size(prefix: string, signal?: AbortSignal): Promise<number>;
};
