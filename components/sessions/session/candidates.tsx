import { ChevronRight } from "lucide-react";
import type { ObservedElement } from "../../../server/contract/agent.ts";
import { ElementLine } from "./element-line.tsx";

type CandidatesProps = {
  elements: readonly ObservedElement[];
  onChoose: (element: ObservedElement) => void;
  /** Told which one is pointed at, to show it on the page. */
  onPoint: (element: ObservedElement | null) => void;
  /** With the numbers by which they are marked on the page. */
  numbered?: boolean;
};

/** Elements that an instruction may mean, to choose one of. */
export function Candidates({ elements, onChoose, onPoint, numbered = false }: CandidatesProps) {
  return (
    <ul aria-label="Candidates" className="mt-2 max-h-72 divide-y overflow-y-auto rounded-md border">
      {elements.map((element, at) => (
        <li key={element.ref}>
          <button
            type="button"
            className="group flex w-full items-center gap-3 px-3 py-2 text-left hover:bg-accent focus-visible:-outline-offset-2"
            onClick={() => onChoose(element)}
            onPointerEnter={() => onPoint(element)}
            onPointerLeave={() => onPoint(null)}
            onFocus={() => onPoint(element)}
            onBlur={() => onPoint(null)}
          >
            {numbered && (
              <span
                aria-hidden="true"
                className="grid size-5 shrink-0 place-items-center rounded-full bg-ring text-xs font-semibold text-background tabular-nums"
              >
                {at + 1}
              </span>
            )}
            <span className="min-w-0 flex-1">
              <ElementLine element={element} />
            </span>
            <span className="flex shrink-0 items-center gap-1 text-xs font-medium text-primary">
              This one
              <ChevronRight aria-hidden="true" className="size-3.5" />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
