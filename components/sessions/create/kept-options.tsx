import type { SessionDefaults } from "../../../server/contract/workspace-settings.ts";
import { defaultFor, KEPT_CHOICES, type KeptChoice } from "../kept-words.ts";

/** The choices of a select, the first of which leaves it to the workspace. */
export function KeptOptions({ name, defaults }: { name: KeptChoice; defaults: SessionDefaults | undefined }) {
  return (
    <>
      <option value="">{defaultFor(name, defaults)}</option>
      {Object.entries(KEPT_CHOICES[name]).map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </>
  );
}
