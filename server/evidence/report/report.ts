import type { ExportEvidenceInput, Redaction } from "../../contract/evidence.ts";

/** One picture of a report, as it is exported: redacted areas are black in `image`. */
export type ReportShot = {
  moment: "before" | "after";
  /** ISO 8601. */
  at: string;
  /** Its name among the report's pictures. */
  file: string;
  image: Buffer;
  /** Of `image`. */
  sha256: string;
  width: number;
  height: number;
  maskedFields: number;
  redactions: readonly Redaction[];
};

/** One action of a report. Texts are masked already. */
export type ReportStep = {
  /** From 1, in the order of time. */
  number: number;
  activityId: string;
  type: string;
  title: string;
  detail: string | null;
  /** Which tier served it, in words; null where none did. */
  via: string | null;
  actorName: string | null;
  success: boolean | null;
  errorMessage: string | null;
  /** ISO 8601. */
  at: string;
  durationMs: number | null;
  shots: readonly ReportShot[];
};

/** A fact about the session, as a line of the report. */
export type ReportFact = { label: string; value: string };

/** All that an export says. */
export type Report = {
  sessionId: string;
  title: string;
  note: string | null;
  facts: readonly ReportFact[];
  /** How the session stands or ended, in words. */
  outcome: string;
  steps: readonly ReportStep[];
  /** Whether the session has more actions than the report takes; its oldest are then left out. */
  isCut: boolean;
  exportedAt: string;
  exportedBy: string;
  timezone: string;
  pageSize: ExportEvidenceInput["pageSize"];
};

/** Pictures of the report, each once, in order. */
export const shotsOf = (report: Report): ReportShot[] => report.steps.flatMap(({ shots }) => shots);

/** Different redactions in the report. */
export const redactionsOf = (report: Report): Redaction[] => [
  ...new Map(shotsOf(report).flatMap(({ redactions }) => redactions.map((redaction) => [redaction.id, redaction] as const))).values(),
];

/** How many actions of the report failed. */
export const failuresOf = (report: Report): number => report.steps.filter(({ success }) => success === false).length;
