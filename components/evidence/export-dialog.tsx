"use client";

import { FileDown } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { MAX_EXPORT_STEPS } from "../../server/contract/evidence.ts";
import { formatTime } from "../format.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog, DialogFooter } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input, Select, Textarea } from "../ui/input.tsx";
import { stepName } from "./shots.ts";
import type { EvidenceData } from "./use-evidence.ts";
import { type ExportFormat, useExport } from "./use-export.ts";

type ExportDialogProps = {
  sessionId: string;
  /** Given, single actions can be chosen. */
  data?: EvidenceData;
  size?: "small" | "default";
};

/** The button and the dialog that make a report of a session's evidence. */
export function ExportDialog({ sessionId, data, size = "default" }: ExportDialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size={size} {...(size === "default" && { variant: "primary" as const })} onClick={() => setOpen(true)}>
        <FileDown aria-hidden="true" />
        Export evidence
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        shape="wide"
        title="Export evidence"
        description="Session, actions, outcome and pictures, with a SHA-256 of the content. Redacted areas are black, and cannot be brought back from the file."
      >
        <ExportForm sessionId={sessionId} steps={data?.steps.toReversed() ?? []} />
      </Dialog>
    </>
  );
}

function ExportForm({ sessionId, steps }: { sessionId: string; steps: EvidenceData["steps"] }) {
  const make = useExport(sessionId);
  const [format, setFormat] = useState<ExportFormat>("pdf");
  const [pageSize, setPageSize] = useState<"A4" | "Letter">(() => (/^en-(US|CA)/.test(navigator.language) ? "Letter" : "A4"));
  const [title, setTitle] = useState("");
  const [note, setNote] = useState("");
  const [before, setBefore] = useState(true);
  const [onlyPictured, setOnlyPictured] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const texts = { ...(title.trim() && { title: title.trim() }), ...(note.trim() && { note: note.trim() }), ...(timeZone && { timezone: timeZone }) };
    make.mutate({ format, options: { pageSize, before, onlyPictured, ...texts, ...(chosen && { activityIds: [...chosen] }) } });
  };
  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <div className="grid min-h-0 gap-4 overflow-y-auto px-5 pb-5 sm:grid-cols-2">
        <Field label="Format" hint={format === "pdf" ? "A report to read, with its data attached." : "The pictures as files, with their data as JSON."}>
          {(control) => (
            <Select {...control} value={format} onChange={(event) => setFormat(event.currentTarget.value === "zip" ? "zip" : "pdf")}>
              <option value="pdf">PDF</option>
              <option value="zip">ZIP</option>
            </Select>
          )}
        </Field>
        {format === "pdf" && (
          <Field label="Page size">
            {(control) => (
              <Select {...control} value={pageSize} onChange={(event) => setPageSize(event.currentTarget.value === "Letter" ? "Letter" : "A4")}>
                <option>A4</option>
                <option>Letter</option>
              </Select>
            )}
          </Field>
        )}
        <Field label="Title" className="sm:col-span-2">
          {(control) => (
            <Input
              {...control}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
              maxLength={120}
              placeholder="The session's name"
              autoComplete="off"
            />
          )}
        </Field>
        <Field label="Note" className="sm:col-span-2">
          {(control) => <Textarea {...control} value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={2_000} />}
        </Field>
        <div className="flex flex-col gap-2 sm:col-span-2">
          <Tick label="Pictures from before the actions too" checked={before} onChange={setBefore} />
          <Tick label="Leave out actions without pictures" checked={onlyPictured} onChange={setOnlyPictured} />
        </div>
        {steps.length > 0 && <StepChoice steps={steps} chosen={chosen} onChange={setChosen} />}
        {make.isError && (
          <Alert tone="danger" title="The export was not made" className="sm:col-span-2">
            {make.error.message}
          </Alert>
        )}
        {make.isSuccess && (
          <Alert tone="info" title="Exported" className="sm:col-span-2" action={<CopyButton text={make.data} label="Copy the digest" />}>
            <span className="font-mono text-xs break-all">SHA-256 {make.data}</span>
          </Alert>
        )}
      </div>
      <DialogFooter>
        <Button type="submit" variant="primary" pending={make.isPending} disabled={chosen?.size === 0}>
          {make.isPending ? "Making the file…" : `Export ${format.toUpperCase()}`}
        </Button>
      </DialogFooter>
    </form>
  );
}

function Tick({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <Checkbox id={id} className="mt-0.5" checked={checked} onCheckedChange={(value) => onChange(value === true)} />
      <label htmlFor={id} className="min-w-0 break-words">
        {label}
      </label>
    </div>
  );
}

type StepChoiceProps = { steps: EvidenceData["steps"]; chosen: ReadonlySet<string> | null; onChange: (chosen: ReadonlySet<string> | null) => void };

/** All actions, or those that are ticked. */
function StepChoice({ steps, chosen, onChange }: StepChoiceProps) {
  const toggle = (id: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <fieldset className="min-w-0 sm:col-span-2">
      <legend className="text-sm font-medium">Actions</legend>
      <div className="mt-1.5">
        <Tick
          label={steps.length > MAX_EXPORT_STEPS ? `The newest ${MAX_EXPORT_STEPS}` : "All of them"}
          checked={chosen === null}
          onChange={(all) => onChange(all ? null : new Set(steps.map(({ activity }) => activity.id)))}
        />
      </div>
      {chosen !== null && (
        <div className="mt-2 flex max-h-52 flex-col gap-2 overflow-y-auto rounded-md border p-3">
          {steps.map((step) => (
            <Tick
              key={step.activity.id}
              label={`${formatTime(step.activity.createdAt)} ${stepName(step)}${step.activity.success === false ? " (failed)" : ""}`}
              checked={chosen.has(step.activity.id)}
              onChange={(on) => toggle(step.activity.id, on)}
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}
