import { Controller } from "react-hook-form";
import type { SessionDefaults } from "../../../server/contract/workspace-settings.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { SwitchRow } from "../../ui/switch.tsx";
import { defaultFor } from "../kept-words.ts";
import { KeptOptions } from "./kept-options.tsx";
import { PRESETS } from "./presets.ts";
import type { CreateForm } from "./use-create-form.ts";

const SWITCHES = [
  { name: "adBlocking", label: "Block ads", hint: "Refuses requests and hides elements that the shipped filter lists name." },
  {
    name: "stealthMode",
    label: "Stealth",
    hint: "Changes what marks automation: navigator.webdriver, the word Headless in the user agent and its client hints, missing plugins and languages. It does not hide the network address.",
  },
  { name: "captchaSolving", label: "Solve CAPTCHAs", hint: "Needs a provider that offers it. The local provider does not: the session starts with a warning." },
  { name: "recordSession", label: "Record", hint: "Keeps pictures and page events of the session, to be played later." },
  {
    name: "queue",
    label: "Wait for a free place",
    hint: "Where all places are taken, the session waits in the queue and starts by itself. Off: it is refused.",
  },
  { name: "keepAlive", label: "Keep alive", hint: "The session is not ended for being idle; its time limit still holds." },
] as const;

/** What most sessions need: a name, a first page, a size, and what is on. */
export function BasicFields({ form, defaults }: { form: CreateForm; defaults: SessionDefaults | undefined }) {
  const { register, control, formState, setValue, watch } = form;
  const { errors } = formState;
  const [width, height] = watch(["width", "height"]);
  const applyPreset = (preset: (typeof PRESETS)[number]): void => {
    setValue("width", String(preset.width), { shouldValidate: true });
    setValue("height", String(preset.height), { shouldValidate: true });
  };
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={errors.name?.message}>
          {(props) => <Input {...props} {...register("name")} placeholder="Checkout test" autoComplete="off" />}
        </Field>
        <Field label="Tags" error={errors.tags?.message} hint="Separated by commas.">
          {(props) => <Input {...props} {...register("tags")} placeholder="shop, nightly" autoComplete="off" />}
        </Field>
        <Field label="First page" error={errors.url?.message} className="sm:col-span-2">
          {(props) => <Input {...props} {...register("url")} placeholder="https://example.com" inputMode="url" autoComplete="off" />}
        </Field>
      </div>
      <fieldset className="mt-5">
        <legend className="text-sm font-medium">Size of the page</legend>
        <div className="mt-2 flex flex-wrap gap-1.5">
          {PRESETS.map((preset) => (
            <Button
              key={preset.label}
              size="small"
              aria-pressed={width === String(preset.width) && height === String(preset.height)}
              className="px-2 aria-pressed:border-primary aria-pressed:text-primary"
              onClick={() => applyPreset(preset)}
            >
              {preset.label}
              <span className="text-muted-foreground tabular-nums">
                {preset.width}×{preset.height}
              </span>
            </Button>
          ))}
        </div>
        <div className="mt-3 grid grid-cols-2 gap-4 sm:grid-cols-4">
          <Field label="Width" error={errors.width?.message}>
            {(props) => <Input {...props} {...register("width")} inputMode="numeric" className="tabular-nums" />}
          </Field>
          <Field label="Height" error={errors.height?.message}>
            {(props) => <Input {...props} {...register("height")} inputMode="numeric" className="tabular-nums" />}
          </Field>
          <Field label="Time limit (minutes)" error={errors.timeoutMinutes?.message}>
            {(props) => <Input {...props} {...register("timeoutMinutes")} inputMode="decimal" placeholder="Server default" className="tabular-nums" />}
          </Field>
          <Field label="Idle limit (minutes)" error={errors.idleMinutes?.message}>
            {(props) => <Input {...props} {...register("idleMinutes")} inputMode="decimal" placeholder="Server default" className="tabular-nums" />}
          </Field>
        </div>
      </fieldset>
      <fieldset className="mt-5">
        <legend className="text-sm font-medium">Options</legend>
        <div className="mt-1 divide-y">
          {SWITCHES.map(({ name, label, hint }) => (
            <Controller
              key={name}
              control={control}
              name={name}
              render={({ field }) => (
                <SwitchRow
                  label={label}
                  hint={errors[name]?.message ?? (name === "recordSession" ? `${hint} ${defaultFor(name, defaults)}.` : hint)}
                  checked={field.value ?? defaults?.recordSession ?? false}
                  onChange={field.onChange}
                />
              )}
            />
          ))}
        </div>
        <Field
          label="Evidence"
          error={errors.evidence?.message}
          hint="Pictures of each action, to be looked at, compared and exported."
          className="mt-3 sm:max-w-sm"
        >
          {(props) => (
            <Select {...props} {...register("evidence")}>
              <KeptOptions name="evidence" defaults={defaults} />
            </Select>
          )}
        </Field>
      </fieldset>
    </>
  );
}
