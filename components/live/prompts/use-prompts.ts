"use client";

import { useCallback, useEffect, useEffectEvent, useState } from "react";
import type { LiveServerMessage } from "../../../server/contract/live.ts";
import type { LiveDownload, LivePrompt, PromptAnswer } from "../../../server/contract/live-prompts.ts";
import type { LiveViewModel } from "../use-live-view.ts";

/** More downloads than these are not shown at once. */
const MAX_DOWNLOADS = 3;

/** A question of the browser, and until when it waits, by this machine's clock; null for as long as somebody is in control. */
export type OpenPrompt = LivePrompt & { endsAtMs: number | null };

/** What the browser asks and downloads, as one viewer sees it. */
export type PromptsModel = {
  prompts: readonly OpenPrompt[];
  downloads: readonly LiveDownload[];
  /** The tab that this viewer is shown. */
  tabId: string | null;
  titleOf: (tabId: string) => string;
  answer: (promptId: string, answer: PromptAnswer) => void;
  /** Tells that an answer is under way. */
  answering: (promptId: string) => void;
  /** Takes a download out of sight. */
  dismissDownload: (downloadId: string) => void;
};

/** Follows the open questions and the downloads of a session. */
export function usePrompts({ listen, send }: Pick<LiveViewModel, "listen" | "send">): PromptsModel {
  const [prompts, setPrompts] = useState<readonly OpenPrompt[]>([]);
  const [downloads, setDownloads] = useState<readonly LiveDownload[]>([]);
  const [shown, setShown] = useState<{ tabId: string | null; titles: ReadonlyMap<string, string> }>({ tabId: null, titles: new Map() });

  const onMessage = useEffectEvent((message: LiveServerMessage) => {
    // A new connection is told of everything anew.
    if (message.type === "hello") setPrompts([]);
    if (message.type === "hello" || message.type === "tabs")
      setShown({ tabId: message.tabId, titles: new Map(message.tabs.map(({ tabId, title, url }) => [tabId, title || url])) });
    if (message.type === "prompt") {
      const { remainingMs, promptId } = message.prompt;
      const prompt = { ...message.prompt, endsAtMs: remainingMs === null ? null : performance.now() + remainingMs };
      setPrompts((known) =>
        known.some((one) => one.promptId === promptId) ? known.map((one) => (one.promptId === promptId ? prompt : one)) : [...known, prompt],
      );
    }
    if (message.type === "promptEnded") setPrompts((known) => known.filter(({ promptId }) => promptId !== message.promptId));
    if (message.type === "download") {
      const { download } = message;
      setDownloads((known) =>
        known.some(({ downloadId }) => downloadId === download.downloadId)
          ? known.map((one) => (one.downloadId === download.downloadId ? download : one))
          : // One that was taken out of sight stays so, whatever becomes of it.
            download.receivedBytes === 0 || download.state === "running"
            ? [...known, download].slice(-MAX_DOWNLOADS)
            : known,
      );
    }
  });
  useEffect(() => listen((message) => onMessage(message)), [listen]);

  const answer = useCallback((promptId: string, given: PromptAnswer) => send({ type: "answer", promptId, answer: given }), [send]);
  const answering = useCallback((promptId: string) => send({ type: "answering", promptId }), [send]);
  const dismissDownload = useCallback((id: string) => setDownloads((known) => known.filter(({ downloadId }) => downloadId !== id)), []);
  const titleOf = useCallback((tabId: string) => shown.titles.get(tabId) ?? "another tab", [shown.titles]);
  return { prompts, downloads, tabId: shown.tabId, titleOf, answer, answering, dismissDownload };
}
