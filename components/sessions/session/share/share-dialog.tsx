"use client";

import { Dialog } from "../../../ui/dialog.tsx";
import { ShareForm } from "./share-form.tsx";
import { ShareList } from "./share-list.tsx";

type ShareDialogProps = { sessionId: string; open: boolean; onOpenChange: (open: boolean) => void };

/** Makes links that show the session without a login, and lists those that there are. */
export function ShareDialog({ sessionId, open, onOpenChange }: ShareDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      shape="wide"
      title="Share this session"
      description="Whoever has a link sees the live view, without a login, until the link or the session ends."
    >
      <div className="flex min-h-0 flex-col overflow-y-auto border-t">
        <ShareForm sessionId={sessionId} />
        <ShareList sessionId={sessionId} />
      </div>
    </Dialog>
  );
}
