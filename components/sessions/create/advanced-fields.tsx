import { useId, useMemo } from "react";
import type { WorkspaceSettings } from "../../../server/contract/workspace-settings.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Select, Textarea } from "../../ui/input.tsx";
import { listCountries } from "./countries.ts";
import { KeptOptions } from "./kept-options.tsx";
import type { CreateForm } from "./use-create-form.ts";

/** Where the browser says it is, how it introduces itself, what is logged of it, and by which way it reaches the network. */
export function AdvancedFields({ form, settings }: { form: CreateForm; settings: WorkspaceSettings | undefined }) {
  const { register, formState } = form;
  const { errors } = formState;
  const zonesId = useId();
  const countries = useMemo(listCountries, []);
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone"), []);
  return (
    <div className="grid gap-4 pt-3 sm:grid-cols-6">
      <Field label="Country" error={errors.country?.message} className="sm:col-span-2">
        {(props) => (
          <Select {...props} {...register("country")}>
            <option value="">Not set</option>
            {countries.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="State" error={errors.state?.message} className="sm:col-span-2">
        {(props) => <Input {...props} {...register("state")} autoComplete="off" />}
      </Field>
      <Field label="City" error={errors.city?.message} className="sm:col-span-2">
        {(props) => <Input {...props} {...register("city")} autoComplete="off" />}
      </Field>
      <Field label="Time zone" error={errors.timezone?.message} hint="Left empty: that of the place." className="sm:col-span-2">
        {(props) => <Input {...props} {...register("timezone")} list={zonesId} placeholder="Europe/Berlin" autoComplete="off" />}
      </Field>
      <datalist id={zonesId}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Field label="Language" error={errors.locale?.message} hint="Left empty: that of the place." className="sm:col-span-2">
        {(props) => <Input {...props} {...register("locale")} placeholder="de-CH" autoComplete="off" />}
      </Field>
      <Field label="Colour scheme" error={errors.colorScheme?.message} className="sm:col-span-2">
        {(props) => (
          <Select {...props} {...register("colorScheme")}>
            <option value="">Browser default</option>
            <option value="light">Light</option>
            <option value="dark">Dark</option>
          </Select>
        )}
      </Field>
      <Field
        label="Dialogs of pages"
        error={errors.dialogs?.message}
        hint="What alerts, questions and warnings about leaving come to while nobody is in control of the live view."
        className="sm:col-span-6"
      >
        {(props) => (
          <Select {...props} {...register("dialogs")}>
            <option value="">Close notices, decline questions, let pages be left</option>
            <option value="ask">Wait for a person, then the same</option>
            <option value="accept">Accept all of them</option>
            <option value="dismiss">Dismiss all of them</option>
          </Select>
        )}
      </Field>
      <Field label="User agent" error={errors.userAgent?.message} className="sm:col-span-6">
        {(props) => <Input {...props} {...register("userAgent")} placeholder="Browser default" autoComplete="off" className="font-mono text-xs" />}
      </Field>
      <Field label="Network log" error={errors.logNetwork?.message} className="sm:col-span-3">
        {(props) => (
          <Select {...props} {...register("logNetwork")}>
            <KeptOptions name="logNetwork" defaults={settings?.sessionDefaults} />
          </Select>
        )}
      </Field>
      <Field label="Typed text in recordings" error={errors.recordInputs?.message} className="sm:col-span-3">
        {(props) => (
          <Select {...props} {...register("recordInputs")}>
            <KeptOptions name="recordInputs" defaults={settings?.sessionDefaults} />
          </Select>
        )}
      </Field>
      <Field label="Mask in logs" error={errors.maskPatterns?.message} hint={masksHint(settings?.maskPatterns.length ?? 0)} className="sm:col-span-6">
        {(props) => (
          <Textarea {...props} {...register("maskPatterns")} rows={2} spellCheck={false} placeholder={"EMP-\\d{6}"} className="min-h-16 font-mono text-xs" />
        )}
      </Field>
      <Field label="Proxy" error={errors.proxyServer?.message} className="sm:col-span-2">
        {(props) => <Input {...props} {...register("proxyServer")} placeholder="http://host:port" autoComplete="off" />}
      </Field>
      <Field label="Proxy user" error={errors.proxyUsername?.message} className="sm:col-span-2">
        {(props) => <Input {...props} {...register("proxyUsername")} autoComplete="off" />}
      </Field>
      <Field label="Proxy password" error={errors.proxyPassword?.message} className="sm:col-span-2">
        {(props) => <Input {...props} {...register("proxyPassword")} type="password" autoComplete="new-password" />}
      </Field>
    </div>
  );
}

const masksHint = (ofWorkspace: number): string =>
  `RE2 patterns, one a line.${ofWorkspace === 0 ? "" : ` The workspace's ${ofWorkspace === 1 ? "1 pattern applies" : `${ofWorkspace} patterns apply`} too.`}`;
