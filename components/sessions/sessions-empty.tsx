import { MonitorPlay, SearchX } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

const SNIPPET = `import { createPerch } from "./server/clients/sdk.ts";

const perch = createPerch({ url: "http://localhost:3000", apiKey: process.env.PERCH_API_KEY });
await using session = await perch.createSession({ name: "First look" });
await session.navigate("https://example.com");
await session.act('click "More information"');`;

/** Shown before the first session: what a session is, and both ways to make one. */
export function NoSessions({ onCreate }: { onCreate: (() => void) | null }) {
  return (
    <Card>
      <EmptyState
        icon={MonitorPlay}
        title="No sessions yet"
        action={
          onCreate && (
            <Button variant="primary" onClick={onCreate}>
              Create a session
            </Button>
          )
        }
      >
        A session is a browser of its own that you watch live and drive in plain language, here or from code.
      </EmptyState>
      <div className="border-t px-4 py-3">
        <div className="mb-2 flex items-center justify-between">
          <h2 className="text-xs font-medium text-muted-foreground">From code</h2>
          <CopyButton text={SNIPPET} label="Copy the example" />
        </div>
        {/* Wide code scrolls, which the keyboard must be able to do too. */}
        <pre className="overflow-x-auto rounded-md bg-muted p-3 font-mono text-xs leading-5">{SNIPPET}</pre>
      </div>
    </Card>
  );
}

/** Shown when filters leave nothing. */
export function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <Card>
      <EmptyState icon={SearchX} title="No session fits these filters" action={<Button onClick={onClear}>Clear filters</Button>} />
    </Card>
  );
}
