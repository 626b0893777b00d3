import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("editor.html");

/** A menubar with menus in menus, a toolbar of toggles, a document that is edited in place. */
export const editor = [
  explicit("editor-menu", "open the File menu and click New", "state.menu === 'New'"),
  explicit("editor-submenu", "choose File > Export as > Markdown", "state.menu === 'Markdown'"),
  explicit("editor-submenu-steps", "Click File, then Export as, then PDF", "state.menu === 'PDF'"),
  explicit("editor-closed-menu", "click Find and replace in the Edit menu", "state.menu === 'Find and replace'"),
  explicit(
    "editor-check-item",
    "open the View menu and tick Word count",
    "item('Word count').getAttribute('aria-checked') === 'true' && item('Ruler').getAttribute('aria-checked') === 'true'",
  ),
  explicit("editor-theme", "open View and choose Dark theme", "item('Dark theme').getAttribute('aria-checked') === 'true'"),
  explicit("editor-bold", "press the Bold button", "state.cmds.bold === true"),
  explicit("editor-font", "set the font to Serif", "document.getElementById('font').value === 'Serif'"),
  explicit("editor-size", "change the size to 18", "document.getElementById('size').value === '18'"),
  explicit("editor-align", "click the Align button and choose Right", "state.align === 'Right'"),
  explicit("editor-title", 'replace the document title with "Keepers"', "document.getElementById('title').value === 'Keepers'"),
  explicit("editor-clear-write", 'clear the document and type "A new day." into it', "text() === 'A new day.'"),
  explicit("editor-write", 'type "Fog came in." into the Document', "text().includes('Fog came in.')"),
  explicit(
    "editor-keys",
    "click into the document and press Ctrl+A, then press Delete",
    "text() === '' && state.keys.some((key) => key.toLowerCase() === 'ctrl+a')",
  ),
  ambiguous("editor-theme-which", "click theme", "state.menu === null"),
  nonsense("editor-disabled-print", "choose Print from the File menu", "state.menu === null"),
  nonsense("editor-no-menu", "open the Insert menu and click Table", "state.menu === null && touched === 0"),
];
