"use client";

import { Bot, Hand } from "lucide-react";
import type { ControlStateMessage } from "../../../server/contract/live-control.ts";
import { Button } from "../../ui/button.tsx";
import type { ControlModel } from "./use-control.ts";

/**
 * Tells that automation runs or that programs are connected, with the way to take over. It stands in a line that is there
 * anyway, in as few words as its width (a container) has room for: short acts come and go, and nothing moves. Nothing while a
 * person holds automation, which the control bar tells.
 */
export function AutomationMark({ control: { state, ask }, granted }: { control: ControlModel; granted: "view" | "control" | null }) {
  if (state === null || state.hold !== null || (state.automation === "idle" && state.programs === 0)) return null;
  return (
    <span className="flex items-center gap-1.5 text-foreground">
      <Bot aria-hidden="true" className="hidden size-4 text-muted-foreground @md:inline" />
      <span className="sr-only @4xl:not-sr-only">{state.automation === "idle" ? programsOf(state) : "Automation is running"}</span>
      {granted === "control" && (
        <Button size="small" aria-label="Take over" title="Take over from automation" onClick={() => ask("takeOver")}>
          <Hand aria-hidden="true" />
          <span className="hidden @2xl:inline">Take over</span>
        </Button>
      )}
    </span>
  );
}

/** Programs that came by the debugger address. */
const programsOf = ({ programs }: ControlStateMessage): string => (programs === 1 ? "1 program connected" : `${programs} programs connected`);
