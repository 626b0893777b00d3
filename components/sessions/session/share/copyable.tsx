import { CopyButton } from "../../../ui/copy-button.tsx";

/** A text that is too long to be read whole, to be copied. */
export function Copyable({ label, text, copyLabel }: { label: string; text: string; copyLabel: string }) {
  return (
    <div className="min-w-0">
      <p className="text-xs font-medium">{label}</p>
      <div className="mt-1 flex items-center gap-1">
        <code className="min-w-0 flex-1 truncate rounded-sm border bg-card px-2 py-1.5 font-mono text-xs">{text}</code>
        <CopyButton text={text} label={copyLabel} />
      </div>
    </div>
  );
}
