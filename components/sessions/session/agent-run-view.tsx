"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, LoaderCircle, Pause, Play, Square, X } from "lucide-react";
import type { AgentRun, AgentStep } from "../../../server/contract/agent-run.ts";
import type { Json } from "../../../server/contract/common.ts";
import { formatDuration } from "../../format.ts";
import { useTRPC } from "../../trpc.tsx";
import { LoadError } from "../../ui/alert.tsx";
import { Badge, type BadgeTone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { isLiveRun, useRunControls } from "./use-agent-runs.ts";

const STATUSES: Readonly<Record<AgentRun["status"], { label: string; tone: BadgeTone }>> = {
  running: { label: "Running", tone: "accent" },
  paused: { label: "Paused", tone: "warning" },
  done: { label: "Done", tone: "success" },
  failed: { label: "Failed", tone: "danger" },
  stopped: { label: "Stopped", tone: "neutral" },
};
const TOOLS: Readonly<Record<AgentStep["tool"], string>> = {
  act: "Act",
  extract: "Read",
  extractList: "Read all",
  navigate: "Open",
  waitFor: "Wait for",
  goBack: "Back",
  done: "Done",
  fail: "Give up",
};

/** How a run stands, in a word. */
export function RunBadge({ run: { status } }: { run: Pick<AgentRun, "status"> }) {
  const { label, tone } = STATUSES[status];
  return <Badge tone={tone}>{label}</Badge>;
}

/** One run: its goal, what holds it, its steps as they come, and what it found. */
export function AgentRunView({ run, mayDrive }: { run: AgentRun; mayDrive: boolean }) {
  const trpc = useTRPC();
  const details = useQuery(trpc.agentRuns.get.queryOptions({ runId: run.id }));
  const steps = details.data?.steps ?? [];
  const tokens = run.usage.inputTokens + run.usage.outputTokens;
  return (
    <section aria-label="Run" className="border-t first:border-t-0">
      <div className="flex flex-col gap-2 p-4">
        <div className="flex flex-wrap items-center gap-2">
          <span role="status">
            <RunBadge run={run} />
          </span>
          <span className="text-xs text-muted-foreground tabular-nums">
            step {run.stepCount} of at most {run.maxSteps} · {tokens} tokens, ${run.usage.costUsd.toFixed(4)}
          </span>
        </div>
        <p className="break-words font-medium">{run.goal}</p>
        {run.pausedBy === "control" && <p className="text-warning">Someone took control in the live view. Resume when the page is as the goal needs it.</p>}
        {run.result && <p className="break-words">{run.result}</p>}
        {run.reason && run.status !== "stopped" && <p className="break-words text-destructive">{run.reason}</p>}
        {run.data !== null && <Found data={run.data} />}
        {mayDrive && isLiveRun(run) && <Controls run={run} />}
      </div>
      {details.isLoadingError && <LoadError what="The steps" error={details.error} onRetry={() => void details.refetch()} className="m-3" />}
      <ol aria-label="Steps" className="divide-y border-t">
        {steps.map((step) => (
          <Step key={step.number} step={step} />
        ))}
        {run.status === "running" && (
          <li className="flex items-center gap-3 px-4 py-2.5 text-muted-foreground">
            <LoaderCircle aria-hidden="true" className="size-4 shrink-0 animate-spin" />
            {steps.length === 0 ? "Looking at the page…" : "On to the next step…"}
          </li>
        )}
      </ol>
    </section>
  );
}

function Controls({ run }: { run: AgentRun }) {
  const { pause, resume, stop } = useRunControls();
  const input = { runId: run.id };
  return (
    <div className="flex gap-2">
      {run.status === "paused" ? (
        <Button size="small" variant="primary" pending={resume.isPending} onClick={() => resume.mutate(input)}>
          {!resume.isPending && <Play aria-hidden="true" />}
          Resume
        </Button>
      ) : (
        <Button size="small" pending={pause.isPending} onClick={() => pause.mutate(input)}>
          {!pause.isPending && <Pause aria-hidden="true" />}
          Pause
        </Button>
      )}
      <Button size="small" variant="dangerOutline" pending={stop.isPending} onClick={() => stop.mutate(input)}>
        {!stop.isPending && <Square aria-hidden="true" />}
        Stop
      </Button>
    </div>
  );
}

function Step({ step: { tool, input, thought, success, outcome, via, durationMs, usage } }: { step: AgentStep }) {
  const Mark = success ? Check : X;
  return (
    <li className="flex gap-3 px-4 py-2.5">
      <Mark role="img" aria-label={success ? "Worked" : "Did not work"} className={`mt-0.5 size-4 shrink-0 ${success ? "text-success" : "text-destructive"}`} />
      <div className="min-w-0 flex-1">
        <p className="break-words">
          <span className="font-medium">{TOOLS[tool]}</span> {input}
        </p>
        {thought && <p className="break-words text-xs text-muted-foreground">{thought}</p>}
        {!success && outcome && <p className="break-words text-destructive">{outcome}</p>}
        <p className="flex flex-wrap gap-x-3 text-xs text-muted-foreground tabular-nums">
          {via && <span>by the {via}</span>}
          <span>{formatDuration(durationMs)}</span>
          <span>
            {usage.inputTokens + usage.outputTokens} tokens, ${usage.costUsd.toFixed(4)}
          </span>
        </p>
      </div>
    </li>
  );
}

function Found({ data }: { data: Json }) {
  return (
    <details>
      <summary className="w-fit rounded-sm text-xs font-medium text-muted-foreground hover:text-foreground">What it read last</summary>
      <pre className="mt-1.5 rounded-md border bg-muted/40 p-2 font-mono text-xs break-words whitespace-pre-wrap">{JSON.stringify(data, null, 2)}</pre>
    </details>
  );
}
