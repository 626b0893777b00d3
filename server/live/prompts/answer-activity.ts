import type { EventBus } from "../../core/events.ts";
import { newId } from "../../core/ids.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import type { PromptRecord } from "./prompts.ts";

/** Publishes what a page's question came to, for the session's history: who answered what, never the text that was typed. */
export function publishAnswer(events: Pick<EventBus, "publish">, session: LiveSession, { kind, origin, answer, by }: PromptRecord): void {
  events.publish({
    type: "action.finished",
    workspaceId: session.workspaceId,
    sessionId: session.id,
    activity: {
      id: newId("actv"),
      sessionId: session.id,
      actionType: "live.answer",
      actionData: { kind, origin, answer: answer ?? "not answered; the browser went on by itself" },
      success: true,
      durationMs: 0,
      errorMessage: null,
      via: "live",
      actorName: by,
      createdAt: new Date().toISOString(),
    },
  });
}
