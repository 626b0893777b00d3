import { afterAll, beforeAll, expect, test } from "vitest";
import { startActPages } from "../../../testing/act-pages.ts";

const PAGES: Record<string, string> = {
  menus: `<style>nav ul ul{display:none} nav li:hover>ul{display:block} nav li{position:relative;width:120px} nav ul ul{position:absolute;left:100px;top:0;background:#fff}</style>
    <nav><ul><li><a href="/elsewhere">Shop</a><ul><li><a href=# onclick="did('shirts');return false">Shirts</a></li><li><a href=#>Shoes</a><ul><li><a href=# onclick="did('boots');return false">Boots</a></li></ul></li></ul></li></ul></nav>
    <div role=menubar><button role=menuitem aria-haspopup=true aria-expanded=false id=file aria-controls=fm>File</button></div>
    <div role=menu id=fm hidden style="width:150px"><div role=menuitem tabindex=-1 onclick="did('new')">New</div><div role=menuitem tabindex=-1 aria-haspopup=true aria-expanded=false id=ex>Export<div role=menu id=em hidden><div role=menuitem onclick="did('pdf')">PDF</div><div role=menuitem onclick="did('csv')">CSV</div></div></div></div>
    <button id=more aria-haspopup=menu aria-expanded=false>More</button>
    <script>const toggle = (b, m) => (e) => { e.stopPropagation(); m.hidden = !m.hidden; b.setAttribute("aria-expanded", !m.hidden) };
      file.onclick = toggle(file, fm); ex.onclick = toggle(ex, em);
      more.onclick = () => { const m = document.createElement("div"); m.setAttribute("role", "menu"); m.innerHTML = '<div role=menuitem>Archive</div><div role=menuitem>Report</div>'; document.body.append(m); for (const i of m.children) i.onclick = () => did(i.textContent.toLowerCase()) }</script>`,
  hidden: `<style>.row .act{visibility:hidden} .row:hover .act{visibility:visible}</style>
    <details><summary>Advanced</summary><label>Proxy <input oninput="did('proxy ' + value)"></label></details>
    <button aria-expanded=false aria-controls=sec onclick="sec.hidden=!sec.hidden;this.setAttribute('aria-expanded',!sec.hidden)">Billing</button><div id=sec hidden><button onclick="did('pay')">Pay invoice</button></div>
    <div role=tablist><button role=tab id=t1 aria-selected=true aria-controls=q1>General</button><button role=tab id=t2 aria-selected=false aria-controls=q2 onclick="q1.hidden=true;q2.hidden=false">Security</button></div><div role=tabpanel id=q1>x</div><div role=tabpanel id=q2 hidden><button onclick="did('2fa')">Enable two-factor</button></div>
    <table><tr class=row><td>Alice<td><button class=act onclick="did('alice')">Delete</button></tr><tr class=row><td>Bob<td><button class=act onclick="did('bob')">Delete</button></tr></table>
    <ul><li onmouseenter="this.innerHTML='Carol <button onclick=&quot;did(\\'carol\\')&quot;>Rename</button>'">Carol</li></ul>
    <div hidden><button onclick="did('ghost')">Ghost</button></div>`,
  trees: `<ul role=tree><li role=treeitem aria-expanded=false id=docs><span onclick="const o = docs.getAttribute('aria-expanded') !== 'true'; docs.setAttribute('aria-expanded', o); kids.hidden = !o">Documents</span><ul role=group id=kids hidden><li role=treeitem><span onclick="did('letters')">Letters</span></li></ul></li></ul>
    <div role=tree><div role=treeitem aria-expanded=false tabindex=0 id=src onkeydown="if (event.key === 'ArrowRight') { this.setAttribute('aria-expanded', true); did('src open') }">src</div></div>`,
  long: `<div id=box style="height:200px;width:300px;overflow:auto"><div id=inner style="height:30000px;position:relative"></div></div>
    <script>const draw = () => { inner.innerHTML = ""; const first = Math.floor(box.scrollTop / 30); for (let i = first; i < first + 9; i++) { const b = document.createElement("div"); b.innerHTML = "<span>Entry " + i + "</span> <button>Open</button>"; b.setAttribute("role", "listitem"); b.style = "position:absolute;height:30px;top:" + i * 30 + "px"; b.querySelector("button").onclick = () => did("entry " + i); inner.append(b) } }; box.onscroll = draw; draw()</script>`,
  feed: `<main id=m></main><script>let n = 0; const add = () => { for (let i = 0; i < 12; i++) { const p = document.createElement("article"); p.innerHTML = "<h3>Post " + ++n + "</h3><button onclick=\\"did('like " + n + "')\\">Like</button>"; p.style = "height:120px"; m.append(p) } }; add();
    onscroll = () => { if (n < 60 && innerHeight + scrollY > document.documentElement.scrollHeight - 50) setTimeout(add, 100) }</script>`,
  dialogs: `<button onclick="alert('hello'); did('after alert')">Warn</button><button onclick="did(confirm('sure?') ? 'yes' : 'no')">Ask</button>`,
  moving: `<style>body{margin:0} button{display:block;width:200px;height:40px}</style><div id=top></div><button onclick="did('good')">Good</button><button onclick="did('bad')">Bad</button>
    <script>let once = true; document.addEventListener("mousemove", () => { if (once) { once = false; document.querySelector("#top").style.height = "0"; const extra = document.createElement("button"); extra.textContent = "Extra"; extra.onclick = () => did("extra"); document.querySelector("#top").after(extra) } })</script>`,
  drags: `<style>li{height:30px;border:1px solid;width:150px;user-select:none}</style>
    <ul id=html>${["One", "Two", "Three"].map((t) => `<li draggable=true>${t}</li>`).join("")}</ul><ul id=points>${["Red", "Green", "Blue"].map((t) => `<li>${t}</li>`).join("")}</ul>
    <script>
      const order = (list) => did([...list.children].map((li) => li.textContent).join(","));
      let held = null;
      html.ondragstart = (e) => { held = e.target; e.dataTransfer.setData("text/plain", "x") };
      html.ondragover = (e) => { e.preventDefault(); const over = e.target.closest("li"); if (!over || over === held) return; const r = over.getBoundingClientRect(); over[e.clientY < r.top + r.height / 2 ? "before" : "after"](held) };
      html.ondrop = (e) => { e.preventDefault(); order(html) };
      points.onpointerdown = (e) => { const li = e.target; points.setPointerCapture(e.pointerId);
        points.onpointermove = (m) => { const over = [...points.children].find((o) => o !== li && m.clientY >= o.getBoundingClientRect().top && m.clientY < o.getBoundingClientRect().bottom); if (over) { const r = over.getBoundingClientRect(); over[m.clientY < r.top + r.height / 2 ? "before" : "after"](li) } };
        points.onpointerup = () => { points.onpointermove = null; order(points) } };
    </script>`,
  twins: `<button onclick="did('first')">Open</button><p>and</p><button onclick="did('second')">Open</button>`,
  forms: `<form onsubmit="did('sent ' + new FormData(this).get('q'));return false"><label>Query <input name=q></label><button>Go</button></form>`,
};

let on: Awaited<ReturnType<typeof startActPages>>;
beforeAll(async () => {
  on = await startActPages(PAGES, AbortSignal.timeout(170_000));
});
afterAll(() => on?.stop());

test.each<[string, string, string]>([
  ["menus", "click Shop > Shirts", "shirts"],
  ["menus", "click File > Export > PDF", "pdf"],
  ["menus", "open the More menu and click Report", "report"],
  ["hidden", "type squid into Proxy", "proxy squid"],
  ["hidden", "click Pay invoice", "pay"],
  ["hidden", "click Enable two-factor", "2fa"],
  ["hidden", "click Delete in the row of Bob", "bob"],
  ["hidden", "click Rename in the row of Carol", "carol"],
  ["trees", "expand Documents and click Letters", "letters"],
  ["trees", "click Letters", "letters"],
  ["trees", "expand src", "src open"],
  ["long", "click Open in the Entry 420 row", "entry 420"],
  ["feed", "click Like in the Post 40 card", "like 40"],
  ["dialogs", "click Warn", "after alert"],
  ["dialogs", "click Ask", "no"],
  ["moving", "click Good", "good"],
  ["drags", "drag Three above One", "Three,One,Two"],
  ["drags", "drag Red below Blue", "Green,Blue,Red"],
  ["forms", "type tea into Query and submit the form", "sent tea"],
])("%s: %s", async (page, instruction, told) => {
  expect(await on.act(page, instruction)).toEqual(["done", told]);
});

test("what is hidden for good stays so, and nothing is done", async () => {
  const [outcome, told] = await on.act("hidden", "click Ghost");
  expect(outcome).toMatch(/^not_found/);
  expect(told).toBe("-");
});

test("who is asked picks the element, and the step goes on with it; who is told hears of the step as it was said", async () => {
  const told: string[] = [];
  const [outcome, title] = await on.act("twins", "click Open", {
    ask: async ({ choice }) => choice.candidates[1]?.element.ref ?? null,
    stepDone: (step, { element }) => void told.push(`${step.verb} ${"target" in step ? step.target?.words : ""}: ${element?.name}`),
  });
  expect([outcome, title]).toEqual(["done", "second"]);
  expect(told).toEqual(["click Open: Open"]);
});
