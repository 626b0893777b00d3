"use client";

import { ChevronLeft, ChevronRight, Columns2, EyeOff, X, ZoomIn, ZoomOut } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { type KeyboardEvent, useState } from "react";
import type { Redaction } from "../../server/contract/evidence.ts";
import { formatMoment } from "../format.ts";
import { useMay } from "../shell/use-me.ts";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { CompareView } from "./compare-view.tsx";
import { FilmStrip } from "./film-strip.tsx";
import { RedactView } from "./redact-view.tsx";
import { ShotPicture } from "./shot-picture.tsx";
import { type Frame, momentName, stepName } from "./shots.ts";
import { Outcome } from "./step-item.tsx";
import { stepped, type Zoom } from "./zoom.ts";
import { ZoomView } from "./zoom-view.tsx";

const ZOOM_KEYS: Readonly<Record<string, Zoom>> = { "0": "fit", "1": 1, "2": 2 };

const ZOOMS = [
  ["fit", "Fit"],
  [1, "100%"],
  [2, "200%"],
] as const satisfies readonly (readonly [Zoom, string])[];

type Mode = "view" | "compare" | "redact";
type LightboxProps = {
  sessionId: string;
  frames: readonly Frame[];
  frame: Frame;
  redactions: readonly Redaction[];
  /** Null: closed. */
  onChange: (frame: Frame | null) => void;
};

/** One picture as large as the window: zoomed to 200 %, compared with another, redacted; the arrow keys lead to the others. */
export function Lightbox({ sessionId, frames, frame, redactions, onChange }: LightboxProps) {
  const [mode, setMode] = useState<Mode>("view");
  const [zoom, setZoom] = useState<Zoom>("fit");
  const [fit, setFit] = useState(1);
  const mayRedact = useMay("sessions:write");
  const at = frames.findIndex(({ shot }) => shot.id === frame.shot.id);
  const show = (next: Frame | undefined): void => {
    if (!next) return;
    setZoom("fit");
    onChange(next);
  };
  const go = (by: 1 | -1): void => show(frames[at + by]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (mode !== "view" || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = ZOOM_KEYS[event.key];
    if (key !== undefined) setZoom(key);
    else if (event.key === "+" || event.key === "=") setZoom(stepped(zoom, fit, 1));
    else if (event.key === "-") setZoom(stepped(zoom, fit, -1));
    // A zoomed picture is moved by the arrows.
    else if (event.key === "ArrowLeft" && zoom === "fit") go(-1);
    else if (event.key === "ArrowRight" && zoom === "fit") go(1);
    else return;
    event.preventDefault();
  };
  const own = redactions.filter(({ sha256 }) => sha256 === frame.shot.sha256);
  const { shot, step } = frame;
  const moment = momentName(shot);
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onChange(null)}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-black/60" />
        <Primitive.Content
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          className="fixed inset-0 z-50 flex flex-col overflow-hidden border bg-popover text-popover-foreground shadow-lg sm:inset-3 sm:rounded-lg"
        >
          <header className="flex items-start gap-3 border-b px-4 py-2.5">
            <div className="min-w-0 flex-1">
              <Primitive.Title className="truncate font-semibold">
                {moment}: {stepName(step)}
              </Primitive.Title>
              <p className="flex flex-wrap gap-x-3 text-xs text-muted-foreground tabular-nums">
                <span>{formatMoment(shot.at)}</span>
                <Outcome success={step.activity.success} />
                {shot.maskedFields > 0 && <span>{shot.maskedFields === 1 ? "1 secret field covered" : `${shot.maskedFields} secret fields covered`}</span>}
              </p>
              {step.activity.errorMessage && <p className="line-clamp-2 text-xs text-destructive">{step.activity.errorMessage}</p>}
            </div>
            <Primitive.Close asChild>
              <Button variant="ghost" size="iconSmall" aria-label="Close">
                <X aria-hidden="true" />
              </Button>
            </Primitive.Close>
          </header>
          {mode === "compare" ? (
            <CompareView sessionId={sessionId} frames={frames} frame={frame} />
          ) : mode === "redact" ? (
            <RedactView key={shot.id} sessionId={sessionId} shot={shot} redactions={own} />
          ) : (
            <ZoomView picture={shot} zoom={zoom} onZoom={setZoom} onFit={setFit} label="Picture">
              {() => <ShotPicture sessionId={sessionId} shot={shot} alt={`${moment}: ${stepName(step)}`} redactions={own} />}
            </ZoomView>
          )}
          {mode === "view" && frames.length > 1 && <FilmStrip sessionId={sessionId} frames={frames} at={at} onChange={show} />}
          <footer className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t px-3 py-2">
            <div className="flex items-center gap-1">
              <IconButton label="Previous picture" icon={ChevronLeft} disabled={at <= 0} onPress={() => go(-1)} />
              <span className="min-w-14 text-center text-xs text-muted-foreground tabular-nums">
                {at + 1} of {frames.length}
              </span>
              <IconButton label="Next picture" icon={ChevronRight} disabled={at >= frames.length - 1} onPress={() => go(1)} />
            </div>
            {mode === "view" && <ZoomButtons zoom={zoom} fit={fit} onZoom={setZoom} />}
            <div className="flex gap-2">
              <Button
                size="small"
                aria-pressed={mode === "compare"}
                disabled={frames.length < 2}
                onClick={() => setMode(mode === "compare" ? "view" : "compare")}
              >
                <Columns2 aria-hidden="true" />
                {mode === "compare" ? "Stop comparing" : "Compare"}
              </Button>
              {mayRedact && (
                <Button size="small" aria-pressed={mode === "redact"} onClick={() => setMode(mode === "redact" ? "view" : "redact")}>
                  <EyeOff aria-hidden="true" />
                  {mode === "redact" ? "Done redacting" : "Redact"}
                </Button>
              )}
            </div>
          </footer>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function ZoomButtons({ zoom, fit, onZoom }: { zoom: Zoom; fit: number; onZoom: (zoom: Zoom) => void }) {
  const percent = Math.round((zoom === "fit" ? fit : zoom) * 100);
  return (
    <fieldset className="order-last flex w-full items-center justify-center gap-1 sm:order-none sm:w-auto">
      <legend className="sr-only">Zoom</legend>
      <IconButton label="Zoom out" icon={ZoomOut} disabled={zoom === "fit"} onPress={() => onZoom(stepped(zoom, fit, -1))} />
      <output aria-label="Zoom" className="min-w-11 text-center text-xs tabular-nums">
        {percent}%
      </output>
      <IconButton label="Zoom in" icon={ZoomIn} disabled={zoom !== "fit" && zoom >= 2} onPress={() => onZoom(stepped(zoom, fit, 1))} />
      {ZOOMS.map(([value, label]) => (
        <Button key={label} size="small" variant="ghost" className="aria-pressed:bg-accent" aria-pressed={zoom === value} onClick={() => onZoom(value)}>
          {label}
        </Button>
      ))}
    </fieldset>
  );
}
