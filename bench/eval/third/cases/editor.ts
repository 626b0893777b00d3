import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("editor.html");
const START = { log: [] as string[], ruler: false, spell: true, zoom: "100%", bold: false, italic: false, underline: false, align: "left", size: "12" };
const is = (state: Partial<typeof START>, words = "Dear reader,"): string => `${same("E", { ...START, ...state })} && words() === ${JSON.stringify(words)}`;

/** A writing program: a bar of menus within menus, a toolbar, an editable page, the browser's own dialog. */
export const editor: readonly EvalCase[] = [
  explicit("export", "File > Export as > HTML", is({ log: ["HTML"] })),
  explicit("export-pdf", "Export the document as PDF from the File menu", is({ log: ["PDF"] })),
  explicit("undo", "choose Undo in the Edit menu", is({ log: ["Undo"] })),
  explicit("ruler", "show the ruler (View menu)", is({ ruler: true })),
  explicit("zoom", "Open the View menu, go to Zoom and pick 150%", is({ zoom: "150%" })),
  explicit("spell", "Turn off “Check spelling” in the Tools menu", is({ spell: false })),
  explicit("bold-size", "make it bold and set the font size to 24", is({ bold: true, size: "24" })),
  explicit("align", "align right", is({ align: "right" })),
  explicit("replace", "Open Find and replace from the Edit menu, find reader, replace with friend, replace all", `!$("dlg").open && ${is({}, "Dear friend,")}`),
  explicit("shortcut", "Press Ctrl+P", is({ log: ["Print…"] })),
  explicit("write", "Replace the whole text of the document with “Nothing new today.”", is({}, "Nothing new today.")),
  explicit("dialog-close", "close the find and replace dialog", `!$("dlg").open && ${is({})}`, { prepare: `$("dlg").showModal()` }),
  ambiguous("align-which", "Align the text"),
  nonsense("table", "Insert a table with three columns"),
];
