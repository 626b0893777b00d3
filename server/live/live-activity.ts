import type { Activity } from "../contract/activity.ts";
import type { EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import type { LiveSession } from "../sessions/live-session.ts";

/** What a person did through the live view, in a moment. */
type LiveDeed = Pick<Activity, "actionType" | "actionData" | "actorName">;

/** Publishes what a person did through the live view, for the session's history. */
export function publishDeed(events: Pick<EventBus, "publish">, session: LiveSession, deed: LiveDeed): void {
  const { id: sessionId, workspaceId } = session;
  const activity: Activity = {
    ...deed,
    id: newId("actv"),
    sessionId,
    success: true,
    durationMs: 0,
    errorMessage: null,
    via: "live",
    createdAt: new Date().toISOString(),
  };
  events.publish({ type: "action.finished", workspaceId, sessionId, activity });
}
