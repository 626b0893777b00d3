import { z } from "zod";
import type { Actor } from "../access/actor.ts";
import type { Activity } from "../contract/activity.ts";
import type { ModelUsage } from "../contract/agent.ts";
import { Json } from "../contract/common.ts";
import { AppError, asAppError, messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import { withoutTypedSecrets } from "../core/masking/instruction.ts";
import type { Masker } from "../core/masking/masker.ts";
import { withSpan } from "../core/telemetry.ts";
import { withTimeout } from "../core/time.ts";
import { CdpError } from "../providers/cdp.ts";
import type { Lease } from "./lease.ts";
import type { MetricDeltas } from "./live-session.ts";
import type { Sessions } from "./sessions.ts";

/** Data with names, as it is shown. */
const Shown = z.record(z.string(), Json);
type Shown = z.infer<typeof Shown>;
type CallInput = { sessionId: string; tabId?: string | undefined; timeoutMs: number; variables?: Record<string, string> | undefined };

/** Whether an operation did what was asked, by which tier, how surely and for how many tokens; `did` says it in words where the input does not. */
type Outcome = { success: boolean; message: string | null; via: string | null; usage: ModelUsage | null; confidence?: number; did?: string };

/** One operation on a session's pages, as its callers and the activity log know it. */
export type Operation<I extends CallInput, O> = {
  kind: string;
  /** What the activity shows of the input: never values of variables, passwords or file contents. */
  shown: (input: I) => Record<string, Json>;
  counts: MetricDeltas;
  /** Only looks at the page: it need not wait while a person has it. */
  reads?: true;
  /** Looks at the page before it changes it, and waits then until that is `begun`: whoever pictures the page takes its time meanwhile. */
  looksFirst?: true;
  /** Milliseconds beside the caller's limit: what a person may take to answer. */
  allows?: (input: I) => number;
  work: (input: I, lease: Lease, signal: AbortSignal) => Promise<O>;
  /** What the activity learns of an outcome that is no error. */
  outcome?: (output: O) => Outcome;
};

/** An operation that somebody looks at: which page it is done on, and the activity by which it is known. */
type Witnessed = { activityId: string; kind: string; session: Lease["session"]; page: Lease["page"] };
/** Whoever looks at pages before and after what is done there. */
export type Witness = {
  /** The page is changed when this has resolved. Must not reject. */
  before: (seen: Witnessed) => Promise<void>;
  /** Nobody waits for what it begins. Must not throw. */
  after: (seen: Witnessed, success: boolean) => void;
};

type RunnerParts = {
  sessions: Pick<Sessions, "lease">;
  events: EventBus;
  witness?: Witness | undefined;
  /** Whose operations these are, in traces. */
  part: "agent" | "tabs";
  /** What the model was used for in a turn; null where it was not asked. */
  usedIn?: (lease: Lease) => ModelUsage | null;
};

/**
 * Makes an operation callable: takes the session's turn, keeps its time limit, tells of start and end, counts. Secrets are
 * hidden in all that is told, values of variables and passwords also in errors.
 */
export function createRunner({ sessions, events, witness, part, usedIn = () => null }: RunnerParts) {
  return <I extends CallInput, O>({ kind, shown, counts, reads, looksFirst, allows, work, outcome }: Operation<I, O>) => {
    const perform = async (actor: Actor, input: I, callerSignal: AbortSignal): Promise<O> => {
      const startedAt = performance.now();
      const limitMs = input.timeoutMs;
      const ref = { sessionId: input.sessionId, tabId: input.tabId, use: reads ? ("reads" as const) : ("changes" as const), waitMs: limitMs };
      const takeTurn = () => sessions.lease(actor, ref, callerSignal);
      await using lease = await withSpan("session.lease", {}, takeTurn);
      const { session } = lease;
      session.veil.learn(input.variables);
      const base: Activity = {
        id: newId("act"),
        sessionId: session.id,
        actionType: kind,
        actionData: recorded(shown(input), session.mask),
        success: null,
        durationMs: null,
        errorMessage: null,
        via: null,
        actorName: actor.name,
        createdAt: new Date().toISOString(),
      };
      const tell = (type: "action.started" | "action.finished", activity: Activity): void =>
        events.publish({ type, workspaceId: session.workspaceId, sessionId: session.id, activity });
      const took = (): number => Math.round(performance.now() - startedAt);
      const seen = { activityId: base.id, kind, session, page: lease.page };
      tell("action.started", base);
      const watched = witness?.before(seen) ?? Promise.resolve();
      session.gate.hold(watched);
      const ended = async (success: boolean): Promise<void> => {
        await watched;
        witness?.after(seen, success);
      };
      try {
        if (!looksFirst) await watched;
        const drive = (signal: AbortSignal) => lease.drive(signal, () => work(input, lease, signal));
        const output = await withTimeout(limitMs + (allows?.(input) ?? 0), kind, drive, lease.signal, session.gate);
        const { success, message, via, usage, confidence, did }: Outcome = outcome?.(output) ?? { success: true, message: null, via: null, usage: null };
        session.count(counts);
        await ended(success);
        const more = { ...(usage && { usage }), ...(confidence !== undefined && { confidence }), ...(did !== undefined && { did: session.mask.text(did) }) };
        const errorMessage = message && session.mask.text(message);
        tell("action.finished", { ...base, actionData: { ...recorded(shown(input), session.mask), ...more }, success, durationMs: took(), errorMessage, via });
        return output;
      } catch (thrown) {
        const usage = usedIn(lease);
        const error = told(failureOf(thrown), session.mask, usage);
        session.count({ errorsEncountered: 1 });
        await ended(false);
        tell("action.finished", {
          ...base,
          actionData: { ...recorded(shown(input), session.mask), ...(usage && { usage }) },
          success: false,
          durationMs: took(),
          errorMessage: session.mask.text(messageOf(error)),
          via: usage && "model",
        });
        throw error;
      }
    };
    return (actor: Actor, input: I, signal: AbortSignal): Promise<O> =>
      withSpan(`${part}.${kind}`, { "perch.session_id": input.sessionId }, () => perform(actor, input, signal));
  };
}

const failureOf = (thrown: unknown): AppError =>
  thrown instanceof CdpError
    ? new AppError("EVALUATION_FAILED", `The page did not take the call: ${thrown.message}`, { cause: thrown })
    : asAppError(thrown, "INTERNAL", "The call failed for a reason of the server's own.");

/**
 * The error with what the model used for the call, and without values of variables and passwords, which its sentence, its
 * details or its cause may repeat from the page: all of that is logged or answered.
 */
function told(error: AppError, mask: Masker, usage: ModelUsage | null): AppError {
  const spent = usage !== null && usage.inputTokens + usage.outputTokens > 0;
  const text = JSON.stringify(error.details ?? {});
  const details = Shown.parse(mask.knownIn(Shown.parse(JSON.parse(text))));
  const message = mask.known(error.message);
  const cause = messageOf(error.cause);
  const isPlain = message === error.message && JSON.stringify(details) === text && mask.known(cause) === cause;
  if (isPlain && !spent) return error;
  return new AppError(error.code, message, {
    ...((error.details || spent) && { details: { ...details, ...(spent && { usage }) } }),
    ...(error.fields && { fields: error.fields }),
    ...(isPlain && { cause: error.cause }),
  });
}

/** What an activity shows of an input. What an instruction would type is hidden before it is known which field it goes to. */
const recorded = (data: Shown, mask: Masker): Shown =>
  Shown.parse(mask.json(typeof data.instruction === "string" ? { ...data, instruction: withoutTypedSecrets(data.instruction) } : data));
