"use client";

import { Settings2 } from "lucide-react";
import type { ReactNode } from "react";
import { Kbd } from "../../ui/kbd.tsx";
import { SwitchRow } from "../../ui/switch.tsx";

/** How a viewer uses the page, as it has chosen. */
export type ControlChoices = {
  /** The page takes the size of the view. */
  fit: boolean;
  /** Fingers are the page's own touches, in place of taps, scrolling and long presses that we make of them. */
  touches: boolean;
};

type ControlToolsProps = {
  choices: ControlChoices;
  onChoose: (choices: ControlChoices) => void;
  /** Whether this viewer holds automation. */
  holding: boolean;
  onHold: (hold: boolean) => void;
  open: boolean;
  onOpen: (open: boolean) => void;
  panelId: string;
};

/** Opens and closes the panel of `ControlPanel`. */
export function ControlToolsButton({ open, onOpen, panelId }: Pick<ControlToolsProps, "open" | "onOpen" | "panelId">) {
  return (
    <button
      type="button"
      aria-label="Control settings and keys"
      title="Control settings and keys"
      aria-expanded={open}
      aria-controls={panelId}
      onClick={() => onOpen(!open)}
      className="grid h-7 w-7 place-items-center rounded-md text-muted-foreground hover:bg-accent hover:text-accent-foreground focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-ring aria-expanded:bg-accent pointer-coarse:size-9"
    >
      <Settings2 aria-hidden="true" className="size-4" />
    </button>
  );
}

/** What a viewer may choose of how it uses the page, and which keys do what. Part of the view, so that it shows on a full screen too. */
export function ControlPanel({ choices, onChoose, holding, onHold, panelId }: Omit<ControlToolsProps, "open" | "onOpen">) {
  return (
    <section
      id={panelId}
      aria-label="Control settings and keys"
      data-control-panel=""
      className="max-h-[26rem] min-h-24 overflow-y-auto border-t bg-card px-3 py-1 text-sm"
    >
      <div className="grid gap-x-8 sm:grid-cols-2 xl:grid-cols-3">
        <SwitchRow
          label="Hold automation"
          hint="Calls that change the page wait until you give back, also those that come later."
          checked={holding}
          onChange={onHold}
        />
        <SwitchRow
          label="Fit the page to this view"
          hint="The page is laid out in the size of your view while you have control, and in its own again afterwards."
          checked={choices.fit}
          onChange={(fit) => onChoose({ ...choices, fit })}
        />
        <SwitchRow
          label="Touches as they are"
          hint="Fingers reach the page as touches, several at once. Off: a tap clicks, a swipe scrolls, a long press opens the menu."
          checked={choices.touches}
          onChange={(touches) => onChoose({ ...choices, touches })}
        />
      </div>
      <dl className="grid gap-x-8 gap-y-1.5 py-2 text-xs text-muted-foreground sm:grid-cols-2">
        <Key keys={["Shift", "Esc"]}>leave the page and take your keyboard back</Key>
        <Key keys={["Ctrl", "C"]}>copy in the page, to your own clipboard</Key>
        <Key keys={["Ctrl", "V"]}>paste your text or picture into the page</Key>
        <Key keys={["Drop"]}>files from your computer onto the page</Key>
      </dl>
    </section>
  );
}

function Key({ keys, children }: { keys: readonly string[]; children: ReactNode }) {
  return (
    <div className="flex items-center gap-2">
      <dt className="flex shrink-0 gap-1">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
