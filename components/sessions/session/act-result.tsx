import { Check, CircleHelp, SearchX } from "lucide-react";
import type { ActOutput, ObservedElement } from "../../../server/contract/agent.ts";
import { Card } from "../../ui/card.tsx";
import { Candidates } from "./candidates.tsx";
import { ResultFacts } from "./result-facts.tsx";

const OUTCOMES = {
  done: { label: "Done", icon: Check, look: "text-success" },
  ambiguous: { label: "Several fit: choose one", icon: CircleHelp, look: "text-warning" },
  not_found: { label: "Not done", icon: SearchX, look: "text-warning" },
  not_understood: { label: "Not understood", icon: CircleHelp, look: "text-warning" },
} as const;

type ActResultProps = {
  result: ActOutput;
  onChoose: (element: ObservedElement) => void;
  /** Told which candidate is pointed at, to show it on the page. */
  onPoint: (element: ObservedElement | null) => void;
};

/** What an act did; when several elements fit, they are offered to choose from. */
export function ActResult({ result, onChoose, onPoint }: ActResultProps) {
  const { label, icon: Icon, look } = OUTCOMES[result.outcome];
  return (
    <Card className="p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className={`flex items-center gap-1.5 font-medium ${look}`}>
          <Icon aria-hidden="true" className="size-4" />
          {label}
        </p>
        <ResultFacts {...result} confidence={result.outcome === "done" ? result.confidence : undefined} />
      </div>
      <p className="mt-1">{result.message}</p>
      {result.steps.length > 1 && (
        <ol className="mt-2 list-inside list-decimal text-muted-foreground">
          {Array.from(result.steps.entries(), ([place, step]) => (
            <li key={place}>{step.description}</li>
          ))}
        </ol>
      )}
      {result.candidates.length > 0 && <Candidates elements={result.candidates} onChoose={onChoose} onPoint={onPoint} />}
    </Card>
  );
}
