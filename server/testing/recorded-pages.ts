/**
 * Pages of different kinds for the fidelity of recordings. Each has `step(n)`, which changes it as pages of its kind
 * change, and shows `<name>-done-n` somewhere in what is hardest to record once it did. `rootOf` names closed shadow roots, which only the
 * page knows.
 */
export type RecordedPage = { path: string; kind: string; html: string };

const page = (kind: string, body: string): RecordedPage => {
  const name = kind.replace(/\W+/g, "-");
  return { path: `/${name}`, kind, html: `<!doctype html><meta charset=utf-8><title>${kind}</title>${body.replaceAll("done-", `${name}-done-`)}` };
};

const FORM = `<form><label>Name <input id=name></label><label>Password <input id=secret type=password></label>
<label>Plan <select id=plan><option>Free<option>Team</select></label><label><input type=checkbox id=agree> I agree</label><p id=error role=alert></p><ol id=log></ol></form>
<script>
const note = (text) => log.appendChild(Object.assign(document.createElement("li"), { textContent: text }));
name_.oninput = () => { error.textContent = name_.value.length < 3 ? "Too short" : "Fine" };
function step(n) { name_.value = "Ann" + n; agree.checked = true; plan.selectedIndex = n % 2; error.textContent = "checked " + n; note("done-" + n) }
</script>`.replaceAll("id=name>", "id=name_>");

const TABLE = `<table><thead><tr><th>Share<th>Price<th>Change<tbody id=rows></table>
<script>
let tick = 0;
const draw = () => { tick++; rows.innerHTML = Array.from({ length: 30 }, (_, i) => "<tr><td>S" + i + "<td>" + ((tick * 7 + i * 13) % 100) + "<td>" + (i % 2 ? "▲" : "▼") + tick).join("") };
draw();
setInterval(draw, 90);
function step(n) { document.querySelector("th").textContent = "Share done-" + n }
</script>`;

const SHADOW = `<open-card></open-card><div id=late></div><div id=shut></div>
<script>
const roots = new Map();
globalThis.rootOf = (el) => roots.get(el);
class OpenCard extends HTMLElement {
  connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = "<h2>Open card</h2><slot></slot><p></p>"; this.innerHTML = "<b>slotted</b>" }
}
customElements.define("open-card", OpenCard);
const root = shut.attachShadow({ mode: "closed" });
roots.set(shut, root);
root.innerHTML = "<h2>Closed card</h2><p>nobody looks in</p>";
function step(n) {
  document.querySelector("open-card").shadowRoot.querySelector("p").textContent = "open " + n;
  if (n === 1) late.attachShadow({ mode: "open" }).innerHTML = "<i>came late</i>";
  root.querySelector("p").textContent = "closed done-" + n;
}
</script>`;

const FRAMES = `<h1>Around</h1><iframe id=same srcdoc="<p id=p>inside</p>"></iframe><iframe id=other src="OTHER/inner"></iframe>
<script>function step(n) { same.contentDocument.body.append("; frame " + n); const inner = document.createElement("iframe"); inner.srcdoc = "<p>inner " + n + "</p>"; inner.onload = () => same.contentDocument.body.append("done-" + n); same.contentDocument.body.append(inner) }</script>`;

const SPA = `<nav><a href="/a">A</a> <a href="/b">B</a></nav><main id=app>start</main>
<script>
function step(n) {
  history.pushState({}, "", "#view" + n);
  const view = document.createElement("section");
  view.innerHTML = "<h1>View " + n + "</h1><ul>" + Array.from({ length: 50 }, (_, i) => "<li>entry " + n + "." + i).join("") + "</ul><footer>done-" + n + "</footer>";
  app.replaceChildren(view);
  // Frameworks move nodes and change texts in place.
  const list = view.querySelector("ul");
  list.append(list.firstChild, list.children[3]);
  list.children[5].firstChild.data = "changed in place " + n;
}
</script>`;

const LIST = `<div id=box style="height:200px;overflow:auto"><div id=tall style="height:200000px;position:relative"></div></div>
<script>
const draw = () => {
  const first = Math.floor(box.scrollTop / 20);
  tall.replaceChildren(...Array.from({ length: 12 }, (_, i) => Object.assign(document.createElement("div"), { textContent: "Row " + (first + i), style: "position:absolute;top:" + (first + i) * 20 + "px" })));
};
box.onscroll = draw; draw();
function step(n) { box.scrollTop = n * 40000; const mark = document.createElement("p"); mark.textContent = "done-" + n; box.onscroll = () => { draw(); box.after(mark) } }
</script>`;

const DIALOG = `<button>Open</button><dialog id=d><form method=dialog><h2>Sure?</h2><p id=why></p><button>Yes</button></form></dialog><div id=pop popover>popped</div><details id=more><summary>More</summary><p>hidden words</p></details>
<script>function step(n) { if (n === 1) { why.textContent = "because done-1"; d.showModal(); more.open = true } else { d.close(); pop.showPopover(); pop.textContent = "popover done-" + n } }</script>`;

const STYLES = `<style id=sheet></style><p class=a data-probe>one</p><p class=b data-probe>two</p><p class=c data-probe>three</p><p id=mark></p>
<script>
sheet.sheet.insertRule(".a { color: rgb(255, 0, 0) }");
const adopted = new CSSStyleSheet();
function step(n) {
  sheet.sheet.insertRule(".a { color: rgb(0, " + n + ", 255) }", sheet.sheet.cssRules.length);
  adopted.replaceSync(".b { color: rgb(" + n + ", 128, 0) }");
  document.adoptedStyleSheets = [adopted];
  if (n === 2) sheet.sheet.deleteRule(0);
  sheet.sheet.insertRule("@media all { .c { color: rgb(9, 9, " + n + ") } }", 0);
  mark.textContent = "done-" + n;
}
</script>`;

const LANGUAGES = `<div dir=rtl lang=ar>مرحبا <bdi>user_1</bdi> بالعالم</div><p lang=ja><ruby>漢字<rt>かんじ</rt></ruby>です</p><p>👩‍👩‍👧‍👦 é ﷽ &amp;lt;b&gt; \u2028 \u00a0 end</p><p id=out></p>
<script>function step(n) { document.dir = n % 2 ? "rtl" : "ltr"; out.textContent = "שלום " + n + " — Ελληνικά — ไทย — \\ud83e\\udd8a done-" + n }</script>`;

const EDITOR = `<div id=edit contenteditable><p>Write <b>here</b></p></div><textarea id=notes>first</textarea>
<script>function step(n) {
  edit.focus();
  document.execCommand("selectAll"); getSelection().collapseToEnd();
  document.execCommand("insertText", false, " more " + n); document.execCommand("insertParagraph"); document.execCommand("bold");
  document.execCommand("insertText", false, "done-" + n);
}</script>`;

/** @param other the origin of another site, for a frame of it */
export const recordedPages = (other: string): RecordedPage[] => [
  page("form", FORM),
  page("live table", TABLE),
  page("shadow trees", SHADOW),
  page("frames", FRAMES.replace("OTHER", other)),
  page("single page app", SPA),
  page("virtual list", LIST),
  page("dialogs", DIALOG),
  page("styles by script", STYLES),
  page("languages", LANGUAGES),
  page("editor", EDITOR),
];

/** What the frame of the other site says in the end. */
export const OTHER_SITE_TEXT = "of another site, changed";
export const OTHER_SITE_FRAME = `<!doctype html><p id=p>of another site</p><script>setTimeout(() => { p.textContent = "${OTHER_SITE_TEXT}" }, 100)</script>`;
/** Stands for the words of a frame that the page may not read. */
export const UNREAD = "[unread frame]";

/**
 * All that a document says, in the order of its tree: texts, shadow trees before what is slotted into them, frames (UNREAD for
 * those of other sites), and the colours of what is marked with data-probe. Source of an expression, a function of a document.
 */
export const TEXT_OF = `(document, rootOf = () => null) => {
  const said = [];
  const look = (node) => {
    if (node.nodeType === 3) said.push(node.data);
    if (node.nodeType === 1) {
      if (/^(script|style|noscript|template|title|textarea)$/i.test(node.localName)) return;
      const root = node.shadowRoot || rootOf(node);
      if (root) root.childNodes.forEach(look);
      if (node.localName === "iframe") return void (node.contentDocument ? node.contentDocument.body && look(node.contentDocument.body) : said.push("${UNREAD}"));
      if ("probe" in node.dataset) said.push(node.ownerDocument.defaultView.getComputedStyle(node).color);
    }
    node.childNodes.forEach(look);
  };
  look(document.body);
  return said.join(" ").replace(/\\s+/g, " ").trim();
}`;
