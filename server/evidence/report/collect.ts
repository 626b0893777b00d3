import type { Actor } from "../../access/actor.ts";
import type { Activity } from "../../contract/activity.ts";
import { describeActivity, tierWords } from "../../contract/activity-words.ts";
import { type EvidenceShot, type EvidenceStep, type ExportEvidenceInput, MAX_EXPORT_STEPS, type Redaction } from "../../contract/evidence.ts";
import type { Session } from "../../contract/sessions.ts";
import { AppError } from "../../core/errors.ts";
import { sha256Of } from "../capture.ts";
import { burn, type Redactions } from "../redactions.ts";
import type { ShotFiles } from "../shot-files.ts";
import type { Shots } from "../shots.ts";
import { momentIn } from "./moment.ts";
import type { Report, ReportFact, ReportShot, ReportStep } from "./report.ts";

const PAGE_STEPS = 500;

export type CollectParts = {
  shots: Pick<Shots, "page">;
  redactions: Pick<Redactions, "list">;
  files: Pick<ShotFiles, "read">;
  /** Hides secrets in text that pages and callers wrote. */
  mask: (text: string) => string;
  /** The name of who made the session; null for someone who is gone. */
  nameOf: (userId: string) => Promise<string | null>;
};

/**
 * Gathers all that an export says, with pictures as they may leave: redacted areas are black.
 * @throws AppError NOT_FOUND for activities that the session does not have · INVALID_INPUT for an unknown time zone
 */
export async function collectReport(parts: CollectParts, actor: Actor, session: Session, input: ExportEvidenceInput): Promise<Report> {
  const { steps, isCut } = await stepsFor(parts.shots, actor, session.id, input);
  const hashes = steps.flatMap(({ before, after }) => [before, after]).flatMap((shot) => (shot ? [shot.sha256] : []));
  const album = createAlbum(parts.files, session.id, await parts.redactions.list(actor, session.id, hashes));
  const name = session.name ?? session.id;
  const timezone = knownZone(input.timezone ?? "UTC");
  return {
    sessionId: session.id,
    title: input.title || `Session ${name}`,
    note: input.note || null,
    facts: await factsOf(parts, session, momentIn(timezone)),
    outcome: outcomeOf(session),
    steps: await Promise.all(steps.map((step, at) => reportStep(album, parts.mask, step, at + 1))),
    isCut,
    exportedAt: new Date().toISOString(),
    exportedBy: actor.name,
    timezone,
    pageSize: input.pageSize,
  };
}

/** The chosen actions, the oldest first. */
async function stepsFor(
  shots: CollectParts["shots"],
  actor: Actor,
  sessionId: string,
  input: ExportEvidenceInput,
): Promise<{ steps: EvidenceStep[]; isCut: boolean }> {
  const wanted = input.activityIds && new Set(input.activityIds);
  const steps: EvidenceStep[] = [];
  const fits = ({ activity, before, after }: EvidenceStep): boolean =>
    (!wanted || wanted.has(activity.id)) && (!input.onlyPictured || before !== null || after !== null);
  for (let before: string | undefined, more = true; more && steps.length <= MAX_EXPORT_STEPS; ) {
    const page = await shots.page(actor, { sessionId, limit: PAGE_STEPS, before });
    steps.push(...page.steps.filter(fits).map((step) => (input.before ? step : { ...step, before: null })));
    before = page.steps.at(-1)?.activity.id;
    more = page.hasMore && !(wanted && steps.length === wanted.size);
  }
  const missing = [...(wanted ?? [])].find((id) => !steps.some(({ activity }) => activity.id === id));
  if (missing !== undefined && !input.onlyPictured) throw new AppError("NOT_FOUND", `The session has no action ${missing}.`);
  return { steps: steps.slice(0, MAX_EXPORT_STEPS).reverse(), isCut: steps.length > MAX_EXPORT_STEPS };
}

async function reportStep(album: Album, mask: (text: string) => string, { activity, before, after }: EvidenceStep, number: number): Promise<ReportStep> {
  const shots = await Promise.all([before, after].flatMap((shot) => (shot ? [reportShot(album, shot, number)] : [])));
  return { ...wordsOf(activity, mask), number, shots: shots.flatMap((shot) => shot ?? []) };
}

function wordsOf(activity: Activity, mask: (text: string) => string): Omit<ReportStep, "number" | "shots"> {
  const { title, detail } = describeActivity(activity);
  const { id, actionType, actorName, success, errorMessage, createdAt, durationMs, via } = activity;
  return {
    activityId: id,
    type: actionType,
    title,
    detail: detail && mask(detail),
    via: via && tierWords(via),
    actorName,
    success,
    errorMessage: errorMessage && mask(errorMessage),
    at: createdAt,
    durationMs,
  };
}

/** The pictures of a session as they leave, each different one made once: what follows an action stands before the next one. */
type Album = (shot: EvidenceShot) => Promise<{ image: Buffer; sha256: string; redactions: readonly Redaction[] } | null>;

function createAlbum(files: CollectParts["files"], sessionId: string, redactions: readonly Redaction[]): Album {
  const made = new Map<string, ReturnType<Album>>();
  const make = async (shot: EvidenceShot): ReturnType<Album> => {
    const own = redactions.filter(({ sha256 }) => sha256 === shot.sha256);
    const original = await files.read(sessionId, shot.sha256).catch(() => null);
    if (original === null) return null;
    const image = await burn(original, shot, own);
    return { image, sha256: sha256Of(image), redactions: own };
  };
  return (shot) => {
    const known = made.get(shot.sha256) ?? make(shot);
    made.set(shot.sha256, known);
    return known;
  };
}

/** A picture whose file is gone (with another server, or over) is left out. */
async function reportShot(album: Album, shot: EvidenceShot, number: number): Promise<ReportShot | null> {
  const { moment, at, width, height, maskedFields } = shot;
  const made = await album(shot);
  return made && { moment, at, file: `${String(number).padStart(3, "0")}-${moment}.jpg`, ...made, width, height, maskedFields };
}

async function factsOf({ mask, nameOf }: CollectParts, session: Session, at: (instant: string) => string): Promise<ReportFact[]> {
  const { config } = session;
  const facts: (ReportFact | null)[] = [
    { label: "Session", value: session.id },
    session.name === null ? null : { label: "Name", value: session.name },
    { label: "Provider", value: session.provider },
    { label: "Page size", value: `${config.viewport.width}×${config.viewport.height}` },
    { label: "Created", value: `${at(session.createdAt)} by ${(await nameOf(session.userId)) ?? session.userId}` },
    session.terminatedAt === null ? null : { label: "Ended", value: at(session.terminatedAt) },
    session.url === null ? null : { label: "Last page", value: mask(session.title ? `${session.title} (${session.url})` : session.url) },
    config.locale === undefined ? null : { label: "Language", value: config.locale },
    config.userAgent === undefined ? null : { label: "User agent", value: config.userAgent },
    session.tags.length === 0 ? null : { label: "Tags", value: session.tags.join(", ") },
  ];
  return facts.filter((fact) => fact !== null);
}

const outcomeOf = ({ status, terminationReason }: Session): string =>
  terminationReason === null ? `The session was ${status} when this was exported` : `The session ended: ${terminationReason}`;

function knownZone(timezone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: timezone }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new AppError("INVALID_INPUT", "Use an IANA timezone name such as Europe/Berlin.", {
      cause,
      fields: [{ field: "timezone", message: "is not known" }],
    });
  }
}
