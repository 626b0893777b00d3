import type { ReactNode } from "react";
import { SectionCard } from "../ui/card.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { SharingHelp } from "./sharing-help.tsx";

const WORDINGS = [
  ['click "Sign in"', "Press a button, link or anything that can be clicked. Quote the words on it."],
  ['type "ada@example.com" into "E-mail"', "Write into a field, named by its label or placeholder."],
  ['select "Blue" from "Colour"', "Choose from a list."],
  ['check "I agree"', "Tick a box; uncheck takes the tick away."],
  ['set "Volume" to 40', "Move a slider, a number or a date to a value."],
  ["choose File > Export > PDF", "Go through menus."],
  ["delete the last order, click Edit in the row of Ada", "Say which by its order, or by where it stands."],
  ["fill in the form: Name: Ada; City: Oslo", "Several fields at once; commas or lines do as well."],
  ["log in as ada with %password%", "The value comes from the variables and is kept out of memory, logs and models."],
  ["tick all, select all rows", "All of a kind, one by one or by the box above them."],
  ["drag Tea above Milk", "Move things in a list, onto another, or by so many pixels."],
  ["press Enter", "Press a key, also combined, as in Control+A."],
  ["scroll down", "Move the page."],
] as const;

const KEYS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["Ctrl", "K"], does: "Go to a page or session, or do something (⌘K on a Mac)" },
  { keys: ["Enter"], does: "Run the instruction in the bar; go to the typed address" },
  { keys: ["Esc"], does: "Close a dialog or menu; give the present address back" },
  { keys: ["Shift", "Esc"], does: "Take the keyboard back from the live view" },
];

type Entry = { title: string; says: string };

const LIFE: readonly Entry[] = [
  {
    title: "Waiting for a place",
    says: "A server runs a limited number of sessions, and keeps some memory free. When it is full, a new session is refused with the list of those that could be ended, or it waits: switch on “Wait for a free place”. One that waits shows its place in the queue and starts by itself; Cancel takes it out.",
  },
  {
    title: "Ending by itself",
    says: "A session ends at its time limit, or after its idle limit without use. Five and two minutes before, its page and the list warn. Extend moves the time limit; any use starts the idle time anew. “Keep alive” switches the idle limit off.",
  },
  {
    title: "Going on after the end",
    says: "An ended session keeps its last picture, activity, logs and recording. Restore makes a new session with the same settings, its cookies and saved storage, and its last page.",
  },
  {
    title: "When something breaks",
    says: "A server that is started again takes its running browsers over. A provider that fails several times in a row is left alone for a while, and new sessions start with the next one. Status shows all of it, and what was cleaned up. If a page stops answering or crashes, reload it or open another address: the session goes on.",
  },
];

const STEERING: readonly Entry[] = [
  {
    title: "Control",
    says: "Click the picture to use mouse and keyboard; Shift and Escape give the keyboard back. One viewer has control at a time: others ask, and whoever has it hands over. After a minute without input anyone with the right may take it.",
  },
  {
    title: "Taking over",
    says: "“Take over” makes automation wait while you act; “Give back” lets it go on, and it looks at the page anew. Both are in the activity. If your connection breaks, automation goes on after 20 seconds.",
  },
  {
    title: "What a page asks",
    says: "Dialogs, lists, pickers, file choosers and permissions appear over the picture, for whoever is in control to answer. Unanswered, they are settled by themselves after a minute. Files may be dropped on the picture too. Printing does nothing, and there is neither camera nor microphone.",
  },
  {
    title: "Picture",
    says: "“Auto” fits quality to your connection, and shows the page as a video where that is slow and your browser can. Zoom, full screen, the small window that stays on top and the tab in view concern your own view only.",
  },
];

const PROOF: readonly Entry[] = [
  {
    title: "Recordings",
    says: "A session made with recording on can be played back from its page or from Recordings: the rebuilt page, pictures, tabs, actions, console and network on one clock. Space plays, the arrows go 5 seconds, brackets from action to action, S skips idle stretches; ? lists all keys. C copies a link to the moment.",
  },
  {
    title: "What is hidden",
    says: "Fields are masked in recordings, those for passwords and cards always; credentials, card numbers and the values of variables are masked in logs. Pictures show what the page shows.",
  },
  {
    title: "Logs and network",
    says: "Console lines, errors and requests are kept for some weeks, searched and exported as JSON, CSV or HAR. Whether contents of requests and messages are kept is chosen when a session is created. Copied as cURL or fetch, a request can be made again: put your own secrets where *** stands.",
  },
  {
    title: "Limits and defaults",
    says: "Settings say how long recordings, pictures and logs of the workspace are kept and how much room they have, what new sessions record, and which patterns are masked. A pattern is tried there on a text of yours.",
  },
  {
    title: "Evidence",
    says: "Pictures before and after actions, chosen when a session is created. Compare two, see only failures, black out areas, and export a PDF or ZIP whose checksum proves later that nothing was changed.",
  },
];

/** How instructions are worded, how sessions live and end, how programs connect, and the keys. */
export function HelpPage() {
  return (
    <main className="mx-auto flex w-full max-w-4xl flex-col gap-4 p-4 sm:p-6">
      <h1 className="text-xl font-semibold tracking-tight">Help</h1>
      <SectionCard title="How to word an instruction" description="These work without a model, in English and German; several steps may stand in one sentence.">
        <dl className="divide-y">
          {WORDINGS.map(([wording, does]) => (
            <div key={wording} className="grid gap-1 px-4 py-2.5 sm:grid-cols-2">
              <dt className="font-mono text-xs leading-5">{wording}</dt>
              <dd className="text-muted-foreground">{does}</dd>
            </div>
          ))}
        </dl>
        <p className="border-t px-4 py-3 text-muted-foreground">
          When several elements fit, they are numbered in the live view and you choose one: the action goes on with it, and the choice is remembered. Where a
          name occurs more than once, say where it stands, as in: click "Delete" in the row "Invoice 7".
        </p>
        <p className="border-t px-4 py-3 text-muted-foreground">
          What worked is done again from memory, as long as the page still has the same element in the same place. <Strong>Action cache</Strong> shows what is
          remembered, to pin it or to forget it.
        </p>
      </SectionCard>
      <SectionCard title="Observe and extract">
        <div className="grid gap-2 p-4 text-muted-foreground">
          <p>
            <Strong>Observe</Strong> lists what can be used on the page, or what answers your words.
          </p>
          <p>
            <Strong>Extract</Strong> reads data from the page into a JSON Schema. Begin with a template; what the page does not show is named, not invented.
            Rows are saved as CSV or NDJSON.
          </p>
          <p>
            <Strong>Agent</Strong> gives a model a goal: it takes the steps, and you watch, pause or stop it. This needs a model.
          </p>
        </div>
      </SectionCard>
      <SectionCard title="The life of a session">
        <Explained entries={LIFE} />
      </SectionCard>
      <SectionCard title="Watching and steering">
        <Explained entries={STEERING} />
      </SectionCard>
      <SharingHelp />
      <SectionCard title="Recordings, logs and evidence">
        <Explained entries={PROOF} />
      </SectionCard>
      <SectionCard title="Programs of your own">
        <div className="grid gap-2 p-4 text-muted-foreground">
          <p>
            <Strong>Connect</Strong> on a running session's page gives the address by which Playwright, Puppeteer and other clients of the Chrome DevTools
            Protocol drive its browser, each with a program to copy. It lets in whoever has it for an hour; what is connected by then stays connected. The
            button beside the address opens Chrome's DevTools on the active tab.
          </p>
          <p>
            With an <Strong>API key</Strong> (Settings) programs make, drive and end sessions themselves, as this dashboard does.
          </p>
        </div>
      </SectionCard>
      <SectionCard title="Keys">
        <dl className="divide-y">
          {KEYS.map(({ keys, does }) => (
            <div key={does} className="grid grid-cols-[7rem_minmax(0,1fr)] items-center px-4 py-2.5">
              <dt className="flex gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dt>
              <dd className="text-muted-foreground">{does}</dd>
            </div>
          ))}
        </dl>
      </SectionCard>
    </main>
  );
}

function Explained({ entries }: { entries: readonly Entry[] }) {
  return (
    <dl className="divide-y">
      {entries.map(({ title, says }) => (
        <div key={title} className="grid gap-1 px-4 py-2.5 sm:grid-cols-[11rem_minmax(0,1fr)] sm:gap-4">
          <dt className="font-medium">{title}</dt>
          <dd className="text-muted-foreground">{says}</dd>
        </div>
      ))}
    </dl>
  );
}

function Strong({ children }: { children: ReactNode }) {
  return <strong className="font-medium text-foreground">{children}</strong>;
}
