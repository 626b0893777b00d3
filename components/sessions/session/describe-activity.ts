import type { Activity } from "../../../server/contract/activity.ts";
import type { Json } from "../../../server/contract/common.ts";
import { tierWords } from "./wording.ts";

/** Arguments worth a line, the most telling first. */
const TELLING = ["instruction", "goal", "did", "url", "selector", "expression", "reason", "area", "tabId"] as const;

const ELEMENT_NUMBER = /\[e\d+\]/;

/** An activity as two lines of text: what was done, and with what. */
export function describeActivity(activity: Pick<Activity, "actionType" | "actionData">): { title: string; detail: string | null } {
  const words = activity.actionType
    .replaceAll(".", " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return { title: words.charAt(0).toUpperCase() + words.slice(1), detail: detailOf(activity.actionData) };
}

/** Who did it, and which tier served it, how surely and at what cost; in words, apart from each other. */
export function servedBy({ actorName, via, actionData }: Pick<Activity, "actorName" | "via" | "actionData">): string[] {
  const data = actionData !== null && typeof actionData === "object" && !Array.isArray(actionData) ? actionData : {};
  const { confidence, usage } = data;
  const cost = usage !== null && typeof usage === "object" && !Array.isArray(usage) ? usage.costUsd : null;
  return [
    ...(actorName ? [actorName] : []),
    ...(via ? [tierWords(via)] : []),
    ...(typeof confidence === "number" ? [`${Math.round(confidence * 100)}% sure`] : []),
    ...(typeof cost === "number" ? [`$${cost.toFixed(4)}`] : []),
  ];
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
