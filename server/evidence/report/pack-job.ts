import { PDFDocument } from "pdf-lib";
import { type ZipEntry, zipOf } from "../../core/zip.ts";
import { sha256Of } from "../capture.ts";
import { MANIFEST_FILE } from "./manifest.ts";

type Facts = { title: string; author: string; createdAt: Date; manifest: string; digest: string };
/** What becomes a file: a printed report that gets its manifest attached, or pictures and manifest as an archive. */
export type PackJob = { kind: "pdf"; printed: Uint8Array; facts: Facts } | { kind: "zip"; files: readonly { name: string; data: Uint8Array }[]; facts: Facts };
/** The file and its SHA-256. */
export type Packed = { bytes: Uint8Array; sha256: string };

const HELP = `This archive was made by Perch.
${MANIFEST_FILE} says what was done and names the SHA-256 of every picture in shots/.
Check the pictures:   sha256sum shots/*
Check the manifest:   sha256sum ${MANIFEST_FILE}   (its digest is what the server knows this export by)
`;

/** Makes the file. Takes long for large reports: run it in a thread. */
export async function pack(job: PackJob): Promise<Packed> {
  const bytes = job.kind === "pdf" ? await withManifest(job.printed, job.facts) : archiveOf(job.files, job.facts);
  return { bytes, sha256: sha256Of(Buffer.from(bytes)) };
}

async function withManifest(printed: Uint8Array, { title, author, createdAt, manifest, digest }: Facts): Promise<Uint8Array> {
  const document = await PDFDocument.load(printed, { updateMetadata: false });
  document.setTitle(title, { showInWindowTitleBar: true });
  document.setAuthor(author);
  document.setSubject(`Evidence report, SHA-256 ${digest}`);
  document.setProducer("Perch");
  document.setCreator("Perch");
  document.setCreationDate(createdAt);
  document.setModificationDate(createdAt);
  await document.attach(Buffer.from(manifest), MANIFEST_FILE, {
    mimeType: "application/json",
    description: `SHA-256 ${digest}`,
    creationDate: createdAt,
    modificationDate: createdAt,
  });
  return document.save({ useObjectStreams: false });
}

function archiveOf(files: readonly { name: string; data: Uint8Array }[], { manifest, createdAt }: Facts): Uint8Array {
  const text = [
    { name: MANIFEST_FILE, data: Buffer.from(manifest) },
    { name: "README.txt", data: Buffer.from(HELP) },
  ];
  const entries: ZipEntry[] = [...text, ...files].map(({ name, data }) => ({ name, data: Buffer.from(data), modifiedAt: createdAt }));
  return zipOf(entries);
}
