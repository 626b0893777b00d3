import { Skeleton } from "../../ui/skeleton.tsx";

const LINES = [0, 1, 2, 3, 4];

/** Stands in a side panel while its list is being loaded. */
export function PanelLoading({ what }: { what: string }) {
  return (
    <div role="status" className="grid gap-2 p-4">
      <span className="sr-only">Loading {what}…</span>
      {LINES.map((line) => (
        <Skeleton key={line} className="h-9" />
      ))}
    </div>
  );
}
