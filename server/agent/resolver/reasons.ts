import type { ModelElement } from "../page-model.ts";
import { namesOf } from "./languages/languages.ts";
import { nameScore, SURE } from "./names.ts";
import type { Target } from "./target.ts";

const WHOLE = 0.95;
const SYNONYM = 0.9;
const MAX_NAME = 60;

/** Why an element came into question for a target, in a few words for a person who is to choose. */
export function reasonFor(element: ModelElement, target: Target): string {
  const { context, states, role } = element;
  const place = context.find(({ name }) => name !== "");
  const parts = [nameReason(element, target), place ? `in the ${place.role} "${short(place.name)}"` : "", states.includes("disabled") ? "disabled now" : ""];
  return parts.filter(Boolean).join(", ") || `a ${role}`;
}

function nameReason({ name, role }: ModelElement, { words, language, quoted }: Target): string {
  const shown = short(name);
  if (words === "" || name === "") return name === "" ? `a ${role} without a name` : `the ${role} "${shown}"`;
  const score = nameScore(name, words, { names: namesOf(language), quoted });
  if (score >= WHOLE) return `called "${shown}"`;
  if (score >= SYNONYM) return `"${shown}" means the same`;
  if (score >= SURE) return `"${shown}" has these words`;
  return score > 0 ? `"${shown}" comes near` : `the ${role} "${shown}"`;
}

const short = (text: string): string => (text.length > MAX_NAME ? `${text.slice(0, MAX_NAME)}…` : text);
