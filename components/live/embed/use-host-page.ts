"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { LiveServerMessage } from "../../../server/contract/live.ts";
import type { EmbedCommand, EmbedOptions, EmbedState } from "../../../server/contract/live-embed.ts";
import type { Tab } from "../../../server/contract/tabs.ts";
import type { OutsideModel } from "../live-view.tsx";
import { type HostChannel, openHostChannel } from "./host-channel.ts";

type Told = Parameters<HostChannel["tell"]>[0];
type Known = { state: Told | null; tab: Told | null; control: Told | null };

type HostPageOptions = {
  /** The sites that may hear; null before they are known. */
  listed: readonly string[] | null;
  ignored: readonly string[];
  onTheme: (theme: EmbedOptions["theme"]) => void;
};

/** What this page tells the one around it of its live view, and does for it. */
export type HostPage = {
  state: (state: EmbedState, reason?: string | null) => void;
  tabs: (tabs: readonly Tab[], tabId: string | null) => void;
  model: (model: OutsideModel) => void;
};

/** Keeps the page around this one told: each thing when it changes, and all of it again when asked. */
export function useHostPage({ listed, ignored, onTheme }: HostPageOptions): HostPage {
  const channel = useRef<HostChannel>(null);
  const known = useRef<Known>({ state: null, tab: null, control: null });
  const pin = useRef<OutsideModel["pin"]>(null);
  const [model, setModel] = useState<OutsideModel | null>(null);

  const onCommand = useEffectEvent((command: EmbedCommand) => {
    if (command.type === "perch:set-tab") pin.current?.(command.tabId);
    else if (command.type === "perch:set-theme") onTheme(command.theme);
    else for (const last of Object.values(known.current)) if (last !== null) channel.current?.tell(last);
  });
  const introduce = useEffectEvent(() => {
    channel.current?.tell({ type: "perch:ready", ignored: [...ignored] });
    for (const last of Object.values(known.current)) if (last !== null) channel.current?.tell(last);
  });
  useEffect(() => {
    if (listed === null) return;
    const opened = openHostChannel({ frame: window, listed, onCommand: (command) => onCommand(command) });
    channel.current = opened;
    introduce();
    return () => {
      opened.close();
      channel.current = null;
    };
  }, [listed]);

  const tell = useCallback((about: keyof Known, message: Told) => {
    // What has not changed is not told again.
    if (JSON.stringify(known.current[about]) === JSON.stringify(message)) return;
    known.current[about] = message;
    channel.current?.tell(message);
  }, []);
  const state = useCallback(
    (next: EmbedState, reason: string | null = null) => {
      tell("state", { type: "perch:state", state: next, reason });
      if (next === "ended") channel.current?.tell({ type: "perch:ended", reason: reason ?? "The session has ended." });
    },
    [tell],
  );
  const tabs = useCallback(
    (list: readonly Tab[], tabId: string | null) =>
      tell("tab", { type: "perch:tab", tabId, tabs: list.map(({ tabId: id, title, url }) => ({ tabId: id, title, url })) }),
    [tell],
  );

  const listen = model?.listen;
  const granted = model?.granted ?? null;
  const onMessage = useEffectEvent((message: LiveServerMessage) => {
    if (message.type !== "control" || granted === null) return;
    const holder = message.holder === null ? "nobody" : message.holder.viewerId === message.you ? "you" : "another";
    tell("control", { type: "perch:control", mode: granted, holder });
  });
  useEffect(() => listen?.((message) => onMessage(message)), [listen]);
  useEffect(() => {
    if (granted !== null && known.current.control === null) tell("control", { type: "perch:control", mode: granted, holder: "nobody" });
  }, [granted, tell]);

  const noteModel = useCallback(
    (next: OutsideModel) => {
      pin.current = next.pin;
      setModel(next);
      state(next.state.status, next.state.status === "ended" ? next.state.reason : null);
    },
    [state],
  );
  return { state, tabs, model: noteModel };
}
