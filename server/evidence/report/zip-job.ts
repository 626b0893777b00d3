import { type ZipEntry, zipOf } from "../../core/zip.ts";
import { sha256Of } from "../capture.ts";
import { MANIFEST_FILE } from "./manifest.ts";
import type { Facts, Packed } from "./packed.ts";

type NamedFile = { name: string; data: Uint8Array };
/** Pictures that become an archive with their manifest. */
export type ZipJob = { files: readonly NamedFile[]; facts: Facts };

const HELP = `This archive was made by Perch.
${MANIFEST_FILE} says what was done and names the SHA-256 of every picture in shots/.
Check the pictures:   sha256sum shots/*
Check the manifest:   sha256sum ${MANIFEST_FILE}   (its digest is what the server knows this export by)
`;

/** Makes the archive. Takes long for large reports: run it in a thread. */
export function packZip({ files, facts }: ZipJob): Packed {
  const bytes = archiveOf(files, facts);
  return { bytes, sha256: sha256Of(Buffer.from(bytes)) };
}

function archiveOf(files: readonly NamedFile[], { manifest, createdAt }: Facts): Uint8Array {
  const text = [
    { name: MANIFEST_FILE, data: Buffer.from(manifest) },
    { name: "README.txt", data: Buffer.from(HELP) },
  ];
  const entries: ZipEntry[] = [...text, ...files].map(({ name, data }) => ({ name, data: Buffer.from(data), modifiedAt: createdAt }));
  return zipOf(entries);
}
