import type { ModelElement, PageModel } from "../page-model.ts";
import { namesOf } from "./languages/languages.ts";
import { nameScore } from "./names.ts";
import { normalise } from "./normalise.ts";
import type { Scored } from "./score.ts";
import type { Target } from "./target.ts";

const ROW = 0.85;
const AMONG = 0.78;
/** Called so whole, a row is meant before those that have the words among others. */
const CALLED = 0.9;
/** What does something of its own when it is clicked. */
const CONTROLS = new Set([
  "button",
  "link",
  "checkbox",
  "radio",
  "switch",
  "textbox",
  "searchbox",
  "combobox",
  "spinbutton",
  "listbox",
  "slider",
  "menuitem",
  "option",
]);

/**
 * The rows that a target may mean, each stood for by its first words: rows are no elements of their own, and what is
 * clicked in one is clicked on it.
 */
export function rowsOf(model: PageModel, { words, language }: Target): Scored[] {
  const { elements } = model;
  const headers = headerRows(model);
  const rows = new Map<string, { name: string; members: ModelElement[] }>();
  for (const element of elements) {
    const row = element.context.find(({ role }) => role === "row");
    const key = row ? `${element.frameId} ${row.id}` : "";
    if (!row || headers.has(key)) continue;
    const known = rows.get(key);
    if (known) known.members.push(element);
    else rows.set(key, { name: row.name, members: [element] });
  }
  return [...rows.values()].flatMap(({ name, members }) => {
    const element = members.find(({ role, bounds }) => !CONTROLS.has(role) && bounds !== null && bounds.width > 0);
    const score = words === "" ? ROW : called(name, members, words, language);
    return element && score > 0 ? [{ element, score }] : [];
  });
}

/** The rows that head a table, by frame and id: no one counts them. */
export const headerRows = ({ elements }: PageModel): ReadonlySet<string> =>
  new Set(
    elements
      .filter(({ role }) => role === "columnheader")
      .flatMap(({ frameId, context }) =>
        context
          .filter(({ role }) => role === "row")
          .slice(0, 1)
          .map(({ id }) => `${frameId} ${id}`),
      ),
  );

function called(name: string, members: readonly ModelElement[], words: string, language: string): number {
  const names = namesOf(language);
  if (members.some((member) => nameScore(member.name, words, { names }) >= 0.9)) return CALLED;
  return ` ${normalise(name)} `.includes(` ${normalise(words)} `) ? AMONG : 0;
}
