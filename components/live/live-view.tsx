"use client";

import { useEffect, useEffectEvent, useId, useRef, useState } from "react";
import type { Tab } from "../../server/contract/tabs.ts";
import { AutomationMark } from "./control/automation-mark.tsx";
import { ControlBar } from "./control/control-bar.tsx";
import { type ControlChoices, ControlPanel, ControlToolsButton } from "./control/control-tools.tsx";
import { useControl } from "./control/use-control.ts";
import { useFit } from "./control/use-fit.ts";
import { usePageInput } from "./control/use-page-input.ts";
import { letterbox, type Size } from "./geometry.ts";
import { LiveOverlay, LiveStatusBar } from "./live-status.tsx";
import { type Mark, Marks } from "./marks.tsx";
import { PageLists, PromptCards } from "./prompts/live-prompts.tsx";
import { usePrompts } from "./prompts/use-prompts.ts";
import { SmallWindowButton } from "./small-window-button.tsx";
import { type LiveViewModel, useLiveView } from "./use-live-view.ts";
import { useViewChoices, type ViewChoices } from "./use-view-choices.ts";
import { ViewTools } from "./view-tools.tsx";
import { type Zoom, zoomBy } from "./zoom.ts";

/** What whoever shows a live view may know of it and do with it. */
export type OutsideModel = Pick<LiveViewModel, "state" | "granted" | "listen"> & Pick<ViewChoices, "pin">;

type LiveViewProps = {
  sessionId: string;
  /** What to ask for; the server grants control only to those who may. */
  mode: "view" | "control";
  /** A live link's token, where there is no login. */
  token?: string;
  /** Told of the session's tabs, and which of them is shown, whenever either changes. */
  onTabs?: (tabs: Tab[], tabId: string | null) => void;
  /** Rectangles of the page to mark on the picture. */
  marks?: readonly Mark[];
  /** Where the session can be played back once it has ended; only for those who may open it. */
  replayHref?: string;
  /** The page that shows the picture alone, for a small window. */
  smallHref?: string;
  /** False: the picture alone, without the line below it. */
  chrome?: boolean;
  /** The tab and the size to begin with. */
  initialTabId?: string | null;
  initialZoom?: Zoom;
  /** Told how the view stands, and by what it is used from outside, whenever that changes. */
  onModel?: (model: OutsideModel) => void;
  className?: string;
};

/** A running session's active tab, live; in control mode a click hands mouse and keyboard to the page. */
export function LiveView({
  sessionId,
  mode,
  token,
  onTabs,
  marks = [],
  replayHref,
  smallHref,
  chrome = true,
  initialTabId = null,
  initialZoom = "fit",
  onModel,
  className = "",
}: LiveViewProps) {
  const model = useLiveView({ sessionId, mode, token, onTabs });
  const choices = useViewChoices(model, initialTabId);
  const [zoom, setZoom] = useState<Zoom>(initialZoom);
  const { canvas, state, granted, pageSize, send } = model;
  const frame = useRef<HTMLElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const keyboard = useRef<HTMLTextAreaElement>(null);
  const takeButton = useRef<HTMLDivElement>(null);
  const [engaged, setEngaged] = useState(false);
  const helpId = useId();
  const panelId = useId();
  const place = useRef<HTMLDivElement>(null);
  const control = useControl(model);
  const prompts = usePrompts(model);
  const [controlChoices, setControlChoices] = useState<ControlChoices>({ fit: false, touches: false });
  const [panelOpen, setPanelOpen] = useState(false);
  const controls = granted === "control" && state.status === "live";
  const mayAnswer = controls && control.mayUse;
  const crashed = choices.tabs.some(({ tabId, status }) => tabId === prompts.tabId && status === "crashed");

  const take = (): void => {
    if (!control.holds) control.ask("take");
    keyboard.current?.focus({ preventScroll: true });
  };
  const release = (): void => {
    keyboard.current?.blur();
    // Whoever holds automation keeps it while they look elsewhere: they give it back by its own button.
    if (control.holds && !control.holdsAutomation) control.ask("release");
    // The button that lets the keyboard in again appears with the next render: there the focus is expected.
    requestAnimationFrame(() => takeButton.current?.querySelector("button")?.focus({ preventScroll: true }));
  };
  /** After a question was answered: what is typed goes to the page again. */
  const backToPage = (): void => keyboard.current?.focus({ preventScroll: true });
  const zoomOn = (direction: "in" | "out"): void => {
    const box = surface.current?.getBoundingClientRect();
    if (box && pageSize) setZoom(zoomBy(direction, zoom, letterbox(box, pageSize).scale));
  };
  const { listen } = model;
  const { pin } = choices;
  const tellModel = useEffectEvent((outside: OutsideModel) => onModel?.(outside));
  useEffect(() => tellModel({ state, granted, listen, pin }), [state, granted, listen, pin]);
  useFit(controlChoices.fit && control.holds, place, send);
  usePageInput({
    enabled: controls,
    surface,
    keyboard,
    tools: takeButton,
    engaged,
    model,
    control,
    choices: controlChoices,
    sessionId,
    token,
    onPress: take,
    onRelease: release,
  });
  useEffect(() => {
    // Somebody else has control now: what is typed must not go nowhere.
    if (!control.mayUse) keyboard.current?.blur();
  }, [control.mayUse]);

  return (
    <section
      ref={frame}
      aria-label="Live view"
      data-live-view=""
      className={`flex flex-col overflow-hidden rounded-lg border bg-card text-card-foreground ${engaged ? "ring-2 ring-ring" : ""} ${className}`}
    >
      <div
        ref={place}
        className="relative min-h-40 w-full flex-1 overflow-hidden bg-muted"
        style={{ aspectRatio: pageSize ? `${pageSize.width} / ${pageSize.height}` : "16 / 9" }}
      >
        {/* A picture larger than its place is moved by the arrow keys too. */}
        <section className="absolute inset-0 grid overflow-auto" {...(zoom !== "fit" && { "aria-label": "Enlarged picture", tabIndex: 0 })}>
          <div
            ref={surface}
            className={`relative select-none ${zoom === "fit" ? "size-full" : "m-auto"} ${engaged ? (controlChoices.touches ? "touch-none" : "touch-pinch-zoom") : ""}`}
            style={sizeAt(zoom, pageSize)}
          >
            <canvas
              ref={canvas}
              role="img"
              aria-label={pageSize ? "Live picture of the browser tab" : "No picture yet"}
              className={`absolute inset-0 size-full object-contain ${state.status === "live" ? "" : "opacity-60"}`}
            />
            {controls && (
              <textarea
                ref={keyboard}
                tabIndex={-1}
                aria-label="Keyboard of the remote page"
                aria-describedby={helpId}
                autoCapitalize="off"
                autoComplete="off"
                autoCorrect="off"
                spellCheck={false}
                className="pointer-events-none absolute top-1/2 left-1/2 size-px resize-none border-0 p-0 opacity-0"
                onFocus={() => setEngaged(true)}
                onBlur={() => setEngaged(false)}
              />
            )}
            {marks.length > 0 && pageSize && state.status === "live" && <Marks marks={marks} page={pageSize} />}
            {state.status === "live" && <PageLists model={prompts} page={pageSize} mayAnswer={mayAnswer} onDone={backToPage} />}
          </div>
        </section>
        {state.status === "live" && (
          <PromptCards
            model={prompts}
            target={{ sessionId, token }}
            mayAnswer={mayAnswer}
            mayFetch={granted === "control"}
            showTab={choices.mayChooseTab ? choices.pin : null}
            onDone={backToPage}
          />
        )}
        <LiveOverlay state={state} pageSize={pageSize} crashed={crashed} retryNow={model.retryNow} replayHref={replayHref} />
      </div>
      <p id={helpId} className="sr-only">
        What you type goes to the remote page. Press Shift and Escape to leave.
      </p>
      {chrome && state.status === "live" && <ControlBar control={control} granted={granted} />}
      {chrome && (
        <div ref={takeButton}>
          <LiveStatusBar
            {...model}
            engaged={engaged && controls}
            blocked={!control.mayUse}
            onTake={take}
            onRelease={release}
            automation={<AutomationMark control={control} granted={granted} />}
          >
            {controls && <ControlToolsButton open={panelOpen} onOpen={setPanelOpen} panelId={panelId} />}
            <ViewTools {...choices} zoom={zoom} onZoom={setZoom} onZoomBy={zoomOn} frame={frame}>
              {smallHref !== undefined && <SmallWindowButton href={smallHref} />}
            </ViewTools>
          </LiveStatusBar>
          {controls && panelOpen && (
            <ControlPanel
              choices={controlChoices}
              onChoose={setControlChoices}
              holding={control.holdsAutomation}
              onHold={(hold) => control.ask(hold ? "takeOver" : "giveBack")}
              panelId={panelId}
            />
          )}
        </div>
      )}
      <p role="status" className="sr-only">
        {spokenState(state.status)}
      </p>
    </section>
  );
}

const sizeAt = (zoom: Zoom, page: Size | null) => (zoom === "fit" || page === null ? undefined : { width: page.width * zoom, height: page.height * zoom });

function spokenState(status: ReturnType<typeof useLiveView>["state"]["status"]): string {
  if (status === "live") return "Live view connected.";
  if (status === "reconnecting") return "Live view lost; reconnecting.";
  if (status === "ended") return "The session has ended.";
  if (status === "revoked") return "The link was revoked.";
  return status === "expired" ? "The link has expired." : "";
}
