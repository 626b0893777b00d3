"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { LiveServerMessage } from "../../../server/contract/live.ts";
import type { ControlMessage, ControlStateMessage } from "../../../server/contract/live-control.ts";
import type { LiveViewModel } from "../use-live-view.ts";
import { copyText } from "./copy-text.ts";
import { type SendFiles, type Sending, useSending } from "./use-sending.ts";

const NOTICE_MS = 6_000;

/** Who controls a session, as one viewer sees it. */
export type ControlModel = {
  /** Null before the server has told. */
  state: ControlStateMessage | null;
  /** Whether this viewer's input reaches the page. */
  holds: boolean;
  /** Whether this viewer holds automation. */
  holdsAutomation: boolean;
  /** Whether input may be sent: it has control, or nobody has. */
  mayUse: boolean;
  /** Something that has just happened to control, in a sentence. */
  notice: string | null;
  notify: (sentence: string) => void;
  /** What was copied in the page and could not be put on the clipboard without another click; else null. */
  copied: string | null;
  /** Puts it there, within a click. */
  keepCopied: () => void;
  ask: (what: ControlMessage["do"], to?: string) => void;
  /** Files that are on their way into the session; else null. */
  sending: Sending | null;
  sendFiles: SendFiles;
};

/** Follows who controls a session, gets back what a broken connection cost, and keeps what is copied in the page. */
export function useControl({ send, listen, granted }: Pick<LiveViewModel, "send" | "listen" | "granted">): ControlModel {
  const [state, setState] = useState<ControlStateMessage | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const [copied, setCopied] = useState<string | null>(null);
  const { sending, sendFiles } = useSending();
  const last = useRef<ControlStateMessage>(null);
  /** What this viewer has asked for last: what comes of it is no news. */
  const asked = useRef<ControlMessage["do"]>(null);

  const onMessage = useEffectEvent((message: LiveServerMessage) => {
    if (message.type === "hello") {
      const before = last.current;
      if (before !== null && before.hold?.viewerId === before.you) send({ type: "control", do: "resume", to: before.key });
      last.current = null;
    }
    if (message.type === "clipboard") {
      void copyText(message.text).then((done) => {
        setCopied(done ? null : message.text);
        if (done) setNotice("Copied to your clipboard.");
      });
    }
    if (message.type !== "control") return;
    const news = last.current && newsOf(last.current, message, asked.current);
    if (news) setNotice(news);
    // What was asked for has come: what changes after that is news again.
    if (last.current?.holder?.viewerId !== message.holder?.viewerId || last.current?.hold?.viewerId !== message.hold?.viewerId) asked.current = null;
    last.current = message;
    setState(message);
  });
  useEffect(() => listen((message) => onMessage(message)), [listen]);

  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => setNotice(null), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);

  const ask = useCallback(
    (what: ControlMessage["do"], to?: string) => {
      asked.current = what;
      send({ type: "control", do: what, ...(to !== undefined && { to }) });
    },
    [send],
  );
  const keepCopied = (): void => {
    if (copied === null) return;
    void copyText(copied).then((done) => {
      setNotice(done ? "Copied to your clipboard." : "This browser did not let it be copied.");
      if (done) setCopied(null);
    });
  };
  const holds = state !== null && state.holder?.viewerId === state.you;
  const mayUse = granted === "control" && (holds || state === null || state.holder === null);
  const holdsAutomation = state !== null && state.hold?.viewerId === state.you;
  return { state, holds, holdsAutomation, mayUse, notice, notify: setNotice, copied, keepCopied, ask, sending, sendFiles };
}

/** What a viewer would want to hear of between two states; null where it is nothing, or what it has asked for itself. Pure. */
export function newsOf(before: ControlStateMessage, now: ControlStateMessage, asked: ControlMessage["do"] | null): string | null {
  const { you } = now;
  const had = before.holder?.viewerId === you;
  const has = now.holder?.viewerId === you;
  if (!had && has && asked !== "take" && asked !== "takeOver") return "You have control now.";
  if (had && !has && now.holder !== null && asked !== "handOver" && !now.yours.includes(now.holder.viewerId)) return `${now.holder.name} has control now.`;
  const held = before.hold?.viewerId === you;
  if (held && now.hold === null && asked !== "giveBack" && asked !== "release") return "Automation goes on: the time for which it may be held was over.";
  const declined = before.requests.includes(you) && !now.requests.includes(you) && now.holder?.viewerId === before.holder?.viewerId;
  return declined ? `${now.holder?.name ?? "The other viewer"} keeps control for now.` : null;
}
