import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("files.html");
const open = { prepare: "expand('src'); expand('src/lib'); expand('src/test')" };

/** A tree: branches that unfold by their arrow, a double-click or a key, files of the same name in two of them. */
export const files = [
  explicit("files-expand", "expand docs", "expanded('docs') && !expanded('src')"),
  explicit("files-expand-two", "expand src and then expand lib", "expanded('src') && expanded('src/lib')"),
  explicit("files-collapse", "collapse the src folder", "!expanded('src')", open),
  explicit("files-select", "click readme.md", "state.selected === 'readme.md'"),
  explicit("files-open", "double-click main.ts", "state.open === 'src/main.ts'", open),
  explicit("files-open-under", "double-click index.ts under test", "state.open === 'src/test/index.ts'", open),
  explicit("files-keys", "click docs and press ArrowRight", "expanded('docs')"),
  explicit("files-in-branch", "expand docs and double-click setup.md", "state.open === 'docs/setup.md'"),
  ambiguous("files-which-index", "double-click index.ts", "state.open === null", open),
  nonsense("files-no-file", "double-click package.json", "state.open === null && touched === 0"),
];
