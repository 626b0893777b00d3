import type { PromptOption } from "../../../server/contract/live-prompts.ts";

/** How far PageUp and PageDown go. */
const PAGE = 10;

/** The option that a key leads to from the active one, past those that cannot be chosen; null for keys that lead nowhere. */
export function moveActive(options: readonly PromptOption[], active: number, key: string): number | null {
  const open = options.filter(({ disabled }) => !disabled);
  const at = open.findIndex(({ index }) => index === active);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + PAGE,
    PageUp: at - PAGE,
    Home: 0,
    End: open.length - 1,
  };
  const to = steps[key];
  if (to === undefined) return null;
  return open[Math.min(open.length - 1, Math.max(0, to))]?.index ?? active;
}

/** The next option whose label begins with what was typed, as lists of browsers do: one letter again and again goes round. */
export function typeAhead(options: readonly PromptOption[], active: number, typed: string): number {
  const open = options.filter(({ disabled }) => !disabled);
  const text = typed.toLowerCase();
  const isOneLetter = [...text].every((letter) => letter === text[0]);
  const wanted = isOneLetter ? (text[0] ?? "") : text;
  const at = open.findIndex(({ index }) => index === active);
  const from = isOneLetter ? at + 1 : Math.max(0, at);
  const round = [...open.slice(from), ...open.slice(0, from)];
  return round.find(({ label }) => label.toLowerCase().startsWith(wanted))?.index ?? active;
}
