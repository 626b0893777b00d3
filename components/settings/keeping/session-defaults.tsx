"use client";

import { type FormEvent, useState } from "react";
import { SessionDefaults } from "../../../server/contract/workspace-settings.ts";
import { errorText } from "../../errors.ts";
import { choiceOf, KEPT_CHOICES, type KeptChoice, productDefault } from "../../sessions/kept-words.ts";
import { useMay } from "../../shell/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { SectionCard } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { useSaveSettings } from "./use-settings.ts";

const BOXES: readonly { name: KeptChoice; label: string; hint: string }[] = [
  { name: "recordSession", label: "Recording", hint: "Pictures and page events, to be played later." },
  { name: "recordInputs", label: "Text typed into fields", hint: "In recordings. Passwords and card fields are always masked." },
  { name: "logNetwork", label: "Network log", hint: "Bodies of text are masked, and sealed on the disk." },
  { name: "evidence", label: "Evidence", hint: "Pictures of what is done." },
];
type Choices = Record<KeptChoice, string>;

/** What sessions begin with that do not ask for something else. */
export function SessionDefaultsCard({ defaults }: { defaults: SessionDefaults }) {
  const mayChange = useMay("workspace:manage");
  return (
    <SectionCard title="New sessions" description="What sessions keep that do not ask for something else. Sessions that exist stay as they are.">
      <DefaultsForm key={Object.values(choicesOf(defaults)).join()} defaults={defaults} mayChange={mayChange} />
    </SectionCard>
  );
}

function DefaultsForm({ defaults, mayChange }: { defaults: SessionDefaults; mayChange: boolean }) {
  const before = choicesOf(defaults);
  const [choices, setChoices] = useState(before);
  const save = useSaveSettings("Defaults saved");
  const changed = BOXES.some(({ name }) => choices[name] !== before[name]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ sessionDefaults: defaultsOf(choices) });
  };
  return (
    <form onSubmit={submit} className="grid gap-4 p-4">
      {save.isError && (
        <Alert tone="danger" title="Nothing was changed">
          {errorText(save.error)}
        </Alert>
      )}
      <fieldset disabled={!mayChange} className="grid gap-4 sm:grid-cols-2">
        <legend className="sr-only">Defaults of new sessions</legend>
        {BOXES.map(({ name, label, hint }) => (
          <Field key={name} label={label} hint={hint}>
            {(control) => (
              <Select {...control} value={choices[name]} onChange={({ currentTarget: { value } }) => setChoices({ ...choices, [name]: value })}>
                <option value="">{productDefault(name)}</option>
                {Object.entries(KEPT_CHOICES[name]).map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ))}
      </fieldset>
      {mayChange ? (
        <div>
          <Button type="submit" disabled={!changed} pending={save.isPending}>
            Save defaults
          </Button>
        </div>
      ) : (
        <p className="text-muted-foreground">An owner of the workspace changes this.</p>
      )}
    </form>
  );
}

const choicesOf = (defaults: SessionDefaults): Choices => ({
  recordSession: choiceOf(defaults.recordSession),
  recordInputs: choiceOf(defaults.recordInputs),
  logNetwork: choiceOf(defaults.logNetwork),
  evidence: choiceOf(defaults.evidence),
});

const switchOf = (choice: string): boolean | null => (choice === "" ? null : choice === "on");
const defaultsOf = ({ recordSession, recordInputs, logNetwork, evidence }: Choices): SessionDefaults =>
  SessionDefaults.parse({
    recordSession: switchOf(recordSession),
    recordInputs: switchOf(recordInputs),
    logNetwork: logNetwork || null,
    evidence: evidence || null,
  });
