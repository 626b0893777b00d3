"use client";

import { Bot } from "lucide-react";
import { useState } from "react";
import type { AgentRun } from "../../../server/contract/agent-run.ts";
import type { Session } from "../../../server/contract/sessions.ts";
import { formatShortMoment } from "../../format.ts";
import { useMay } from "../../shell/use-me.ts";
import { useHealth } from "../../status/use-health.ts";
import { LoadError } from "../../ui/alert.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { isRunning } from "../session-state.ts";
import { AgentRunView, RunBadge } from "./agent-run-view.tsx";
import { GoalForm } from "./goal-form.tsx";
import { PanelLoading } from "./panel-loading.tsx";
import { isLiveRun, useAgentRuns } from "./use-agent-runs.ts";

const HEALTH_REFRESH_MS = 30_000;

/** A goal for the model to reach in this session: what it does step by step, and what became of earlier ones. */
export function AgentPanel({ session }: { session: Session }) {
  const runs = useAgentRuns(session.id);
  const health = useHealth(HEALTH_REFRESH_MS);
  const mayDrive = useMay("sessions:drive") && isRunning(session);
  const [chosen, setChosen] = useState<string | null>(null);
  if (runs.isPending || health.isPending) return <PanelLoading what="runs" />;
  if (runs.isLoadingError) return <LoadError what="The runs" error={runs.error} onRetry={() => void runs.refetch()} className="m-3" />;
  const all = runs.data?.runs ?? [];
  const live = all.find(isLiveRun);
  const shown = live ?? all.find(({ id }) => id === chosen) ?? all[0];
  const hasModel = health.data === undefined || health.data.model !== null;
  const others = all.filter(({ id }) => id !== shown?.id);
  return (
    <div className="flex flex-col">
      {mayDrive && hasModel && live === undefined && <GoalForm sessionId={session.id} onStarted={setChosen} />}
      {!hasModel && <NoModel />}
      {hasModel && all.length === 0 && !mayDrive && (
        <EmptyState icon={Bot} title="No goal was set">
          What a model did here to reach a goal would be shown step by step.
        </EmptyState>
      )}
      {shown && <AgentRunView key={shown.id} run={shown} mayDrive={mayDrive} />}
      {others.length > 0 && <OtherRuns runs={others} onChoose={setChosen} disabled={live !== undefined} />}
    </div>
  );
}

function NoModel() {
  return (
    <EmptyState icon={Bot} title="This needs a model">
      Set <Name>GEMINI_API_KEY</Name>, <Name>OPENAI_API_KEY</Name> or <Name>ANTHROPIC_API_KEY</Name>, or <Name>MODEL_BASE_URL</Name> with{" "}
      <Name>STAGEHAND_MODEL_NAME</Name> for a server of your own, and start the server again. Explicit steps work without one.
    </EmptyState>
  );
}

const Name = ({ children }: { children: string }) => <code className="font-mono text-xs text-foreground">{children}</code>;

type OtherRunsProps = { runs: readonly AgentRun[]; onChoose: (runId: string) => void; disabled: boolean };

function OtherRuns({ runs, onChoose, disabled }: OtherRunsProps) {
  return (
    <section aria-label="Other runs" className="border-t">
      <h3 className="px-4 pt-3 pb-1 text-xs font-medium text-muted-foreground">Other runs</h3>
      <ul className="divide-y">
        {runs.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              disabled={disabled}
              onClick={() => onChoose(run.id)}
              className="flex w-full items-center gap-3 px-4 py-2 text-left hover:bg-accent focus-visible:-outline-offset-2 disabled:opacity-60"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate">{run.goal}</span>
                <time dateTime={run.createdAt} className="text-xs text-muted-foreground tabular-nums">
                  {formatShortMoment(run.createdAt)}
                </time>
              </span>
              <RunBadge run={run} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
