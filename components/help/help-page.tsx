import type { ReactNode } from "react";
import { SectionCard } from "../ui/card.tsx";
import { Kbd } from "../ui/kbd.tsx";

const WORDINGS = [
  ['click "Sign in"', "Press a button, link or anything that can be clicked. Quote the words on it."],
  ['type "ada@example.com" into "E-mail"', "Write into a field, named by its label or placeholder."],
  ['select "Blue" from "Colour"', "Choose from a list."],
  ['check "I agree"', "Tick a box; uncheck takes the tick away."],
  ["press Enter", "Press a key, also combined, as in Control+A."],
  ["scroll down", "Move the page."],
] as const;

const KEYS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["Ctrl", "K"], does: "Go to a page or session, or do something (⌘K on a Mac)" },
  { keys: ["Enter"], does: "Run the instruction in the bar; go to the typed address" },
  { keys: ["Esc"], does: "Close a dialog or menu; give the present address back" },
  { keys: ["Shift", "Esc"], does: "Take the keyboard back from the live view" },
];

/** How instructions are worded, and the keys. */
export function HelpPage() {
  return (
    <main className="mx-auto flex w-full max-w-4xl flex-col gap-4 p-4 sm:p-6">
      <h1 className="text-xl font-semibold tracking-tight">Help</h1>
      <SectionCard title="How to word an instruction" description="One step each. These work without a model.">
        <dl className="divide-y">
          {WORDINGS.map(([wording, does]) => (
            <div key={wording} className="grid gap-1 px-4 py-2.5 sm:grid-cols-2">
              <dt className="font-mono text-xs leading-5">{wording}</dt>
              <dd className="text-muted-foreground">{does}</dd>
            </div>
          ))}
        </dl>
        <p className="border-t px-4 py-3 text-muted-foreground">
          When several elements fit, nothing is done and you choose one of them. Where a name occurs more than once, say where it stands, as in: click "Delete"
          in the row "Invoice 7".
        </p>
      </SectionCard>
      <SectionCard title="Observe and extract">
        <div className="grid gap-2 p-4 text-muted-foreground">
          <p>
            <Strong>Observe</Strong> lists what can be used on the page, or what answers your words.
          </p>
          <p>
            <Strong>Extract</Strong> reads data from the page into a JSON Schema. Begin with a template; what the page does not show is named, not invented.
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

function Strong({ children }: { children: ReactNode }) {
  return <strong className="font-medium text-foreground">{children}</strong>;
}
