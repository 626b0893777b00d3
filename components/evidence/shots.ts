import { describeActivity } from "../../server/contract/activity-words.ts";
import type { EvidenceShot, EvidenceStep } from "../../server/contract/evidence.ts";

/** A picture with the action that it belongs to. */
export type Frame = { step: EvidenceStep; shot: EvidenceShot };

/** How wide small pictures are asked for, in pixels: one size for all of them, so that each is loaded once. */
export const THUMBNAIL_WIDTH = 480;

/** When a picture was taken, beside its action. */
export const momentName = ({ moment }: Pick<EvidenceShot, "moment">): string => (moment === "before" ? "Before" : "After");

/** Where a picture is; `width` asks for a smaller one, `redacted` for it as exports show it (`version` renews that one). */
export function shotUrl(sessionId: string, shot: Pick<EvidenceShot, "id">, { width, redacted }: { width?: number; redacted?: string } = {}): string {
  const query = new URLSearchParams({ ...(width && { width: String(width) }), ...(redacted !== undefined && { redacted: "1", version: redacted }) });
  const address = `/api/sessions/${encodeURIComponent(sessionId)}/evidence/shots/${encodeURIComponent(shot.id)}.jpg`;
  return query.size === 0 ? address : `${address}?${query}`;
}

/** All pictures in the order of time, of steps that come the newest first. */
export const framesOf = (steps: readonly EvidenceStep[]): Frame[] =>
  steps.toReversed().flatMap((step) => [step.before, step.after].flatMap((shot) => (shot ? [{ step, shot }] : [])));

/** What an action's pictures are called. */
export function stepName({ activity }: EvidenceStep): string {
  const { title, detail } = describeActivity(activity);
  return detail === null ? title : `${title}: ${detail}`;
}

/** The picture to compare one with: the other of its action, else the one that came before it, else the next. */
export function counterpartOf(frames: readonly Frame[], { step, shot }: Frame): Frame | null {
  const other = frames.find((frame) => frame.step === step && frame.shot.id !== shot.id);
  const at = frames.findIndex((frame) => frame.shot.id === shot.id);
  return other ?? frames[at - 1] ?? frames[at + 1] ?? null;
}
