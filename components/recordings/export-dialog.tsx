"use client";

import { Download, FileJson, FileVideo, Package, RotateCw, X } from "lucide-react";
import { useId, useState } from "react";
import type { ExportFormat, RecordingExport } from "../../server/contract/recording-exports.ts";
import { errorFields, errorText } from "../errors.ts";
import { formatBytes } from "../format.ts";
import { Alert, LoadError } from "../ui/alert.tsx";
import { Button, buttonStyle } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { Dialog, DialogFooter } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { Input, Select } from "../ui/input.tsx";
import { SwitchRow } from "../ui/switch.tsx";
import { SPEEDS } from "./clock.ts";
import type { Lane } from "./lanes.ts";
import { clock as clockText, readClock } from "./playback.ts";
import { isUnderWay, useExports, type Wanted } from "./use-export.ts";

const FORMATS: readonly { format: ExportFormat; label: string; hint: string; icon: typeof FileVideo }[] = [
  { format: "webm", label: "WebM video", hint: "For browsers and most players", icon: FileVideo },
  { format: "mp4", label: "MP4 video", hint: "For everything else", icon: FileVideo },
  { format: "zip", label: "Trace archive", hint: "Pictures, page events, actions, console and network, with checksums", icon: Package },
  { format: "json", label: "JSON", hint: "All but the pictures, in one file", icon: FileJson },
];

type ExportDialogProps = {
  sessionId: string;
  durationMs: number;
  skipIdle: boolean;
  lanes: readonly Lane[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Asks what to take of a recording, and shows what is being made and what can be fetched. */
export function ExportDialog({ sessionId, durationMs, skipIdle, lanes, open, onOpenChange }: ExportDialogProps) {
  const { list, begin, again, cancel } = useExports(sessionId, open);
  const [wanted, setWanted] = useState<Wanted>({ format: "webm", speed: 1, skipIdle });
  const [range, setRange] = useState({ from: "", to: "" });
  const isVideo = wanted.format === "webm" || wanted.format === "mp4";
  const [fromMs, toMs] = [readClock(range.from), readClock(range.to)];
  const issue = (field: string): string | undefined => errorFields(begin.error).find((one) => one.field === field)?.message;
  const unread = (text: string, ms: number | null): string | undefined =>
    text.trim() !== "" && ms === null ? "Use minutes and seconds, as in 1:30." : undefined;
  const [fromError, toError] = [unread(range.from, fromMs) ?? issue("fromMs"), unread(range.to, toMs) ?? issue("toMs")];
  const other = begin.error && errorFields(begin.error).length === 0 ? errorText(begin.error) : (issue("format") ?? issue("tabId"));
  const start = (): void => {
    const { tabId, ...rest } = wanted;
    begin.mutate({ sessionId, ...rest, ...(tabId && { tabId }), ...(fromMs !== null && { fromMs }), ...(toMs !== null && { toMs }) });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      shape="wide"
      title="Export the recording"
      description="Files are kept for an hour; it goes on when this is closed."
    >
      <div className="grid gap-4 overflow-y-auto px-5 pb-5">
        <FormatChoice value={wanted.format} available={list.data?.formats ?? ["webm", "zip", "json"]} onChange={(format) => setWanted({ ...wanted, format })} />
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-[6.5rem_6.5rem_minmax(0,1fr)_6.5rem]">
          <Field label="From" error={fromError}>
            {(control) => (
              <Input {...control} placeholder="0:00" value={range.from} onChange={(event) => setRange({ ...range, from: event.currentTarget.value })} />
            )}
          </Field>
          <Field label="To" error={toError}>
            {(control) => (
              <Input
                {...control}
                placeholder={clockText(durationMs)}
                value={range.to}
                onChange={(event) => setRange({ ...range, to: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field label="Tab">
            {(control) => (
              <Select {...control} value={wanted.tabId ?? ""} onChange={(event) => setWanted({ ...wanted, tabId: event.currentTarget.value || undefined })}>
                <option value="">{isVideo ? "As it was used" : "All"}</option>
                {lanes.map(({ tabId, label }) => (
                  <option key={tabId} value={tabId}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {isVideo && (
            <Field label="Speed">
              {(control) => (
                <Select {...control} value={wanted.speed} onChange={(event) => setWanted({ ...wanted, speed: Number(event.currentTarget.value) })}>
                  {SPEEDS.map((speed) => (
                    <option key={speed} value={speed}>
                      {speed}×
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
        </div>
        {isVideo && (
          <SwitchRow
            label="Skip idle"
            hint="Leaves out stretches in which nothing happened."
            checked={wanted.skipIdle}
            onChange={(checked) => setWanted({ ...wanted, skipIdle: checked })}
          />
        )}
        {other && (
          <Alert tone="danger" title="It was not exported">
            {other}
          </Alert>
        )}
        {list.isError && <LoadError what="Exports" error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && list.data.exports.length > 0 && (
          <ul aria-label="Exports" className="divide-y rounded-md border">
            {list.data.exports.map((made) => (
              <ExportRow key={made.exportId} made={made} lanes={lanes} onAgain={() => again(made)} onCancel={() => cancel(made.exportId)} />
            ))}
          </ul>
        )}
      </div>
      <DialogFooter>
        <Button onClick={() => onOpenChange(false)}>Close</Button>
        <Button
          variant="primary"
          pending={begin.isPending}
          disabled={unread(range.from, fromMs) !== undefined || unread(range.to, toMs) !== undefined}
          onClick={start}
        >
          Export
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

type FormatChoiceProps = { value: ExportFormat; available: readonly ExportFormat[]; onChange: (format: ExportFormat) => void };

function FormatChoice({ value, available, onChange }: FormatChoiceProps) {
  const name = useId();
  return (
    <fieldset className="grid gap-2 sm:grid-cols-2">
      <legend className="mb-1.5 text-sm font-medium">Format</legend>
      {FORMATS.map(({ format, label, hint, icon: Icon }) => {
        const possible = available.includes(format);
        return (
          <label
            key={format}
            className={cn(
              "flex items-start gap-3 rounded-md border p-3 has-checked:border-primary has-checked:bg-primary/5 has-focus-visible:outline-2 has-focus-visible:outline-ring",
              possible ? "cursor-pointer" : "text-muted-foreground",
            )}
          >
            <input type="radio" name={name} className="sr-only" checked={value === format} disabled={!possible} onChange={() => onChange(format)} />
            <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            <span className="min-w-0">
              <span className="block font-medium">{label}</span>
              <span className="block text-xs text-muted-foreground">{possible ? hint : "Needs ffmpeg on the server"}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

const STATES = { waiting: "Waits for its turn", running: "Is being made", cancelled: "Cancelled", failed: "Failed", done: "Done" } as const;

type ExportRowProps = { made: RecordingExport; lanes: readonly Lane[]; onAgain: () => void; onCancel: () => void };

function ExportRow({ made, lanes, onAgain, onCancel }: ExportRowProps) {
  const percent = Math.round(made.progress * 100);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <span className="w-12 shrink-0 font-mono text-xs uppercase">{made.format}</span>
      <span className="min-w-40 flex-1">
        <span className="block truncate text-xs text-muted-foreground tabular-nums">{contentOf(made, lanes)}</span>
        {made.state === "running" ? (
          <progress aria-label={`${made.format} export`} className="h-1.5 w-full accent-primary" max={100} value={percent} />
        ) : (
          <span className={cn("text-sm text-muted-foreground", made.state === "failed" && "text-destructive")}>
            {made.state === "done" && made.sizeBytes !== null ? formatBytes(made.sizeBytes) : (made.error?.message ?? STATES[made.state])}
          </span>
        )}
      </span>
      {made.state === "running" && <span className="w-10 text-right text-xs text-muted-foreground tabular-nums">{percent} %</span>}
      {made.url !== null && (
        <a href={made.url} download={made.fileName} className={buttonStyle({ size: "small" })}>
          <Download aria-hidden="true" />
          Download
        </a>
      )}
      {(made.state === "failed" || made.state === "cancelled") && (
        <Button size="small" onClick={onAgain}>
          <RotateCw aria-hidden="true" />
          Make it again
        </Button>
      )}
      <IconButton
        label={isUnderWay(made) ? "Cancel the export" : made.state === "done" ? "Remove the file" : "Remove from the list"}
        icon={X}
        onPress={onCancel}
      />
    </li>
  );
}

/** What of the recording is in a file, in a few words. */
function contentOf({ format, options: { fromMs, toMs, speed, skipIdle, tabId } }: RecordingExport, lanes: readonly Lane[]): string {
  const isVideo = format === "webm" || format === "mp4";
  const isPart = fromMs !== undefined || toMs !== undefined;
  return [
    isPart ? `${clockText(fromMs ?? 0)} – ${toMs === undefined ? "end" : clockText(toMs)}` : "All of it",
    isVideo && speed !== 1 && `${speed}×`,
    isVideo && skipIdle && "without idle",
    tabId && (lanes.find((lane) => lane.tabId === tabId)?.label ?? "one tab"),
  ]
    .filter(Boolean)
    .join(" · ");
}
