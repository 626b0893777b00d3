import type { Activity } from "../../../server/contract/activity.ts";
import { tierWords } from "../../../server/contract/activity-words.ts";

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
