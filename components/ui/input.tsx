import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const LOOK =
  "w-full min-w-0 rounded-md border border-input bg-card px-3 text-sm text-foreground placeholder:text-muted-foreground disabled:opacity-50 aria-invalid:border-destructive focus-visible:outline-offset-0";

/** A line of text. */
export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(LOOK, "h-9", className)} {...props} />;
}

/** Several lines of text. */
export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(LOOK, "min-h-20 py-2", className)} {...props} />;
}

/** One of a list, by the platform's own control. */
export function Select({ className, ...props }: ComponentProps<"select">) {
  return <select className={cn(LOOK, "h-9 pr-8", className)} {...props} />;
}
