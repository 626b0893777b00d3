import type { ObservedElement, ObserveOutput } from "../../../server/contract/agent.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { isControl } from "./element-kinds.ts";
import { ElementLine } from "./element-line.tsx";
import { ResultFacts } from "./result-facts.tsx";
import { beginning } from "./wording.ts";

type ObserveResultProps = {
  result: ObserveOutput;
  onAct: (instruction: string) => void;
  /** Puts the beginning of an instruction into the bar, to be completed there. */
  onBegin: (instruction: string) => void;
  /** Told which element is pointed at, to show it on the page. */
  onPoint: (element: ObservedElement | null) => void;
};

/** The elements that were found, what one can use before what one can only read, each to be used from here. */
export function ObserveResult({ result, ...use }: ObserveResultProps) {
  const controls = result.elements.filter(isControl);
  const texts = result.elements.filter((element) => !isControl(element));
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-2">
        <p className="font-medium tabular-nums">
          {result.elements.length} {result.elements.length === 1 ? "element" : "elements"}
          {result.truncated && ", and more"}
        </p>
        <ResultFacts via={result.via} durationMs={result.durationMs} usage={result.usage} />
      </div>
      {result.elements.length === 0 && (
        <p className="p-3 text-muted-foreground">Nothing on this page answers that. Try other words, or leave the instruction empty.</p>
      )}
      {controls.length > 0 && <Elements label="Controls" elements={controls} {...use} />}
      {texts.length > 0 && (
        <details open={controls.length === 0} className="border-t first-of-type:border-t-0">
          <summary className="px-3 py-2 text-xs font-medium text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2">
            {texts.length} more to read: headings, cells, text
          </summary>
          <Elements label="Texts" elements={texts} {...use} />
        </details>
      )}
    </Card>
  );
}

type ElementsProps = Omit<ObserveResultProps, "result"> & { label: string; elements: readonly ObservedElement[] };

function Elements({ label, elements, onAct, onBegin, onPoint }: ElementsProps) {
  return (
    <ul aria-label={label} className="max-h-72 divide-y overflow-y-auto">
      {elements.map((element) => {
        const usable = !element.states.includes("disabled");
        const words = usable ? beginning(element) : null;
        return (
          <li
            key={element.ref}
            className="flex items-center gap-2 px-3 py-1.5 hover:bg-muted/60"
            onPointerEnter={() => onPoint(element)}
            onPointerLeave={() => onPoint(null)}
            onFocus={() => onPoint(element)}
            onBlur={() => onPoint(null)}
          >
            <div className="min-w-0 flex-1">
              <ElementLine element={element} />
            </div>
            {words && (
              <Button size="small" aria-label={`${words.label} ${element.name || element.role}`} onClick={() => onBegin(words.instruction)}>
                {words.label}
              </Button>
            )}
            {usable && element.methods.includes("click") && (
              <Button size="small" aria-label={`Click ${element.name || element.role}`} onClick={() => onAct(`click [${element.ref}]`)}>
                Click
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
