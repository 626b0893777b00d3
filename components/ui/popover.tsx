import { Popover as Primitive } from "radix-ui";
import type { ReactNode } from "react";

/** A small surface that opens at a button. */
export function Popover({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content align="start" sideOffset={4} className="z-50 w-72 rounded-md border bg-popover p-4 text-popover-foreground shadow-md">
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
