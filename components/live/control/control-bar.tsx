"use client";

import { ClipboardCopy, FileUp, Hand, Play, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import type { ControlStateMessage } from "../../../server/contract/live-control.ts";
import { Button } from "../../ui/button.tsx";
import { LiveNotice } from "../live-notice.tsx";
import type { ControlModel } from "./use-control.ts";

const NOBODY = "";

/** The lines that tell who controls the session and who holds automation, with what can be done about it. Nothing where nothing is to be told. */
export function ControlBar({ control, granted }: { control: ControlModel; granted: "view" | "control" | null }) {
  const { state, notice, copied, keepCopied, sending } = control;
  const mayAct = granted === "control";
  const rows: ReactNode[] = state === null ? [] : [holdRow(state, control, mayAct), holderRow(state, control, mayAct), ...requestRows(state, control)];
  if (copied !== null)
    rows.push(
      <Row key="copied" icon={<ClipboardCopy />} text="Something was copied in the page.">
        <Button size="small" onClick={keepCopied}>
          Copy to my clipboard
        </Button>
      </Row>,
    );
  if (sending !== null)
    rows.push(
      <Row key="sending" icon={<FileUp />} text={`Sending ${sending.label}: ${Math.floor(sending.share * 100)} %`}>
        <progress value={sending.share} aria-label="Sending the files" className="h-2 w-24 accent-primary" />
        <Button size="small" onClick={sending.cancel}>
          Cancel
        </Button>
      </Row>,
    );
  const shown = rows.filter((row) => row !== null);
  return (
    <div className="relative">
      {shown.length > 0 && <div className="divide-y border-t bg-card">{shown}</div>}
      <LiveNotice text={notice} />
    </div>
  );
}

function holdRow(state: ControlStateMessage, { ask }: ControlModel, mayAct: boolean): ReactNode {
  const { hold, you } = state;
  if (hold === null) return null;
  const isOwn = hold.viewerId === you;
  return (
    <Row
      key="hold"
      icon={<Hand />}
      strong={isOwn}
      text={
        isOwn
          ? `You have taken over. Automation${waitingOf(state)} until you give back, until ${timeOf(hold.endsAt)} at most.`
          : `${state.yours.includes(hold.viewerId ?? "") ? "You have taken over in another window" : `${hold.name} has taken over`}; automation${waitingOf(state)}.`
      }
    >
      {mayAct && !isOwn && state.mayTake && (
        <Button size="small" onClick={() => ask("takeOver")}>
          Take over
        </Button>
      )}
      {mayAct && isOwn && (
        <Button size="small" variant="primary" onClick={() => ask("giveBack")}>
          <Play aria-hidden="true" />
          Give back
        </Button>
      )}
    </Row>
  );
}

/** Who has control, where that is somebody else or somebody else could have it. */
function holderRow(state: ControlStateMessage, { ask, holds }: ControlModel, mayAct: boolean): ReactNode {
  const { holder, you, yours, requests, viewers } = state;
  if (holder === null) return null;
  const others = viewers.filter(({ viewerId, mode }) => mode === "control" && viewerId !== you);
  if (holds) {
    if (others.length === 0) return null;
    return (
      <Row key="holder" icon={<UserRound />} text="You have control">
        <select
          aria-label="Hand control over to"
          value={NOBODY}
          onChange={({ target }) => ask("handOver", target.value)}
          className="h-8 max-w-44 rounded-md border border-input/60 bg-card px-1.5 text-xs"
        >
          <option value={NOBODY}>Hand over to…</option>
          {others.map(({ viewerId, name }) => (
            <option key={viewerId} value={viewerId}>
              {yours.includes(viewerId) ? "My other window" : name}
            </option>
          ))}
        </select>
        <Button size="small" variant="ghost" onClick={() => ask("release")}>
          Let go
        </Button>
      </Row>
    );
  }
  const isAsked = requests.includes(you);
  return (
    <Row
      key="holder"
      icon={<UserRound />}
      text={`${yours.includes(holder.viewerId) ? "You have control in another window" : `${holder.name} has control`}${holder.still ? ", and has been still for a while" : ""}${isAsked ? "; you have asked for it" : ""}`}
    >
      {mayAct && state.mayTake && (
        <Button size="small" onClick={() => ask("take")}>
          Take control
        </Button>
      )}
      {mayAct && !state.mayTake && !isAsked && (
        <Button size="small" onClick={() => ask("request")}>
          Ask for control
        </Button>
      )}
    </Row>
  );
}

/** Who asks this viewer for control. */
function requestRows(state: ControlStateMessage, { ask, holds }: ControlModel): ReactNode[] {
  if (!holds) return [];
  return state.requests.map((viewerId) => {
    const name = state.viewers.find((viewer) => viewer.viewerId === viewerId)?.name ?? "A viewer";
    return (
      <Row key={viewerId} icon={<UserRound />} strong text={`${name} asks for control`}>
        <Button size="small" variant="primary" aria-label={`Hand over to ${name}`} onClick={() => ask("handOver", viewerId)}>
          Hand over
        </Button>
        <Button size="small" variant="ghost" aria-label={`Keep control, ${name} asks`} onClick={() => ask("decline", viewerId)}>
          Not now
        </Button>
      </Row>
    );
  });
}

function Row({ icon, text, strong = false, children }: { icon: ReactNode; text: string; strong?: boolean; children: ReactNode }) {
  return (
    <div className={`flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-xs ${strong ? "bg-accent text-accent-foreground" : ""}`}>
      <span aria-hidden="true" className="text-muted-foreground [&_svg]:size-4">
        {icon}
      </span>
      <p className="min-w-0 flex-1 basis-40 font-medium">{text}</p>
      <div className="flex flex-wrap items-center gap-1.5">{children}</div>
    </div>
  );
}

const waitingOf = ({ programs }: ControlStateMessage): string =>
  programs === 0 ? " waits" : `, with ${programs === 1 ? "1 connected program" : `${programs} connected programs`}, waits`;

const timeOf = (instant: string): string => new Date(instant).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
