import { sha256Of } from "../capture.ts";
import type { Report, ReportStep } from "./report.ts";

/** What the manifest is, for whoever reads it in years. */
export const MANIFEST_FORMAT = "perch-evidence-1";
/** Its name inside of exports. */
export const MANIFEST_FILE = "manifest.json";

/** A report in words for machines, and the digest that stands for all of it. */
export type Manifest = { text: string; digest: string; actionLogSha256: string };

const actionOf = ({ shots: _, ...action }: ReportStep) => action;

/**
 * The manifest of a report: everything it says, with the SHA-256 of every picture and of the action log (its JSON
 * without spaces). `digest` is the SHA-256 of the manifest's text as UTF-8, so that nothing in the report can be changed
 * without changing it. Pure: the same report gives the same text.
 */
export function manifestOf(report: Report): Manifest {
  const actionLogSha256 = sha256Of(JSON.stringify(report.steps.map(actionOf)));
  const manifest = {
    format: MANIFEST_FORMAT,
    sessionId: report.sessionId,
    title: report.title,
    note: report.note,
    exportedAt: report.exportedAt,
    exportedBy: report.exportedBy,
    outcome: report.outcome,
    isCut: report.isCut,
    facts: report.facts,
    actionLogSha256,
    actions: report.steps.map((step) => ({
      ...actionOf(step),
      shots: step.shots.map(({ image: _, redactions, ...shot }) => ({
        ...shot,
        redactions: redactions.map(({ id, x, y, width, height, reason, createdBy, createdAt }) => ({ id, x, y, width, height, reason, createdBy, createdAt })),
      })),
    })),
  };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  return { text, digest: sha256Of(text), actionLogSha256 };
}
