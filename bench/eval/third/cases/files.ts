import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("files.html");
type Tree = Record<"home" | "documents" | "letters" | "pictures", string>;
const TREE: Tree = {
  home: "Documents, Pictures, budget.ods, todo.txt",
  documents: "Letters, cv.pdf, lease.pdf",
  letters: "aunt.odt",
  pictures: "beach.jpg, cat.jpg, roof.png",
};
/** What the folders hold, with these differences; `at` is the folder that is shown. */
const holds = (changes: Partial<Tree> = {}, at = "Home"): string => {
  const { home, documents, letters, pictures } = { ...TREE, ...changes };
  const list = [`Home: ${home}`, `Home/Documents: ${documents}`, `Home/Documents/Letters: ${letters}`, `Home/Pictures: ${pictures}`];
  return `${same("all()", list)} && S.at === "${at}" && S.rename === null`;
};
const opened = (...names: string[]): string => same("S.opened", names);
const IN_PICTURES = `go("Home/Pictures")`;

/** A file manager: a tree, tiles that a double click opens, a menu of the right button, keys, tiles dragged upon folders. */
export const files: readonly EvalCase[] = [
  explicit("double", "Double-click todo.txt", `${opened("todo.txt")} && ${holds()}`),
  explicit("tree-pictures", "Select the folder Pictures in the tree", holds({}, "Home/Pictures")),
  explicit("tree-deep", "Expand Documents in the folder tree and open Letters there", `${opened()} && ${holds({}, "Home/Documents/Letters")}`),
  explicit("context-duplicate", "right click on budget.ods, then Duplicate", holds({ home: `${TREE.home}, budget copy.ods` })),
  explicit("bin", "Move cat.jpg to the bin", holds({ pictures: "beach.jpg, roof.png" }, "Home/Pictures"), { prepare: IN_PICTURES }),
  explicit(
    "rename",
    "Rename “roof.png” to “house.png” with the context menu and confirm with Enter",
    holds({ pictures: "beach.jpg, cat.jpg, house.png" }, "Home/Pictures"),
    {
      prepare: IN_PICTURES,
    },
  ),
  explicit(
    "drag",
    "Drag todo.txt onto the Documents folder in the file list",
    holds({ home: "Documents, Pictures, budget.ods", documents: `${TREE.documents}, todo.txt` }),
  ),
  explicit("list-view", "switch to list view", `S.list && ${holds()}`),
  explicit("key-delete", "Select beach.jpg and press the Delete key", holds({ pictures: "cat.jpg, roof.png" }, "Home/Pictures"), { prepare: IN_PICTURES }),
  explicit(
    "new-name",
    "Type Invoices as the new name and press Enter",
    `S.rename === null && ${same("FS.Home.map(base)", ["Documents", "Pictures", "budget.ods", "todo.txt", "Invoices"])}`,
    {
      prepare: `$("mk").click()`,
    },
  ),
  explicit("f2", "Select todo.txt, press F2, type notes.txt and press Enter", holds({ home: "Documents, Pictures, budget.ods, notes.txt" })),
  explicit("ctrl", "Click budget.ods, then click todo.txt while holding Ctrl", `${same("S.sel.map(base)", ["budget.ods", "todo.txt"])} && ${holds()}`),
  ambiguous("jpg", "Open the jpg picture", { prepare: IN_PICTURES }),
  nonsense("backup", "Restore yesterday's backup"),
  nonsense("missing", "Double-click on holiday.mp4"),
];
