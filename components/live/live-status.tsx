import { Eye, Keyboard, LoaderCircle, MousePointerClick, Play, RotateCw, TriangleAlert, Unplug } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { LiveNotice } from "./live-notice.tsx";
import type { LiveViewModel } from "./use-live-view.ts";

const BUTTON =
  "inline-flex h-8 items-center gap-1.5 rounded-md border bg-background px-2 text-xs font-medium text-foreground hover:bg-accent hover:text-accent-foreground focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-ring";

const BADGES: Readonly<Record<LiveViewModel["state"]["status"], string>> = {
  connecting: "Connecting",
  live: "Live",
  reconnecting: "Offline",
  ended: "Ended",
  expired: "Expired",
  revoked: "Revoked",
  invalid: "Not valid",
};

/** What is said once there is no more to see. */
const ENDS = {
  ended: { title: "Session ended", hint: "" },
  expired: { title: "Link expired", hint: "Ask for a new link to go on watching." },
  revoked: { title: "This link was revoked", hint: "Whoever made it has taken it back." },
  invalid: { title: "This link is not valid", hint: "Copy it again from where it was made." },
} as const;

/** What lies over the picture when it is not simply live: connecting, reconnecting, ended, expired. */
export function LiveOverlay({
  state,
  pageSize,
  crashed,
  retryNow,
  replayHref,
}: Pick<LiveViewModel, "state" | "pageSize" | "retryNow"> & {
  /** The page in view has crashed: the picture is its last. */
  crashed: boolean;
  replayHref: string | undefined;
}) {
  if (state.status in ENDS) {
    const { title, hint } = ENDS[state.status as keyof typeof ENDS];
    return (
      <div className="absolute inset-0 grid place-items-center bg-background/85 p-4 text-center">
        <div>
          <Unplug aria-hidden="true" className="mx-auto mb-2 size-6 text-muted-foreground" />
          <p className="font-medium">{title}</p>
          <p className="mt-1 text-sm text-muted-foreground">{state.status === "ended" ? state.reason : hint}</p>
          {state.status === "ended" && replayHref !== undefined && (
            <Link href={replayHref} className={`${BUTTON} mt-3`}>
              <Play aria-hidden="true" className="size-3.5" />
              Play the recording
            </Link>
          )}
        </div>
      </div>
    );
  }
  if (state.status === "reconnecting") {
    return (
      <div className="absolute inset-x-0 top-3 flex justify-center">
        <p className="flex items-center gap-2 rounded-full border bg-background py-1 pr-1 pl-3 text-sm shadow-sm">
          <LoaderCircle aria-hidden="true" className="size-4 animate-spin motion-reduce:animate-none" />
          Reconnecting…
          <button type="button" className={BUTTON} onClick={retryNow}>
            <RotateCw aria-hidden="true" className="size-3.5" />
            Now
          </button>
        </p>
      </div>
    );
  }
  if (crashed) {
    return (
      <div className="absolute inset-0 grid place-items-center bg-background/85 p-4 text-center">
        <div role="alert">
          <TriangleAlert aria-hidden="true" className="mx-auto mb-2 size-6 text-muted-foreground" />
          <p className="font-medium">The page crashed</p>
          <p className="mt-1 text-sm text-muted-foreground">Reloading it, or another address, brings it back.</p>
        </div>
      </div>
    );
  }
  if (pageSize !== null) return null;
  return (
    <div className="absolute inset-0 grid place-items-center">
      <p className="flex items-center gap-2 text-sm text-muted-foreground">
        <LoaderCircle aria-hidden="true" className="size-4 animate-spin motion-reduce:animate-none" />
        {state.status === "connecting" ? "Connecting…" : "Waiting for the first picture…"}
      </p>
    </div>
  );
}

type StatusBarProps = Pick<LiveViewModel, "state" | "granted" | "latencyMs" | "framesPerSecond" | "notice"> & {
  engaged: boolean;
  /** True: another viewer has control. */
  blocked: boolean;
  onTake: () => void;
  onRelease: () => void;
  /** What automation does just now. */
  automation: ReactNode;
  /** More tools at the end of the line. */
  children?: ReactNode;
};

/** The line below the picture: how it goes, who controls, and the way in and out of control for the keyboard. */
export function LiveStatusBar({
  state,
  granted,
  latencyMs,
  framesPerSecond,
  notice,
  engaged,
  blocked,
  onTake,
  onRelease,
  automation,
  children,
}: StatusBarProps) {
  const live = state.status === "live";
  return (
    <div className="@container relative flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-t bg-card px-3 py-1 text-xs text-muted-foreground">
      <span className="flex items-center gap-1.5 font-medium text-foreground">
        <span aria-hidden="true" className={`size-2 rounded-full ${live ? "bg-green-600 dark:bg-green-400" : "bg-muted-foreground"}`} />
        {BADGES[state.status]}
      </span>
      {live && latencyMs !== null && <span className="tabular-nums">{latencyMs} ms</span>}
      {live && <span className="tabular-nums">{framesPerSecond > 0 ? `${framesPerSecond} fps` : "still"}</span>}
      {live && automation}
      <LiveNotice text={notice} />
      <span className="flex-1" />
      {granted === "view" && (
        <span className="flex items-center gap-1.5 rounded-full border px-2 py-0.5">
          <Eye aria-hidden="true" className="size-3.5" />
          View only
        </span>
      )}
      {granted === "control" && live && !engaged && !blocked && (
        <button type="button" className={BUTTON} onClick={onTake}>
          <MousePointerClick aria-hidden="true" className="size-3.5" />
          <span className="pointer-coarse:hidden">Click to control</span>
          <span className="hidden pointer-coarse:inline">Tap to control</span>
        </button>
      )}
      {engaged && (
        <button type="button" className={BUTTON} onClick={onRelease}>
          <Keyboard aria-hidden="true" className="size-3.5" />
          Release keyboard
          <kbd className="hidden font-sans text-muted-foreground sm:inline">Shift+Esc</kbd>
        </button>
      )}
      {children}
    </div>
  );
}
