import { isComplete, placed, stepsOf } from "./actions.ts";
import { isMenuPath, menuSteps, rowTick } from "./choosing.ts";
import { type Atom, atomsOf, glued, placesFirst } from "./clauses.ts";
import { fieldsAt } from "./deeds.ts";
import type { Action, Language } from "./languages/language.ts";
import { LANGUAGES } from "./languages/languages.ts";
import { takeOrdinal } from "./ordinals.ts";
import { type Pair, pairsAt } from "./pairs.ts";
import { anyOf, hasQuote, Phrase, withoutArticles } from "./phrase.ts";
import { resolved } from "./pronouns.ts";
import { rewritten } from "./rewritten.ts";
import { isSound } from "./sound.ts";
import type { Step } from "./steps.ts";
import { anyValuesOf, isClause, isOverfull, tickedFirst } from "./swallowed.ts";
import { Templates } from "./templates.ts";

/** Of these one sentence may name several ("tick Tea and Milk"). */
const LISTED: ReadonlySet<Action> = new Set<Action>([
  "click",
  "open",
  "check",
  "uncheck",
  "expand",
  "collapse",
  "hover",
  "doubleClick",
  "rightClick",
  "clear",
  "select",
  "deselect",
]);
/** "schalte A ein und B aus": a verb in two halves says only with the second which of these it is. */
const TURNED: ReadonlySet<Action> = new Set<Action>(["check", "uncheck", "expand", "collapse"]);
/** Said once for one thing, and what follows is something else. */
const ALONE: ReadonlySet<Action> = new Set<Action>([
  "named",
  "answered",
  "replaceWith",
  "nameIt",
  "toEnd",
  "nextOne",
  "showOnly",
  "makeSo",
  "onSelected",
  "compose",
  "react",
]);
/** No more words than these behind an "and" may belong to the name before it: "Save and close". */
const SHORT_CLAUSE = 1;
/** A name in a list of them has no more words than these, unless it is quoted. */
const LONGEST_NAME = 3;

/** More words than these are no name of a control. */
const LONGEST_CLAUSE = 8;

const GRAMMARS = LANGUAGES.map((language) => ({ language, templates: new Templates(language) }));
type Grammar = (typeof GRAMMARS)[number];
/** In any language: what is not to be done is never read in another as something else. */
const DENIES = new RegExp(`(?<=^|\\s)(?:${anyOf(LANGUAGES.flatMap(({ names, refusals }) => [...names.negations, ...refusals]))})(?=\\s|$)`, "iu");

/**
 * The steps that an instruction asks for, in whichever language understands it; null when any part of it is not
 * understood, so that nothing is half done. Pure: knows language, not the page.
 */
export function parseInstruction(instruction: string): Step[] | null {
  return surest(instruction, (grammar) => new Sentence(instruction, grammar).steps());
}

/**
 * The same where clauses that no rule understands are taken for what a control is called ("reopen this issue", "align
 * right"): worth something only where the page has such controls. Null for questions and for what only tells something.
 */
export function parseByNames(instruction: string): Step[] | null {
  if (instruction.trim().endsWith("?") || DENIES.test(instruction)) return null;
  return surest(instruction, (grammar) => new Sentence(instruction, grammar, { byNames: true }).steps());
}

/** What the language makes of it that has the most of its words. */
function surest(instruction: string, readBy: (grammar: Grammar) => Step[] | null): Step[] | null {
  const read = GRAMMARS.flatMap((grammar) => {
    const steps = readBy(grammar);
    return steps === null || !isSound(steps, instruction, grammar.language) ? [] : [{ steps, known: knownWords(instruction, grammar.language) }];
  });
  const [first, second] = read.sort((a, b) => b.known - a.known);
  // Two languages that are equally sure of it mean different things by it.
  if (
    first &&
    second &&
    first.known === second.known &&
    JSON.stringify(first.steps.map(({ verb }) => verb)) !== JSON.stringify(second.steps.map(({ verb }) => verb))
  )
    return null;
  return first?.steps ?? null;
}

/** How many of the words are such as only this language has. */
function knownWords(instruction: string, { articles, joins, relations, letters }: Language): number {
  const own = new Set([...articles, ...joins, ...Object.keys(relations)]);
  return instruction
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => own.has(word) || [...letters].some((letter) => word.includes(letter))).length;
}

/** One instruction, read by the grammar of one language. */
class Sentence {
  readonly #phrase: Phrase;
  readonly #language: Language;
  readonly #templates: Templates;
  readonly #atoms: readonly Atom[];
  /** "Name leeren und auf Speichern klicken": who begins so goes on so, and who does not names things so ("Datei öffnen"). */
  readonly #verbsLast: boolean;
  /** What no rule understands is taken for the name of a control. */
  readonly #byNames: boolean;

  constructor(instruction: string, { language, templates }: Grammar, { byNames = false } = {}) {
    this.#byNames = byNames;
    this.#phrase = new Phrase(instruction);
    this.#language = language;
    this.#templates = templates;
    const atoms = atomsOf(rewritten(this.#phrase.text, language), templates, language);
    this.#verbsLast = atoms[0] !== undefined && templates.endsWithVerb(atoms[0].text);
    this.#atoms = this.#placesBehind(atoms);
  }

  steps(): Step[] | null {
    const refused = new RegExp(`(?<=^|\\s)(?:${anyOf(this.#language.refusals)})(?=\\s|$)`, "u").test(this.#phrase.text);
    const steps = this.#atoms.length === 0 || refused ? null : this.#read(0);
    // "don't send it yet" alone asks for nothing.
    return steps && steps.length > 0 ? resolved(tickedFirst(steps), this.#language) : null;
  }

  /** "In the search box, type shoes" is "type shoes in the search box". */
  #placesBehind(atoms: readonly Atom[]): Atom[] {
    const out: Atom[] = [];
    for (let i = 0; i < atoms.length; i++) {
      const [atom, next] = [atoms[i], atoms[i + 1]];
      if (!atom) break;
      const [alone, both] = this.#begins(atom.text)
        ? []
        : [this.#placeBehind(atom.text), next && this.#begins(next.text) && this.#placeBehind(glued([atom, next]))];
      const found = alone || both;
      out.push(found ? { text: found.rest, before: atom.before, place: found.place } : atom);
      if (!alone && both) i++;
    }
    return out;
  }

  #placeBehind(text: string): { place: string; rest: string } | undefined {
    return placesFirst(text, this.#templates, this.#language).find(({ place, rest }) => this.#one(rest, place) !== null);
  }

  /** The steps from this atom on. A step ends where the next may begin; where that makes no sense, later. */
  #read(from: number): Step[] | null {
    const listed = pairsAt(this.#atoms.slice(from), (text) => this.#begins(text), this.#language);
    if (listed) {
      const steps = this.#given(listed.pairs);
      const rest = from + listed.taken === this.#atoms.length ? [] : this.#read(from + listed.taken);
      if (steps && rest) return [...steps, ...rest];
    }
    if (!this.#beginsAt(from)) return null;
    for (let end = from + 1; end <= this.#atoms.length; end++) {
      if (end < this.#atoms.length && !this.#beginsAt(end)) continue;
      const steps = this.#clause(this.#atoms.slice(from, end));
      if (steps === null) continue;
      if (end === this.#atoms.length) return steps;
      const rest = this.#read(end);
      if (rest !== null) return this.#orOneName(from, end, steps, rest);
    }
    return null;
  }

  #beginsAt(index: number): boolean {
    const atom = this.#atoms[index];
    // What is not understood begins where a sentence does, or where it is said that something comes after.
    return atom !== undefined && (this.#begins(atom.text) || (this.#byNames && (index === 0 || !this.#mayBeInName(atom) || /[.;\n]/.test(atom.before))));
  }

  get #reading(): { phrase: Phrase; language: Language } {
    return { phrase: this.#phrase, language: this.#language };
  }

  /** Each field of a form with its value. */
  #given(pairs: readonly Pair[]): Step[] | null {
    const reading = this.#reading;
    const steps = pairs.map(({ label, value }) => stepsOf({ action: "set", slots: { target: label, value }, head: "" }, "", reading));
    return steps.every((step) => step !== null) ? steps.flat() : null;
  }

  #begins(text: string | undefined): boolean {
    if (text === undefined) return false;
    return this.#templates.begins(text) || isMenuPath(text) || (this.#verbsLast && this.#templates.endsWithVerb(text));
  }

  /** "click Save and close": may be one button's name. */
  #orOneName(from: number, end: number, first: readonly Step[], rest: readonly Step[]): Step[] {
    const steps = [...first, ...rest];
    const next = this.#atoms[end];
    const isShort =
      next && next.before.trim() !== "," && !hasQuote(next.text) && next.text.split(/\s+/).length <= SHORT_CLAUSE && /^\s\p{L}+\s$|^\s&\s$/u.test(next.before);
    if (!isShort || end !== from + 1 || end + 1 !== this.#atoms.length) return steps;
    const whole = this.#one(glued(this.#atoms.slice(from, end + 1)), this.#atoms[from]?.place);
    const [step] = whole?.steps ?? [];
    if (step?.verb !== "click") return steps;
    // What comes second may be there only once the first is done.
    const later: Step = { verb: "either", readings: [rest] };
    return [{ verb: "either", readings: [[{ ...step, target: { ...step.target, quoted: true } }], [...first, later]] }];
  }

  /** One clause: one step, or several of one verb ("type a into x and b into y", "tick Tea and Milk"). */
  #clause(atoms: readonly Atom[]): Step[] | null {
    const counted = this.#sharedName(atoms);
    if (counted) return this.#several(counted);
    const whole = atoms.slice(1).every((atom, i) => this.#mayBeInName(atom) && !this.#endsBefore(atoms, i + 1))
      ? this.#one(glued(atoms), atoms[0]?.place)
      : null;
    const several = atoms.length > 1 ? (this.#several(atoms) ?? this.#around(atoms)) : null;
    if (!several) return whole && !this.#swallows(whole, atoms) ? whole.steps : null;
    if (!whole) return several;
    if (whole.action === "close") return [{ verb: "either", readings: [whole.steps, several] }];
    if (whole.action === "select" && isComplete(whole.steps)) return several;
    if (whole.steps.some(({ verb }) => verb === "press" || verb === "pickDate")) return whole.steps;
    if (!LISTED.has(whole.action) || whole.steps.length !== 1) return several;
    const ticked = whole.action === "select" ? [several.flatMap((step) => (step.verb === "select" ? [rowTick(step.item, this.#language)] : []))] : [];
    return [{ verb: "either", readings: [whole.steps, several, ...ticked] }];
  }

  /** "click 'Save' and …": a name in quotes ends with them. */
  #endsBefore(atoms: readonly Atom[], at: number): boolean {
    const [before, next] = [atoms[at - 1], atoms[at]];
    return before !== undefined && next !== undefined && /\uE001$/u.test(before.text) && isClause(next.text, this.#language);
  }

  /** Whether a value has taken in what is a clause of its own, though not one that is understood: "secret and keep me signed in". */
  #swallows({ steps }: { steps: readonly Step[] }, atoms: readonly Atom[]): boolean {
    const clauses = atoms.slice(1).filter(({ text, before }) => before.trim() !== "," && isClause(text, this.#language));
    return clauses.some(({ text }) => steps.some((step) => anyValuesOf(step).some((value) => value.endsWith(this.#phrase.plain(text)))));
  }

  /** "turn A and B on": what stands around the names is said once. */
  #around(atoms: readonly Atom[]): Step[] | null {
    const text = glued(atoms);
    if (!this.#language.lists.includes(atoms.at(-1)?.before.trim().toLowerCase() ?? "")) return null;
    for (const { action, slots } of this.#templates.matches(text)) {
      const at = slots.target === undefined || !TURNED.has(action) ? -1 : text.indexOf(slots.target);
      const [head, tail] = [text.slice(0, at), text.slice(at + (slots.target?.length ?? 0))];
      if (at < 0 || tail === "") continue;
      const inner = atoms.map((atom, i) => atom.text.slice(i === 0 ? at : 0, i === atoms.length - 1 ? atom.text.length - tail.length : undefined));
      const steps = inner.map((name) => (name.split(" ").length <= LONGEST_NAME || hasQuote(name) ? this.#one(`${head}${name}${tail}`)?.steps : undefined));
      if (steps.every((step) => step !== undefined)) return steps.flat();
    }
    return null;
  }

  /** "then" is in no name. */
  #mayBeInName({ before }: Atom): boolean {
    const join = before
      .replace(/[,;.&\s]+/g, " ")
      .trim()
      .toLowerCase();
    return join === "" || this.#language.lists.includes(join);
  }

  #one(text: string, place?: string): { action: Action; head: string; steps: Step[] } | null {
    const reading = this.#reading;
    if (place !== undefined) {
      const read = this.#one(text);
      const inPlace = read && isComplete(read.steps) && placed(read.steps, place, reading);
      if (inPlace) return { ...read, steps: inPlace };
      // "in the search box, type shoes": what comes first is the field itself.
      const whole = this.#one(`${text} ${place}`);
      const [written, other] = read?.steps ?? [];
      // "under 'Wishes' write soup": what comes first is where the field is, and no more of the text.
      const into = whole?.steps.every((step) => step.verb === "type" && step.target === null) ? fieldsAt(place, reading) : null;
      if (!read || !into || other || written?.verb !== "type") return whole;
      return { ...read, steps: [{ verb: "either", readings: into.map((target) => [{ ...written, target }]) }] };
    }
    const path = isMenuPath(text) && !this.#templates.begins(text) ? menuSteps(text, reading) : null;
    if (path) return { action: "open", head: "", steps: path };
    for (const match of this.#templates.matches(text)) {
      const steps = stepsOf(match, text, reading);
      if (steps && !steps.some(isOverfull)) return { action: match.action, head: match.head, steps };
    }
    if (!this.#byNames || text.split(/\s+/).length > LONGEST_CLAUSE) return null;
    const [, head = "", target] = /^(\S+)(?:\s+(.+))?$/u.exec(text) ?? [];
    const steps = stepsOf({ action: "named", head, slots: target === undefined ? {} : { target } }, text, reading);
    return steps && { action: "named", head, steps };
  }

  /** The same verb for each part; null where a part lacks what the verb needs. */
  #several(atoms: readonly Atom[]): Step[] | null {
    const spread = this.#spread(atoms);
    if (spread) return this.#several(spread);
    const kind = this.#sharedKind(atoms.at(-1)?.text ?? "");
    const out: Step[] = [];
    let head = "";
    let action: Action | null = null;
    for (let from = 0; from < atoms.length; ) {
      const atom = atoms[from];
      // What is said to come after is done otherwise: what a context menu has is chosen, and what is accepted is no more than that.
      if (atom && (action === "rightClick" || action === "accept") && !this.#mayBeInName(atom)) {
        const chosen = action === "accept" ? null : stepsOf({ action: "select", slots: { option: atom.text }, head: "" }, atom.text, this.#reading);
        return chosen && from === atoms.length - 1 ? [...out, ...chosen] : null;
      }
      let read: ReturnType<Sentence["_part"]> = null;
      let end = from + 1;
      for (; end <= atoms.length && !read; end++)
        read = this._part(atoms.slice(from, end), head, { kind, isLast: end === atoms.length, place: atoms[0]?.place });
      if (!read || (action !== null && read.action !== action && !(TURNED.has(action) && TURNED.has(read.action))) || (from === 0 && end - 1 === atoms.length))
        return null;
      ({ head, action } = { head: read.head, action: read.action });
      out.push(...read.steps);
      from = end - 1;
    }
    // "Red, Green and Blue from Colours" is one choice of three.
    return new Set(out.map((step) => isComplete([step]))).size === 1 ? out : null;
  }

  /** One part of a list of them, if it is whole. */
  private _part(atoms: readonly Atom[], head: string, { kind, isLast, place }: { kind: string | null; isLast: boolean; place: string | undefined }) {
    const text = glued(atoms);
    const plural = kind === null ? text : isLast ? this.#singular(text) : `${text} ${kind}`;
    const read = this.#one(this.#headed(head, plural), place);
    // "delete Tea and Milk" are not two buttons of one kind.
    if (!read || ALONE.has(read.action)) return null;
    // What is longer is no name but something that was not understood.
    if (!LISTED.has(read.action)) return isComplete(read.steps) ? read : null;
    const isShort = read.steps.every((step) => !("target" in step) || !step.target || step.target.words.split(" ").length <= LONGEST_NAME);
    return head === "" || hasQuote(text) || isShort || (isComplete(read.steps) && read.action === "select") ? read : null;
  }

  /** "click on A and on B": what stands between verb and name is said once. */
  #headed(head: string, text: string): string {
    const { relations, articles } = this.#language;
    const small = `(?:${anyOf([...Object.keys(relations), ...articles])})`;
    const again = new RegExp(`^${small}\\s`, "iu").test(text);
    return `${again ? head.replace(new RegExp(`(?:\\s+${small})+$`, "iu"), "") : head} ${text}`.trim();
  }

  /** "the checkboxes of Tea and Milk": the checkbox of Tea and the checkbox of Milk; null where nothing is spread so. */
  #spread([first, ...others]: readonly Atom[]): Atom[] | null {
    const { plurals, relations, placed: called } = this.#language;
    const found = new RegExp(`^(.*?)(?<=\\s)(${anyOf(Object.keys(plurals))})\\s+(${anyOf([...Object.keys(relations), ...called])})\\s+(.+)$`, "iu").exec(
      first?.text ?? "",
    );
    const kind = plurals[found?.[2]?.toLowerCase() ?? ""];
    if (!first || !found || kind === undefined) return null;
    const [, head = "", , relation = "", name = ""] = found;
    const said = new RegExp(`^${anyOf([this.#one(first.text)?.head ?? ""])}\\s*`, "iu");
    const what = `${head.replace(said, "")}${kind} ${relation}`;
    return [{ ...first, text: `${head}${kind} ${relation} ${name}` }, ...others.map((atom) => ({ ...atom, text: `${what} ${atom.text}` }))];
  }

  /** "the first and the third message", "rows 2 and 4": what is counted is said once. Null where nothing is. */
  #sharedName(atoms: readonly Atom[]): Atom[] | null {
    if (atoms.length < 2) return null;
    const { plurals, ordinals, ordinalEndings } = this.#language;
    const last = withoutArticles(atoms.at(-1)?.text ?? "", this.#language);
    const [name, order] = takeOrdinal(last, this.#language);
    const isCounted = new RegExp(`(?<=^|\\s)(?:${anyOf(Object.keys(ordinals))}|\\d+(?:${anyOf(ordinalEndings)}))$`, "iu");
    if (order !== null && name !== "" && atoms.slice(0, -1).every(({ text }) => isCounted.test(text)))
      return atoms.map((atom, i) => ({ ...atom, text: i === atoms.length - 1 ? this.#singular(last) : `${atom.text} ${this.#singular(` ${name}`).trim()}` }));
    const [, front = "", plural = "", first = ""] = new RegExp(`^(.*\\s)(${anyOf(Object.keys(plurals))})\\s+(\\d+)$`, "iu").exec(atoms[0]?.text ?? "") ?? [];
    const kind = plurals[plural.toLowerCase()];
    if (kind === undefined || !atoms.slice(1).every(({ text }) => /^\d+$/.test(text))) return null;
    return atoms.map((atom, i) => ({ ...atom, text: i === 0 ? `${front}${kind} ${first}` : `${kind} ${atom.text}` }));
  }

  /** "Tea and Milk checkboxes": each is a checkbox. */
  #sharedKind(text: string): string | null {
    const plural = Object.keys(this.#language.plurals).find((word) => text.toLowerCase().endsWith(` ${word}`));
    return plural === undefined ? null : (this.#language.plurals[plural] ?? null);
  }

  #singular(text: string): string {
    const plural = Object.keys(this.#language.plurals).find((word) => text.toLowerCase().endsWith(` ${word}`));
    return plural === undefined ? text : `${text.slice(0, -plural.length)}${this.#language.plurals[plural]}`;
  }
}
