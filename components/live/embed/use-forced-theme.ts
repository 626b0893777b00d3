"use client";

import { useLayoutEffect } from "react";
import type { EmbedOptions } from "../../../server/contract/live-embed.ts";

const THEMES = ["light", "dark", "contrast"];

/**
 * Shows the document in a theme whatever the viewer chose for the dashboard, which is of the same origin and so shares
 * what it remembers; `auto` leaves that as it is.
 */
export function useForcedTheme(theme: EmbedOptions["theme"]): void {
  useLayoutEffect(() => {
    if (theme === "auto") return;
    const { classList } = document.documentElement;
    const before = THEMES.filter((name) => classList.contains(name));
    const enforce = (): void => {
      if (classList.contains(theme) && THEMES.every((name) => name === theme || !classList.contains(name))) return;
      classList.remove(...THEMES);
      classList.add(theme);
    };
    enforce();
    // The theme's keeper sets the remembered one, when it starts and when another window changes it.
    const observer = new MutationObserver(enforce);
    observer.observe(document.documentElement, { attributeFilter: ["class"] });
    return () => {
      observer.disconnect();
      classList.remove(theme);
      classList.add(...before);
    };
  }, [theme]);
}
