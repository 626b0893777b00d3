import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Protocol } from "devtools-protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startRunningSession } from "../testing/running-session.ts";
import { handleOf, type ModelElement, type PageModel, readPage } from "./page-model.ts";

const signal = AbortSignal.timeout(150_000);

/** Ways of naming and drawing controls, as HTML, ARIA and authors have them. */
const CONTROLS = `<!doctype html><html lang=en><title>Controls</title><style>.u { text-transform: uppercase }</style>
  <button>Save</button><button aria-label="Close dialog">×</button><button title="Tip only"></button><button><img alt="Print" src="data:,"> page</button>
  <button><span style="display:block">two</span><span>li</span><b>nes</b></button><button class=u>shout</button><button><svg width=9 height=9><title>Pin</title></svg></button>
  <a href="/next?a=1">Next</a><a>no link</a><input type=submit><input type=reset value="Start anew"><input type=button value=Plain><input type=image alt=Go src="data:,">
  <label>Wrapped <input value="x y"></label><label for=f>For it</label><input id=f><span id=l1>Labelled</span> <span id=l2>twice</span><input aria-labelledby="l1 l2">
  <input placeholder="Only a hint"><input title="Only a title"><input type=password value=secret aria-label=Word><textarea aria-label=Note>long text</textarea>
  <label><input type=checkbox checked> Ticked</label><input type=checkbox id=half aria-label=Half><label><input type=radio name=r> One</label><input type=checkbox role=switch aria-label=Switch>
  <select aria-label=Colour><option>Red<option selected>Green</select><select multiple aria-label=Many><option>A<option>B</select><select aria-label=Grouped><optgroup label=G><option>In G</optgroup></select>
  <input type=range aria-label=Volume value=30><input type=number aria-label=Count value=3><input type=search aria-label=Find><input list=d aria-label=Suggest><datalist id=d><option>never</datalist>
  <details><summary>More</summary><button>In closed details</button></details><div role=button tabindex=0>Drawn</div><div role=checkbox aria-checked=mixed>Some</div>
  <div role=tab aria-selected=true>Tab</div><ul role=menu><li role=menuitem aria-haspopup=true aria-expanded=false>File<ul role=menu hidden><li role=menuitem>Open</ul></ul>
  <div contenteditable aria-label=Rich>some <b>text</b></div><fieldset disabled><legend>Off</legend><button>Disabled by its group</button></fieldset>
  <button hidden>Hidden</button><button style="visibility:hidden">Unseen</button><button aria-hidden=true>Not told</button><div inert><button>Inert</button></div>
  <span role=link>ARIA link</span><a href="#x"><h3>Heading in a link</h3></a><button role=none>Still a button</button><input type=hidden value=no><slot>default</slot>
  <script>half.indeterminate = true</script>`;

const PAGE = `<!doctype html><title>Page</title><header>Top</header><main><h1>People</h1>
  <table><caption>Staff</caption><thead><tr><th colspan=2>Who<th>State</tr><tr><th>Name<th>Mail<th>State</tr></thead>
  <tr><td>Ann<td>a@b.c <a href="mailto:a@b.c">Write</a><td><select aria-label=Choose><option>on</select></tr></table>
  <form aria-label=Edit><h2>Details</h2><p id=hint>At least 8 signs</p><input aria-label=Word aria-describedby=hint required><input aria-label=Address placeholder="you@example.test" value="x">
  <nav aria-label=Pages><a href="#1" aria-current=page>1</a></nav></form></main>
  <div role=dialog aria-modal=true aria-label=Sure><button id=ok>OK</button></div>
  <div id=open></div><div id=closed></div><iframe srcdoc="<button>In frame</button>"></iframe><iframe src="$OTHER"></iframe>
  <script>open.id; document.getElementById("open").attachShadow({ mode: "open" }).innerHTML = "<button>In open</button>";
  document.getElementById("closed").attachShadow({ mode: "closed" }).innerHTML = "<label>In closed <input></label>"; ok.focus()</script>`;
const MODAL = `<!doctype html><title>M</title><button>Behind</button><dialog id=d aria-label=Native><button>Inside</button></dialog><script>d.showModal()</script>`;

let server: Server;
let base: string;
let run: Awaited<ReturnType<typeof startRunningSession>>;

beforeAll(async () => {
  server = createServer((req, res) => {
    const other = `http://localhost:${(server.address() as AddressInfo).port}/other`;
    const pages: Record<string, string> = {
      "/controls": CONTROLS,
      "/page": PAGE.replace("$OTHER", other),
      "/modal": MODAL,
      "/other": "<button>Of another process</button>",
    };
    res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(pages[req.url ?? ""] ?? "");
  }).listen(0);
  await new Promise((resolve) => server.once("listening", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  run = await startRunningSession();
}, 90_000);
afterAll(async () => {
  await run?.stop();
  server?.closeAllConnections();
  server?.close();
});

async function read(path: string): Promise<PageModel> {
  await run.page.navigate(base + path, { waitUntil: "load", timeoutMs: 10_000, signal });
  await run.page.settle({ limitMs: 5_000, signal });
  return readPage(run.page, signal);
}
const named = ({ elements }: PageModel, name: string): ModelElement => {
  const found = elements.find((element) => element.name === name && element.role !== "text");
  if (!found) throw new Error(`Nothing is called ${name}; there are ${elements.map((element) => element.name).join(", ")}`);
  return found;
};

/** Chromium's own words for roles, where ours are others. */
const SAME: Record<string, string> = { DisclosureTriangle: "button" };
const OPERATED = new Set([
  ...["button", "link", "textbox", "searchbox", "combobox", "listbox", "option", "checkbox", "radio", "switch", "tab", "menuitem", "slider", "spinbutton"],
]);

describe("a page's model", () => {
  test("has every control by the role, the name and the value that assistive technology gets", async () => {
    const model = await read("/controls");
    const ours = new Map(model.elements.map((element) => [element.backendNodeId, element]));
    const { nodes } = await run.page.cdp.send("Accessibility.getFullAXTree", {}, { signal });
    const textOf = (value: Protocol.Accessibility.AXValue | undefined): string => String(value?.value ?? "").trim();
    const theirs = nodes.filter(({ ignored, role }) => !ignored && OPERATED.has(SAME[textOf(role)] ?? textOf(role)));
    const asked = theirs.map(({ backendDOMNodeId = -1, role, name, value }) => {
      const known = ours.get(backendDOMNodeId);
      return {
        theirs: [SAME[textOf(role)] ?? textOf(role), textOf(name), textOf(value)],
        ours: known ? [known.role, known.name, known.value ?? ""] : [],
      };
    });
    expect(asked.length).toBeGreaterThan(40);
    expect(asked.map((pair) => pair.ours)).toEqual(asked.map((pair) => pair.theirs));
    for (const name of ["Hidden", "Unseen", "Not told", "Inert", "In closed details", "never", "Open"])
      expect(model.elements.map((one) => one.name)).not.toContain(name);
  });

  test("has the states that a person sees", async () => {
    const model = await read("/controls");
    const states = (name: string): string[] => named(model, name).states;
    expect(states("Ticked")).toEqual(["checked"]);
    expect(states("Half")).toEqual(["checked=mixed"]);
    expect(states("Some")).toEqual(["checked=mixed"]);
    expect(states("Tab")).toEqual(["selected"]);
    expect(states("File")).toEqual(["collapsed"]);
    expect(states("More")).toEqual(["collapsed"]);
    expect(states("Green")).toEqual(["selected"]);
    expect(states("Disabled by its group")).toEqual(["disabled"]);
    expect(named(model, "Word")).toMatchObject({ value: "••••••" });
    expect(named(model, "Next").url).toBe(`${base}/next?a=1`);
    expect(named(model, "File").popup).toBe(true);
  });

  test("tells where things stand: columns, headings, descriptions, what is in front", async () => {
    const model = await read("/page");
    expect(model.title).toBe("Page");
    expect(named(model, "Write")).toMatchObject({ column: "Mail", url: "mailto:a@b.c" });
    expect(named(model, "Choose").column).toBe("State");
    expect(named(model, "Write").context.map(({ role, name }) => `${role} ${name}`)).toEqual(["row Ann a@b.c Write", "table Staff", "main ", "heading People"]);
    expect(named(model, "Details")).toMatchObject({ role: "heading", level: 2 });
    expect(named(model, "Word")).toMatchObject({ description: "At least 8 signs", states: ["required"] });
    expect(named(model, "Address")).toMatchObject({ description: "you@example.test", value: "x" });
    expect(named(model, "1").states).toEqual(["current"]);
    expect(named(model, "OK")).toMatchObject({ states: ["focused"] });
    expect(named(model, "OK").context[0]).toMatchObject({ role: "dialog", name: "Sure", modal: true });
  });

  test("reaches into shadow trees, open and closed, and into frames, of other processes too; handles drive what they name", async () => {
    const model = await read("/page");
    for (const name of ["In open", "In frame", "Of another process"]) {
      const handle = handleOf(run.page, named(model, name));
      expect(await handle.call("function () { return this.textContent }")).toBe(name);
    }
    await handleOf(run.page, named(model, "In closed")).fill("filled");
    expect(named(await readPage(run.page, signal), "In closed")).toMatchObject({ value: "filled", ref: named(model, "In closed").ref });
  });

  test("has nothing that a native dialog keeps away", async () => {
    const model = await read("/modal");
    expect(model.elements.filter(({ role }) => role === "button").map(({ name }) => name)).toEqual(["Inside"]);
    expect(named(model, "Inside").context[0]).toMatchObject({ role: "dialog", name: "Native", modal: true });
  });
});
