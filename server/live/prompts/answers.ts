import type { LivePrompt, PromptAnswer } from "../../contract/live-prompts.ts";

const FITTING: Readonly<Record<LivePrompt["kind"], readonly PromptAnswer["what"][]>> = {
  alert: ["accept", "dismiss"],
  confirm: ["accept", "dismiss"],
  prompt: ["accept", "dismiss"],
  beforeunload: ["accept", "dismiss"],
  fileChooser: ["files", "dismiss"],
  select: ["option", "dismiss"],
  picker: ["value", "dismiss"],
  suggestions: ["option", "dismiss"],
  permission: ["accept", "dismiss"],
  signIn: ["credentials", "dismiss"],
};

/** Why an answer is none to this question, as a sentence for who gave it; null when it fits. */
export function misfit(prompt: LivePrompt, answer: PromptAnswer): string | null {
  if (!FITTING[prompt.kind].includes(answer.what)) return "That is no answer to what the page asks.";
  if (answer.what === "files" && prompt.kind === "fileChooser" && !prompt.multiple && !prompt.directory && answer.fileIds.length > 1)
    return "The page takes one file only.";
  if (answer.what === "option" && (prompt.kind === "select" || prompt.kind === "suggestions")) {
    const option = prompt.options.find(({ index }) => index === answer.index);
    if (option === undefined || option.disabled) return "That option cannot be chosen.";
  }
  return null;
}

/** What was answered, in a word for the log; never what was typed. */
export function answerWord(prompt: LivePrompt, answer: PromptAnswer): string {
  if (answer.what === "dismiss") return prompt.kind === "permission" ? "blocked" : "dismissed";
  if (answer.what === "files") return answer.fileIds.length === 1 ? "1 file" : `${answer.fileIds.length} files`;
  if (answer.what === "accept") return prompt.kind === "permission" ? "allowed" : "accepted";
  return answer.what === "credentials" ? "signed in" : "chosen";
}
