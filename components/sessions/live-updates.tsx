import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";

/** How an event stream does: short breaks mend themselves, a refusal stops it until it is resumed. */
export type LiveUpdates = { stopped: boolean; resume: () => void };

/** Says that what is shown no longer changes by itself. */
export function LiveUpdatesNotice({ stopped, resume }: LiveUpdates) {
  if (!stopped) return null;
  return (
    <Alert
      tone="warning"
      title="Live updates stopped"
      action={
        <Button size="small" onClick={resume}>
          Resume
        </Button>
      }
    >
      What you see here no longer changes by itself.
    </Alert>
  );
}
