import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const style = cva("inline-flex shrink-0 items-center gap-1.5 rounded-full border px-2 py-0.5 text-xs font-medium whitespace-nowrap", {
  variants: {
    tone: {
      neutral: "text-muted-foreground",
      success: "border-success/40 text-success",
      warning: "border-warning/40 text-warning",
      danger: "border-destructive/40 text-destructive",
      accent: "border-primary/40 text-primary",
    },
  },
  defaultVariants: { tone: "neutral" },
});

export type BadgeTone = NonNullable<VariantProps<typeof style>["tone"]>;

/** A short state or label. */
export function Badge({ className, tone, ...props }: ComponentProps<"span"> & VariantProps<typeof style>) {
  return <span className={cn(style({ tone }), className)} {...props} />;
}
