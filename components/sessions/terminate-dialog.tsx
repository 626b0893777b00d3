"use client";

import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { useTerminate } from "./use-terminate.ts";

type TerminateDialogProps = {
  /** The sessions to end; null while nothing is asked. */
  sessionIds: readonly string[] | null;
  onClose: () => void;
  onEnded?: () => void;
};

/** Asks before sessions are ended. */
export function TerminateDialog({ sessionIds, onClose, onEnded }: TerminateDialogProps) {
  const terminate = useTerminate({
    onDone: () => {
      onClose();
      onEnded?.();
    },
  });
  const count = sessionIds?.length ?? 0;
  return (
    <ConfirmDialog
      open={sessionIds !== null}
      onOpenChange={(open) => !open && onClose()}
      title={count === 1 ? "Terminate this session?" : `Terminate ${count} sessions?`}
      description="The browser is closed and what is open in it is lost. Activity, logs and recordings stay."
      confirmLabel={count === 1 ? "Terminate session" : `Terminate ${count} sessions`}
      pending={terminate.isPending}
      onConfirm={() => sessionIds && terminate.mutate({ sessionIds: [...sessionIds] })}
    />
  );
}
