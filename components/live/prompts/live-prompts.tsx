"use client";

import { FileUp, KeyRound, MessageSquare, ShieldQuestion } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { PromptAnswer } from "../../../server/contract/live-prompts.ts";
import { Button } from "../../ui/button.tsx";
import type { Size } from "../geometry.ts";
import { DialogBody } from "./dialog-card.tsx";
import { DownloadNotices } from "./download-notices.tsx";
import { FileBody } from "./file-card.tsx";
import { PageList } from "./page-list.tsx";
import { PagePicker, PageSuggestions } from "./page-picker.tsx";
import { AtControl, PagePlace } from "./page-place.tsx";
import { CardButtons, PromptCard } from "./prompt-card.tsx";
import { SignInBody } from "./sign-in-card.tsx";
import type { UploadTarget } from "./upload-files.ts";
import type { OpenPrompt, PromptsModel } from "./use-prompts.ts";

type AtPage = Extract<OpenPrompt, { kind: "select" | "picker" | "suggestions" }>;
type Card = Exclude<OpenPrompt, AtPage>;

const isAtPage = (prompt: OpenPrompt): prompt is AtPage => prompt.kind === "select" || prompt.kind === "picker" || prompt.kind === "suggestions";

/** Lists and pickers that are open in the shown page, at their place in the picture. Stands in the picture's surface. */
export function PageLists({ model, page, mayAnswer, onDone }: { model: PromptsModel; page: Size | null; mayAnswer: boolean; onDone: () => void }) {
  // Those who only look on see what a list offers, and no fields that they cannot use.
  const open = model.prompts.filter(isAtPage).filter(({ tabId, kind }) => tabId === model.tabId && (mayAnswer || kind === "select"));
  if (page === null || open.length === 0) return null;
  return (
    <PagePlace page={page}>
      {open.map((prompt) => {
        const onAnswer = (answer: PromptAnswer): void => {
          model.answer(prompt.promptId, answer);
          onDone();
        };
        return (
          <AtControl key={prompt.promptId} box={prompt.box} page={page} covers={prompt.kind === "select"}>
            <FocusWhenNew active={mayAnswer && prompt.kind !== "suggestions"}>
              {prompt.kind === "select" && <PageList prompt={prompt} mayAnswer={mayAnswer} onAnswer={onAnswer} />}
              {prompt.kind === "picker" && <PagePicker prompt={prompt} onAnswer={onAnswer} />}
              {prompt.kind === "suggestions" && <PageSuggestions prompt={prompt} onAnswer={onAnswer} />}
            </FocusWhenNew>
          </AtControl>
        );
      })}
    </PagePlace>
  );
}

type PromptCardsProps = {
  model: PromptsModel;
  target: UploadTarget;
  /** Whether this viewer's answer counts now. */
  mayAnswer: boolean;
  /** Whether this viewer may have files of the session. */
  mayFetch: boolean;
  /** Shows another tab; null where only one may be seen. */
  showTab: ((tabId: string) => void) | null;
  /** A question was answered: the focus goes back to the page. */
  onDone: () => void;
};

/** The browser's dialogs, file choosers and wishes for permissions and passwords, and its downloads, over the picture. */
export function PromptCards({ model, target, mayAnswer, mayFetch, showTab, onDone }: PromptCardsProps) {
  const cards = model.prompts.filter((prompt): prompt is Card => !isAtPage(prompt));
  if (cards.length === 0 && model.downloads.length === 0) return null;
  const otherTabOf = ({ tabId }: Card): { title: string; show: (() => void) | null } | null =>
    tabId === model.tabId ? null : { title: model.titleOf(tabId), show: showTab && (() => showTab(tabId)) };
  return (
    <div className="pointer-events-none absolute inset-0 z-20 flex flex-col items-center gap-2 overflow-y-auto p-2 sm:p-3">
      {cards.map((prompt) => {
        const onAnswer = (answer: PromptAnswer): void => {
          model.answer(prompt.promptId, answer);
          onDone();
        };
        return (
          <PromptCard
            key={prompt.promptId}
            prompt={prompt}
            icon={iconOf(prompt)}
            otherTab={otherTabOf(prompt)}
            mayAnswer={mayAnswer}
            onDismiss={() => onAnswer({ what: "dismiss" })}
          >
            <FocusWhenNew active={mayAnswer}>{bodyOf(prompt, { target, mayAnswer, onAnswer, onSending: () => model.answering(prompt.promptId) })}</FocusWhenNew>
          </PromptCard>
        );
      })}
      <div className="flex-1" />
      <DownloadNotices downloads={model.downloads} target={target} mayFetch={mayFetch} onDismiss={model.dismissDownload} />
    </div>
  );
}

type BodyParts = { target: UploadTarget; mayAnswer: boolean; onAnswer: (answer: PromptAnswer) => void; onSending: () => void };

function bodyOf(prompt: Card, { target, mayAnswer, onAnswer, onSending }: BodyParts): ReactNode {
  if (prompt.kind === "fileChooser") return <FileBody prompt={prompt} target={target} mayAnswer={mayAnswer} onAnswer={onAnswer} onSending={onSending} />;
  if (prompt.kind === "signIn") return <SignInBody prompt={prompt} mayAnswer={mayAnswer} onAnswer={onAnswer} />;
  if (prompt.kind !== "permission") return <DialogBody prompt={prompt} mayAnswer={mayAnswer} onAnswer={onAnswer} />;
  if (!mayAnswer) return null;
  return (
    <CardButtons>
      {/* The first to have the focus: what somebody was about to type must allow nothing. */}
      <Button data-first="" onClick={() => onAnswer({ what: "dismiss" })}>
        Block
      </Button>
      <Button variant="primary" onClick={() => onAnswer({ what: "accept" })}>
        Allow
      </Button>
    </CardButtons>
  );
}

function iconOf({ kind }: Card): ReactNode {
  if (kind === "fileChooser") return <FileUp />;
  if (kind === "signIn") return <KeyRound />;
  return kind === "permission" ? <ShieldQuestion /> : <MessageSquare />;
}

/** Takes the focus to the first thing to do, unless the viewer is at work elsewhere on our own page. */
function FocusWhenNew({ active, children }: { active: boolean; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!active || box.current === null) return;
    const view = box.current.closest("[data-live-view]");
    const focused = document.activeElement;
    if (focused === null || focused === document.body || view?.contains(focused))
      box.current.querySelector<HTMLElement>("[data-first]")?.focus({ preventScroll: true });
  }, [active]);
  return (
    <div ref={box} className="contents">
      {children}
    </div>
  );
}
