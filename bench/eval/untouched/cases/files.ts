import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("files.html");

const FILES = ["budget.xlsx", "notes.txt", "logo.svg", "lease.pdf", "ferry.pdf"];
const without = (name: string): string[] => FILES.filter((file) => file !== name);
/** What lasts of the state, with what differs from the beginning; a tile may be selected on the way. */
const state = (change: object): string =>
  `${same("(({ selected, ...rest }) => rest)(state)", {
    files: FILES,
    opened: [],
    shared: [],
    moved: [],
    uploaded: 0,
    folder: null,
    menu: null,
    renaming: null,
    ...change,
  })}`;
const folders = (names: string[]): string => same("expanded()", names);

/** A tree of folders, and files with menus, keys and buttons that come when they are pointed at. */
export const filesCases: readonly EvalCase[] = [
  explicit("expand", "Expand Photos", `${folders(["Photos", "Work"])} && ${state({ folder: "Photos" })}`),
  explicit("expand-choose", "Expand Photos and click Summer", `${folders(["Photos", "Work"])} && ${state({ folder: "Summer" })}`),
  explicit("double-click", "Double-click budget.xlsx", state({ opened: ["budget.xlsx"] })),
  explicit("context", "Right-click notes.txt and choose Delete", state({ files: without("notes.txt") })),
  explicit(
    "rename",
    "Right-click notes.txt, choose Rename, type diary.txt into New name and press Enter",
    state({ files: FILES.map((name) => (name === "notes.txt" ? "diary.txt" : name)) }),
  ),
  explicit("hover-share", "Hover over logo.svg and click Share", state({ shared: ["logo.svg"] })),
  explicit("hover", "Hover over the storage meter", `${state({})} && document.querySelector("#meter").matches(":hover")`),
  explicit("keys", "Click logo.svg and press the Delete key", state({ files: without("logo.svg") })),
  explicit("keys-all", "Press Ctrl+A", `${state({})} && ${same("state.selected", FILES)}`),
  explicit("drag", "Drag notes.txt to the Archive folder", state({ files: without("notes.txt"), moved: [["notes.txt", "Archive"]] })),
  explicit("upload", "Upload report.csv", state({ uploaded: 1 })),
  ambiguous("pdf", "Double-click the PDF file"),
  nonsense("missing", "Right-click passwords.kdbx and choose Rename"),
];
