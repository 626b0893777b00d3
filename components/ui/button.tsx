import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The look of a button, for links that should look like one. */
export const buttonStyle = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md text-sm font-medium whitespace-nowrap transition-colors disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-primary text-primary-foreground hover:bg-primary/90",
        outline: "border border-input/60 bg-card text-foreground hover:bg-accent",
        ghost: "text-foreground hover:bg-accent aria-expanded:bg-accent",
        destructive: "bg-destructive text-destructive-foreground hover:bg-destructive/90",
        dangerOutline: "border border-destructive/50 bg-card text-destructive hover:bg-destructive/10",
        link: "h-auto px-0 text-primary underline underline-offset-4",
      },
      size: { default: "h-9 px-3", small: "h-8 px-2.5 text-xs", icon: "size-9", iconSmall: "size-8" },
    },
    defaultVariants: { variant: "outline", size: "default" },
  },
);

type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonStyle> & { asChild?: boolean; pending?: boolean };

/** A button; `pending` shows that its work is under way and refuses further presses. */
export function Button({ className, variant, size, asChild = false, pending = false, children, disabled, ...props }: ButtonProps) {
  const look = cn(buttonStyle({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={look} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={look} disabled={disabled === true || pending} aria-busy={pending || undefined} {...props}>
      {pending && <LoaderCircle aria-hidden="true" className="animate-spin" />}
      {children}
    </button>
  );
}
