import type { EventBus } from "../../core/events.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import { publishDeed } from "../live-activity.ts";
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
  signIn: "wish for a password",
};
const UNANSWERED = "nobody answered, the browser went on by itself";

/** Publishes what a page's question came to, for the session's history: who answered what, never the text that was typed. */
export function publishAnswer(events: Pick<EventBus, "publish">, session: LiveSession, { kind, origin, answer, by }: PromptRecord): void {
  const outcome = answer ?? UNANSWERED;
  const did = `${KINDS[kind]} of ${origin || "the page"}: ${outcome}`;
  publishDeed(events, session, { actionType: "live.answer", actionData: { kind, origin, answer: outcome, did }, actorName: by });
}
