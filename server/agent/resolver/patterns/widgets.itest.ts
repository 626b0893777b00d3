import { afterAll, beforeAll, expect, test } from "vitest";
import { startActPages } from "../../../testing/act-pages.ts";

const HIDDEN = `<style>.gone{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)} .ed{display:inline-block}</style>`;
/** A list that stands for a select of the platform, as libraries draw them: the select keeps the label and stays as it was. */
const LIST = `<label for=native>Colour</label>
  <select id=native class=gone tabindex=-1 onchange="did('native')"><option>Blue<option>Red</select>
  <span class=box><span id=shown role=combobox tabindex=0 aria-haspopup=listbox aria-expanded=false aria-controls=pop>Blue</span></span>
  <ul id=pop role=listbox hidden><li role=option>Blue<li role=option>Red</ul>
  <script>shown.onclick = () => { pop.hidden = !pop.hidden; shown.setAttribute("aria-expanded", !pop.hidden) };
    pop.onclick = (e) => { shown.textContent = e.target.textContent.trim(); pop.hidden = true; shown.setAttribute("aria-expanded", false); did("widget " + shown.textContent) }</script>`;

const PAGES: Record<string, string> = {
  list: HIDDEN + LIST,
  box: `${HIDDEN}<label for=b>Breakfast</label><label for=p>Parking</label><input id=b class=gone type=checkbox onchange="did('breakfast')"><input id=p class=gone type=checkbox onchange="did('parking')">`,
  articles: ["Garden", "Seeds"]
    .map(
      (name) => `<div role=article><button onclick="did('${name}')">Edit</button><h2>${name}</h2><p>See <a href=#>Garden</a> and <a href=#>Seeds</a></p></div>`,
    )
    .join(""),
  tree: `<ul role=tree aria-multiselectable=true><li role=treeitem tabindex=0 id=rooms aria-expanded=false aria-selected=false onclick="did('chosen')" onkeydown="if (event.key === 'ArrowRight') { this.setAttribute('aria-expanded', true); did('open') }">Rooms</ul>`,
  readout: `<p><label for=sum>Price</label> <input id=sum readonly value="€80"></p><div id=track style="width:200px;height:10px"><span id=thumb tabindex=0 style="display:block;width:12px;height:12px"></span></div>
    <p><label for=guests>Guests</label> <input id=guests value=2><button>+</button><button>-</button></p>
    <script>let now = 80; thumb.onkeydown = (e) => { now += e.key === "ArrowRight" ? 10 : e.key === "ArrowLeft" ? -10 : 0; sum.value = "€" + now; did(sum.value + " " + guests.value) }</script>`,
};

let on: Awaited<ReturnType<typeof startActPages>>;
beforeAll(async () => {
  on = await startActPages(PAGES, AbortSignal.timeout(170_000));
});
afterAll(() => on?.stop());

test.each([
  ["list", "choose Red from Colour", "widget Red"],
  ["box", "tick Breakfast", "breakfast"],
  ["articles", 'click "Edit" in Garden', "Garden"],
  ["articles", 'click "Edit" in Seeds', "Seeds"],
  ["tree", "expand Rooms", "open"],
  ["readout", "set Price to 120", "€120 2"],
])("%s: %s", async (page, instruction, told) => {
  expect(await on.act(page, instruction)).toEqual(["done", told]);
});

test("a list has no option that only the field behind it has, and nothing is done", async () => {
  const [outcome, told] = await on.act("list", "choose Green from Colour");
  expect(outcome).toMatch(/^not_found/);
  expect(told).toBe("-");
});
