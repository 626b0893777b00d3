import type { Extreme, Relation, State } from "../target.ts";

/**
 * The words of a language that instructions are written in. Data only: another language is another file of this shape,
 * and a line in `languages.ts`.
 */
export type Language = {
  /** ISO 639-1. */
  code: string;
  /** Letters that only this language has among those that are understood. */
  letters: string;
  /**
   * What people write → what it asks for, tried in this order. `(a|b)` one of these, `[a]` may be left out, `{slot}` what
   * the sentence is about, `<list>` each word of a list in `markers`, one after the other (the surest first).
   * `{place}` is where it all is ("in the row of Alice"; begins with one of `where`, with none of `whither`), `{both}` a name
   * and right behind it what it is given ("Anzahl 6"), which `saying` may stand before; `{beside}` the same, or all of it one name.
   * `{name=a|b}` is a slot that only these may fill.
   * A pattern after `~` has its verb at the end; such a clause follows only one that is said so too.
   */
  rules: readonly (readonly [Action, readonly string[]])[];
  /** Lists of words for `<list>` in rules. */
  markers: Record<string, readonly string[]>;
  /** Verbs that come apart ("füge … hinzu"): their second halves, and who may be addressed between (pattern source). */
  apart: { seconds: readonly string[]; address: string } | null;
  /** Ends of verbs as they are said to someone (pattern source) → of those that controls are called by; the first that fits. */
  infinitives: readonly (readonly [string, string])[];
  names: Names;
  /** Word for a kind of element → the ARIA roles that it may mean. */
  roles: Record<string, readonly string[]>;
  /** What people call the things that pages show: said beside a name, they carry little ("the Lamp product"). As they are written. */
  nouns: readonly string[];
  /** Kinds in the plural → in the singular. */
  plurals: Record<string, string>;
  /** Kinds that open a list below them. */
  popups: readonly string[];
  /** Of these, those that open a menu. */
  menus: readonly string[];
  /** Kinds that fields are called by: what "contains x" has it as its value. */
  fields: readonly string[];
  /** Kinds that are opened and folded, so that opening them is more than a click. */
  foldable: readonly string[];
  ordinals: Record<string, number>;
  /** A number and one of these is an order ("2nd"). */
  ordinalEndings: readonly string[];
  /** Said of an order: it is counted from the end. Patterns in which `{n}` is the order. */
  fromEnd: readonly string[];
  /** Between what is counted and its number ("number 2"). */
  numbered: readonly string[];
  numbers: Record<string, number>;
  /** Adverbs of how often. */
  repeats: Record<string, number>;
  /** Said behind a time of day ("10:14 Uhr"); pages mostly leave it out. */
  clock: readonly string[];
  months: Record<string, number>;
  /** How dates are written; `{d}`, `{m}` (by name or number), `{y}`. */
  dates: readonly string[];
  directions: Record<string, "up" | "down" | "left" | "right" | "top" | "bottom">;
  /** Key → its name for the browser, where that is another. */
  keys: Record<string, string>;
  /** Words for keys as such ("the Escape key"). */
  keyWords: readonly string[];
  /** Words before a place → how the element stands to it. */
  relations: Record<string, Relation>;
  /** Words for a kind of place → the ARIA roles that it may mean; after a place's own name they carry nothing. */
  places: Record<string, readonly string[]>;
  /** Between a kind of place and what it is called or holds ("row of Alice"). */
  placed: readonly string[];
  /** Adjectives → states, and those that say the contrary. */
  states: Record<string, { state: State; is: boolean }>;
  /** Before a state that is said behind ("that is", "which is not"); the second list denies. */
  whichIs: readonly string[];
  whichIsNot: readonly string[];
  /** Before what a field holds ("that contains"). */
  contains: readonly string[];
  /** Adjectives and places on the page that tell which by where it is seen. */
  extremes: Record<string, Extreme>;
  /** Said of where on the page something is; it tells nothing. */
  whereabouts: readonly string[];
  /** Between a kind and a name. */
  labelled: readonly string[];
  /** What an owner's name ends with before what is his ("Alice's"); pattern source. */
  possessive: string;
  /** Verbs and small words that tell nothing of which control is meant ("make it bold"). */
  neutral: readonly string[];
  /** Words for what was spoken of last. */
  pronouns: readonly string[];
  /** Words for who is spoken to or speaks, and for several that were spoken of ("me", "them"). */
  addressed: readonly string[];
  /** Before what belongs to what was spoken of last ("its"). */
  owners: readonly string[];
  /** What is owned and is the thing itself ("her name"). */
  selves: readonly string[];
  /** Words that begin a next step. */
  joins: readonly string[];
  /** Of these, those that may as well be part of a name or of a list. */
  lists: readonly string[];
  /** Said of what is not to be done: such an instruction is left alone. As they are written. */
  refusals: readonly string[];
  /** Words that carry nothing wherever they stand. */
  fillers: readonly string[];
  /** Said before and after what is asked for. */
  courtesies: readonly string[];
  thanks: readonly string[];
  /** Said of none in particular, at the beginning of a name: no one thing is meant. As they are written. */
  vague: readonly string[];
  /** Articles of what is not there yet. */
  indefinite: readonly string[];
  /** Said behind what has just come into sight ("the dialog that opens"). */
  appearing: readonly string[];
  /** Before what something is done for ("to continue"). */
  purposes: readonly string[];
  /** Verbs of what something is done for, where what it is done to is not quoted ("click OK to confirm"). */
  aims: readonly string[];
  /** Whole ways of saying something (pattern source, quoted parts in it as signs) → the same as the rules have it. */
  ways: readonly (readonly [string, string])[];
  /** Said in more than one word for what one says as well. */
  shorter: Record<string, string>;
  /** Ends of a list ("the top") → which is there. */
  ends: Record<string, "first" | "last">;
  /** Orders → how they are sorted. */
  orders: Record<string, "ascending" | "descending">;
  /** Words that carry nothing. */
  articles: readonly string[];
  /** Words of a search for more than one. */
  quantifiers: readonly string[];
  /** What is closed by a button in it. */
  closable: readonly string[];
  /** What the button is called that closes something. */
  close: string;
  /** What a search field is called, and which kind it is. */
  search: string;
  /** What a list of orders to sort by is called. */
  sortBy: string;
  searchKind: string;
  /** What controls are called that whole sentences speak of without saying so. */
  usual: {
    /** Who signs in, by a name and by an address; and what only they know. */
    user: readonly string[];
    address: readonly string[];
    password: string;
    rating: string;
    /** What ratings are counted in. */
    stars: readonly string[];
    filter: string;
    /** What ticks everything at once, and the kind of each that is ticked. */
    all: readonly string[];
    box: string;
    /** Said of each of many ("all", "every"). */
    each: readonly string[];
    /** "as done": what such things are ticked for. */
    done: readonly string[];
    /** The answers that dialogs ask for. */
    yes: readonly string[];
    dialog: string;
    /** What the buttons are called that choose the thing that they stand beside. */
    choose: readonly string[];
  };
  /** Deeds as nouns → what the button is called that does them ("confirm the deletion"). */
  deeds: Record<string, string>;
  /** Before a name and a value in a list of them, and what such a list is called ("the form"). */
  pairs: {
    /** Patterns of what introduces the list. */
    intro: string;
    /** Patterns of verbs that a list of at least two may follow at once ("enter name Ann and city Oslo"). */
    verbs?: string;
    /** Patterns of one pair with the groups `label` and `value`. */
    forms: readonly string[];
  };
  /** Lists that have just appeared ("the suggestions"): where what is chosen stands when it is said to be there. */
  offered: readonly string[];
  /** The whole page, as what is scrolled. */
  wholePage: readonly string[];
};

/** How interfaces call things, for matching what is said with what a page shows. */
export type Names = {
  /** A name with one of these means the contrary of the same name without. */
  negations: readonly string[];
  /** What words may end with besides and be the same word ("invoices"). */
  endings: readonly string[];
  /** Groups of words that interfaces use for the same thing. */
  synonyms: readonly (readonly string[])[];
  /** Kinds that are none of the platform's: what the author calls so tells which is meant. */
  loose: readonly string[];
  /** Signs that stand for an icon. */
  symbols: Record<string, string>;
  /** What icons are called in code → what people call what they do. */
  icons: Record<string, readonly string[]>;
};

/** What a rule asks for; its slots say of what. */
export type Action =
  | "click"
  | "doubleClick"
  | "rightClick"
  | "hover"
  | "focus"
  | "clear"
  | "check"
  | "uncheck"
  | "expand"
  | "collapse"
  | "open"
  | "close"
  /** Pressed by the name that the whole clause is. */
  | "named"
  /** Pressed by the name of where it puts the thing that it stands beside. */
  | "put"
  /** As "named", or by what is called so at a place ("show details for order 7"). */
  | "show"
  /** A link is clicked, anything else is followed by its button. */
  | "follow"
  /** As "named", or ticked. */
  | "accept"
  | "markAs"
  | "logIn"
  | "append"
  | "prepend"
  | "rate"
  /** Clauses that say how something is to be. */
  | "nothing"
  | "toEnd"
  | "nextOne"
  | "backFrom"
  | "react"
  | "choiceOf"
  | "assignTo"
  | "labelled"
  | "answered"
  | "answerIs"
  | "nameIt"
  | "compose"
  | "addTo"
  | "makeSo"
  | "payBy"
  | "useCode"
  | "useOne"
  | "subscribe"
  | "clockAt"
  | "expandAll"
  | "selectText"
  | "onSelected"
  | "filterBy"
  | "showOnly"
  | "replaceWith"
  | "filter"
  | "confirm"
  | "checkAll"
  | "uncheckAll"
  /** Sorted by what is said. */
  | "sort"
  | "type"
  | "search"
  | "select"
  | "deselect"
  | "set"
  | "setMost"
  | "setLeast"
  | "increase"
  | "decrease"
  | "upload"
  | "submit"
  | "drag"
  | "press"
  | "scroll"
  | "scrollTo"
  | "back"
  | "forward"
  | "reload";
