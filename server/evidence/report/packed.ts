/** What a file says of itself, and the manifest that it carries. */
export type Facts = { title: string; author: string; createdAt: Date; manifest: string; digest: string };
/** The file and its SHA-256. */
export type Packed = { bytes: Uint8Array; sha256: string };
