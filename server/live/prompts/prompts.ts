import type { LiveClientMessage, LiveServerMessage } from "../../contract/live.ts";
import type { LiveAnswerMessage } from "../../contract/live-prompts.ts";
import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import type { RoomPart, ViewerContext } from "../viewer-part.ts";
import { answerWord } from "./answers.ts";
import { Attendance } from "./attendance.ts";
import type { LiveDownloads, LiveUploads } from "./live-files.ts";
import { createAttendant } from "./page-attendant.ts";
import { Presence } from "./presence.ts";
import { type Outcome, PromptDesk, type Question } from "./prompt-desk.ts";

/** Messages that only somebody sends who is at work in the page. */
const INPUTS: ReadonlySet<LiveClientMessage["type"]> = new Set<LiveClientMessage["type"]>([
  "mouse",
  "wheel",
  "touch",
  "key",
  "text",
  "compose",
  "paste",
  "pasteFiles",
  "drop",
]);

/** One thing that was asked, and what it came to. */
export type PromptRecord = {
  kind: Question["kind"];
  origin: string;
  /** What was answered, in a word; null when nobody did and the browser went on by itself. */
  answer: string | null;
  /** Who answered. */
  by: string | null;
};

export type PromptsParts = {
  session: LiveSession;
  uploads: LiveUploads;
  downloads: LiveDownloads;
  /** How long a dialog or a wish for a permission waits for a person, in milliseconds. */
  dialogHoldMs: number;
  onAnswered: (record: PromptRecord) => void;
  log: Log;
};

/**
 * The part of the live socket's protocol for what browsers ask in windows of their own, and for downloads. While somebody
 * is there to answer (see Presence) the session's pages are attended to; else everything goes on as without a live view.
 */
export function createPrompts({ session, uploads, downloads, dialogHoldMs, onAnswered, log }: PromptsParts): RoomPart {
  const viewers = new Set<ViewerContext>();
  const maySee = (viewer: ViewerContext, tabId: string): boolean => !viewer.pinned || viewer.page().targetId === tabId;
  const tell = (message: LiveServerMessage): void => {
    for (const viewer of viewers) {
      if (message.type === "prompt" ? maySee(viewer, message.prompt.tabId) : message.type !== "download" || !viewer.pinned) viewer.say(message);
    }
  };
  const desk = new PromptDesk(tell);
  const onOutcome = ({ kind, origin }: Question, outcome: Outcome): void => {
    const answer = outcome && answerWord(outcome.prompt, outcome.answer);
    // A list that was closed without a choice is nothing that happened.
    if (outcome === null && ["select", "picker", "suggestions"].includes(kind)) return;
    onAnswered({ kind, origin, answer, by: outcome?.by ?? null });
  };
  // Whoever may see one tab alone answers for no other: that one goes on by itself.
  const mayAsk = (tabId: string): boolean => presence.some((viewer) => maySee(viewer, tabId));
  const attendant = createAttendant({ session, desk, mayAsk, uploads, holdMs: dialogHoldMs, onOutcome, log });
  const onError = (error: unknown): void => log.debug({ sessionId: session.id, reason: messageOf(error) }, "a page could not be attended to");
  const attendance = new Attendance({ tabs: session.tabs, attendant, onError });
  const presence = new Presence({
    onChange: (present) => {
      if (!present) desk.giveUp();
      attendance.set(present);
    },
  });
  const downloadMessage = ({ path, ...download }: ReturnType<LiveDownloads["list"]>[number]): LiveServerMessage => ({
    type: "download",
    download: { ...download, name: session.veil.hide(download.name), ready: path !== null },
  });
  const stopDownloads = downloads.follow(session, (download) => tell(downloadMessage(download)));

  const answer = (viewer: ViewerContext, { promptId, answer }: LiveAnswerMessage): string | null => {
    const asked = desk.list().find((prompt) => prompt.promptId === promptId);
    if (asked !== undefined && !maySee(viewer, asked.tabId)) return "This link shows one tab only.";
    presence.use(viewer);
    return desk.answer(promptId, answer, viewer.who.name);
  };

  return {
    join: (viewer) => {
      viewers.add(viewer);
      for (const prompt of desk.list()) if (maySee(viewer, prompt.tabId)) viewer.say({ type: "prompt", prompt });
      if (!viewer.pinned) for (const download of downloads.list(session)) if (download.state === "running") viewer.say(downloadMessage(download));
      return {
        handle: (message) => {
          if (INPUTS.has(message.type) && viewer.mayControl()) {
            presence.use(viewer);
            return attendance.keeps(viewer, message);
          }
          if (message.type === "answering") {
            if (viewer.mayControl() && desk.list().some(({ promptId }) => promptId === message.promptId)) presence.use(viewer);
            return true;
          }
          if (message.type !== "answer") return false;
          const why = viewer.mayControl() ? answer(viewer, message) : "Only who is in control answers the page.";
          if (why !== null) viewer.refuse(why);
          return true;
        },
        close: () => {
          viewers.delete(viewer);
          attendance.leave(viewer);
          presence.leave(viewer);
        },
      };
    },
    dispose: () => {
      stopDownloads();
      presence.dispose();
      desk.giveUp();
    },
  };
}
