import { afterAll, beforeAll, expect, test } from "vitest";
import { startActPages } from "../../../testing/act-pages.ts";

/** Behaviours of the ARIA practices' lists, as scripts of their own. */
const SELECT_ONLY = `
  function selectOnly(box, list) {
    const options = [...list.children];
    let at = 0;
    const show = (open) => { list.hidden = !open; box.setAttribute("aria-expanded", open); };
    const mark = (i) => { at = Math.max(0, Math.min(options.length - 1, i)); box.setAttribute("aria-activedescendant", options[at].id); };
    const take = (option) => { for (const one of options) one.setAttribute("aria-selected", one === option); box.textContent = option.textContent; did("chose " + option.textContent); show(false); };
    box.onclick = () => show(list.hidden);
    box.onkeydown = (e) => {
      if (e.key === "Home") mark(0); else if (e.key === "ArrowDown") { show(true); mark(at + 1); } else if (e.key === "Enter") take(options[at]);
    };
    for (const option of options) if (!list.dataset.deaf) option.onclick = () => take(option);
  }`;

const PAGES: Record<string, string> = {
  native: `<label>Country <select onchange="did(value)"><option value=""> - <option value=de>Germany<option value=fr>France<optgroup label=Other><option value=xx disabled>Nowhere</optgroup></select></label>
    <label>Toppings <select multiple onchange="did([...selectedOptions].map((o) => o.text).join('+'))"><option selected>Cheese<option>Olives<option>Ham</select></label>
    <label>Region <select id=region onchange="did('region ' + value)"></select></label>
    <script>document.querySelector("select").addEventListener("change", (e) => setTimeout(() => { region.innerHTML = "<option>Berlin<option>Hessen" }, 300))</script>`,
  selectOnly: `<script>${SELECT_ONLY}</script><style>[role=combobox]{border:1px solid;width:200px;height:24px}</style>
    <label id=l1>Fruit</label><div role=combobox tabindex=0 aria-labelledby=l1 aria-controls=fruits aria-expanded=false aria-haspopup=listbox id=fruit>Pick one</div>
    <ul role=listbox id=fruits hidden><li role=option id=o1 aria-selected=false>Apple</li><li role=option id=o2 aria-selected=false>Pear</li><li role=option id=o3 aria-selected=false>Pear juice</li></ul>
    <label id=l2>Deaf</label><div role=combobox tabindex=0 aria-labelledby=l2 aria-controls=deafs aria-expanded=false id=deaf>None</div>
    <ul role=listbox id=deafs hidden data-deaf=1><li role=option id=d1 aria-selected=false>One</li><li role=option id=d2 aria-selected=false>Two</li></ul>
    <script>selectOnly(fruit, fruits); selectOnly(deaf, deafs)</script>`,
  typed: `<label>City <input id=city role=combobox aria-autocomplete=list aria-expanded=false aria-controls=cities></label><ul id=cities role=listbox hidden></ul>
    <label>Person <input id=person placeholder="Search people" aria-haspopup=listbox></label><div id=portal></div>
    <label>Browser <input list=browsers oninput="did('browser ' + value)"></label><datalist id=browsers><option>Firefox<option>Chrome</datalist>
    <script>
      const all = ["Rome", "Romford", "Paris", "New York"];
      city.oninput = () => setTimeout(() => {
        cities.innerHTML = all.filter((c) => c.toLowerCase().startsWith(city.value.toLowerCase())).map((c) => "<li role=option aria-selected=false>" + c + "</li>").join("");
        cities.hidden = cities.innerHTML === "" || city.value === "";
        city.setAttribute("aria-expanded", !cities.hidden);
        for (const li of cities.children) li.onclick = () => { city.value = li.textContent; cities.hidden = true; did("city " + city.value); };
      }, 200);
      const people = ["Ada Lovelace", "Alan Turing", "Grace Hopper"];
      const draw = () => {
        portal.innerHTML = '<div class=pop>' + people.filter((p) => p.toLowerCase().includes(person.value.toLowerCase())).map((p) => '<div class=row style="cursor:pointer"><span>' + p + '</span></div>').join("") + '</div>';
        for (const row of portal.querySelectorAll(".row")) row.onmousedown = () => { person.value = row.textContent; portal.innerHTML = ""; did("person " + person.value); };
      };
      person.onfocus = draw; person.oninput = draw;
    </script>`,
  soup: `<style>.box{border:1px solid;width:160px;cursor:pointer;padding:4px} .menu div{cursor:pointer;padding:4px}</style>
    <div class=field><div class=label>Colour</div><div class=box id=colour><span class=value>Red</span></div><div class=menu id=menu hidden><div>Red</div><div>Green</div><div>Dark green</div></div></div>
    <div class=field><div class=label>Speed</div><div class=box id=speed><span class=value>Slow</span></div></div>
    <script>
      colour.onclick = () => { menu.hidden = !menu.hidden };
      for (const one of menu.children) one.onclick = () => { colour.firstElementChild.textContent = one.textContent; menu.hidden = true; did("colour " + one.textContent) };
      speed.onclick = () => {
        const list = document.createElement("div");
        list.className = "menu"; list.style = "position:absolute;top:200px;left:20px;background:#fff";
        for (const text of ["Slow", "Fast"]) { const one = document.createElement("div"); one.textContent = text; one.onclick = () => { speed.firstElementChild.textContent = text; list.remove(); did("speed " + text) }; list.append(one); }
        document.body.append(list);
      };
    </script>`,
  several: `<div id=lb>Sizes</div><ul role=listbox aria-multiselectable=true aria-labelledby=lb tabindex=0>${["Small", "Medium", "Large"].map((s) => `<li role=option aria-selected=false onclick="this.setAttribute('aria-selected', this.ariaSelected !== 'true'); did([...document.querySelectorAll('[aria-selected=true]')].map((o) => o.textContent).join('+'))">${s}</li>`).join("")}</ul>
    <div id=tags><label for=tag>Tags</label> <span id=chips></span><input id=tag role=combobox aria-expanded=false aria-controls=taglist></div><ul id=taglist role=listbox aria-multiselectable=true hidden><li role=option aria-selected=false>urgent</li><li role=option aria-selected=false>home</li></ul>
    <script>tag.onclick = () => { taglist.hidden = false; tag.setAttribute("aria-expanded", true) };
      for (const li of taglist.children) li.onclick = () => { li.setAttribute("aria-selected", true); chips.innerHTML += "<b>" + li.textContent + "</b> "; did("tags " + chips.textContent.trim()) };</script>
    <div role=radiogroup aria-labelledby=rg><h3 id=rg>Delivery</h3>${["Standard", "Express"].map((s) => `<div role=radio aria-checked=false tabindex=0 onclick="for (const r of this.parentElement.querySelectorAll('[role=radio]')) r.setAttribute('aria-checked', r === this); did('delivery ' + this.textContent)">${s}</div>`).join("")}</div>`,
  virtual: `<button id=open aria-haspopup=listbox aria-expanded=false aria-controls=rows>Choose a number</button><div id=rows role=listbox hidden style="height:100px;overflow-y:auto;width:200px"><div id=inner style="height:20000px;position:relative"></div></div>
    <script>
      const draw = () => { inner.innerHTML = ""; const first = Math.floor(rows.scrollTop / 20);
        for (let i = first; i < first + 7; i++) { const o = document.createElement("div"); o.setAttribute("role", "option"); o.textContent = "Number " + i; o.style = "position:absolute;height:20px;top:" + i * 20 + "px"; o.onclick = () => { did("number " + i); rows.hidden = true }; inner.append(o); } };
      open.onclick = () => { rows.hidden = !rows.hidden; draw() };
      document.getElementById("open").onclick = () => { rows.hidden = false; draw() }; rows.onscroll = draw;
    </script>`,
};

let on: Awaited<ReturnType<typeof startActPages>>;
beforeAll(async () => {
  on = await startActPages(PAGES, AbortSignal.timeout(170_000));
});
afterAll(() => on?.stop());

test.each<[string, string, string]>([
  ["native", "select France from Country", "fr"],
  ["native", "select fr from Country", "fr"],
  ["native", "set Country to Germany", "de"],
  ["native", "select Olives from Toppings", "Cheese+Olives"],
  ["native", "select Germany from Country, then select Hessen from Region", "region Hessen"],
  ["selectOnly", "select Pear from Fruit", "chose Pear"],
  ["selectOnly", "set Fruit to Apple", "chose Apple"],
  ["selectOnly", "select Two from Deaf", "chose Two"],
  ["typed", "select Rome from City", "city Rome"],
  ["typed", "choose Grace Hopper from Person", "person Grace Hopper"],
  ["typed", "set Browser to Opera", "browser Opera"],
  ["soup", "select Green from Colour", "colour Green"],
  ["soup", "set Speed to Fast", "speed Fast"],
  ["several", "select Medium from Sizes", "Medium"],
  ["several", "select Small and Large from Sizes", "Small+Large"],
  ["several", "select urgent from Tags", "tags urgent"],
  ["several", "select Express from Delivery", "delivery Express"],
  ["several", "set Delivery to Express", "delivery Express"],
  ["virtual", "select Number 250 from Choose a number", "number 250"],
])("%s: %s", async (page, instruction, told) => {
  expect(await on.act(page, instruction)).toEqual(["done", told]);
});

test.each<[string, string, RegExp]>([
  ["native", "select Nowhere from Country", /^not_found: There is no option "Nowhere"; there are -, Germany/],
  ["selectOnly", "select Plum from Fruit", /^not_found: The page has no option "Plum"/],
])("%s: %s is not done", async (page, instruction, why) => {
  const [outcome, told] = await on.act(page, instruction);
  expect(outcome).toMatch(why);
  expect(told).toBe("-");
});
