import type { EventBus } from "../../core/events.ts";
import { newId } from "../../core/ids.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import type { PromptRecord } from "./prompts.ts";

const KINDS: Readonly<Record<PromptRecord["kind"], string>> = {
  alert: "notice",
  confirm: "question",
  prompt: "question for a text",
  beforeunload: "question about leaving",
  fileChooser: "file chooser",
  select: "list",
  picker: "picker",
  suggestions: "suggestions",
  permission: "wish for a permission",
};
const UNANSWERED = "nobody answered, the browser went on by itself";

/** Publishes what a page's question came to, for the session's history: who answered what, never the text that was typed. */
export function publishAnswer(events: Pick<EventBus, "publish">, session: LiveSession, { kind, origin, answer, by }: PromptRecord): void {
  const outcome = answer ?? UNANSWERED;
  events.publish({
    type: "action.finished",
    workspaceId: session.workspaceId,
    sessionId: session.id,
    activity: {
      id: newId("actv"),
      sessionId: session.id,
      actionType: "live.answer",
      actionData: { kind, origin, answer: outcome, did: `${KINDS[kind]} of ${origin || "the page"}: ${outcome}` },
      success: true,
      durationMs: 0,
      errorMessage: null,
      via: "live",
      actorName: by,
      createdAt: new Date().toISOString(),
    },
  });
}
