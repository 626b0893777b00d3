import type { LucideIcon } from "lucide-react";
import { Button } from "./button.tsx";
import { Tooltip } from "./tooltip.tsx";

type IconButtonProps = { label: string; icon: LucideIcon; disabled?: boolean; pending?: boolean; onPress: () => void };

/** A small button of one picture, whose name shows on hover and focus. */
export function IconButton({ label, icon: Icon, disabled = false, pending = false, onPress }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <Button variant="ghost" size="iconSmall" aria-label={label} disabled={disabled} pending={pending} onClick={onPress}>
        {!pending && <Icon aria-hidden="true" />}
      </Button>
    </Tooltip>
  );
}
