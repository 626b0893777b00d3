"use client";

import { Play } from "lucide-react";
import { type FormEvent, useState } from "react";
import { AGENT_STEP_LIMIT } from "../../../server/contract/agent-run.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Textarea } from "../../ui/input.tsx";
import { DriveError } from "./drive-error.tsx";
import { useRunControls } from "./use-agent-runs.ts";

const DEFAULT_STEPS = 25;

type GoalFormProps = { sessionId: string; onStarted: (runId: string) => void };

/** Sets a goal and begins to pursue it. */
export function GoalForm({ sessionId, onStarted }: GoalFormProps) {
  const { start } = useRunControls();
  const [goal, setGoal] = useState("");
  const [maxSteps, setMaxSteps] = useState(DEFAULT_STEPS);
  const run = (): void => {
    const onSuccess = ({ id }: { id: string }): void => {
      setGoal("");
      onStarted(id);
    };
    if (goal.trim() !== "") start.mutate({ sessionId, goal: goal.trim(), maxSteps }, { onSuccess });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    run();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 p-4">
      <Field label="Goal" hint="The model sees it and the page; give passwords from code, as variables.">
        {(control) => (
          <Textarea
            {...control}
            maxLength={4_000}
            placeholder="Find the cheapest kettle and put it into the basket"
            value={goal}
            onChange={(event) => setGoal(event.currentTarget.value)}
          />
        )}
      </Field>
      <div className="flex items-end justify-between gap-3">
        <Field label="Most steps" className="w-28">
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1}
              max={AGENT_STEP_LIMIT}
              required
              value={Number.isNaN(maxSteps) ? "" : maxSteps}
              onChange={(event) => setMaxSteps(event.currentTarget.valueAsNumber)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" pending={start.isPending} disabled={goal.trim() === ""}>
          {!start.isPending && <Play aria-hidden="true" />}
          Start
        </Button>
      </div>
      {start.isError && <DriveError error={start.error} onRetry={run} />}
    </form>
  );
}
