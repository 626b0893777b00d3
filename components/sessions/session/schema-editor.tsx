import { Field } from "../../ui/field.tsx";
import { Select, Textarea } from "../../ui/input.tsx";
import { TEMPLATES } from "./extract-schema.ts";

type SchemaEditorProps = { text: string; error: string | null; onChange: (text: string) => void };

/** Where the JSON Schema of an extraction is written. */
export function SchemaEditor({ text, error, onChange }: SchemaEditorProps) {
  const template = TEMPLATES.find((choice) => choice.text === text)?.label ?? "";
  return (
    <div className="grid gap-2">
      <Select
        aria-label="Schema template"
        className="w-fit"
        value={template}
        onChange={(event) => {
          const chosen = TEMPLATES.find(({ label }) => label === event.currentTarget.value);
          if (chosen) onChange(chosen.text);
        }}
      >
        {template === "" && <option value="">Own schema</option>}
        {TEMPLATES.map(({ label }) => (
          <option key={label} value={label}>
            {label}
          </option>
        ))}
      </Select>
      <Field label="JSON Schema" error={error ?? undefined}>
        {(control) => (
          <Textarea
            {...control}
            spellCheck={false}
            rows={8}
            className="font-mono text-xs"
            value={text}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )}
      </Field>
    </div>
  );
}
