import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

/** A bounded surface. */
export function Card({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("rounded-lg border bg-card text-card-foreground", className)} {...props} />;
}

type SectionProps = { title: string; description?: ReactNode; action?: ReactNode; className?: string; children: ReactNode };

/** A card with a heading, what it is about, and at most one action. */
export function SectionCard({ title, description, action, className, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cn("rounded-lg border bg-card text-card-foreground", className)}>
      <header className="flex flex-wrap items-start justify-between gap-3 border-b px-4 py-3">
        <div>
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          {description && <p className="mt-0.5 text-muted-foreground">{description}</p>}
        </div>
        {action}
      </header>
      {children}
    </section>
  );
}
