import { RotateCw } from "lucide-react";
import { errorFields, errorText } from "../../errors.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { explain } from "./remedies.ts";

/** Why an instruction failed, which fields were refused, and what to do about it. */
export function DriveError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { title, remedy, retryable } = explain(error);
  const text = errorText(error);
  // The sentence of refused input is its fields already.
  const fields = errorFields(error).filter(({ message }) => !text.includes(message));
  return (
    <Alert
      tone="danger"
      title={title}
      action={
        retryable && (
          <Button size="small" onClick={onRetry}>
            <RotateCw aria-hidden="true" />
            Try again
          </Button>
        )
      }
    >
      <p>{text}</p>
      {fields.length > 0 && (
        <ul className="mt-1 list-inside list-disc">
          {fields.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              <span className="font-mono text-xs">{field}</span>: {message}
            </li>
          ))}
        </ul>
      )}
      {remedy && <p className="mt-1 text-foreground">{remedy}</p>}
    </Alert>
  );
}
