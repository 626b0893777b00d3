import { describe, expect, test } from "vitest";
import { modelOf, placeOf } from "../../testing/page-models.ts";
import type { PageModel } from "../page-model.ts";
import { parseInstruction } from "./grammar.ts";
import { hintScore, nameScore, SURE } from "./names.ts";
import { choose } from "./rank.ts";
import { search } from "./search.ts";
import { named } from "./target.ts";

const row = (name: string) => [placeOf("row", name)];

/** The ref that a click's target means, or why there is none. */
function clicked(model: PageModel, instruction: string): string {
  const [step] = parseInstruction(instruction) ?? [];
  if (!step || !("target" in step) || !step.target) return "not understood";
  const choice = choose(model, step.target, { roles: [], presses: true });
  return choice.outcome === "found" ? choice.element.ref : choice.outcome;
}

describe("names", () => {
  test("the nearer a name is, the better it answers", () => {
    const names = ["Save", "SAVE", "Save ctrl-s", "Save changes", "Auto save", "Discard"];
    const scores = names.map((name) => nameScore(name, "Save"));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores[0]).toBe(1);
    expect(scores.at(-1)).toBe(0);
  });
  test.each([
    ["Log in", "Sign in"],
    ["E-mail", "email"],
    ["Import ctrl-i", "Import"],
    ["Settings ⌘,", "Settings"],
    ["Inbox (3)", "Inbox"],
    ["Élève", "eleve"],
    ["Users", "User"],
  ])("%s is found by %s", (name, words) => expect(nameScore(name, words)).toBeGreaterThanOrEqual(SURE));
  test.each([
    ["Don't allow", "Allow"],
    ["Invert", "Insert"],
    ["Delete", "Delete all drafts"],
    ["Project", "Reject"],
    ["Save", ""],
  ])("%s is not done for %s", (name, words) => expect(nameScore(name, words)).toBeLessThan(SURE));
  test("what is quoted is meant to the letter", () => {
    expect(nameScore("Log in", "Sign in", { quoted: true })).toBeLessThan(SURE);
    expect(nameScore("Do it again", "it", { quoted: true })).toBeLessThan(SURE);
    expect(nameScore("Save changes", "Save", { quoted: true })).toBeGreaterThanOrEqual(SURE);
  });
  test("controls without names answer by icon and by what their author called them; named ones do not", () => {
    const of = (name: string, hints: string[]) => ({ name, hints, around: [], url: null });
    expect(hintScore(of("", ["fa", "bars"]), ["main menu"])).toBeGreaterThan(SURE);
    expect(hintScore(of("×", []), ["close"])).toBeGreaterThan(SURE);
    expect(hintScore(of("", ["deploy", "options"]), ["deploy options"])).toBeGreaterThan(SURE);
    expect(hintScore(of("Bars", ["fa", "bars"]), ["main menu"])).toBe(0);
    expect(hintScore(of("", ["deploy"]), ["import"])).toBe(0);
  });
});

describe("which one", () => {
  test("of several buttons in a row, what is only called by a kind's word is the one of that name", () => {
    const context = row("Order 7 Paid");
    const page = modelOf({ name: "Edit", context }, { name: "Details", context }, { name: "Delete", context });
    expect(clicked(page, "click the details of Order 7")).toBe("e1");
  });
  test("a noun behind a verb need not be in the button's name; two such buttons are not told apart", () => {
    const page = modelOf({ name: "Save" }, { name: "Discard" }, { name: "Load more" });
    expect(clicked(page, "save the settings")).toBe("e0");
    expect(clicked(page, "discard changes")).toBe("e1");
    expect(clicked(page, "load more products")).toBe("e2");
    expect(clicked(page, "save the kitten")).toBe("not_found");
    expect(clicked(modelOf({ name: "Save" }, { name: "Save" }), "save the settings")).toBe("ambiguous");
  });
  test("a choice is called by its own words and its group's, a field without a name by its row and column", () => {
    const context = [placeOf("radiogroup", "Delivery")];
    const choices = modelOf({ role: "radio", name: "Standard, 3 days", context }, { role: "radio", name: "Express (next day)", context });
    expect(clicked(choices, "click express delivery")).toBe("e1");
    expect(clicked(choices, "click slow delivery")).toBe("not_found");
    const fields = modelOf(
      { role: "textbox", column: "Qty", context: row("Green Tea € 3") },
      { role: "textbox", column: "Qty", context: row("Mug € 3") },
      { role: "textbox", column: "Note", context: row("Mug € 3") },
    );
    expect(clicked(fields, "click the Mug quantity field")).toBe("e1");
  });
  test("a row is told by what stands in a column of it", () => {
    const of = (name: string, status: string) => [
      { role: "cell", name: status, column: "Status", context: [placeOf("row", `${name} ${status}`, { id: name.length })] },
      { name: "Edit", column: "Actions", context: [placeOf("row", `${name} ${status}`, { id: name.length })] },
    ];
    const page = modelOf(...of("Ann", "Open"), ...of("Berta", "Shipped"), ...of("Cem Öz", "Open"));
    expect(clicked(page, "click Edit in the row with status Shipped")).toBe("e3");
    expect(clicked(page, "click Edit in the row with status Open")).toBe("ambiguous");
    expect(clicked(page, "click Edit in the row with status Lost")).toBe("not_found");
  });
  test("the very name before names that have it too", () => {
    expect(clicked(modelOf({ name: "Save as" }, { name: "Save" }), "click Save")).toBe("e1");
  });
  test("a control before words, and a button before a field", () => {
    expect(clicked(modelOf({ role: "heading", name: "Search" }, { role: "searchbox", name: "Search" }, { name: "Search" }), "click Search")).toBe("e2");
    expect(clicked(modelOf({ role: "text", name: "Delete is a word of this sentence" }), "click Delete")).toBe("not_found");
    expect(clicked(modelOf({ role: "text", name: "Archive", clickable: true }), "click the Archive button")).toBe("e0");
  });
  test("two alike are ambiguous; a place, an order, a kind or a ref decides", () => {
    const users = modelOf(
      { name: "Delete", context: row("Ann Lee Delete") },
      { name: "Delete", context: row("Bob Ray Delete") },
      { name: "Delete", role: "link" },
    );
    expect(clicked(users, "click Delete")).toBe("ambiguous");
    expect(clicked(users, "click Delete in the row of Bob")).toBe("e1");
    expect(clicked(users, "click Delete Bob")).toBe("e1");
    expect(clicked(users, "click the last Delete")).toBe("e2");
    expect(clicked(users, "click the Delete link")).toBe("e2");
    expect(clicked(users, "click the fourth Delete")).toBe("not_found");
    expect(clicked(users, "click Delete in the row of Carol")).toBe("not_found");
    expect(clicked(users, "click [e1]")).toBe("e1");
    expect(clicked(users, "click [e9]")).toBe("not_found");
  });
  test("the nearest place of that name counts", () => {
    const inTable = (name: string) => ({ name: "Edit", context: [...row(`${name} Edit`), placeOf("table", "Ann and Bob")] });
    expect(clicked(modelOf(inTable("Ann"), inTable("Bob")), "click Edit in the row of Ann")).toBe("e0");
  });
  test("words of one card are a place, words of another part of the page are not", () => {
    const shop = modelOf(
      { role: "text", name: "Kettle", path: [11, 1] },
      { name: "Add", path: [12, 1] },
      { role: "text", name: "Toaster", path: [21, 2] },
      { name: "Add", path: [22, 2] },
      { role: "text", name: "Basket", path: [] },
    );
    expect(clicked(shop, "click Add next to Toaster")).toBe("e3");
    expect(clicked(shop, "click Add for the Kettle")).toBe("e1");
    expect(clicked(shop, "click Add in the Basket")).toBe("not_found");
  });
  test("where no one calls a place so, what its author called it counts", () => {
    const inject = (place: string) => ({ role: "text", name: "inject", around: [["label"], [place]] });
    expect(clicked(modelOf(inject("palette"), inject("workspace")), "click inject in the workspace")).toBe("e1");
    expect(clicked(modelOf(inject("palette"), inject("workspace")), "click inject")).toBe("ambiguous");
  });
  test("words that are a name are not taken for an order or a kind", () => {
    const form = modelOf({ role: "textbox", name: "Username" }, { role: "textbox", name: "First name" }, { role: "textbox", name: "Last name" });
    expect(clicked(form, "click the First name field")).toBe("e1");
    expect(clicked(form, "click Last name")).toBe("e2");
    expect(clicked(form, "click the first field")).toBe("e0");
    expect(clicked(modelOf({ name: "Add" }, { name: "Menu" }), "click Menu")).toBe("e1");
  });
  test("links to one address and a control with its own words are one choice", () => {
    const home = { role: "link", name: "Home" };
    expect(clicked(modelOf({ ...home, url: "https://example.test/a" }, { ...home, url: "https://example.test/a" }), "click Home")).toBe("e0");
    expect(clicked(modelOf({ ...home, url: "https://example.test/a" }, { ...home, url: "https://example.test/b" }), "click Home")).toBe("ambiguous");
    expect(clicked(modelOf({ ...home, url: "https://example.test/#" }, { ...home, url: "https://example.test/#" }), "click Home")).toBe("ambiguous");
    const bounds = { x: 0, y: 0, width: 80, height: 20 };
    expect(clicked(modelOf({ role: "menuitem", name: "Open", bounds }, { role: "link", name: "Open", bounds }), "click Open")).toBe("e0");
  });
  test("a button that opens nothing is not pressed for its menu", () => {
    const deploy = modelOf({ name: "Deploy" }, { name: "", hints: ["deploy", "caret"] });
    expect(clicked(deploy, "open the Deploy menu")).toBe("ambiguous");
    expect(clicked(modelOf({ name: "File", popup: true }, { name: "File" }), "open the File menu")).toBe("e0");
  });
  test("what has no box is not there, but for boxes to tick that their label draws", () => {
    expect(clicked(modelOf({ name: "Save", bounds: null }), "click Save")).toBe("not_found");
    const box = { role: "checkbox", name: "News", bounds: { x: 0, y: 0, width: 0, height: 0 } };
    expect(choose(modelOf(box), named("News"), { roles: ["checkbox"] }).outcome).toBe("found");
    expect(choose(modelOf({ ...box, role: "button" }), named("News"), { roles: [] }).outcome).toBe("not_found");
  });
});

test("a search ranks what it finds, with kinds and places", () => {
  const shop = modelOf({ name: "Send order" }, { role: "textbox", name: "Order number" }, { name: "Delete", context: row("Ann") });
  expect(search(shop, "the send button")[0]?.element.ref).toBe("e0");
  expect(search(shop, "all buttons").map(({ element }) => element.ref)).toEqual(["e0", "e2"]);
  expect(search(shop, "delete ann")[0]?.element.ref).toBe("e2");
  expect(search(shop, "rocket")).toEqual([]);
});

describe("what is drawn tells where names do not", () => {
  const bare = { name: "", hints: [], around: [], url: null };
  test("a control without words is known by its icon, a link to the site's beginning as home", () => {
    expect(hintScore({ ...bare, hints: ["header", "light"] }, ["dark mode"])).toBeGreaterThanOrEqual(SURE);
    expect(hintScore({ ...bare, url: "https://example.test/" }, ["home page"])).toBeGreaterThanOrEqual(SURE);
    expect(hintScore({ ...bare, url: "https://example.test/cart" }, ["home page"])).toBe(0);
  });
  test("what is written to the letter comes before what differs by signs", () => {
    expect(clicked(modelOf({ role: "link", name: "/orders" }, { role: "link", name: "orders" }), "click orders")).toBe("e1");
  });
  test("the menu without a name is the one of three bars", () => {
    const menus = [{ hints: ["caret"], popup: true }, { hints: ["bars"] }, { hints: ["menu"], popup: true }];
    expect(clicked(modelOf(...menus), "open the menu")).toBe("e1");
  });
  test("what people read on a control counts where it is called something else", () => {
    const model = modelOf(
      { name: "get /pets", shown: ["GET All pets", "GET", "All pets"] },
      { name: "post /pets", shown: ["POST New pet", "POST", "New pet"] },
    );
    expect(clicked(model, 'click "New pet"')).toBe("e1");
  });
});
