"use client";

import { useMutation } from "@tanstack/react-query";
import { ArrowUp } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import type { JsonSchema, ObservedElement } from "../../../server/contract/agent.ts";
import { useTRPC } from "../../trpc.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Input } from "../../ui/input.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ActResult } from "./act-result.tsx";
import { DriveError } from "./drive-error.tsx";
import { ExtractResult } from "./extract-result.tsx";
import { readSchema, TEMPLATES } from "./extract-schema.ts";
import { ObserveResult } from "./observe-result.tsx";
import { SchemaEditor } from "./schema-editor.tsx";
import { clearer } from "./wording.ts";

const MODES = [
  { mode: "act", label: "Act", placeholder: 'click "Sign in"' },
  { mode: "observe", label: "Observe", placeholder: "what to look for; empty lists everything" },
  { mode: "extract", label: "Extract", placeholder: "what to read from the page" },
] as const;
type Mode = (typeof MODES)[number]["mode"];

/** What came of an instruction may lie below the window's edge. */
const showWhole = (results: HTMLElement | null): void => {
  results?.scrollIntoView({ block: "nearest" });
};

type ActBarProps = {
  sessionId: string;
  /** Told which element of a result is pointed at, to show it on the page. */
  onPoint: (element: ObservedElement | null) => void;
};

/** Drives the session in plain language: does, finds or reads what is written here, and shows what came of it. */
export function ActBar({ sessionId, onPoint }: ActBarProps) {
  const trpc = useTRPC();
  const [mode, setMode] = useState<Mode>("act");
  // Each mode keeps its own words: what to click is not what to look for.
  const [instructions, setInstructions] = useState<Readonly<Record<Mode, string>>>({ act: "", observe: "", extract: "" });
  const [schemaText, setSchemaText] = useState<string>(TEMPLATES[0].text);
  const [schemaError, setSchemaError] = useState<string | null>(null);
  const act = useMutation(trpc.browser.act.mutationOptions());
  const observe = useMutation(trpc.browser.observe.mutationOptions());
  const extract = useMutation(trpc.browser.extract.mutationOptions());
  const field = useRef<HTMLInputElement>(null);
  const current = { act, observe, extract }[mode];
  const text = instructions[mode].trim();
  const setInstruction = (of: Mode, wording: string): void => setInstructions((before) => ({ ...before, [of]: wording }));

  const runAct = (wording: string): void => {
    setMode("act");
    setInstruction("act", wording);
    onPoint(null);
    act.mutate({ sessionId, instruction: wording, whenUnsure: "ask" });
  };
  const runExtract = (): void => {
    const { schema, error } = readSchema(schemaText);
    setSchemaError(error);
    // What an earlier schema gave must not stand under one that was refused.
    if (error) extract.reset();
    if (schema) extract.mutate({ sessionId, schema: schema satisfies JsonSchema, ...(text ? { instruction: text } : {}) });
  };
  const begin = (wording: string): void => {
    setMode("act");
    setInstruction("act", wording);
    // The value goes between the quotes; the field has its new text only after the render.
    requestAnimationFrame(() => {
      const caret = wording.indexOf('"') + 1;
      field.current?.focus();
      field.current?.setSelectionRange(caret, caret);
    });
  };
  const run = (): void => {
    if (current.isPending) return;
    if (mode === "observe") observe.mutate({ sessionId, ...(text ? { instruction: text } : {}) });
    else if (mode === "extract") runExtract();
    else if (text) runAct(text);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    run();
  };

  return (
    <section aria-label="Drive" className="flex flex-col gap-3">
      <Card className="p-2">
        <form onSubmit={submit} className="flex flex-col gap-2">
          <fieldset className="flex gap-1">
            <legend className="sr-only">What to do</legend>
            {MODES.map((choice) => (
              <Button
                key={choice.mode}
                variant="ghost"
                size="small"
                aria-pressed={mode === choice.mode}
                className="text-muted-foreground aria-pressed:bg-accent aria-pressed:text-foreground"
                onClick={() => setMode(choice.mode)}
              >
                {choice.label}
              </Button>
            ))}
          </fieldset>
          {mode === "extract" && <SchemaEditor text={schemaText} error={schemaError} onChange={setSchemaText} />}
          <div className="flex gap-2">
            <Input
              ref={field}
              aria-label="Instruction"
              autoComplete="off"
              placeholder={MODES.find((choice) => choice.mode === mode)?.placeholder}
              value={instructions[mode]}
              onChange={(event) => setInstruction(mode, event.currentTarget.value)}
            />
            <Button type="submit" variant="primary" pending={current.isPending} disabled={mode === "act" && text === ""}>
              {!current.isPending && <ArrowUp aria-hidden="true" />}
              Run
            </Button>
          </div>
        </form>
      </Card>
      <div aria-live="polite">
        <div key={`${mode} ${current.submittedAt} ${current.status}`} ref={current.isIdle ? undefined : showWhole} className="scroll-mb-4">
          {current.isPending && <Skeleton className="h-16" />}
          {current.isError && <DriveError error={current.error} onRetry={run} />}
          {mode === "act" && act.data && (
            <ActResult result={act.data} onPoint={onPoint} onChoose={(element) => runAct(clearer(act.variables?.instruction ?? "", element))} />
          )}
          {mode === "observe" && observe.data && <ObserveResult result={observe.data} onPoint={onPoint} onAct={runAct} onBegin={begin} />}
          {mode === "extract" && extract.data && <ExtractResult result={extract.data} />}
        </div>
      </div>
    </section>
  );
}
