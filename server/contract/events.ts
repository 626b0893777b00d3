import type { Activity, LogEntry } from "./activity.ts";
import type { AgentRun, AgentStep } from "./agent-run.ts";
import type { EvidenceShot } from "./evidence.ts";
import type { HumanQuestion, QuestionEnd } from "./hand-off.ts";
import type { NetworkEntry } from "./network-log.ts";
import type { Session } from "./sessions.ts";
import type { Tab } from "./tabs.ts";

/** When `session.expiring` is told, in milliseconds before a session's end. */
export const WARN_BEFORE_MS = [300_000, 120_000] as const;

/** A fact about one session, published after it became true. Carries no secrets. */
export type PerchEvent = { workspaceId: string; sessionId: string } & (
  | { type: "session.created" | "session.updated" | "session.ended"; session: Session }
  /** The session ends at `endsAt` unless it is extended or, for "idle", used. */
  | { type: "session.expiring"; reason: "timeout" | "idle"; endsAt: string }
  /** It was without its server or its browser until now; `tookMs` is at most how long. */
  | { type: "session.recovered"; outcome: "adopted" | "ended"; tookMs: number }
  | { type: "action.started" | "action.finished"; activity: Activity }
  /** An act waits for a person to say which element is meant. */
  | { type: "action.needsHuman"; question: HumanQuestion }
  | { type: "action.humanAnswered"; questionId: string; end: QuestionEnd }
  /** A picture of an action was stored. */
  | { type: "evidence.taken"; shot: EvidenceShot }
  | { type: "tabs.changed"; tabs: Tab[] }
  /** A live link of the session was made, changed or revoked: its row says how it is now. */
  | { type: "live.linkChanged"; linkId: string }
  /** A person has taken automation's place in the session, until they give back or `endsAt`. */
  | { type: "control.taken"; by: string; endsAt: string }
  /** Automation goes on: they gave back, left, took too long, or the session ended. */
  | { type: "control.returned"; by: string; heldMs: number; why: "given" | "left" | "limit" | "ended" }
  | { type: "log.written"; entry: LogEntry }
  /** Requests that are new or have changed, several at once. */
  | { type: "network.logged"; entries: NetworkEntry[] }
  /** A run towards a goal began, went on, was held or ended. */
  | { type: "agent.changed"; run: AgentRun }
  | { type: "agent.stepped"; runId: string; step: AgentStep }
);
export type PerchEventType = PerchEvent["type"];
