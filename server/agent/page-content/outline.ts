import type { ModelElement, PageModel, Place } from "../page-model.ts";
import { tokensOf } from "./tokens.ts";

/** A page in few words: one line for each thing, with the refs that `act` accepts. */
export type Outline = {
  text: string;
  /** The first line that was left out for lack of room; null when all is there. */
  next: number | null;
  lines: number;
};

/** Places whose name is only what they hold. */
const CALLED_BY_WORDS = new Set(["row", "listitem", "article", "group", "figure"]);
/** What stands in these is told in one line. */
const ONE_LINE = new Set(["row"]);
const CELLS = new Set(["cell", "gridcell", "columnheader", "rowheader"]);
/** Which places are told; others only say again what their content says. */
const TOLD = new Set([
  ...["row", "listitem", "radiogroup", "dialog", "alertdialog", "navigation", "main", "banner", "contentinfo", "complementary", "region", "form"],
  ...["search", "table", "grid", "list", "menu", "tabpanel", "toolbar", "article", "tree", "group"],
]);
const MAX_OPTIONS = 12;
const MAX_WORDS = 300;
const MAX_URL = 120;
/** Room for the notice that the outline was cut. */
const NOTICE_TOKENS = 24;

type Line = { depth: number; text: string };

/**
 * The page as an outline of lines such as `[e12] button "Save" (disabled)`, indented by where things stand. Pure.
 * @param maxTokens an upper limit as `tokensOf` counts; the outline ends at a line's end and says what is left out
 * @param from the line to begin with, as `next` of the outline before it told
 */
export function outlineOf(model: PageModel, { maxTokens, from = 0 }: { maxTokens: number; from?: number }): Outline {
  const lines = linesOf(model.elements.filter(isShown));
  const head = `${model.title || "Untitled"} <${model.url}>`;
  const out = [head];
  let left = maxTokens - tokensOf(head) - NOTICE_TOKENS;
  let at = from;
  for (; at < lines.length; at++) {
    const line = indented(lines[at]);
    left -= tokensOf(line) + 1;
    // One line at least, or a small limit would never come to an end.
    if (left < 0 && at > from) break;
    out.push(line);
  }
  const next = at < lines.length ? at : null;
  if (next !== null) out.push(`… ${lines.length - at} more lines (go on from line ${at})`);
  return { text: out.join("\n"), next, lines: lines.length };
}

const indented = (line: Line | undefined): string => (line ? "  ".repeat(line.depth) + line.text : "");

/** Options of a closed list are not drawn and can be chosen all the same. */
const isShown = ({ bounds, role }: ModelElement): boolean => role === "option" || (bounds !== null && bounds.width > 0 && bounds.height > 0);

function linesOf(elements: readonly ModelElement[]): Line[] {
  const lines: Line[] = [];
  let open: Place[] = [];
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i];
    if (!element) continue;
    const places = element.context.filter(({ role }) => TOLD.has(role)).reverse();
    const shared = sharedDepth(open, places);
    for (const [depth, place] of places.entries()) if (depth >= shared) lines.push({ depth, text: placeText(place) });
    const isNew = shared < places.length || shared < open.length;
    open = places;
    if (isSaid(element, elements[i - 1], elements[i + 1])) continue;
    const options = element.role === "combobox" || element.role === "listbox" ? optionsAfter(elements, i) : [];
    const text = elementText(element, options);
    i += options.length;
    const last = lines.at(-1);
    const inRow = ONE_LINE.has(places.at(-1)?.role ?? "");
    const goesOn = !isNew && element.role === "text" && last?.depth === places.length && last.text.length < MAX_WORDS;
    if (last && inRow) last.text += `${last.text.endsWith(":") ? " " : " | "}${text}`;
    else if (last && goesOn) last.text += ` ${text}`;
    else lines.push({ depth: places.length, text });
  }
  return lines;
}

/** Two places are one when they are the same node. */
function sharedDepth(a: readonly Place[], b: readonly Place[]): number {
  const differs = b.findIndex((place, i) => a[i]?.id !== place.id || a[i]?.role !== place.role);
  return differs < 0 ? b.length : differs;
}

function placeText({ role, name, modal }: Place): string {
  const called = name !== "" && !CALLED_BY_WORDS.has(role) ? ` "${short(name)}"` : "";
  return `${role}${called}${modal ? " (modal)" : ""}:`;
}

/** Cells say what is in them, and words of a heading or a group are said by it. */
function isSaid(element: ModelElement, before: ModelElement | undefined, after: ModelElement | undefined): boolean {
  const holds = (outer: ModelElement, inner: ModelElement | undefined): boolean =>
    inner !== undefined && inner.name !== "" && inner.frameId === outer.frameId && outer.name.includes(inner.name);
  if (CELLS.has(element.role)) return holds(element, after);
  return element.role === "text" && before !== undefined && ["heading", "text", "image"].includes(before.role) && holds(before, element);
}

function optionsAfter(elements: readonly ModelElement[], at: number): ModelElement[] {
  const options: ModelElement[] = [];
  for (let i = at + 1; elements[i]?.role === "option" && elements[i]?.bounds === null; i++) options.push(...elements.slice(i, i + 1));
  return options;
}

function elementText(element: ModelElement, options: readonly ModelElement[]): string {
  const { ref, role, name, value, states, url } = element;
  if (role === "text" || CELLS.has(role)) return short(name);
  if (role === "heading") return `# ${short(name)}`;
  const parts = [`[${ref}] ${role}`];
  if (name !== "") parts.push(`"${short(name)}"`);
  if (value !== null && value !== name) parts.push(`= "${short(value)}"`);
  if (states.length > 0) parts.push(`(${states.join(", ")})`);
  if (url !== null && url.length <= MAX_URL) parts.push(`→ ${url}`);
  if (options.length > 0) parts.push(`{${optionNames(options)}}`);
  return parts.join(" ");
}

function optionNames(options: readonly ModelElement[]): string {
  const names = options.slice(0, MAX_OPTIONS).map(({ name }) => short(name));
  return [...names, ...(options.length > MAX_OPTIONS ? [`… ${options.length - MAX_OPTIONS} more`] : [])].join(" | ");
}

const short = (text: string): string => (text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS)}…` : text).replaceAll('"', "'");
