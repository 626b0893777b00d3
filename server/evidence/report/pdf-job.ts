import { PDFDocument } from "pdf-lib";
import { sha256Of } from "../capture.ts";
import { MANIFEST_FILE } from "./manifest.ts";
import type { Facts, Packed } from "./packed.ts";

/** A printed report that gets its manifest attached. */
export type PdfJob = { printed: Uint8Array; facts: Facts };

/** Makes the PDF. Takes long for large reports: run it in a thread. */
export async function packPdf({ printed, facts }: PdfJob): Promise<Packed> {
  const bytes = await withManifest(printed, facts);
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
