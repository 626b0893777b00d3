import { CircleAlert, Info, RotateCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { errorText } from "../errors.ts";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";

const TONES = {
  info: { icon: Info, look: "border-border text-foreground", mark: "text-primary" },
  warning: { icon: TriangleAlert, look: "border-warning/40 text-foreground", mark: "text-warning" },
  danger: { icon: CircleAlert, look: "border-destructive/40 text-foreground", mark: "text-destructive" },
} as const;

type AlertProps = { tone: keyof typeof TONES; title: string; children?: ReactNode; action?: ReactNode; className?: string };

/** Something one should know before going on. */
export function Alert({ tone, title, children, action, className }: AlertProps) {
  const { icon: Icon, look, mark } = TONES[tone];
  return (
    <div role={tone === "danger" ? "alert" : "status"} className={cn("flex items-start gap-3 rounded-lg border bg-card p-3", look, className)}>
      <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children && <div className="mt-0.5 break-words text-muted-foreground">{children}</div>}
      </div>
      {action}
    </div>
  );
}

/** A failed load with the way to try again. */
export function LoadError({ what, error, onRetry, className }: { what: string; error: unknown; onRetry: () => void; className?: string }) {
  return (
    <Alert
      tone="danger"
      title={`${what} could not be loaded`}
      {...(className ? { className } : {})}
      action={
        <Button size="small" onClick={onRetry}>
          <RotateCw aria-hidden="true" />
          Try again
        </Button>
      }
    >
      {errorText(error)}
    </Alert>
  );
}
