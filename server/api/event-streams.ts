import { type TrackedEnvelope, tracked } from "@trpc/server";
import type { Actor } from "../access/actor.ts";
import type { App } from "../app.ts";
import type { SessionStreamInput } from "../contract/activity.ts";
import type { PerchEvent } from "../contract/events.ts";

/** The id of an event in a stream is when it was sent: a reader that comes back tells it, and gets what it missed. */
type Stream = AsyncGenerator<TrackedEnvelope<PerchEvent>, void>;

const sent = (event: PerchEvent): TrackedEnvelope<PerchEvent> => tracked(String(Date.now()), event);

/**
 * All that happens in one session. A reader that comes back (`lastEventId`) first gets the session as it is now and
 * the activities, log lines and requests since then; some may come twice, each carries its id.
 * @throws AppError NOT_FOUND also for another workspace's session
 */
export async function* sessionEvents(app: App, actor: Actor, { sessionId, lastEventId }: SessionStreamInput, signal: AbortSignal): Stream {
  // Listening begins before anything is read: nothing falls between the backlog and the stream.
  const events = app.events.stream({ workspaceId: actor.workspaceId, sessionId, from: "anywhere" }, signal);
  try {
    const session = await app.sessions.get(actor, sessionId);
    yield sent({ type: "session.updated", workspaceId: actor.workspaceId, sessionId, session });
    const since = new Date(Number(lastEventId ?? Number.NaN));
    if (!Number.isNaN(since.getTime())) {
      const missed = await Promise.all([app.activities.missed(actor, sessionId, since), app.networkLog.missed(actor, sessionId, since)]);
      for (const event of missed.flat()) yield sent(event);
    }
    for await (const event of events) yield sent(event);
  } finally {
    await events.return?.();
  }
}

/** Births, changes and ends of the sessions of the caller's workspace. */
export async function* workspaceEvents(app: App, actor: Actor, signal: AbortSignal): Stream {
  const types = ["session.created", "session.updated", "session.ended", "session.expiring"] as const;
  for await (const event of app.events.stream({ workspaceId: actor.workspaceId, types, from: "anywhere" }, signal)) yield sent(event);
}
