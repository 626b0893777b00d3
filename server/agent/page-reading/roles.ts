import type { DrawnDocument } from "./drawn-document.ts";

/** Roles that HTML gives its elements by their name alone (https://www.w3.org/TR/html-aam-1.0/#html-element-role-mappings). */
const BY_TAG: Record<string, string> = {
  article: "article",
  aside: "complementary",
  blockquote: "blockquote",
  button: "button",
  canvas: "canvas",
  caption: "caption",
  dd: "definition",
  details: "group",
  dialog: "dialog",
  dt: "term",
  fieldset: "group",
  figure: "figure",
  form: "form",
  h1: "heading",
  h2: "heading",
  h3: "heading",
  h4: "heading",
  h5: "heading",
  h6: "heading",
  hgroup: "group",
  hr: "separator",
  li: "listitem",
  main: "main",
  menu: "list",
  meter: "meter",
  nav: "navigation",
  ol: "list",
  optgroup: "group",
  option: "option",
  output: "status",
  p: "paragraph",
  progress: "progressbar",
  search: "search",
  table: "table",
  tbody: "rowgroup",
  textarea: "textbox",
  tfoot: "rowgroup",
  thead: "rowgroup",
  tr: "row",
  ul: "list",
};
const BY_INPUT_TYPE: Record<string, string> = {
  button: "button",
  checkbox: "checkbox",
  file: "button",
  hidden: "none",
  image: "button",
  number: "spinbutton",
  radio: "radio",
  range: "slider",
  reset: "button",
  search: "searchbox",
  submit: "button",
};
const SAME_ROLES: Record<string, string> = { img: "image", presentation: "none", directory: "list" };
/** Tokens of `role` that are roles (https://www.w3.org/TR/wai-aria-1.3/#role_definitions); others count as nothing said. */
const ARIA_ROLES = new Set(
  `alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox complementary contentinfo definition deletion
  dialog document emphasis feed figure form generic grid gridcell group heading image insertion link list listbox listitem log main mark marquee math menu menubar
  menuitem menuitemcheckbox menuitemradio meter navigation none note option paragraph progressbar radio radiogroup region row rowgroup rowheader scrollbar search
  searchbox separator slider spinbutton status strong subscript suggestion superscript switch tab table tablist tabpanel term textbox time timer toolbar tooltip tree
  treegrid treeitem graphics-document graphics-object graphics-symbol`.split(/\s+/),
);
const SECTIONING = ["article", "aside", "main", "nav", "section"];

/** The ARIA role of an element: the one it is given, else the one that HTML gives it; `generic` where there is none. */
export function roleOf(document: DrawnDocument, index: number): string {
  for (const token of document.attr(index, "role")?.toLowerCase().split(/\s+/) ?? []) {
    const role = SAME_ROLES[token] ?? token;
    // What is said to be nothing is something all the same where it can be operated.
    if (ARIA_ROLES.has(role)) return role === "none" && isNativeControl(document, index) ? nativeRole(document, index) : role;
  }
  return nativeRole(document, index);
}

function isNativeControl(document: DrawnDocument, index: number): boolean {
  return ["button", "input", "select", "textarea", "summary"].includes(document.tag(index)) || document.attr(index, "href") !== null;
}

function nativeRole(document: DrawnDocument, index: number): string {
  const tag = document.tag(index);
  const has = (name: string): boolean => document.attr(index, name) !== null;
  switch (tag) {
    case "a":
    case "area":
      return has("href") || has("xlink:href") ? "link" : "generic";
    case "input":
      return inputRole(document, index);
    case "select":
      return has("multiple") || Number(document.attr(index, "size") ?? 0) > 1 ? "listbox" : "combobox";
    case "summary":
      return document.tag(document.parent(index)) === "details" ? "button" : "generic";
    case "img":
      return document.attr(index, "alt") === "" ? "none" : "image";
    case "svg":
      return "svg";
    case "header":
      return document.closest(index, SECTIONING) < 0 ? "banner" : "generic";
    case "footer":
      return document.closest(index, SECTIONING) < 0 ? "contentinfo" : "generic";
    case "section":
      return has("aria-label") || has("aria-labelledby") || has("title") ? "region" : "generic";
    case "td":
      return isGrid(document, index) ? "gridcell" : "cell";
    case "th":
      return headerRole(document, index);
    default:
      if (BY_TAG[tag] !== undefined) return BY_TAG[tag];
      if (isEditable(document, index)) return "textbox";
      // What is dragged as one is one thing, as Chromium sees it.
      return document.attr(index, "draggable") === "true" ? "group" : "generic";
  }
}

function inputRole(document: DrawnDocument, index: number): string {
  const type = document.attr(index, "type")?.toLowerCase() ?? "text";
  const role = BY_INPUT_TYPE[type] ?? "textbox";
  return document.attr(index, "list") !== null && (role === "textbox" || role === "searchbox") ? "combobox" : role;
}

/** A header of its row stands first in it and has no other headers beside it. */
function headerRole(document: DrawnDocument, index: number): string {
  const scope = document.attr(index, "scope")?.toLowerCase();
  if (scope === "row" || scope === "rowgroup") return "rowheader";
  if (scope === "col" || scope === "colgroup") return "columnheader";
  const cells = document.children(document.parent(index)).filter((at) => document.isElement(at));
  return cells.some((at) => document.tag(at) === "td") ? "rowheader" : "columnheader";
}

function isGrid(document: DrawnDocument, index: number): boolean {
  const role = document.attr(document.closest(index, ["table"]), "role");
  return role === "grid" || role === "treegrid";
}

/** The outermost element of a part that people write in. */
export function isEditable(document: DrawnDocument, index: number): boolean {
  const editable = document.attr(index, "contenteditable");
  return editable !== null && editable.toLowerCase() !== "false";
}
