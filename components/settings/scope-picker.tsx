import { type ComponentProps, type ReactNode, useId } from "react";
import type { Scope } from "../../server/contract/access.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { SCOPE_WORDS } from "./access-words.ts";

type ScopePickerProps = { offered: readonly Scope[]; chosen: readonly Scope[]; error: string | undefined; onChange: (chosen: Scope[]) => void };

/** Chooses what a key may do, of what its maker may do. */
export function ScopePicker({ offered, chosen, error, onChange }: ScopePickerProps) {
  const errorId = useId();
  const all = offered.every((scope) => chosen.includes(scope));
  const toggle = (scope: Scope, on: boolean): void => onChange(offered.filter((known) => (known === scope ? on : chosen.includes(known))));
  return (
    <fieldset className="grid gap-2" aria-describedby={error ? errorId : undefined}>
      <legend className="mb-2 text-sm font-medium">It may</legend>
      <Tick checked={all || (chosen.length > 0 && "indeterminate")} onChange={(on) => onChange(on ? [...offered] : [])}>
        Everything that you may
      </Tick>
      <div className="ml-2 grid gap-2 border-l pl-4">
        {offered.map((scope) => (
          <Tick key={scope} checked={chosen.includes(scope)} onChange={(on) => toggle(scope, on)}>
            {SCOPE_WORDS[scope]} <span className="font-mono text-xs whitespace-nowrap text-muted-foreground">{scope}</span>
          </Tick>
        ))}
      </div>
      {error && (
        <p id={errorId} role="alert" className="text-xs font-medium text-destructive">
          {error}
        </p>
      )}
    </fieldset>
  );
}

type TickProps = { checked: ComponentProps<typeof Checkbox>["checked"]; onChange: (on: boolean) => void; children: ReactNode };

function Tick({ checked, onChange, children }: TickProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <Checkbox id={id} className="mt-px" checked={checked} onCheckedChange={(on) => onChange(on === true)} />
      <label htmlFor={id} className="min-w-0">
        {children}
      </label>
    </div>
  );
}
