import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** A table that scrolls sideways when it must; the label names it for screen readers. */
export function Table({ label, className, ...props }: ComponentProps<"table"> & { label: string }) {
  return (
    <div className="relative w-full overflow-x-auto">
      <table aria-label={label} className={cn("w-full border-collapse text-left text-sm", className)} {...props} />
    </div>
  );
}

/** A column's heading. */
export function HeadCell({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cn("h-9 border-b px-3 text-xs first:pl-4 last:pr-4 font-medium whitespace-nowrap text-muted-foreground", className)}
      {...props}
    />
  );
}

/** A row. */
export function Row({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cn("border-b last:border-0 hover:bg-muted/60 aria-selected:bg-primary/5", className)} {...props} />;
}

/** A cell. */
export function Cell({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn("px-3 py-2 align-middle first:pl-4 last:pr-4", className)} {...props} />;
}
