"use client";

import { THEMES, useChosenTheme } from "../shell/theme-switch.tsx";
import { Button } from "../ui/button.tsx";
import { SectionCard } from "../ui/card.tsx";

/** How the dashboard looks on this device. */
export function Appearance() {
  const { theme, setTheme } = useChosenTheme();
  return (
    <SectionCard title="Appearance" description="Kept in this browser.">
      <fieldset className="flex flex-wrap gap-2 p-4">
        <legend className="sr-only">Appearance</legend>
        {THEMES.map(({ value, label, icon: Icon }) => (
          <Button key={value} aria-pressed={theme === value} className="aria-pressed:border-primary aria-pressed:text-primary" onClick={() => setTheme(value)}>
            <Icon aria-hidden="true" />
            {label}
          </Button>
        ))}
      </fieldset>
    </SectionCard>
  );
}
