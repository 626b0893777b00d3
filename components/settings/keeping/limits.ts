import { type ForeseenRemoval, Keeping } from "../../../server/contract/workspace-settings.ts";
import { formatBytes } from "../../format.ts";

/** The limits as they are typed: days, and gigabytes (1 GB is 1,000,000,000 bytes); empty for the installation's. */
export type LimitsText = Record<keyof Keeping, string>;
export const LIMITS = ["recordingDays", "evidenceDays", "logDays", "quotaBytes"] as const satisfies readonly (keyof Keeping)[];
const GIGABYTE = 1e9;

/** Limits as text for their boxes. */
export const textOf = (keeping: Keeping): LimitsText => ({
  recordingDays: String(keeping.recordingDays ?? ""),
  evidenceDays: String(keeping.evidenceDays ?? ""),
  logDays: String(keeping.logDays ?? ""),
  quotaBytes: keeping.quotaBytes === null ? "" : String(Number((keeping.quotaBytes / GIGABYTE).toFixed(3))),
});

type Read = { changes: Partial<Keeping>; problems: null } | { changes: null; problems: Partial<LimitsText> };

/** What of the typed limits is new, or what is wrong with which box. */
export function readLimits(text: LimitsText, { keeping, installation }: { keeping: Keeping; installation: Keeping }): Read {
  const before = textOf(keeping);
  const changed = LIMITS.filter((name) => text[name].trim() !== before[name]);
  const wanted = Object.fromEntries(changed.map((name) => [name, numberOf(name, text[name].trim())]));
  const parsed = Keeping.partial().safeParse(wanted);
  const problems: Partial<LimitsText> = {};
  for (const { path } of parsed.error?.issues ?? []) {
    const name = LIMITS.find((one) => one === path[0]);
    if (name) problems[name] = name === "quotaBytes" ? "Use a number of GB from 0.001, as in 2.5." : "Use a whole number of days from 1 to 3650.";
  }
  for (const name of changed) {
    const [own, most] = [wanted[name] ?? null, installation[name]];
    if (own !== null && most !== null && own > most) problems[name] = `The installation keeps at most ${limitWords(name, most)}.`;
  }
  return parsed.success && Object.keys(problems).length === 0 ? { changes: parsed.data, problems: null } : { changes: null, problems };
}

function numberOf(name: keyof Keeping, text: string): number | null {
  if (text === "") return null;
  return name === "quotaBytes" ? Math.round(Number(text) * GIGABYTE) : Number(text);
}

/** A limit for people. */
export function limitWords(name: keyof Keeping, limit: number | null): string {
  if (limit === null) return name === "quotaBytes" ? "no limit" : "for good";
  return name === "quotaBytes" ? formatBytes(limit) : counted(limit, "day");
}

/** What would be removed, one line for each kind; empty where nothing would. */
export function removalLines({ recordings, evidence, bodies, logs }: ForeseenRemoval): string[] {
  return [
    ...(recordings.count > 0 ? [`${counted(recordings.count, "recording")} (${formatBytes(recordings.sizeBytes)})`] : []),
    ...(evidence.count > 0 ? [`${counted(evidence.count, "evidence picture")} (${formatBytes(evidence.sizeBytes)})`] : []),
    ...(logs > 0 ? [`the console and requests of ${counted(logs, "session")}`] : []),
    ...(bodies.count > 0 ? [`bodies of requests of ${counted(bodies.count, "session")} (${formatBytes(bodies.sizeBytes)})`] : []),
  ];
}

const counted = (count: number, what: string): string => `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
