"use client";

import type { Session } from "../../../server/contract/sessions.ts";
import { EvidencePanel } from "../../evidence/evidence-panel.tsx";
import { useMay } from "../../shell/use-me.ts";
import { TabButton, TabList, TabPanel, Tabs } from "../../ui/tabs.tsx";
import { isRunning } from "../session-state.ts";
import { ActivityTimeline } from "./activity-timeline.tsx";
import { AgentPanel } from "./agent-panel.tsx";
import { ConnectPanel } from "./connect-panel.tsx";
import { DetailsPanel } from "./details-panel.tsx";
import { LogsPanel } from "./logs-panel.tsx";
import { MetricsPanel } from "./metrics-panel.tsx";
import { NetworkPanel } from "./network-panel.tsx";
import { PANELS_ID, usePanel } from "./use-panel.ts";

/** What happened in the session, what it is made of and how programs reach it; which part is shown is held in the URL. */
export function SidePanel({ session }: { session: Session }) {
  const { panel, choose } = usePanel();
  const mayConnect = useMay("sessions:debug") && isRunning(session);
  const shown = panel === "connect" && !mayConnect ? "activity" : panel;
  return (
    <section
      id={PANELS_ID}
      aria-label="About the session"
      className="flex min-w-0 scroll-mt-16 flex-col rounded-lg border bg-card lg:sticky lg:top-16 lg:max-h-[calc(100dvh-10.5rem)]"
    >
      <Tabs value={shown} onValueChange={choose} className="flex min-h-0 flex-1 flex-col">
        <TabList aria-label="About the session" className="gap-0 px-1.5 [&>button]:px-2">
          <TabButton value="activity">Activity</TabButton>
          <TabButton value="agent">Agent</TabButton>
          <TabButton value="evidence">Evidence</TabButton>
          <TabButton value="logs">Logs</TabButton>
          <TabButton value="network">Network</TabButton>
          <TabButton value="metrics">Metrics</TabButton>
          <TabButton value="details">Details</TabButton>
          {mayConnect && <TabButton value="connect">Connect</TabButton>}
        </TabList>
        <TabPanel value="activity" className="max-h-[32rem] min-h-0 flex-1 overflow-y-auto lg:max-h-none">
          <ActivityTimeline sessionId={session.id} />
        </TabPanel>
        <TabPanel value="agent" className="max-h-[32rem] min-h-0 flex-1 overflow-y-auto lg:max-h-none">
          <AgentPanel session={session} />
        </TabPanel>
        <TabPanel value="evidence" className="max-h-[32rem] min-h-0 flex-1 overflow-y-auto lg:max-h-none">
          <EvidencePanel sessionId={session.id} />
        </TabPanel>
        <TabPanel value="logs" className="flex max-h-[32rem] min-h-0 flex-1 flex-col lg:max-h-none">
          <LogsPanel sessionId={session.id} />
        </TabPanel>
        <TabPanel value="network" className="flex max-h-[32rem] min-h-0 flex-1 flex-col lg:max-h-none">
          <NetworkPanel sessionId={session.id} running={isRunning(session)} />
        </TabPanel>
        <TabPanel value="metrics" className="min-h-0 flex-1 overflow-y-auto">
          <MetricsPanel session={session} />
        </TabPanel>
        <TabPanel value="details" className="min-h-0 flex-1 overflow-y-auto">
          <DetailsPanel session={session} />
        </TabPanel>
        {mayConnect && (
          <TabPanel value="connect" className="min-h-0 flex-1 overflow-y-auto">
            <ConnectPanel sessionId={session.id} />
          </TabPanel>
        )}
      </Tabs>
    </section>
  );
}
