import { ArrowDown } from "lucide-react";
import { Button } from "./button.tsx";

/** Lies over the end of a list that grows there, for a reader who has scrolled away from it. */
export function NewestButton({ onClick }: { onClick: () => void }) {
  return (
    <Button size="small" onClick={onClick} className="absolute bottom-3 left-1/2 -translate-x-1/2 shadow-md">
      <ArrowDown aria-hidden="true" />
      Newest
    </Button>
  );
}
