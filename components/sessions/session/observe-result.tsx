import type { ObservedElement, ObserveOutput } from "../../../server/contract/agent.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ElementLine } from "./element-line.tsx";
import { ResultFacts } from "./result-facts.tsx";

type ObserveResultProps = { result: ObserveOutput; onAct: (instruction: string) => void };

const canClick = (element: ObservedElement): boolean => element.methods.includes("click") && !element.states.includes("disabled");

/** The elements that were found, each to be clicked from here. */
export function ObserveResult({ result, onAct }: ObserveResultProps) {
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-2">
        <p className="font-medium tabular-nums">
          {result.elements.length} {result.elements.length === 1 ? "element" : "elements"}
          {result.truncated && ", and more"}
        </p>
        <ResultFacts via={result.via} durationMs={result.durationMs} usage={result.usage} />
      </div>
      {result.elements.length === 0 ? (
        <p className="p-3 text-muted-foreground">Nothing on this page answers that. Try other words, or leave the instruction empty.</p>
      ) : (
        <ul className="max-h-96 divide-y overflow-y-auto">
          {result.elements.map((element) => (
            <li key={element.ref} className="flex items-center gap-3 px-3 py-1.5">
              <div className="min-w-0 flex-1">
                <ElementLine element={element} />
              </div>
              {canClick(element) && (
                <Button size="small" aria-label={`Click ${element.name || element.role}`} onClick={() => onAct(`click [${element.ref}]`)}>
                  Click
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
