import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startRunningSession } from "../../testing/running-session.ts";
import { resolveAndAct } from "./resolver.ts";

/** Every page writes what happened into its title. */
const PAGES: Record<string, string> = {
  names: `<title>-</title><script>const did = (what) => { document.title = what }</script>
    <button onclick="did('save')">Save</button> <button onclick="did('save as')">Save as…</button>
    <button onclick="did('do not')">Don't allow</button>
    <button onclick="did('inbox')">Inbox (3)</button> <a href="#" onclick="did('import')">Import <kbd>ctrl-i</kbd></a>
    <button onclick="did('invert')">Invert</button>
    <label>Username <input oninput="did('user ' + value)"></label><label>First name (required) <input oninput="did('first ' + value)"></label>
    <label>Last name <input oninput="did('last ' + value)"></label>
    <input type=search oninput="did('search ' + value)" onkeydown="if (event.key === 'Enter') did('searched ' + value)"><button onclick="did('go')">Search</button>
    <p>Delete is a word that this sentence has.</p>
    <div style="cursor:pointer" onclick="did('archive')">Archive</div>
    <button onclick="did('menu')"><i class="fa fa-bars"></i></button>
    <button onclick="did('trash')"><svg width=16 height=16><use href="#icon-trash"></use></svg></button>
    <div class="icon-cog" style="width:20px;height:20px" onclick="did('cog')"></div>
    <a href="/names?home">Home</a> <a href="/names?home">Home</a>
    <button style="position:absolute;left:-999px" onclick="did('wrong')">Print</button><button onclick="did('print')">Print</button>
    <span style="position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)">Twice</span><button disabled>Publish</button>`,
  lists: `<title>-</title><script>const did = (what) => { document.title = what }</script>
    <fieldset><legend>Size</legend><label><input type=radio name=s onclick="did('small')">Small</label><label><input type=radio name=s onclick="did('large')">Large</label></fieldset>
    <label>Colour <select onchange="did(value)"><option>Red<option>Green</select></label>
    <button aria-haspopup=listbox id=plan onclick="plans.hidden=false">Plan</button>
    <ul id=plans hidden role=listbox><li role=option onclick="did('basic')">Basic</li><li role=option onclick="did('pro')">Pro</li></ul>
    <label>City <input role=combobox oninput="cities.hidden = value.length < 2"></label>
    <ul id=cities role=listbox hidden><li role=option onclick="did('rome')">Rome</li></ul>
    <style>.drawn input { position:absolute; opacity:0; width:0; height:0 } .drawn span { border: 1px solid; padding-left: 20px }</style>
    <label class=drawn><input type=checkbox onchange="did('news ' + checked)"><span>Newsletter</span></label>
    <button role=switch aria-checked=false onclick="this.setAttribute('aria-checked', this.ariaChecked === 'true' ? 'false' : 'true'); did('dark ' + this.ariaChecked)">Dark mode</button>
    <details ontoggle="did('details ' + open)"><summary>Advanced</summary>More</details>
    <label>Volume <input type=range min=0 max=100 value=10 oninput="did('volume ' + value)"></label>
    <label>Day <input type=date onchange="did('day ' + value)"></label>
    <div contenteditable aria-label=Notes oninput="did('notes ' + this.textContent)"></div>
    <div role=tablist><button role=tab onclick="did('tab one')">One</button><button role=tab onclick="did('tab two')">Two</button></div><a href=# onclick="did('link two')">Two</a>`,
  filter: `<title>-</title><script>const did = (what) => { document.title = what }</script>
    <label>Find <input oninput="for (const row of rows.rows) row.hidden = !row.textContent.includes(value)"></label>
    <table id=rows><tr><td>Ann<td><button onclick="did('ann')">Edit</button><tr><td>Bob<td><button onclick="did('bob')">Edit</button></table>`,
  places: `<title>-</title><script>const did = (what) => { document.title = what }</script>
    <table><tr><td>Alice<td><button onclick="did('alice')">Delete</button></tr><tr><td>Bob<td><button onclick="did('bob')">Delete</button></tr></table>
    <div id=toolbar><button onclick="did('toolbar')">Apply</button></div><aside><button onclick="did('aside')">Apply</button></aside>
    <div style="height:120px;overflow:auto" aria-label=Log role=region onscroll="did('log scrolled')"><div style="height:900px">top</div><button onclick="did('deep')">Deep</button></div>
    <div ondblclick="did('double')">Cell A</div><div oncontextmenu="did('context');event.preventDefault()">Cell B</div>
    <div onmouseenter="shoes.hidden=false">Products<button id=shoes hidden onclick="did('shoes')">Shoes</button></div>
    <div id=x draggable=true ondragstart="event.dataTransfer.setData('text', 'card')">Card one</div>
    <div ondragover="event.preventDefault()" ondrop="event.preventDefault(); did('dropped ' + event.dataTransfer.getData('text'))" style="padding:20px">Done column</div>
    <div id=host></div><script>host.attachShadow({mode:'open'}).innerHTML = '<label>Code <input oninput="document.title = \\'code \\' + value"></label>'</script>
    <iframe srcdoc="<label>Card number <input oninput=&quot;parent.document.title = 'card ' + value&quot;></label>"></iframe>
    <div><div><span>Kettle</span><button onclick="did('kettle')">Add</button></div><div><span>Toaster</span><button onclick="did('toaster')">Add</button></div></div>
    <div>Street: <input oninput="did('street ' + value)"></div><div><input type=checkbox onclick="did('milk')"> Milk</div>
    <div style="cursor:pointer" onclick="sizes.hidden=false">Choose size</div><div id=sizes hidden><div onclick="did('huge')">Huge</div></div>
    <div style="height:2000px"></div><h2>Terms and conditions</h2>`,
  dialog: `<title>-</title><script>const did = (what) => { document.title = what }</script>
    <button onclick="did('under')">OK</button><button onclick="did('page close')">Close</button>
    <div style="position:fixed;inset:0;background:#0008"><div role=dialog aria-label=Settings style="background:#fff;width:300px;height:200px;margin:100px auto">
    <button onclick="did('ok')">OK</button><button onclick="did('closed')">×</button></div></div>`,
};

let server: Server;
let base: string;
let run: Awaited<ReturnType<typeof startRunningSession>>;
const signal = AbortSignal.timeout(170_000);

beforeAll(async () => {
  server = createServer((req, res) => res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGES[req.url?.split(/[/?]/)[1] ?? ""] ?? ""));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  run = await startRunningSession();
});
afterAll(async () => {
  await run?.stop();
  server?.closeAllConnections();
  server?.close();
});

/** What an instruction led to: its outcome and what the page noted. */
async function act(page: string, instruction: string): Promise<[string, string]> {
  await run.page.navigate(`${base}/${page}`, { waitUntil: "load", timeoutMs: 10_000, signal });
  const { outcome } = await resolveAndAct(run.page, { instruction }, signal);
  return [outcome, (await run.page.evaluate<string>("document.title", { signal })).value];
}

describe.each<[string, [string, string][]]>([
  [
    "names",
    [
      ["click Save", "save"],
      ['click "Save as"', "save as"],
      ["click Inbox", "inbox"],
      ['click "Import"', "import"],
      ["type Ann into First name", "first Ann"],
      ["fill in the Last name field with Lee", "last Lee"],
      ["search for tea", "searched tea"],
      ["click Search", "go"],
      ["click Archive", "archive"],
      ["click the Archive button", "archive"],
      ["open the main menu", "menu"],
      ["click the hamburger icon", "menu"],
      ["click the delete icon", "trash"],
      ["open the settings", "cog"],
      ["click Home", "-"],
      ["click Print", "print"],
    ],
  ],
  [
    "lists",
    [
      ["select Large from Size", "large"],
      ["choose Small", "small"],
      ["select Green from Colour", "Green"],
      ["set Colour to Green", "Green"],
      ["select Green", "Green"],
      ["select Pro from the Plan dropdown", "pro"],
      ["select Rome from City", "rome"],
      ["check Newsletter", "news true"],
      ["turn on Dark mode", "dark true"],
      ["expand Advanced", "details true"],
      ["set Volume to 60", "volume 60"],
      ["type 2026-03-01 into Day", "day 2026-03-01"],
      ["type hello into Notes", "notes hello"],
      ["click the Two tab", "tab two"],
      ["click the Two link", "link two"],
    ],
  ],
  [
    "places",
    [
      ["click Delete in the row of Bob", "bob"],
      ["click the second Delete", "bob"],
      ["click Delete Alice", "alice"],
      ["click Apply in the toolbar", "toolbar"],
      ["click Apply in the sidebar", "aside"],
      ["click Deep", "deep"],
      ["scroll down in the Log region", "log scrolled"],
      ["double-click Cell A", "double"],
      ["right-click Cell B", "context"],
      ["hover over Products and click Shoes", "shoes"],
      ["drag Card one to Done column", "dropped card"],
      ["type 42 into Code", "code 42"],
      ["type 4111 into Card number", "card 4111"],
      ["click Add next to Toaster", "toaster"],
      ["type Elm Road into Street", "street Elm Road"],
      ["check the box next to Milk", "milk"],
      ["select Huge from Choose size", "huge"],
    ],
  ],
  [
    "dialog",
    [
      ["click OK", "ok"],
      ["close the Settings dialog", "closed"],
      ["click Close in the Settings dialog", "closed"],
    ],
  ],
])("%s: what is said is done", (page, cases) => {
  test.each(cases)("%s", async (instruction, title) => {
    expect(await act(page, instruction)).toEqual(["done", title]);
  });
});

describe("of several steps none is begun where a later one cannot be told", () => {
  test.each([
    ["places", "type 1 into Code, then click Apply", "ambiguous", "-"],
    ["places", "type 1 into Code, then click Frobnicate", "not_found", "-"],
    ["places", "type 1 into Code, then click Shoes", "done", "shoes"],
    ["names", "type Ann into Username, type x into name", "ambiguous", "-"],
    ["lists", "type Ro into City, then click Rome", "done", "rome"],
    ["lists", "click Plan, then click Frobnicate", "not_found", "-"],
    ["lists", "tick Newsletter and tick Frobnicate", "not_found", "-"],
    ["lists", "tick Newsletter, then click the Frobnicate tab", "not_found", "-"],
    ["lists", "tick Newsletter, then click Large and Frobnicate", "not_found", "-"],
    ["filter", "type Bob into Find, then click Edit", "done", "bob"],
  ])("%s: %s", async (page, instruction, outcome, title) => {
    expect(await act(page, instruction)).toEqual([outcome, title]);
  });
});

describe.each<[string, [string, string][]]>([
  [
    "names",
    [
      ["click Allow", "not_found"],
      ["click Insert", "not_found"],
      ["click sentence", "not_found"],
      ["click Remove account", "not_found"],
      ["type x into name", "ambiguous"],
      ["type x", "not_found"],
      ["enter the building", "not_understood"],
    ],
  ],
  [
    "places",
    [
      ["click Delete", "ambiguous"],
      ["click the third Delete", "not_found"],
      ["click Apply", "ambiguous"],
      ["click Delete in the row of Carol", "not_found"],
    ],
  ],
  [
    "lists",
    [
      ["select Blue", "not_found"],
      ["choose Two", "done"],
    ],
  ],
])("%s: what is not sure is not done", (page, cases) => {
  test.each(cases)("%s: %s", async (instruction, outcome) => {
    expect(await act(page, instruction)).toEqual([outcome, outcome === "done" ? "tab two" : "-"]);
  });
});
