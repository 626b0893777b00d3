import type { ReactNode } from "react";
import { SectionCard } from "../ui/card.tsx";

const OPTIONS = [
  ["theme=light", "light, dark, or auto: the viewer's system decides."],
  ["chrome=off", "The picture alone, without the line below it."],
  ["fit=actual", "In its own size, with bars to move it; contain shows all of it."],
  ["mode=view", "To watch only, also by a link that allows control."],
  ["tab=ID", "The tab to begin with."],
] as const;

const EVENTS = [
  ["perch:ready", "It listens; ignored names options that it did not understand."],
  ["perch:state", "state: connecting, locked (it waits for the password), live, reconnecting, ended, expired, revoked or invalid; reason."],
  ["perch:tab", "tabId of the tab in view, and tabs with their titles and addresses."],
  ["perch:control", "mode: view or control; holder of the controls: you, another or nobody."],
  ["perch:ended", "reason: the session is over."],
] as const;

const COMMANDS = [
  ["perch:ask", "Tells state, tab and control again."],
  ["perch:set-tab", "tabId, or null for the active one."],
  ["perch:set-theme", "theme: auto, light or dark."],
] as const;

const REST = [
  ["GET /api/sessions", "The sessions, newest first: status, tag, search, page, pageSize. POST makes one."],
  ["GET /api/sessions/ID", "One session."],
  ["POST /api/sessions/ID/share", "A new link: mode, label, expiresInSeconds, password, tabId, includesLogs. GET lists them, DELETE …/share/LINK revokes one."],
  [
    "GET /api/sessions/ID/live",
    "Server-sent events: tabs, frame (a JPEG in base64), log, activity, skipped, ended. ?fps=2 bounds the pictures. With an API key, or ?token= of a link.",
  ],
] as const;

const LISTENER = `addEventListener("message", ({ origin, data }) => {
  if (origin !== "https://perch.example" || data.source !== "perch") return;
  if (data.type === "perch:state") console.log(data.state, data.reason);
});
frame.contentWindow.postMessage({ type: "perch:set-tab", tabId: null }, "https://perch.example");`;

/** How sessions are shared by links, shown in pages of one's own, and read by programs. */
export function SharingHelp() {
  return (
    <SectionCard title="Sharing and embedding" description="Links show a session's live view without a login.">
      <div className="grid gap-2 p-4 text-muted-foreground">
        <p>
          <Strong>Share</Strong> on a running session's page makes a link: to watch, or to watch and control; with an end, a password, for one tab alone. A link
          survives reconnects and restarts, ends with its session, and is revoked at once, also for who looks by it then. It ends too when whoever made it loses
          the right: a revoked key, a lesser role, a removed member. The pencil changes what a link allows; who looks by it then comes in anew, and is asked for
          a new password.
        </p>
        <p>
          <Strong>Embed code</Strong> shows the link in a frame of your page. Which sites may do so is named under Settings, Embedding; to begin with, none. The
          frame needs no cookies.
        </p>
      </div>
      <Table caption="Options of the address, as in …/live/TOKEN?theme=dark&chrome=off" rows={OPTIONS} />
      <Table caption="What the frame tells your page by postMessage (source: perch, version: 1)" rows={EVENTS} />
      <Table caption="What your page may ask of the frame" rows={COMMANDS} />
      <pre className="border-t bg-muted px-4 py-3 font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">{LISTENER}</pre>
      <Table caption="For programs, with an API key" rows={REST} />
    </SectionCard>
  );
}

function Table({ caption, rows }: { caption: string; rows: readonly (readonly [string, string])[] }) {
  return (
    <section aria-label={caption} className="border-t">
      <h3 className="px-4 pt-3 text-xs font-medium text-muted-foreground">{caption}</h3>
      <dl className="divide-y">
        {rows.map(([name, says]) => (
          <div key={name} className="grid gap-1 px-4 py-2 sm:grid-cols-[15rem_minmax(0,1fr)] sm:gap-4">
            <dt className="font-mono text-xs leading-5 [overflow-wrap:anywhere]">{name}</dt>
            <dd className="text-muted-foreground">{says}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Strong({ children }: { children: ReactNode }) {
  return <strong className="font-medium text-foreground">{children}</strong>;
}
