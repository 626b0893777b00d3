import { initTRPC, TRPCError } from "@trpc/server";
import type { Actor } from "../access/actor.ts";
import { callerNameOf, type Rate } from "../access/rates.ts";
import type { App } from "../app.ts";
import type { Scope } from "../contract/access.ts";
import type { ErrorBody } from "../contract/errors.ts";
import { AppError } from "../core/errors.ts";
import { markFailed, withSpan } from "../core/telemetry.ts";
import { assertHeldHere, callElsewhere, holderOf, holderOfRecording, holderOfSession, streamElsewhere } from "./elsewhere.ts";
import { errorBodyOf, toTrpcError } from "./error-body.ts";

const PING_MS = 15_000;
const RECONNECT_AFTER_MS = 40_000;
/** What names the thing or person that a call was about, the most telling first. */
const TARGETS = ["sessionId", "runId", "entryId", "linkId", "keyId", "invitationId", "userId", "email"] as const;
const TARGET_CHARACTERS = 64;

/** What every procedure knows of its request. */
export type Context = {
  app: App;
  /** Null: nobody we know. */
  actor: Actor | null;
  requestId: string;
  /** Another server passed the call on, because the session is with this one: it is not passed on again, and was audited there. */
  forwarded?: boolean;
};

/** What a procedure says about itself. */
export type Meta = {
  /** What the caller must be allowed to do; `any` for what everyone who is known may do. Left out: nobody may. */
  scope?: Scope | "any";
  /** What each call counts as; beyond the caller's limit it is refused. */
  rate?: Rate;
  /** True: each call is written to the audit log. */
  audit?: boolean;
};

const t = initTRPC
  .meta<Meta>()
  .context<Context>()
  .create({
    isServer: true,
    sse: { ping: { enabled: true, intervalMs: PING_MS }, client: { reconnectAfterInactivityMs: RECONNECT_AFTER_MS } },
    errorFormatter: ({ shape, error, ctx }) => {
      const perch: ErrorBody = { ...errorBodyOf(error), ...(ctx && { requestId: ctx.requestId }) };
      // The stack stays in the log, also in development.
      const { stack: _, ...data } = shape.data;
      return { ...shape, message: perch.message, data: { ...data, perch } };
    },
  });

export const router = t.router;
export const mergeRouters = t.mergeRouters;

/** Never aborts: for callers inside the server that give no signal. */
const noSignal = (): AbortSignal => new AbortController().signal;

/**
 * Every call passes here: is the caller known, may they do it, and how did it end.
 * It stands before the input is read, so nothing is learned by guessing inputs without the right to call.
 */
const guard = t.middleware(async ({ ctx, meta, path, type, next, signal, getRawInput }) => {
  const refused = refusal(ctx.actor, meta);
  const actor = ctx.actor;
  if (refused !== null || actor === null) {
    if (actor !== null && meta?.audit) await ctx.app.access.audit.record(actor, { action: path, targetId: null, success: false, errorCode: "FORBIDDEN" });
    throw toTrpcError(new TRPCError({ code: "FORBIDDEN", cause: refused ?? undefined }));
  }
  if (meta?.rate && !ctx.forwarded) await assertWithinRate(ctx.app, actor, meta.rate);
  const limit = signal ?? noSignal();
  const here = await withSpan(path, {}, async (span) => {
    const outcome = await next({ ctx: { ...ctx, actor, signal: limit } });
    if (!outcome.ok) markFailed(span, errorBodyOf(outcome.error).code);
    return outcome;
  });
  const holder = here.ok || ctx.forwarded ? null : holderOf(ctx.app, here.error);
  const passOn = type === "subscription" ? streamElsewhere : callElsewhere;
  const result =
    holder === null ? here : await elsewhere(here, async () => passOn(ctx.app, holder, actor, { path, input: await getRawInput(), signal: limit }));
  const failure = result.ok ? null : toTrpcError(result.error);
  if (failure !== null) noteFailure(ctx, path, failure);
  if (meta?.audit && !ctx.forwarded) {
    const targetId = targetOf(await getRawInput().catch(() => undefined)) ?? (result.ok ? targetOf(result.data) : null);
    await ctx.app.access.audit.record(actor, { action: path, targetId, success: failure === null, errorCode: failure && errorBodyOf(failure).code });
  }
  if (failure !== null) throw failure;
  return result.ok && isStream(result.data) ? { ...result, data: namingFailures(result.data, (late) => noteFailure(ctx, path, late), limit) } : result;
});

/** What every procedure is made from. It fails closed: without `meta({ scope })` it refuses everyone. */
export const procedure = t.procedure.use(guard);

/** The outcome of a call with what another server answered to it in the place of what was found here. */
async function elsewhere<T extends { marker: unknown }>({ marker }: T, answer: () => Promise<unknown>) {
  try {
    return { ok: true as const, data: await answer(), marker: marker as T["marker"] };
  } catch (cause) {
    return { ok: false as const, error: new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause }), marker: marker as T["marker"] };
  }
}

const isStream = (data: unknown): data is AsyncIterable<unknown> => typeof data === "object" && data !== null && Symbol.asyncIterator in data;

/** A stream that fails with the status of its reason: readers try again for ever after what they take for a fault of ours. */
async function* namingFailures(stream: AsyncIterable<unknown>, note: (failure: TRPCError) => void, signal: AbortSignal): AsyncGenerator<unknown, void> {
  try {
    yield* stream;
  } catch (cause) {
    // Who has left is told nothing.
    signal.throwIfAborted();
    const failure = toTrpcError(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause }));
    note(failure);
    throw failure;
  }
}

/** For a procedure about one session whose full answer its own server has. */
export const heldProcedure = procedure.use(async ({ ctx, getRawInput, next }) => {
  const sessionId = targetOf(await getRawInput());
  if (sessionId !== null && !ctx.forwarded) await assertHeldHere(ctx.app, sessionId, holderOfSession);
  return next();
});

/** The same for one about a session's recording. */
export const recordedProcedure = procedure.use(async ({ ctx, getRawInput, next }) => {
  const sessionId = targetOf(await getRawInput());
  if (sessionId !== null && !ctx.forwarded) await assertHeldHere(ctx.app, sessionId, holderOfRecording);
  return next();
});

function refusal(actor: Actor | null, meta: Meta | undefined): AppError | null {
  if (actor === null) return new AppError("UNAUTHENTICATED", "Log in, or give an API key (Authorization: Bearer …).");
  if (meta?.scope === undefined) return new AppError("FORBIDDEN", "This call is not open to anyone.");
  if (meta.scope === "any" || actor.scopes.has(meta.scope)) return null;
  return new AppError("FORBIDDEN", `This needs the scope ${meta.scope}.`, { details: { scope: meta.scope } });
}

/** What is refused here is not audited: a caller out of control would fill the log. */
async function assertWithinRate({ access }: App, actor: Actor, rate: Rate): Promise<void> {
  await access.rates.take(rate, callerNameOf(actor)).catch((cause: unknown) => {
    throw toTrpcError(new TRPCError({ code: "TOO_MANY_REQUESTS", cause }));
  });
}

function noteFailure({ app, requestId, actor }: Context, path: string, failure: TRPCError): void {
  const { code, message } = errorBodyOf(failure);
  app.metrics.callFailed(code);
  const facts = { requestId, path, code, actorId: actor?.id };
  if (code === "INTERNAL") app.log.error({ ...facts, err: failure.cause ?? failure }, "a call failed for a reason of ours");
  else app.log.debug({ ...facts, reason: message }, "a call was refused or failed");
}

/** What a call was about, by the ids in its input or answer. */
function targetOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const ids: Record<string, unknown> = { ...value };
  const known = TARGETS.map((name) => ids[name]).find((id) => typeof id === "string");
  return typeof known === "string" ? known.slice(0, TARGET_CHARACTERS) : null;
}
