import type { EvidenceMode } from "../../server/contract/evidence.ts";
import type { NetworkLogMode } from "../../server/contract/network-log.ts";
import { INSTALLATION_DEFAULTS, type SessionDefaults } from "../../server/contract/workspace-settings.ts";

/** What a session keeps of itself, as choices in the order in which they keep more. */
export const KEPT_CHOICES = {
  recordSession: { off: "Off", on: "On" },
  recordInputs: { off: "Masked", on: "As typed" },
  logNetwork: { off: "Off", headers: "Headers", bodies: "Headers and bodies" } satisfies Record<NetworkLogMode, string>,
  evidence: { off: "None", failures: "Of failures", after: "After each action", both: "Before and after each action" } satisfies Record<EvidenceMode, string>,
} as const;
export type KeptChoice = keyof typeof KEPT_CHOICES;

/** A choice as the value of a select. */
export const choiceOf = (value: boolean | string | null | undefined): string => (typeof value === "boolean" ? (value ? "on" : "off") : (value ?? ""));

/** The name of a choice within a sentence. */
const spoken = (name: KeptChoice, choice: string): string => ((KEPT_CHOICES[name] as Record<string, string>)[choice] ?? choice).toLowerCase();

/** What happens where nobody has chosen. */
export const productDefault = (name: KeptChoice): string =>
  `Default: ${name === "evidence" ? "of failures, if recorded" : spoken(name, choiceOf(INSTALLATION_DEFAULTS[name]))}`;

/** What happens in a session that leaves it open: as its workspace has chosen, if it has. */
export function defaultFor(name: KeptChoice, defaults: SessionDefaults | undefined): string {
  const chosen = choiceOf(defaults?.[name]);
  return chosen === "" ? productDefault(name) : `Workspace default: ${spoken(name, chosen)}`;
}
