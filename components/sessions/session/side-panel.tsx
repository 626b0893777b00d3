"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { Session } from "../../../server/contract/sessions.ts";
import { TabButton, TabList, TabPanel, Tabs } from "../../ui/tabs.tsx";
import { ActivityTimeline } from "./activity-timeline.tsx";
import { DetailsPanel } from "./details-panel.tsx";
import { LogsPanel } from "./logs-panel.tsx";
import { MetricsPanel } from "./metrics-panel.tsx";

const PANELS = ["activity", "logs", "metrics", "details"] as const;

/** What happened in the session, and what it is made of; which part is shown is held in the URL. */
export function SidePanel({ session }: { session: Session }) {
  const [panel, setPanel] = useQueryState("panel", parseAsStringLiteral(PANELS).withDefault("activity"));
  return (
    <section aria-label="About the session" className="flex min-w-0 flex-col rounded-lg border bg-card lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)]">
      <Tabs value={panel} onValueChange={(value) => void setPanel(PANELS.find((known) => known === value) ?? null)} className="flex min-h-0 flex-1 flex-col">
        <TabList aria-label="About the session">
          <TabButton value="activity">Activity</TabButton>
          <TabButton value="logs">Logs</TabButton>
          <TabButton value="metrics">Metrics</TabButton>
          <TabButton value="details">Details</TabButton>
        </TabList>
        <TabPanel value="activity" className="max-h-[32rem] min-h-0 flex-1 overflow-y-auto lg:max-h-none">
          <ActivityTimeline sessionId={session.id} />
        </TabPanel>
        <TabPanel value="logs" className="flex max-h-[32rem] min-h-0 flex-1 flex-col lg:max-h-none">
          <LogsPanel sessionId={session.id} />
        </TabPanel>
        <TabPanel value="metrics" className="min-h-0 flex-1 overflow-y-auto">
          <MetricsPanel session={session} />
        </TabPanel>
        <TabPanel value="details" className="min-h-0 flex-1 overflow-y-auto">
          <DetailsPanel session={session} />
        </TabPanel>
      </Tabs>
    </section>
  );
}
