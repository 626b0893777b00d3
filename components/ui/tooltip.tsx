import { Tooltip as Primitive } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

const OPEN_AFTER_MS = 300;

/** Needed once around everything that has tooltips. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Primitive.Provider delayDuration={OPEN_AFTER_MS}>{children}</Primitive.Provider>;
}

/** A short hint on hover and focus; the control itself must still have a name. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactElement }) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content sideOffset={6} className="z-50 max-w-64 rounded-md border bg-popover px-2.5 py-1.5 text-xs text-popover-foreground shadow-md">
          {text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
