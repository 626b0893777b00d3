import { afterAll, beforeAll, expect, test } from "vitest";
import { startActPages } from "../../../testing/act-pages.ts";

/** Pages on which something else may come of an action than what was asked for. */
const PAGES: Record<string, string> = {
  dead: "<style>li{height:30px;width:150px;border:1px solid}</style><ul><li>Mon</li><li>Tue</li><li>Wed</li></ul>",
  alwaysBefore: `<style>li{height:30px;width:150px;border:1px solid}</style><ol id=l><li draggable=true>Mon</li><li draggable=true>Tue</li><li draggable=true>Wed</li><li draggable=true>Thu</li></ol>
    <script>let held; for (const li of l.children) { li.ondragstart = () => { held = li }; li.ondragover = (e) => e.preventDefault(); li.ondrop = (e) => { e.preventDefault(); if (held !== li) l.insertBefore(held, li); did([...l.children].map((x) => x.textContent).join()) } }</script>`,
  silent: `<div id=label>Plan</div><div id=box role=button aria-haspopup=listbox aria-labelledby=label tabindex=0 style="width:150px;cursor:pointer">Free</div><div id=list style="display:none">${["Free", "Pro", "Team"].map((name) => `<div class=o style="cursor:pointer">${name}</div>`).join("")}</div>
    <script>box.onclick = () => { list.style.display = list.style.display === "none" ? "block" : "none" }; for (const o of list.children) o.onclick = () => { list.style.display = "none" }</script>`,
  chosen: `<ul role=listbox aria-multiselectable=true aria-label=Languages>${["Dutch", "English"].map((name, i) => `<li role=option aria-selected=${i === 1} onclick="this.setAttribute('aria-selected', this.getAttribute('aria-selected') !== 'true'); did('turned')">${name}</li>`).join("")}</ul>`,
  heading: "<h1>Download</h1><p>The report.</p>",
  now: `<button onclick="did('pay')">Pay</button><button onclick="did('pay now')">Pay now</button>`,
  nested: `<ul role=tree>${["Work", "Home"].map((name) => `<li role=treeitem aria-expanded=true><span>${name}</span><ul role=group><li role=treeitem onclick="did('${name}/Inbox'); event.stopPropagation()">Inbox</li></ul></li>`).join("")}</ul>`,
  levels: `<div role=tree>${["src", "test"].map((name) => `<div role=treeitem aria-level=1>${name}</div><div role=treeitem aria-level=2 onclick="did('${name}/a.ts')">a.ts</div>`).join("")}</div>`,
};

let on: Awaited<ReturnType<typeof startActPages>>;
beforeAll(async () => {
  on = await startActPages(PAGES, AbortSignal.timeout(170_000));
});
afterAll(() => on?.stop());

test.each<[string, string, string]>([
  ["alwaysBefore", "drag Thu above Tue", "Mon,Thu,Tue,Wed"],
  ["alwaysBefore", "drag Mon below Wed", "Tue,Wed,Mon,Thu"],
  ["chosen", "select English", "-"],
  ["now", "click Pay now", "pay now"],
  ["now", "click Pay", "pay"],
  ["nested", "click Inbox under Home", "Home/Inbox"],
  ["nested", "open Inbox in the Work folder", "Work/Inbox"],
  ["levels", "click a.ts in test", "test/a.ts"],
])("%s: %s", async (page, instruction, told) => {
  expect(await on.act(page, instruction)).toEqual(["done", told]);
});

test.each<[string, string, RegExp]>([
  ["dead", "drag Wed above Mon", /^ELEMENT_NOT_ACTIONABLE: What was dragged did not stay/],
  ["dead", "drag Wed to Mon", /^ELEMENT_NOT_ACTIONABLE: The drag changed nothing/],
  ["silent", "set Plan to Pro", /^ELEMENT_NOT_ACTIONABLE: The list closed, and nothing shows/],
  ["heading", "click Download", /^ELEMENT_NOT_ACTIONABLE: "Download" is no control/],
  ["nested", "click Inbox", /^ambiguous/],
])("%s: %s is not said to be done", async (page, instruction, why) => {
  expect((await on.act(page, instruction))[0]).toMatch(why);
});
