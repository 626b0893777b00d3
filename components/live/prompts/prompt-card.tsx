"use client";

import { type ReactNode, useEffect, useId, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { OverPage } from "./over-page.tsx";
import { promptTitle } from "./prompt-words.ts";
import type { OpenPrompt } from "./use-prompts.ts";

const SECOND_MS = 1_000;

type PromptCardProps = {
  prompt: OpenPrompt;
  icon: ReactNode;
  /** The tab that asks, where it is not the one that is shown, and the way there. */
  otherTab: { title: string; show: (() => void) | null } | null;
  /** False: somebody else answers. */
  mayAnswer: boolean;
  /** Closes it without an answer, as Escape does. */
  onDismiss: () => void;
  /** The card's text, fields and buttons. */
  children: ReactNode;
};

/** A question of the browser over the picture: who asks, what, and how long it waits. */
export function PromptCard({ prompt, icon, otherTab, mayAnswer, onDismiss, children }: PromptCardProps) {
  const titleId = useId();
  return (
    <OverPage className="w-full max-w-md" onEscape={mayAnswer ? onDismiss : undefined}>
      <section role="alertdialog" aria-labelledby={titleId} className="rounded-lg border bg-popover p-4 text-sm text-popover-foreground shadow-lg">
        <header className="flex items-start gap-2.5">
          <span aria-hidden="true" className="mt-0.5 text-muted-foreground [&_svg]:size-4">
            {icon}
          </span>
          <h2 id={titleId} className="min-w-0 flex-1 font-semibold break-words">
            {promptTitle(prompt)}
          </h2>
          {prompt.endsAtMs !== null && <Remaining endsAtMs={prompt.endsAtMs} />}
        </header>
        {otherTab && (
          <p className="mt-2 flex flex-wrap items-center gap-2 text-xs text-muted-foreground">
            <span className="min-w-0 truncate">In the tab “{otherTab.title}”</span>
            {otherTab.show && (
              <Button size="small" onClick={otherTab.show}>
                Show it
              </Button>
            )}
          </p>
        )}
        {children}
        {!mayAnswer && <p className="mt-3 text-xs text-muted-foreground">Whoever is in control answers this.</p>}
      </section>
    </OverPage>
  );
}

/** The seconds that are left before the browser goes on by itself. */
function Remaining({ endsAtMs }: { endsAtMs: number }) {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((endsAtMs - now) / SECOND_MS));
  return (
    <span className="text-xs text-muted-foreground tabular-nums" title="After this time the browser goes on by itself">
      {seconds} s
    </span>
  );
}

/** The row of a card's buttons. */
export function CardButtons({ children }: { children: ReactNode }) {
  return <div className="mt-4 flex flex-wrap justify-end gap-2">{children}</div>;
}
