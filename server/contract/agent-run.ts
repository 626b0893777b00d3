import { z } from "zod";
import { ModelUsage, Via } from "./agent.ts";
import { Id, Instant, Json } from "./common.ts";

/** What a run may do in one step; it has no other means. */
export const AGENT_TOOLS = ["act", "extract", "extractList", "navigate", "waitFor", "goBack", "done", "fail"] as const;
export const AgentTool = z.enum(AGENT_TOOLS);
export type AgentTool = z.infer<typeof AgentTool>;

export const AGENT_STEP_LIMIT = 100;

/** A goal for the model to reach in several steps; it goes on in the server when the caller leaves. */
export const AgentInput = z.strictObject({
  sessionId: Id,
  goal: z.string().trim().min(1).max(4000),
  maxSteps: z.int().min(1).max(AGENT_STEP_LIMIT).default(25),
  /** Values for `%name%` in the goal; they are typed, never logged and never sent to a model. */
  variables: z.record(z.string().regex(/^\w+$/), z.string().max(10_000)).optional(),
  /** Where it may act: names of hosts, with `*.` for all below one. Left out: wherever sessions may go. */
  hosts: z.array(z.string().trim().toLowerCase().min(1).max(253)).min(1).max(50).optional(),
  /** For the whole run, pauses included. */
  timeoutMs: z.int().min(1_000).max(3_600_000).default(600_000),
  /** What the run may spend on the model, in US dollars. */
  budgetUsd: z.number().positive().max(10_000).optional(),
});
export type AgentInput = z.infer<typeof AgentInput>;

export const AgentStep = z.strictObject({
  /** Counted from 1. */
  number: z.int(),
  tool: AgentTool,
  /** The instruction, address, text to wait for, result or reason, by the tool. */
  input: z.string(),
  /** Why the model chose it, in its words. */
  thought: z.string(),
  success: z.boolean(),
  /** What came of it, as the model is told. */
  outcome: z.string(),
  /** Which tier did it; null where none was needed. */
  via: Via.nullable(),
  /** Where the page was after it. */
  url: z.string(),
  durationMs: z.int(),
  /** Of the model, for choosing it and for doing it. */
  usage: ModelUsage,
});
export type AgentStep = z.infer<typeof AgentStep>;

export const AGENT_RUN_STATUSES = ["running", "paused", "done", "failed", "stopped"] as const;
export const AgentRunStatus = z.enum(AGENT_RUN_STATUSES);
export type AgentRunStatus = z.infer<typeof AgentRunStatus>;
/** Statuses from which a run goes on. */
export const LIVE_RUN_STATUSES: readonly AgentRunStatus[] = ["running", "paused"];

/** One run towards a goal, without its steps. */
export const AgentRun = z.strictObject({
  id: Id,
  sessionId: Id,
  goal: z.string(),
  status: AgentRunStatus,
  /** Who holds it: someone who asked for it, or a person who took control in the live view. */
  pausedBy: z.enum(["request", "control"]).nullable(),
  /** Why it failed or was stopped, and the error's code where it has one. */
  reason: z.string().nullable(),
  errorCode: z.string().nullable(),
  /** What it says that it found or did. */
  result: z.string().nullable(),
  /** What it read from pages last; null where it read nothing. */
  data: Json,
  stepCount: z.int(),
  maxSteps: z.int(),
  usage: ModelUsage,
  actorName: z.string(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
});
export type AgentRun = z.infer<typeof AgentRun>;

export const AgentRunDetails = AgentRun.extend({ steps: z.array(AgentStep) });
export type AgentRunDetails = z.infer<typeof AgentRunDetails>;

/** `success`: the run says that the goal is reached. */
export const AgentOutput = z.strictObject({ success: z.boolean(), run: AgentRunDetails });
export type AgentOutput = z.infer<typeof AgentOutput>;

export const AgentRunRef = z.strictObject({ runId: Id });
export type AgentRunRef = z.infer<typeof AgentRunRef>;
export const ListAgentRunsInput = z.strictObject({ sessionId: Id, limit: z.int().min(1).max(100).default(20) });
export type ListAgentRunsInput = z.infer<typeof ListAgentRunsInput>;
export const ListAgentRunsOutput = z.strictObject({ runs: z.array(AgentRun) });
