import { afterAll, beforeAll, expect, test } from "vitest";
import { startActPages } from "../../../testing/act-pages.ts";

const list = (names: readonly string[], draw: (name: string) => string): string => names.map(draw).join("");

/** What pages are made of where their authors say little of it: each page tells in its title what happened. */
const PAGES: Record<string, string> = {
  redrawn: `<div id=app></div><script>const draw = () => { app.innerHTML = ["Ann", "Bob"].map((x) => '<p>' + x + ' <button data-x=' + x + '>Poke</button></p>').join("") };
    draw(); setInterval(draw, 400); app.onclick = (e) => { if (e.target.dataset.x) did("poke " + e.target.dataset.x) }</script>`,
  late: `<button onclick="setTimeout(() => { list.innerHTML = '<li><a href=# onclick=did(1)>Report One</a><li><a href=# onclick=did(2)>Report Two</a>' }, 700)">Load reports</button><ul id=list></ul>`,
  kebab: `<style>.k { visibility: hidden } tr:hover .k { visibility: visible }</style><table><tr><th>Name<th>Size<th></tr>${list(
    ["alpha.txt", "beta.txt"],
    (name) => `<tr><td>${name}<td>1<td><button class=k aria-haspopup=menu aria-label="More actions" onclick="openMenu('${name}')">⋮</button></tr>`,
  )}</table><div id=layer></div><script>function openMenu(name) { layer.innerHTML = '<div role=menu style="position:fixed;left:200px;top:80px;background:#fff"><div role=menuitem>Rename</div><div role=menuitem>Delete</div></div>';
    layer.onclick = (e) => { did(e.target.textContent + " " + name); layer.innerHTML = "" } }</script>`,
  cards: list(
    ["Alpine tent", "River kayak", "Forest bike"],
    (name) =>
      `<div class=box><div class=t>${name}</div><div>€10</div><div style="cursor:pointer" onclick="did('book ${name}')">Book now</div><div style="cursor:pointer" onclick="did('like ${name}')">♡</div></div>`,
  ),
  signs: list(
    ["Write report", "Call Mum", "Buy shoes"],
    (name) => `<div class=it><span>${name}</span><span style="cursor:pointer" onclick="did('del ${name}')">🗑</span></div>`,
  ),
  chips: list(["red", "green"], (name) => `<span class=chip>${name} <button onclick="did('removed ${name}')">×</button></span>`),
  unlabelled: `<table><tr><td>Street<td><input oninput="did('street ' + value)"><tr><td>Town<td><input oninput="did('town ' + value)"></table><div><b>Country</b><br><select onchange="did(value)"><option>Peru<option>Chad</select></div>`,
  grid: `<table><thead><tr><th>Product<th>Jan<th>Feb</thead><tbody>${list(
    ["Tea", "Jam"],
    (name) => `<tr><th scope=row>${name}</th><td><input oninput="did('${name} jan ' + value)"><td><input oninput="did('${name} feb ' + value)"></tr>`,
  )}</table>`,
  steppers: list(
    ["Adults", "Rooms"],
    (name) =>
      `<div><span>${name}</span> <button onclick="did('${name} ' + --this.nextSibling.textContent)">−</button><span>1</span><button onclick="did('${name} ' + ++this.previousSibling.textContent)">+</button></div>`,
  ),
  stars: `<p>How was the food?</p><div>${list(["1", "2", "3", "4", "5"], (n) => `<button title="${n} out of 5" onclick="did('food ${n}')">★</button>`)}</div>`,
  portal: `<label>Fruit</label><div id=sel tabindex=0 style="border:1px solid;width:150px">Select…</div><script>sel.onclick = () => setTimeout(() => { const d = document.createElement("div"); d.innerHTML = ["Apple", "Pear"].map((x) => '<div style="cursor:pointer">' + x + '</div>').join("");
    document.body.append(d); d.onclick = (e) => { sel.textContent = e.target.textContent; d.remove(); did("fruit " + sel.textContent) } }, 150)</script>`,
  boxes: `<table><thead><tr><th><input type=checkbox onchange="did('all ' + checked)"><th>Name</thead><tbody>${list(["Ann", "Bob"], (name) => `<tr><td><input type=checkbox onchange="did('${name} ' + checked)"><td>${name}</tr>`)}</table>`,
  headers: `<table onclick="if (event.target.dataset.key) did('sorted by ' + event.target.dataset.key)"><thead><tr><th style="width:400px;text-align:left"><button data-key=total>Total</button><th>Note</thead><tr><td>7<td>-</table>`,
  inline: `<ul>${list(["Milk", "Bread"], (name) => `<li><span ondblclick="const i = document.createElement('input'); i.value = this.textContent; this.replaceWith(i); i.focus(); i.onkeydown = (e) => e.key === 'Enter' && did('renamed ' + i.value)">${name}</span>`)}</ul>`,
  twice: `<input type=checkbox aria-label="Water the plants" onchange="did('ticked')"><span ondblclick="did('edit')">Water the plants</span>`,
  dialogs: `<button onclick="did('page')">OK</button><div role=dialog aria-modal=true aria-label=Edit style="position:fixed;inset:50px;background:#eee"><button onclick="did('edit')">OK</button>
    <div role=alertdialog aria-modal=true aria-label="Discard changes?" style="position:fixed;inset:100px;background:#fff"><button onclick="did('discard')">OK</button></div></div>`,
  covered: `<div style="height:70vh"></div><iframe style="height:100px" srcdoc="<button onclick=&quot;top.document.title='sent'&quot;>Send</button>"></iframe><div style="height:1500px"></div><div style="position:fixed;inset:auto 0 0 0;height:40vh;background:#333" onclick="did('banner')">We use cookies</div>`,
  calendars: `<p>March 2027</p><table>${list(
    ["1"],
    () =>
      `<tr>${list(
        Array.from({ length: 31 }, (_, i) => String(i + 1)),
        (day) => `<td onclick="did('page ${day}')">${day}</td>`,
      )}</tr>`,
  )}</table>
    <div role=dialog aria-modal=true aria-label="Choose a day" style="position:fixed;inset:100px;background:#fff"><b>March 2027</b><div>${list(
      Array.from({ length: 31 }, (_, i) => String(i + 1)),
      (day) => `<button onclick="did('dialog ${day}')">${day}</button>`,
    )}</div></div>`,
  dates: `<label>Arrival <input readonly onclick="did('opened')"></label>`,
  kinds: `<label for=s>Railcards (hold Ctrl for several)</label><br><select id=s multiple size=3><option>Student</select>${list(["07:12", "09:40"], (time) => `<div class=train><b>${time}</b> <button onclick="did('${time}')">Select</button></div>`)}`,
  settings: list(
    ["Email alerts", "Push alerts"],
    (name) =>
      `<div class=line><div><div>${name}</div><small>Get news</small></div><button role=switch aria-checked=false onclick="this.ariaChecked = this.ariaChecked !== 'true'; did('${name} ' + this.ariaChecked)"></button></div>`,
  ),
  board: `<div style="display:flex">${list(["To do", "Doing", "Done"], (name) => `<div class=col style="width:150px"><h2>${name}</h2><button onclick="did('add ${name}')">Add card</button></div>`)}</div>`,
  made: `<button onclick="did('opened'); note.innerHTML = '<label>Title <input></label> <button>Keep</button>'">New note</button><div id=note></div><label>Name <input></label><label>Colour <select><option>Red<option>Green</select></label>`,
};

let on: Awaited<ReturnType<typeof startActPages>>;

beforeAll(async () => {
  on = await startActPages(PAGES, AbortSignal.timeout(300_000));
}, 60_000);

afterAll(() => on?.stop());

test.each([
  ["redrawn", "Click Poke next to Bob", "poke Bob"],
  ["late", "Click Load reports and then click Report Two", "2"],
  ["kebab", "Open the menu of beta.txt and choose Delete", "Delete beta.txt"],
  ["kebab", "Click More actions in the row of alpha.txt, then Rename", "Rename alpha.txt"],
  ["cards", "Click Book now for River kayak", "book River kayak"],
  ["cards", "Click Book now in the third card", "book Forest bike"],
  ["cards", "Click the heart of the River kayak", "like River kayak"],
  ["signs", "Delete Call Mum", "del Call Mum"],
  ["signs", "Click the trash icon next to Buy shoes", "del Buy shoes"],
  ["signs", "Click the delete button of the second item", "del Call Mum"],
  ["chips", "Remove the green chip", "removed green"],
  ["unlabelled", "Type Lima into Town", "town Lima"],
  ["unlabelled", "Select Chad from Country", "Chad"],
  ["grid", "Enter 7 in the Jan column of the Jam row", "Jam jan 7"],
  ["steppers", "Increase Rooms by 2", "Rooms 3"],
  ["steppers", "Click the plus button next to Rooms", "Rooms 2"],
  ["stars", "Click the fourth star", "food 4"],
  ["portal", "Select Pear from Fruit", "fruit Pear"],
  ["boxes", "Tick the checkbox in the table header", "all true"],
  ["boxes", "Tick Bob", "Bob true"],
  ["headers", "Click the Total column header", "sorted by total"],
  ["inline", "Double-click Bread, type 'Rolls' and press Enter", "renamed Rolls"],
  ["twice", "Double-click Water the plants", "edit"],
  ["dialogs", "Click OK", "discard"],
  ["covered", "Click Send", "sent"],
  ["calendars", "Pick 12 March 2027", "dialog 12"],
  ["kinds", "Click Select next to 09:40", "09:40"],
  ["settings", "Turn on Push alerts", "Push alerts true"],
  ["board", "Click Add card in the Doing column", "add Doing"],
  ["board", "Click Add card under Done", "add Done"],
  ["made", "Click New note, type Plan into Title and click Keep", "opened"],
])("%s: %s", async (page, instruction, title) => {
  expect(await on.act(page, instruction)).toEqual(["done", title]);
});

test.each([
  ["cards", "Click Book now"],
  ["board", "Click Add card"],
  ["inline", "Click into the row of Milk"],
  ["signs", "Delete Walk the dog"],
  ["dates", "Set Arrival to 30 February 2027"],
  ["made", "Click New note and then click Frobnicate"],
  ["made", "Click New note, type Plan into Title and click Publish"],
  ["made", "Type Ann into Name and select Purple from Colour"],
])("nothing at all is done: %s: %s", async (page, instruction) => {
  const [outcome, title] = await on.act(page, instruction);
  expect(outcome).toMatch(/^(not_found|ambiguous)/);
  expect(title).toBe("-");
});
