import type { DrawnDocument } from "./drawn-document.ts";
import { roleOf } from "./roles.ts";

/** An element's accessible name, and whether its author gave it one or it is what it holds. */
export type Naming = { name: string; given: boolean };

const MAX_NAME = 200;
/** Roles that are called by what they hold (https://www.w3.org/TR/wai-aria-1.3/#namefromcontent). */
const BY_CONTENT = new Set([
  ...["button", "cell", "checkbox", "columnheader", "gridcell", "heading", "link", "menuitem", "menuitemcheckbox", "menuitemradio", "option"],
  ...["radio", "rowheader", "switch", "tab", "tooltip", "treeitem", "term"],
]);
const LABELABLE = new Set(["button", "input", "meter", "output", "progress", "select", "textarea"]);
const BUTTON_WORDS: Record<string, string> = { submit: "Submit", reset: "Reset", image: "Submit" };
/** Fields whose content is part of the name of what they stand in. */
const HOLDING = new Set(["textbox", "searchbox", "combobox", "spinbutton", "slider", "listbox"]);
/** Items that may hold what they open, and what that is. */
const NESTING = new Set(["menuitem", "menuitemcheckbox", "menuitemradio", "treeitem"]);
const BELOW = new Set(["menu", "group", "tree"]);
/** Drawn in one line with what is beside it. */
const INLINE = new Set(["inline", "contents", "ruby", ""]);
/** Where fonts draw their icons: nothing that anyone reads. */
const PRIVATE = /[\uE000-\uF8FF]|[\u{F0000}-\u{10FFFD}]/gu;

/** Words as people read them: single spaces, no signs that only draw, at most MAX_NAME characters. */
export const clean = (text: string): string => text.replace(PRIVATE, "").replace(/\s+/g, " ").trim().slice(0, MAX_NAME);

/**
 * Tells the accessible names of one document's elements, as https://www.w3.org/TR/accname-1.2/ has them and Chromium
 * works them out: from what they are labelled by, their label, what HTML has for it, what they hold, their title.
 */
export function namesIn(document: DrawnDocument) {
  const roles = new Map<number, string>();
  const contents = new Map<number, string>();
  const labels = labelsIn(document);

  const role = (index: number): string => {
    const known = roles.get(index);
    if (known !== undefined) return known;
    const found = roleOf(document, index);
    roles.set(index, found);
    return found;
  };

  /** What is hidden has words only for those that name it as their label. */
  const wordsOf = (index: number, hidden = false): string => {
    if (document.isText(index)) return hidden || document.isVisible(index) ? document.text(index) : "";
    if (!document.isElement(index) || document.isPseudo(index)) return "";
    const tag = document.tag(index);
    if (tag === "script" || tag === "style" || (!hidden && document.attr(index, "aria-hidden") === "true")) return "";
    if (!hidden && tag === "option" && !document.isDrawn(index)) return "";
    if (tag === "br") return " ";
    // What has no box has no words of its own; what is in it may be drawn all the same.
    const own = hidden || document.isDrawn(index) ? ownWords(index) : null;
    const words = own ?? insideOf(index, hidden);
    return INLINE.has(document.display(index)) ? words : ` ${words} `;
  };
  const insideOf = (index: number, hidden = false): string => {
    if (hidden)
      return document
        .children(index)
        .map((child) => wordsOf(child, true))
        .join("");
    const known = contents.get(index);
    if (known !== undefined) return known;
    const words = document
      .children(index)
      .map((child) => wordsOf(child))
      .join("");
    contents.set(index, words);
    return words;
  };
  /** Null for what is read by what it holds. */
  const ownWords = (index: number): string | null => {
    const content = HOLDING.has(role(index)) ? contentOf(index) : null;
    if (content !== null) return content;
    const label = document.attr(index, "aria-label");
    if (label !== null && label.trim() !== "") return label;
    const tag = document.tag(index);
    if (tag === "img") return document.attr(index, "alt") ?? document.attr(index, "title") ?? "";
    if (tag === "svg") return svgTitle(index);
    if (HOLDING.has(role(index))) return "";
    return tag === "input" ? nativeName(index) : null;
  };
  const svgTitle = (index: number): string => {
    const title = document.children(index).find((child) => document.tag(child) === "title");
    return title === undefined ? "" : insideOf(title, true);
  };
  const referred = (index: number, attribute: string): string => {
    const ids = document.attr(index, attribute)?.trim();
    if (!ids) return "";
    return clean(
      ids
        .split(/\s+/)
        .map((id) => document.byId(id, index))
        .map((at) =>
          at === null ? "" : clean(at === index ? (document.attr(at, "aria-label") ?? insideOf(at)) : (ownWords(at) ?? insideOf(at, !document.isDrawn(at)))),
        )
        .join(" "),
    );
  };
  const labelWords = (index: number): string =>
    clean(
      labels
        .of(index)
        .map((label) => document.attr(label, "aria-label") ?? wordsWithout(label, index))
        .join(" "),
    );
  /** A label's words without those of the field that stands in it. */
  const wordsWithout = (at: number, field: number): string => {
    if (at === field) return "";
    if (document.isText(at) || !holds(at, field)) return wordsOf(at);
    const words = document
      .children(at)
      .map((child) => wordsWithout(child, field))
      .join("");
    return INLINE.has(document.display(at)) ? words : ` ${words} `;
  };
  const holds = (outer: number, inner: number): boolean => {
    for (let at = inner; at >= 0; at = document.parent(at)) if (at === outer) return true;
    return false;
  };

  /** What HTML names the element by. */
  const nativeName = (index: number): string => {
    const tag = document.tag(index);
    const attr = (name: string): string => document.attr(index, name) ?? "";
    const labelled = LABELABLE.has(tag) ? labelWords(index) : "";
    if (labelled !== "") return labelled;
    const childOf = (tagName: string): string => {
      const child = document.children(index).find((at) => document.tag(at) === tagName);
      return child === undefined ? "" : insideOf(child);
    };
    switch (tag) {
      case "input": {
        const type = attr("type").toLowerCase();
        if (["submit", "reset", "button"].includes(type)) return document.value(index) || attr("value") || (BUTTON_WORDS[type] ?? "");
        if (type === "image") return attr("alt") || attr("value") || attr("title") || "Submit";
        return "";
      }
      case "img":
      case "area":
        return attr("alt");
      case "svg":
        return svgTitle(index);
      case "fieldset":
        return childOf("legend");
      case "table":
        return childOf("caption");
      case "figure":
        return childOf("figcaption");
      case "option":
      case "optgroup":
        return attr("label");
      default:
        return "";
    }
  };

  /** What a field or a control that stands for one holds; null for what holds nothing. Passwords are dots. */
  const contentOf = (index: number): string | null => {
    const tag = document.tag(index);
    if (tag === "select") return clean(selectedIn(index).join(", ")) || null;
    if (tag === "input" || tag === "textarea") {
      if (!HOLDING.has(role(index)) && document.attr(index, "type")?.toLowerCase() !== "file") return null;
      const value = document.value(index) ?? "";
      return (document.attr(index, "type")?.toLowerCase() === "password" ? "•".repeat(value.length) : value.trim().slice(0, MAX_NAME)) || null;
    }
    const stated = document.attr(index, "aria-valuetext") ?? document.attr(index, "aria-valuenow");
    if (stated !== null) return stated;
    if (tag === "progress" || tag === "meter") return document.attr(index, "value");
    return HOLDING.has(role(index)) && role(index) !== "listbox" ? clean(insideOf(index)) || null : null;
  };
  const selectedIn = (index: number): string[] =>
    document.children(index).flatMap((child) => {
      if (document.tag(child) !== "option") return selectedIn(child);
      return document.isSelected(child) ? [document.attr(child, "label") || clean(insideOf(child, true))] : [];
    });

  /** What opens below an item is not what the item is called. */
  const withoutBelow = (index: number): string => {
    if (!NESTING.has(role(index))) return insideOf(index);
    return document
      .children(index)
      .filter((child) => !document.isElement(child) || !BELOW.has(role(child)))
      .map((child) => wordsOf(child))
      .join("");
  };

  const nameOf = (index: number): Naming => {
    const given = referred(index, "aria-labelledby") || clean(document.attr(index, "aria-label") ?? "") || clean(nativeName(index));
    if (given !== "") return { name: given, given: true };
    // A row is called by its words where it can be chosen as a whole.
    const byWords = BY_CONTENT.has(role(index)) || (role(index) === "row" && document.attr(index, "tabindex") !== null);
    const byContent = byWords ? clean(document.tag(index) === "option" ? insideOf(index, true) : withoutBelow(index)) : "";
    if (byContent !== "") return { name: byContent, given: false };
    if (!LABELABLE.has(document.tag(index)) && !BY_CONTENT.has(role(index)) && role(index) !== "image") return { name: "", given: false };
    return { name: clean(document.attr(index, "title") || document.attr(index, "placeholder") || document.attr(index, "aria-placeholder") || ""), given: true };
  };

  const stretchesIn = (index: number): string[] => {
    const words: string[] = [];
    let left = MAX_NAME;
    const collect = (at: number): void => {
      if (left <= 0) return;
      if (document.isText(at) && document.isVisible(at)) {
        const word = clean(document.text(at));
        if (word !== "") words.push(word);
        left -= word.length;
      }
      if (document.attr(at, "aria-hidden") !== "true") for (const child of document.children(at)) collect(child);
    };
    collect(index);
    return words;
  };
  const wordsIn = (index: number): string => stretchesIn(index).join(" ").slice(0, MAX_NAME);

  return {
    role,
    nameOf,
    contentOf,
    /** What its author labelled it with: no placeholder, no title, nothing that it holds. */
    labelOf: (index: number): string => referred(index, "aria-labelledby") || clean(document.attr(index, "aria-label") ?? "") || labelWords(index),
    /** The words that are drawn inside, without what pictures and fields are called. */
    wordsIn,
    /**
     * What people read on a control beside its name: each stretch of words and all of them, where its author calls it
     * otherwise or it has several; none of what holds a value or other items.
     */
    shownOf: (index: number, name: string): string[] => {
      if (HOLDING.has(role(index)) || NESTING.has(role(index)) || !BY_CONTENT.has(role(index))) return [];
      const stretches = stretchesIn(index);
      return [...new Set([stretches.join(" ").slice(0, MAX_NAME), ...stretches])].filter((words) => words !== name);
    },
    /** What it says of itself beyond its name. */
    descriptionOf: (index: number, name: string): string | null => {
      const said =
        referred(index, "aria-describedby") ||
        document.attr(index, "aria-description") ||
        document.attr(index, "placeholder") ||
        document.attr(index, "title") ||
        "";
      const description = clean(said);
      return description === "" || description === name ? null : description;
    },
    /** Whether the words of a label are those of a box to tick in sight, which says them itself. */
    labelsBox: (index: number): boolean => {
      const field = document.tag(index) === "label" ? labels.fieldOf(index) : null;
      return field !== null && document.isVisible(field) && ["checkbox", "radio", "switch"].includes(role(field));
    },
  };
}

/** All about the names in one document. */
export type Names = ReturnType<typeof namesIn>;

/** Which label belongs to which field: by `for`, or the first field inside. */
function labelsIn(document: DrawnDocument) {
  const labels = new Map<number, number[]>();
  const fields = new Map<number, number>();
  const firstField = (index: number): number | null => {
    for (const child of document.children(index)) {
      const isField = LABELABLE.has(document.tag(child)) && document.attr(child, "type") !== "hidden";
      const found = isField ? child : firstField(child);
      if (found !== null) return found;
    }
    return null;
  };
  for (let index = 0; index < document.length; index++) {
    if (document.tag(index) !== "label") continue;
    const id = document.attr(index, "for");
    const field = id === null ? firstField(index) : document.byId(id, index);
    if (field === null) continue;
    fields.set(index, field);
    labels.set(field, [...(labels.get(field) ?? []), index]);
  }
  return { of: (field: number): readonly number[] => labels.get(field) ?? [], fieldOf: (label: number): number | null => fields.get(label) ?? null };
}
