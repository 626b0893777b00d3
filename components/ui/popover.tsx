import { Popover as Primitive } from "radix-ui";
import type { ReactNode } from "react";

type PopoverProps = {
  trigger: ReactNode;
  /** Both for one that is opened by more than its button. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
};

/** A small surface that opens at a button. */
export function Popover({ trigger, children, ...state }: PopoverProps) {
  return (
    <Primitive.Root {...state}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content align="start" sideOffset={4} className="z-50 w-72 rounded-md border bg-popover p-4 text-popover-foreground shadow-md">
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
