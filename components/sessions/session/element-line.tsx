import type { ObservedElement } from "../../../server/contract/agent.ts";
import { Badge } from "../../ui/badge.tsx";

/** An element in one line: its role, its name, its state and where it stands. */
export function ElementLine({ element }: { element: ObservedElement }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
      <Badge>{element.role}</Badge>
      <span className="min-w-0 font-medium break-words">{element.name || "unnamed"}</span>
      {element.value !== null && element.value !== "" && <span className="text-muted-foreground">= {element.value}</span>}
      {element.states.length > 0 && <span className="text-xs text-muted-foreground">{element.states.join(", ")}</span>}
      {element.context && <span className="text-xs text-muted-foreground">in {element.context}</span>}
    </span>
  );
}
