import type { Activity } from "./activity.ts";
import type { Json } from "./common.ts";

/** Arguments worth a line, the most telling first. */
const TELLING = ["instruction", "goal", "did", "url", "selector", "expression", "reason", "area", "tabId"] as const;

const ELEMENT_NUMBER = /\[e\d+\]/;
const TIERS: Readonly<Record<string, string>> = {
  cache: "from memory",
  resolver: "by the resolver",
  model: "by the model",
  live: "in the live view",
  cdp: "by the debugger address",
};
/** Titles that the name of the action does not give. */
const TITLES: Readonly<Record<string, string>> = {
  "live.takeOver": "Taken over from automation",
  "live.answer": "Answered the browser",
  "cdp.connect": "Program connected",
  openTab: "Opened a tab",
  switchTab: "Switched to a tab",
  closeTab: "Closed a tab",
};

/** Which tier served an action, in words. */
export const tierWords = (via: string): string => TIERS[via] ?? `by the ${via}`;

/** An activity as two lines of text: what was done, and with what. */
export function describeActivity(activity: Pick<Activity, "actionType" | "actionData">): { title: string; detail: string | null } {
  const words = activity.actionType
    .replaceAll(".", " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return { title: TITLES[activity.actionType] ?? words.charAt(0).toUpperCase() + words.slice(1), detail: detailOf(activity.actionData) };
}

function detailOf(data: Json): string | null {
  if (typeof data === "string") return data;
  if (data === null || typeof data !== "object" || Array.isArray(data)) return null;
  // An element's number means nothing to who reads it later: what was done with it says more.
  if (typeof data.did === "string" && typeof data.instruction === "string" && ELEMENT_NUMBER.test(data.instruction)) return data.did;
  for (const key of TELLING) {
    const value = data[key];
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
}
