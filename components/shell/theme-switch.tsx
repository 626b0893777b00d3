"use client";

import { Contrast, Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { Button } from "../ui/button.tsx";
import { Menu, MenuChoices } from "../ui/dropdown-menu.tsx";
import { useMounted } from "../use-mounted.ts";

/** The looks to choose from. */
export const THEMES = [
  { value: "system", label: "System", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "contrast", label: "High contrast", icon: Contrast },
] as const;

/** The chosen look; before the browser has told it, `system`, so that server and browser draw the same. */
export function useChosenTheme(): { theme: string; setTheme: (theme: string) => void } {
  const { theme, setTheme } = useTheme();
  const mounted = useMounted();
  return { theme: mounted ? (theme ?? "system") : "system", setTheme };
}

/** Chooses between light, dark, high contrast and what the system says. */
export function ThemeSwitch() {
  const { theme, setTheme } = useChosenTheme();
  const Icon = THEMES.find(({ value }) => value === theme)?.icon ?? Monitor;
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label="Appearance">
          <Icon aria-hidden="true" />
        </Button>
      }
    >
      <MenuChoices value={theme} onChange={setTheme} options={THEMES} />
    </Menu>
  );
}
