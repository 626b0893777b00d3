"use client";

import { Activity, ArrowDownUp, Bot, Cable, Camera, Gauge, Info, type LucideIcon, ScrollText } from "lucide-react";
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
import { PANELS_ID, type Panel, usePanel } from "./use-panel.ts";

const PANELS = [
  { value: "activity", label: "Activity", icon: Activity },
  { value: "agent", label: "Agent", icon: Bot },
  { value: "evidence", label: "Evidence", icon: Camera },
  { value: "logs", label: "Logs", icon: ScrollText },
  { value: "network", label: "Network", icon: ArrowDownUp },
  { value: "metrics", label: "Metrics", icon: Gauge },
  { value: "details", label: "Details", icon: Info },
  { value: "connect", label: "Connect", icon: Cable },
] as const satisfies readonly { value: Panel; label: string; icon: LucideIcon }[];
const PANEL_BUTTON =
  "mb-0 h-8 min-w-0 justify-center rounded-md border-b-0 px-1 text-xs hover:bg-accent/60 data-[state=active]:bg-accent data-[state=active]:font-semibold pointer-coarse:h-10";

/** What happened in the session, what it is made of and how programs reach it; which part is shown is held in the URL. */
export function SidePanel({ session }: { session: Session }) {
  const { panel, choose } = usePanel();
  const mayConnect = useMay("sessions:debug") && isRunning(session);
  const shown = panel === "connect" && !mayConnect ? "activity" : panel;
  return (
    <section
      id={PANELS_ID}
      aria-label="About the session"
      className="@container flex min-w-0 scroll-mt-16 flex-col rounded-lg border bg-card lg:sticky lg:top-16 lg:max-h-[calc(100dvh-10.5rem)]"
    >
      <Tabs value={shown} onValueChange={choose} className="flex min-h-0 flex-1 flex-col">
        {/* All of them in sight: two rows of four where the panel is narrow, one row where there is room. */}
        <TabList aria-label="About the session" className="grid grid-cols-4 gap-1 overflow-visible p-1.5 @2xl:grid-cols-8">
          {PANELS.filter(({ value }) => value !== "connect" || mayConnect).map(({ value, label, icon: Icon }) => (
            <TabButton key={value} value={value} className={PANEL_BUTTON}>
              <Icon aria-hidden="true" className="size-4 shrink-0 max-[22rem]:hidden" />
              {label}
            </TabButton>
          ))}
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
