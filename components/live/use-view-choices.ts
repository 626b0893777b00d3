"use client";

import { useCallback, useEffect, useEffectEvent, useState } from "react";
import type { LiveQuality, LiveServerMessage, LiveTier } from "../../server/contract/live.ts";
import type { Tab } from "../../server/contract/tabs.ts";
import type { LiveViewModel } from "./use-live-view.ts";

/** What a viewer chooses of the picture: which tab, and how good. */
export type ViewChoices = {
  tabs: readonly Tab[];
  /** The tab to stay on; null follows the active one. */
  pinnedTabId: string | null;
  /** Whether another tab may be chosen: a link may be for one alone. */
  mayChooseTab: boolean;
  pin: (tabId: string | null) => void;
  quality: LiveQuality;
  /** Whether a video may be chosen. */
  mayChooseVideo: boolean;
  /** What is sent now. */
  tier: LiveTier;
  chooseQuality: (quality: LiveQuality) => void;
};

/** Keeps the viewer's choices over broken connections, and tells the server when nobody can see the view. */
export function useViewChoices({ send, listen }: Pick<LiveViewModel, "send" | "listen">, initialTabId: string | null = null): ViewChoices {
  const [tabs, setTabs] = useState<readonly Tab[]>([]);
  const [pinned, setPinned] = useState(initialTabId);
  const [mayChooseTab, setMayChooseTab] = useState(false);
  const [quality, setQuality] = useState<LiveQuality>("auto");
  const [tier, setTier] = useState<LiveTier>("high");
  const [mayChooseVideo, setMayChooseVideo] = useState(false);
  // A pinned tab that was closed is followed by the active one, there as here.
  const pinnedTabId = tabs.some(({ tabId }) => tabId === pinned) ? pinned : null;

  const onMessage = useEffectEvent((message: LiveServerMessage) => {
    if (message.type === "hello") {
      setMayChooseTab(!message.pinned);
      // A new connection knows nothing of what was chosen on the one before.
      if (pinned !== null && !message.pinned && message.tabs.some(({ tabId }) => tabId === pinned)) send({ type: "watch", tabId: pinned });
      // A video is asked for once the server knows that it can be shown here.
      if (quality !== "auto" && quality !== "video") send({ type: "quality", quality });
      if (document.hidden) send({ type: "visible", visible: false });
    }
    if (message.type === "hello" || message.type === "tabs") setTabs(message.tabs);
    if (message.type === "quality") {
      setTier(message.tier);
      setMayChooseVideo(message.codec !== undefined);
      if (quality === "video" && message.quality === "auto" && message.codec !== undefined) send({ type: "quality", quality });
      else if (quality === "video") setQuality(message.quality);
    }
  });
  useEffect(() => listen((message) => onMessage(message)), [listen]);

  useEffect(() => {
    const tell = (): void => send({ type: "visible", visible: !document.hidden });
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [send]);

  const pin = useCallback(
    (tabId: string | null) => {
      setPinned(tabId);
      send({ type: "watch", tabId });
    },
    [send],
  );
  const chooseQuality = useCallback(
    (next: LiveQuality) => {
      setQuality(next);
      send({ type: "quality", quality: next });
    },
    [send],
  );
  return { tabs, pinnedTabId, mayChooseTab, pin, quality, mayChooseVideo, tier, chooseQuality };
}
