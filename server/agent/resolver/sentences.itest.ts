import { afterAll, beforeAll, expect, test } from "vitest";
import { startActPages } from "../../testing/act-pages.ts";

/** Pages that whole sentences are about; each tells what it holds in the end. */
const PAGES: Record<string, string> = {
  boxes: `<table><tr><th><th>Name</tr><tr><td><input type=checkbox aria-label="Pick Ann"><td>Ann</tr><tr><td><input type=checkbox aria-label="Pick Bo"><td>Bo</tr></table>
    <label><input type=checkbox checked> Newsletter</label>
    <script>onchange = () => did([...document.querySelectorAll("input")].map((box) => Number(box.checked)).join(""))</script>`,
  signIn: `<form onsubmit="event.preventDefault(); did(name.value + ' ' + secret.value)"><label>User name <input id=name></label><label>Password <input id=secret type=password></label><button>Go</button></form>
    <script>const [name, secret] = document.querySelectorAll("input")</script>`,
  text: `<label>Notes <textarea oninput="did(JSON.stringify(value))">one\ntwo</textarea></label>`,
  sorted: `<table><tr><th id=name><button>Name</button><th id=price aria-sort=none><button>Price</button></tr><tr><td>Lamp<td>3</tr></table>
    <script>
      price.firstChild.onclick = () => { price.ariaSort = price.ariaSort === "ascending" ? "descending" : "ascending"; did("price " + price.ariaSort) };
    </script>`,
  order: `<ul>${["One", "Two", "Three"].map((item) => `<li draggable=true>${item}</li>`).join("")}</ul>
    <script>
      const list = document.querySelector("ul"); let held;
      list.ondragstart = (e) => { held = e.target; e.dataTransfer.setData("text/plain", "x") };
      list.ondragover = (e) => e.preventDefault();
      list.ondrop = (e) => { const box = e.target.getBoundingClientRect(); e.target[e.clientY < box.y + box.height / 2 ? "before" : "after"](held); did([...list.children].map((li) => li.textContent).join()) };
    </script>`,
  people: `<ul>${["Ann", "Bo"].map((who) => `<li><span onclick="did('opened ${who}')">${who}</span> <button onclick="did('deleted ${who}')">Delete</button></li>`).join("")}</ul>`,
  fields: `<form><label>Name <input></label><label>City <select><option>Rome<option>Oslo</select></label></form>
    <script>onchange = () => did(document.querySelector("input").value + " " + document.querySelector("select").value)</script>`,
  rating: `<fieldset><legend>Rating</legend>${[1, 2, 3].map((n) => `<label><input type=radio name=r onchange="did('rated ${n}')"> ${n} stars</label>`).join("")}</fieldset>`,
};

let on: Awaited<ReturnType<typeof startActPages>>;
beforeAll(async () => {
  on = await startActPages(PAGES, AbortSignal.timeout(170_000));
});
afterAll(() => on?.stop());

test.each<[string, string, string]>([
  ["boxes", "Tick all checkboxes", "111"],
  ["boxes", "Select all rows", "111"],
  ["boxes", "Tick row 2, then untick Newsletter", "010"],
  ["signIn", "Log in as ann with the password s3cret", "ann s3cret"],
  ["text", 'Append " three" to Notes', String.raw`"one\ntwo three"`],
  ["text", 'Add "zero " at the beginning of the Notes', String.raw`"zero one\ntwo"`],
  ["sorted", "Sort by Price descending", "price descending"],
  ["order", "Move Three to the top of the list", "Three,One,Two"],
  ["order", "Drag One to the end of the list", "Two,Three,One"],
  ["people", "Hover over Bo and click its Delete button", "deleted Bo"],
  ["people", "Scroll to Bo and click her name", "opened Bo"],
  ["people", "Delete Bo", "deleted Bo"],
  ["fields", "Fill in the form: Name: Ann, City: Oslo", "Ann Oslo"],
  ["rating", "Rate it 3 stars", "rated 3"],
])("%s: %s", async (page, instruction, told) => {
  expect(await on.act(page, instruction)).toEqual(["done", told]);
});

test.each<[string, string, RegExp]>([
  ["boxes", "Tick all toppings", /^not_found/],
  ["sorted", "Sort by Name descending", /does not say that it is sorted/],
  ["people", "Click her name", /^not_found/],
])("%s: %s is not said to be done", async (page, instruction, why) => {
  const [outcome] = await on.act(page, instruction);
  expect(outcome).toMatch(why);
});
