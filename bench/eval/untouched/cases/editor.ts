import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, nonsense } = casesOf("editor.html");

const TEXT = "Once upon a time";
/** The whole state and the document, with what differs from the beginning. */
const state = (change: object, doc = TEXT): string =>
  `${same("state", { did: [], font: "Serif", ruler: false, breaks: true, pressed: [], zoom: "100%", spell: true, saves: 0, ...change })} && ${same("doc()", doc)}`;

/** An editor with a bar of menus, a bar of tools and a text that is edited in place. */
export const editor: readonly EvalCase[] = [
  explicit("menu", "Choose Save a copy from the File menu", state({ did: ["Save a copy"] })),
  explicit("open-menu-click", "Open the Format menu and click Clear formatting", state({ did: ["Clear formatting"] })),
  explicit("submenu", "Open the Format menu, open Font and choose Mono", state({ font: "Mono" })),
  explicit("menu-tick", "Tick Ruler in the View menu", state({ ruler: true })),
  explicit("bold", "Click Bold", state({ pressed: ["Bold"] })),
  explicit("two-tools", "Press Bold and then Italic", state({ pressed: ["Bold", "Italic"] })),
  explicit("clear", "Clear the document", state({}, "")),
  explicit("clear-type", "Clear the document and type Dear guests into it", state({}, "Dear guests")),
  explicit("zoom", "Set the zoom to 150%", state({ zoom: "150%" })),
  explicit("switch", "Turn off spell check", state({ spell: false })),
  explicit("keys", "Press Ctrl+S", state({ saves: 1 })),
  nonsense("print", "Choose Print preview from the File menu"),
  nonsense("macros", "Open the Macros menu"),
];
