"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";

const PANELS = ["activity", "agent", "evidence", "logs", "network", "metrics", "details", "connect"] as const;
export type Panel = (typeof PANELS)[number];

/** Where the panels stand on the page, to lead there. */
export const PANELS_ID = "about-the-session";

/** Which panel about the session is shown, held in the URL; `show` also brings it into view. */
export function usePanel() {
  const [panel, setPanel] = useQueryState("panel", parseAsStringLiteral(PANELS).withDefault("activity"));
  const choose = (value: string): void => void setPanel(PANELS.find((known) => known === value) ?? null);
  const show = (value: Panel): void => {
    choose(value);
    // The panel's own tab, once it is drawn, takes the focus: from there its content is the next stop.
    requestAnimationFrame(() => {
      const panels = document.getElementById(PANELS_ID);
      panels?.scrollIntoView({ block: "nearest" });
      panels?.querySelector<HTMLElement>('[role="tab"][data-state="active"]')?.focus({ preventScroll: true });
    });
  };
  return { panel, choose, show };
}
