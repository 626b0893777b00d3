import { tierWords } from "../../../server/contract/activity-words.ts";
import type { ModelUsage, Via } from "../../../server/contract/agent.ts";
import { formatDuration } from "../../format.ts";

type ResultFactsProps = { via: Via; confidence?: number | undefined; durationMs: number; usage: ModelUsage | null };

/** By whom a call was answered, how surely, in what time, at what price. */
export function ResultFacts({ via, confidence, durationMs, usage }: ResultFactsProps) {
  return (
    <p className="flex flex-wrap gap-x-3 text-xs text-muted-foreground tabular-nums">
      <span>{tierWords(via)}</span>
      {confidence !== undefined && <span>{Math.round(confidence * 100)}% sure</span>}
      <span>{formatDuration(durationMs)}</span>
      {usage && (
        <span>
          {usage.inputTokens + usage.outputTokens} tokens, ${usage.costUsd.toFixed(4)}
        </span>
      )}
    </p>
  );
}
