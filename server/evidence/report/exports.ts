import type { Actor } from "../../access/actor.ts";
import { EvidenceExport, type VerifyExportOutput } from "../../contract/evidence.ts";
import { newId } from "../../core/ids.ts";
import type { Db } from "../../db/client.ts";
import { inThread } from "../thread.ts";
import { documentOf } from "./document.ts";
import { fontsFor } from "./fonts.ts";
import { type Manifest, manifestOf } from "./manifest.ts";
import type { Packed } from "./packed.ts";
import type { PdfJob } from "./pdf-job.ts";
import type { Print } from "./print.ts";
import { type Report, redactionsOf, shotsOf } from "./report.ts";
import type { ZipJob } from "./zip-job.ts";

const MAX_LISTED = 100;

/** A file that was made, and what is known of it. */
export type Exported = { bytes: Buffer; entry: EvidenceExport };

type ExportRow = NonNullable<Awaited<ReturnType<Db["evidenceExport"]["findFirst"]>>>;
const toExport = ({ workspaceId: _, sessionId: __, format, createdAt, ...row }: ExportRow): EvidenceExport => ({
  ...row,
  format: EvidenceExport.shape.format.parse(format),
  createdAt: createdAt.toISOString(),
});

/** Makes files of reports and knows them again; whose session it is has been checked by the caller. */
export function createExports({ db, print }: { db: Db; print: Print }) {
  const pack = (format: EvidenceExport["format"], report: Report, manifest: Manifest, signal: AbortSignal): Promise<Packed> => {
    const facts = { title: report.title, author: report.exportedBy, createdAt: new Date(report.exportedAt), manifest: manifest.text, digest: manifest.digest };
    const what = "making the report";
    if (format === "zip") {
      const job: ZipJob = { files: shotsOf(report).map(({ file, image }) => ({ name: `shots/${file}`, data: image })), facts };
      return inThread({ module: new URL("./zip-thread.ts", import.meta.url), job: Promise.resolve(job), what }, signal);
    }
    // The thread starts while the report is being printed.
    const job = printed(report, manifest, print, signal).then((bytes): PdfJob => ({ printed: bytes, facts }));
    return inThread({ module: new URL("./pdf-thread.ts", import.meta.url), job, what }, signal);
  };

  return {
    /** Makes the file and notes it. @throws AppError BROWSER_LAUNCH_FAILED | PROVIDER_UNAVAILABLE for a PDF where no Chromium starts | TIMEOUT */
    make: async (actor: Actor, report: Report, format: EvidenceExport["format"], signal: AbortSignal): Promise<Exported> => {
      const manifest = manifestOf(report);
      const { bytes, sha256 } = await pack(format, report, manifest, signal);
      const facts = { steps: report.steps.length, shots: shotsOf(report).length, redactions: redactionsOf(report).length, title: report.title };
      const row = {
        ...{ id: newId("evx"), workspaceId: actor.workspaceId, sessionId: report.sessionId, format, digest: manifest.digest },
        ...{ fileSha256: sha256, sizeBytes: bytes.length, ...facts, createdBy: actor.name, createdAt: new Date(report.exportedAt) },
      };
      await db.evidenceExport.create({ data: row });
      return { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), entry: toExport(row) };
    },

    /** The newest first. */
    list: async ({ workspaceId }: Actor, sessionId: string): Promise<EvidenceExport[]> =>
      (await db.evidenceExport.findMany({ where: { workspaceId, sessionId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }], take: MAX_LISTED })).map(
        toExport,
      ),

    /** Which export has this hash, as a file or as content. */
    find: async ({ workspaceId }: Actor, sessionId: string, sha256: string): Promise<VerifyExportOutput> => {
      const row = await db.evidenceExport.findFirst({ where: { workspaceId, sessionId, OR: [{ fileSha256: sha256 }, { digest: sha256 }] } });
      return row === null ? { matched: null, export: null } : { matched: row.fileSha256 === sha256 ? "file" : "content", export: toExport(row) };
    },
  };
}

async function printed(report: Report, manifest: Manifest, print: Print, signal: AbortSignal): Promise<Buffer> {
  const fonts = await fontsFor(documentOf(report, manifest));
  const html = documentOf(
    report,
    manifest,
    fonts.map(({ rule }) => rule),
  );
  const files = new Map<string, { bytes: Buffer; mimeType: string }>([
    ...fonts.map(({ name, bytes }) => [`/fonts/${name}`, { bytes, mimeType: "font/woff2" }] as const),
    ...shotsOf(report).map(({ sha256, image }) => [`/shots/${sha256}.jpg`, { bytes: image, mimeType: "image/jpeg" }] as const),
  ]);
  return print({ html, files }, signal);
}
