import type { LivePrompt, PromptedPermission } from "../../../server/contract/live-prompts.ts";

const PERMISSIONS: Readonly<Record<PromptedPermission, string>> = {
  geolocation: "know your location",
  notifications: "show notifications",
  camera: "use a camera",
  microphone: "use a microphone",
  "clipboard-read": "read what is on the clipboard",
};

/** The name of a site for people: without the scheme where that is https. */
export const siteName = (origin: string): string => (origin === "" ? "This page" : origin.replace(/^https:\/\//, ""));

/** What a question is about, in a few words. */
export function promptTitle(prompt: LivePrompt): string {
  switch (prompt.kind) {
    case "alert":
    case "confirm":
    case "prompt":
      return `${siteName(prompt.origin)} says`;
    case "beforeunload":
      return "Leave this page?";
    case "fileChooser":
      if (prompt.directory) return `${siteName(prompt.origin)} asks for a folder`;
      return `${siteName(prompt.origin)} asks for ${prompt.multiple ? "files" : "a file"}`;
    case "permission":
      return `${siteName(prompt.origin)} wants to ${PERMISSIONS[prompt.permission]}`;
    case "signIn":
      return `${prompt.ofProxy ? `The proxy ${siteName(prompt.origin)}` : siteName(prompt.origin)} asks you to sign in`;
    case "select":
    case "picker":
    case "suggestions":
      return prompt.label || "Choose";
  }
}
