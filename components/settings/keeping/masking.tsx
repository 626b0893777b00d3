"use client";

import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { MAX_MASK_PATTERNS } from "../../../server/contract/mask-patterns.ts";
import type { WorkspaceSettings } from "../../../server/contract/workspace-settings.ts";
import { errorFields, errorText } from "../../errors.ts";
import { useMay } from "../../shell/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { SectionCard } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { TryMasking } from "./try-masking.tsx";
import { useSaveSettings } from "./use-settings.ts";

/** What is masked in new sessions beside secrets that are known as such, and what that makes of a text. */
export function Masking({ maskPatterns, installationMaskPatterns }: Pick<WorkspaceSettings, "maskPatterns" | "installationMaskPatterns">) {
  const mayChange = useMay("workspace:manage");
  const [draft, setDraft] = useState("");
  const save = useSaveSettings("Masking saved");
  const remove = (pattern: string): void =>
    save.mutate({ maskPatterns: maskPatterns.filter((other) => other !== pattern) }, { onError: (error) => void toast.error(errorText(error)) });
  return (
    <SectionCard
      title="Masking"
      description="What these patterns find is masked in logs, requests, activity, recorded pages and reports of new sessions, before anything is stored; pictures show what the page shows. Passwords, card numbers, tokens and cookies are masked anyway."
    >
      {maskPatterns.length > 0 && (
        <ul aria-label="Mask patterns" className="divide-y border-b">
          {maskPatterns.map((pattern) => (
            <li key={pattern} className="flex items-center gap-3 py-1.5 pr-2 pl-4">
              <span className="min-w-0 flex-1 font-mono text-xs break-all">{pattern}</span>
              {mayChange && (
                <Button size="iconSmall" variant="ghost" aria-label={`Remove ${pattern}`} disabled={save.isPending} onClick={() => remove(pattern)}>
                  <X aria-hidden="true" />
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {maskPatterns.length + installationMaskPatterns === 0 && <p className="px-4 py-3 text-muted-foreground">Nothing more is masked.</p>}
      {installationMaskPatterns > 0 && (
        <p className="px-4 py-3 text-muted-foreground">
          The installation masks {installationMaskPatterns === 1 ? "1 pattern" : `${installationMaskPatterns} patterns`} in every workspace.
        </p>
      )}
      {mayChange ? (
        <AddPattern
          patterns={maskPatterns}
          pending={save.isPending}
          draft={draft}
          onDraft={setDraft}
          onAdd={(pattern, onProblem) =>
            save.mutate(
              { maskPatterns: [...maskPatterns, pattern] },
              { onSuccess: () => setDraft(""), onError: (error) => onProblem(errorFields(error)[0]?.message ?? errorText(error)) },
            )
          }
        />
      ) : (
        <p className="border-t px-4 py-3 text-muted-foreground">An owner of the workspace changes this.</p>
      )}
      <TryMasking patterns={draft.trim() === "" ? maskPatterns : [...maskPatterns, draft.trim()]} />
    </SectionCard>
  );
}

type AddPatternProps = {
  patterns: readonly string[];
  pending: boolean;
  draft: string;
  onDraft: (draft: string) => void;
  onAdd: (pattern: string, onProblem: (problem: string) => void) => void;
};

function AddPattern({ patterns, pending, draft, onDraft, onAdd }: AddPatternProps) {
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const pattern = draft.trim();
    const wrong = problemOf(pattern, patterns);
    setProblem(wrong);
    if (wrong === undefined) onAdd(pattern, setProblem);
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-wrap items-start gap-2 p-4">
      <Field
        label="Pattern"
        error={problem}
        hint={
          <>
            In the syntax of RE2, as in <code className="font-mono">EMP-\d{"{6}"}</code>; with <code className="font-mono">(?i)</code> before it in any case.
          </>
        }
        className="min-w-0 flex-1 basis-64"
      >
        {(control) => (
          <Input
            {...control}
            value={draft}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            className="font-mono text-xs"
            onChange={(event) => onDraft(event.currentTarget.value)}
          />
        )}
      </Field>
      <Button type="submit" pending={pending} className="sm:mt-[1.625rem]">
        {!pending && <Plus aria-hidden="true" />}
        Add pattern
      </Button>
    </form>
  );
}

function problemOf(pattern: string, patterns: readonly string[]): string | undefined {
  if (pattern === "") return "Write a pattern.";
  if (patterns.includes(pattern)) return "It is in the list already.";
  return patterns.length < MAX_MASK_PATTERNS ? undefined : `The list holds ${MAX_MASK_PATTERNS} patterns at most; remove one first.`;
}
