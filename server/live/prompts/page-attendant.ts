import type { LivePrompt, PromptAnswer } from "../../contract/live-prompts.ts";
import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import type { Attendant, FileChooser, Picker } from "../../driver/asks/attendant.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import type { LiveUploads } from "./live-files.ts";
import type { Outcome, PromptDesk, Question } from "./prompt-desk.ts";

type AttendantParts = {
  session: LiveSession;
  desk: PromptDesk;
  /** Whether somebody is there who sees that tab. */
  mayAsk: (tabId: string) => boolean;
  uploads: Pick<LiveUploads, "pathsOf" | "folderOf">;
  /** How long a page that stands still, or a site that waits, is kept waiting for a person, in milliseconds. */
  holdMs: number;
  /** Told what a question came to; null when nobody answered it. */
  onOutcome: (asked: Question, outcome: Outcome) => void;
  log: Log;
};

/** Answers what a session's pages ask with what people say at its desk. */
export function createAttendant({ session, desk, mayAsk, uploads, holdMs, onOutcome, log }: AttendantParts): Attendant {
  const pickers = new WeakSet<AbortSignal>();
  /** What people refused to which site: they are not asked again in this session. */
  const blocked = new Set<string>();
  const ask = async (question: Question, limitMs: number | null, gone: AbortSignal): Promise<PromptAnswer | null> => {
    if (!mayAsk(question.tabId)) return null;
    const outcome = await desk.ask(question, { limitMs, gone });
    onOutcome(question, outcome);
    return outcome?.answer ?? null;
  };
  const failed = (what: string) => (error: unknown) => log.debug({ sessionId: session.id, reason: messageOf(error) }, what);

  const chooseFiles = async (tabId: string, chooser: FileChooser): Promise<void> => {
    const { multiple, directory, accept, url, gone } = chooser;
    const answer = await ask({ kind: "fileChooser", tabId, origin: originOf(url), multiple, directory, accept }, null, gone);
    if (answer?.what !== "files") return chooser.cancel();
    const [first = ""] = answer.fileIds;
    try {
      await chooser.give(directory ? [uploads.folderOf(session, first)] : uploads.pathsOf(session, answer.fileIds));
    } catch (error) {
      failed("files could not be given to a page")(error);
      await chooser.cancel();
    }
  };
  const pick = async (question: Question, picker: Picker): Promise<void> => {
    const answer = await ask(question, null, picker.gone);
    if (answer?.what === "option") await picker.choose(answer.index);
    else if (answer?.what === "value") await picker.choose(answer.value);
    else await picker.close();
  };

  return {
    answerDialog: async (page, { kind, message, defaultText, url, gone }) => {
      const common = { tabId: page.targetId, origin: originOf(url), message };
      const answer = await ask(kind === "prompt" ? { kind, ...common, defaultText } : { kind, ...common }, holdMs, gone);
      if (answer === null) return null;
      if (answer.what !== "accept") return { accept: false };
      return { accept: true, ...(kind === "prompt" && { text: answer.text ?? "" }) };
    },
    openFileChooser: (page, chooser) => void chooseFiles(page.targetId, chooser),
    openPicker: (page, picker) => {
      // What automation opens in a tab that nobody sees is left to it.
      if (!mayAsk(page.targetId)) return;
      const question = questionOf(page.targetId, picker);
      if (pickers.has(picker.gone)) {
        desk.renew(question);
        return;
      }
      pickers.add(picker.gone);
      // One list at a time, as in any browser.
      for (const kind of ["select", "picker", "suggestions"] as const) desk.giveUp(kind);
      pick(question, picker).catch(failed("a choice did not reach its list"));
    },
    askPermission: async (page, { permission, origin, gone }) => {
      const key = `${permission} ${origin}`;
      if (blocked.has(key)) return false;
      const answer = await ask({ kind: "permission", tabId: page.targetId, origin, permission }, holdMs, gone);
      if (answer?.what === "dismiss") blocked.add(key);
      return answer?.what === "accept";
    },
    signIn: async (page, { origin, realm, scheme, ofProxy, gone }) => {
      const answer = await ask({ kind: "signIn", tabId: page.targetId, origin: originOf(origin), realm, scheme, ofProxy }, holdMs, gone);
      if (answer?.what !== "credentials") return null;
      const { username, password } = answer;
      // Pages show it back, and write it into addresses.
      session.mask.learn(password);
      return { username, password };
    },
  };
}

function questionOf(tabId: string, { content, box, origin }: Picker): Question {
  const common = { tabId, origin: originOf(origin), box };
  return content.kind === "picker" ? { ...content, ...common } : { ...content, ...common };
}

/** `https://example.com` of an address; empty for documents without a site of their own. */
function originOf(url: string): LivePrompt["origin"] {
  if (!URL.canParse(url)) return "";
  const { origin } = new URL(url);
  return origin === "null" ? "" : origin;
}
