import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";

const OVERLAY = "fixed inset-0 z-40 bg-black/50 data-[state=open]:animate-in data-[state=open]:fade-in-0";

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** `side`: a sheet at the left edge, for navigation on narrow screens. */
  shape?: "center" | "wide" | "side";
  children: ReactNode;
};

/** A modal dialog; Escape and the corner button close it, and the focus returns to where it was. */
export function Dialog({ open, onOpenChange, title, description, shape = "center", children }: DialogProps) {
  const before = useRef<HTMLElement | null>(null);
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={OVERLAY} />
        <Primitive.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={() => {
            before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
          }}
          // Radix knows of its own triggers only.
          onCloseAutoFocus={(event) => {
            if (!before.current?.isConnected) return;
            event.preventDefault();
            before.current.focus();
          }}
          className={cn(
            "fixed z-50 flex flex-col overflow-hidden border bg-popover text-popover-foreground shadow-lg data-[state=open]:animate-in data-[state=open]:fade-in-0",
            shape === "side"
              ? "inset-y-0 left-0 w-72 max-w-[85vw] border-y-0 border-l-0"
              : "top-1/2 left-1/2 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 rounded-lg",
            shape === "center" && "max-w-md",
            shape === "wide" && "max-w-2xl",
          )}
        >
          <header className="py-4 pr-14 pl-5">
            <Primitive.Title className="text-base font-semibold">{title}</Primitive.Title>
            {description && <Primitive.Description className="mt-1 text-muted-foreground">{description}</Primitive.Description>}
          </header>
          {children}
          {/* Last in the order of the keyboard: the dialog opens with the focus on its first control. */}
          <Primitive.Close asChild>
            <Button variant="ghost" size="iconSmall" aria-label="Close" className="absolute top-3 right-3">
              <X aria-hidden="true" />
            </Button>
          </Primitive.Close>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** The row of buttons that ends a dialog. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{children}</footer>;
}
