import type { ModelElement, Place as ModelPlace, PageModel } from "../page-model.ts";
import { type Box, distanceOn, furthest, gapBetween, nearest, type Side } from "./boxes.ts";
import { languageOf, namesOf } from "./languages/languages.ts";
import { nameScore, SURE } from "./names.ts";
import { normalise } from "./normalise.ts";
import { headerRows } from "./rows.ts";
import type { Scored } from "./score.ts";
import type { Place } from "./target.ts";
import { isThing, ofThing } from "./things.ts";

/** As good as the very name. */
const WHOLE = 0.9;
/** Called so among other words. */
const AMONG = 0.75;
/** What is further away stands next to nothing. */
const BESIDE_PX = 160;

/** Those of the list that stand where the place says: all of its words and orders are true of them. */
export function standing(model: PageModel, list: readonly Scored[], place: Place, language: string): Scored[] {
  const at = new Standing(model, list, language);
  if (isThing(place) && (place.relation === "in" || place.relation === "beside")) return ofThing(list, place);
  switch (place.relation) {
    case "in":
      return at.inside(place);
    case "row":
      return at.inRow(place);
    case "column":
      return at.inColumn(place);
    case "above":
    case "below":
    case "left":
    case "right":
      return at.on(place.relation, place);
    case "beside":
      return at.beside(place);
    case "after":
    case "before":
      return at.following(place, place.relation === "after" ? 1 : -1);
    default:
      return furthest(list, place.relation);
  }
}

/** One list of elements of a page, asked for those that stand in a place. */
class Standing {
  readonly #model: PageModel;
  readonly #list: readonly Scored[];
  readonly #language: string;

  constructor(model: PageModel, list: readonly Scored[], language: string) {
    this.#model = model;
    this.#list = list;
    this.#language = language;
  }

  /** In a place of that name or kind; in the card of such words; in what its author called so ("the palette"). */
  inside(place: Place): Scored[] {
    const held = this.#heldBy(place);
    if (held.length > 0) return held;
    const heads = this.#inHeaderRows(place);
    if (heads.length > 0) return heads;
    // No place says that it is a banner, but its author may call it so.
    if (place.words === "" && place.roles?.includes("table")) return this.#pagers();
    if (place.words === "") return place.kind === null || place.ordinal !== null ? [] : this.#calledByAuthor(place.kind);
    // No place of that kind is called so, but something else may be.
    const other = place.roles === null ? [] : this.#heldBy({ ...place, roles: null });
    if (other.length > 0 || place.ordinal !== null) return other;
    const cards = this.#anchors(place.words).flatMap((label) => this.#besideLabel(label));
    if (cards.length > 0) return this.#list.filter((one) => cards.includes(one));
    return this.#calledByAuthor(place.words);
  }

  /** "the table header", "the header row" is no banner of the page's. */
  #inHeaderRows({ words, roles, ordinal }: Place): Scored[] {
    const { places } = languageOf(this.#language);
    const kinds = words === "" ? ["table"] : (places[normalise(words)] ?? []);
    if (!roles?.includes("banner") || ordinal !== null || !["table", "row"].some((kind) => kinds.includes(kind))) return [];
    const headers = headerRows(this.#model);
    return this.#list.filter(({ element: { frameId, context } }) => context.some(({ role, id }) => role === "row" && headers.has(`${frameId} ${id}`)));
  }

  /** What turns a table's pages stands below it: beside numbers that are pressed. */
  #pagers(): Scored[] {
    const numbers = this.#model.elements.filter(({ role, name }) => (role === "link" || role === "button") && /^\d+$/.test(name.trim()));
    return this.#list.filter(({ element }) =>
      numbers.some(({ path, frameId }) => frameId === element.frameId && path.slice(0, 3).some((part) => element.path.slice(0, 3).includes(part))),
    );
  }

  #calledByAuthor(called: string): Scored[] {
    const words = normalise(called).split(" ");
    return this.#list.filter(({ element }) => element.around.some((names) => words.every((word) => names.includes(word))));
  }

  /** Alice's own row before one that mentions her. */
  inRow(place: Place): Scored[] {
    const rows = { ...place, roles: place.roles ?? ["row"] };
    if (place.words === "") return this.#heldBy(rows);
    const owners = this.#anchors(place.words, WHOLE).flatMap(({ frameId, context }) =>
      context.filter(({ role }) => role === "row").map(({ id }) => `${frameId} ${id}`),
    );
    const own = this.#list.filter(({ element }) => element.context.some(({ role, id }) => role === "row" && owners.includes(`${element.frameId} ${id}`)));
    if (own.length > 0) return own;
    const held = this.inside(rows);
    return held.length > 0 ? held : this.#inRowsThatHold(place.words);
  }

  /** "the row with status Shipped": what stands in the column Status of it. */
  #inRowsThatHold(words: string): Scored[] {
    const said = normalise(words);
    const holders = this.#model.elements.filter(
      ({ column, name }) => column !== null && normalise(name) !== "" && said === `${normalise(column)} ${normalise(name)}`,
    );
    const rowOf = ({ frameId, context }: ModelElement): string => `${frameId} ${context.find(({ role }) => role === "row")?.id}`;
    const rows = new Set(holders.map(rowOf));
    return this.#list.filter(({ element }) => element.context.some(({ role }) => role === "row") && rows.has(rowOf(element)));
  }

  inColumn(place: Place): Scored[] {
    const { words, ordinal } = place;
    if (ordinal === null) {
      const held = this.#list.filter(({ element: { column } }) => column !== null && this.#named(column, words) >= SURE);
      // The columns of a board are no table's.
      return held.length > 0 || words === "" ? held : this.inside({ ...place, kind: null, roles: null });
    }
    const headers = this.#model.elements.filter(({ role }) => role === "columnheader");
    const nth = headers.at(ordinal < 0 ? ordinal : ordinal - 1);
    return this.#list.filter(({ element: { column } }) => nth !== undefined && column === nth.name);
  }

  /** "under Billing" is what stands in that section, where Billing heads one; else the nearest on that side. */
  on(side: Side, place: Place): Scored[] {
    // What mentions it in its own row does not stand below that row, and nothing stands below itself.
    const others = this.#list.filter(({ element }) => place.words === "" || this.#named(element.name, place.words) < SURE);
    const section = side === "below" ? this.#heldBy(place).filter((one) => others.includes(one) && !this.#isInRowOf(one.element, place.words)) : [];
    if (section.length > 0) return section;
    const anchors = this.#boxes(place);
    const found = nearest(others, ({ element: { bounds } }) => least(anchors.map((box) => (bounds ? distanceOn(side, bounds, box) : null))));
    return found.length === 0 && (side === "below" || side === "above") ? this.#inNextRow(side, place) : found;
  }

  /** "the checkbox below Cleo": in the next row of her table, in whichever column. */
  #inNextRow(side: "above" | "below", { words }: Place): Scored[] {
    const anchors = words === "" ? [] : this.#anchors(words).filter((anchor) => rowOf(anchor) !== null);
    return nearest(this.#list, ({ element }) =>
      least(
        anchors.map((anchor) => {
          const isNear = anchor.bounds && element.bounds && rowOf(element) !== null && rowOf(element) !== rowOf(anchor) && tableOf(element) === tableOf(anchor);
          const way = isNear && anchor.bounds && element.bounds ? element.bounds.y - anchor.bounds.y : 0;
          return way === 0 || way > 0 !== (side === "below") ? null : Math.abs(way);
        }),
      ),
    );
  }

  #isInRowOf(element: ModelElement, words: string): boolean {
    return rowOf(element) !== null && this.#anchors(words).some((anchor) => rowOf(anchor) === rowOf(element));
  }

  beside(place: Place): Scored[] {
    const held = this.inside(place);
    if (held.length === 1) return held;
    const anchors = this.#boxes(place);
    const near = (held.length > 0 ? held : this.#list).filter(
      ({ element: { bounds } }) => bounds && anchors.some((box) => gapBetween(bounds, box) <= BESIDE_PX),
    );
    const found = nearest(near, ({ element: { bounds } }) => least(anchors.map((box) => (bounds ? gapBetween(bounds, box) : null))));
    return found.length > 0 ? found : held;
  }

  /** The next of the list in the order of the page, on one side of what is called so. */
  following(place: Place, way: 1 | -1): Scored[] {
    const order = new Map(this.#model.elements.map((element, i) => [element, i]));
    const called = new Set(this.#anchors(place.words));
    const anchors = [...called].map((element) => order.get(element) ?? 0);
    const steps = (one: Scored): number | null => least(anchors.map((anchor) => way * ((order.get(one.element) ?? 0) - anchor)).filter((step) => step > 0));
    const known = this.#list.flatMap((one) => {
      const step = called.has(one.element) ? null : steps(one);
      return step === null ? [] : [{ one, step }];
    });
    const first = least(known.map(({ step }) => step));
    return known.filter(({ step }) => step === first).map(({ one }) => one);
  }

  /** Those in a place of the right kind and name: the best called, then the nearest. */
  #heldBy(place: Place): Scored[] {
    const known = this.#list.flatMap((one) => {
      const depths = one.element.context
        .map((context, depth) => ({ context, depth, called: this.#answers(context, place) }))
        .filter(({ called }) => called > 0);
      const best = depths.sort((a, b) => b.called - a.called || a.depth - b.depth)[0];
      return best ? [{ one, ...best }] : [];
    });
    const called = Math.max(...known.map((each) => each.called));
    const wellCalled = known.filter((each) => each.called === called);
    if (place.ordinal !== null) return this.#nth(wellCalled, place);
    const depth = Math.min(...wellCalled.map((each) => each.depth));
    // Nearest first: Alice's own row comes before the table, which has her name too.
    return wellCalled.filter((each) => place.words === "" || each.depth === depth).map(({ one }) => one);
  }

  /** "the second row": counted among those that are on the page, headers left out. */
  #nth(known: readonly { one: Scored; context: ModelPlace }[], place: Place): Scored[] {
    const keyOf = (element: ModelElement, { id }: ModelPlace): string => `${element.frameId} ${id}`;
    const all: string[] = [];
    const headers = headerRows(this.#model);
    for (const element of this.#model.elements) {
      const context = element.context.find((each) => this.#answers(each, { ...place, ordinal: null }) > 0);
      const key = context ? keyOf(element, context) : "";
      if (context && !headers.has(key) && !all.includes(key)) all.push(key);
    }
    const wanted = all.at((place.ordinal ?? 1) < 0 ? (place.ordinal ?? 1) : (place.ordinal ?? 1) - 1);
    return known.filter(({ one, context }) => keyOf(one.element, context) === wanted).map(({ one }) => one);
  }

  /** How well a place answers: its kind, and its name where one is said. */
  #answers({ role, name }: ModelPlace, { words, roles }: Place): number {
    const isKind = roles?.includes(role) ?? false;
    if (words === "") return isKind ? WHOLE : 0;
    if (roles !== null && !isKind) return 0;
    const wanted = normalise(words);
    if (roles === null && role === wanted) return WHOLE;
    const named = this.#named(name, words);
    if (named >= WHOLE) return WHOLE;
    return named >= SURE || ` ${normalise(name)} `.includes(` ${wanted} `) ? AMONG : 0;
  }

  #named(name: string, words: string): number {
    return nameScore(name, words, { names: namesOf(this.#language) });
  }

  /** What is called so, the best called. */
  #anchors(words: string, least = SURE): ModelElement[] {
    const scored = this.#model.elements.map((element) => ({ element, score: this.#named(element.name, words) })).filter(({ score }) => score >= least);
    const best = Math.max(...scored.map(({ score }) => score));
    return scored.filter(({ score }) => score >= Math.min(best, WHOLE)).map(({ element }) => element);
  }

  /** Boxes of what is called so, or of what stands in a place of that kind. */
  #boxes({ words, roles }: Place): Box[] {
    const elements = words === "" ? this.#model.elements.filter(({ context }) => context.some(({ role }) => roles?.includes(role))) : this.#anchors(words);
    return elements.flatMap(({ bounds }) => (bounds && bounds.width > 0 ? [bounds] : []));
  }

  /** Those in the smallest part of the page that holds the label and any of them. */
  #besideLabel(label: ModelElement): Scored[] {
    const others = this.#list.filter(({ element }) => element !== label && element.frameId === label.frameId);
    for (const part of label.path) {
      const inside = others.filter(({ element }) => element.path.includes(part));
      if (inside.length > 0) return inside;
    }
    return [];
  }
}

/** The row that an element stands in, and its table; null for none. */
const placeId =
  (roles: readonly string[]) =>
  ({ frameId, context }: ModelElement): string | null => {
    const place = context.find(({ role }) => roles.includes(role));
    return place ? `${frameId} ${place.id}` : null;
  };
const rowOf = placeId(["row"]);
const tableOf = placeId(["table", "grid", "treegrid"]);

const least = (numbers: readonly (number | null)[]): number | null => {
  const known = numbers.filter((number) => number !== null);
  return known.length === 0 ? null : Math.min(...known);
};
