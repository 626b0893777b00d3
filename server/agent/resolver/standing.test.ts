import { describe, expect, test } from "vitest";
import { modelOf, placeOf } from "../../testing/page-models.ts";
import type { PageModel } from "../page-model.ts";
import { parseInstruction } from "./grammar.ts";
import { choose } from "./rank.ts";
import { reasonFor } from "./reasons.ts";
import { named } from "./target.ts";

/** The refs that an instruction's target means, or why there is none. */
function meant(model: PageModel, instruction: string): string {
  const [said] = parseInstruction(instruction) ?? [];
  const step = said?.verb === "either" ? said.readings[0]?.[0] : said;
  if (!step || !("target" in step) || !step.target) return "not understood";
  const choice = choose(model, step.target, { roles: [], presses: true });
  return choice.outcome === "found" ? choice.element.ref : choice.outcome;
}

const at = (x: number, y: number) => ({ bounds: { x, y, width: 80, height: 20 } });

describe("rows and columns", () => {
  const table = placeOf("table", "Stock", { id: 1 });
  const inRow = (id: number, words: string, column: string) => ({ context: [placeOf("row", words, { id }), table], column });
  const stock = modelOf(
    { role: "checkbox", name: "All", context: [placeOf("row", "Name Price Count", { id: 2 }), table] },
    { role: "columnheader", name: "Name", context: [placeOf("row", "Name Price Count", { id: 2 }), table] },
    { role: "columnheader", name: "Price", context: [placeOf("row", "Name Price Count", { id: 2 }), table] },
    { role: "cell", name: "Ann", ...inRow(3, "Ann 3 Edit", "Name") },
    { role: "cell", name: "3", ...inRow(3, "Ann 3 Edit", "Price") },
    { role: "spinbutton", name: "", ...inRow(3, "Ann 3 Edit", "Count") },
    { name: "Edit", ...inRow(3, "Ann 3 Edit", "Actions") },
    { role: "cell", name: "Ann Lee", ...inRow(4, "Ann Lee 3 Edit", "Name") },
    { role: "cell", name: "3", ...inRow(4, "Ann Lee 3 Edit", "Price") },
    { role: "spinbutton", name: "", ...inRow(4, "Ann Lee 3 Edit", "Count") },
    { name: "Edit", ...inRow(4, "Ann Lee 3 Edit", "Actions") },
  );
  test.each([
    ["click Edit in the row of Ann Lee", "e10"],
    ["click Edit in the row of Ann", "e6"],
    ["click Edit in the second row", "e10"],
    ["click Edit in the last row of the Stock table", "e10"],
    ["click Edit in the third row", "not_found"],
    ["click the Price cell of Ann Lee", "e8"],
    ["click the cell in the Price column and the row of Ann Lee", "e8"],
    ["click the Count field in the row of Ann Lee", "e9"],
    ["click the row of Ann Lee", "e7"],
    ["click the second row", "e7"],
    ["click the Edit button", "ambiguous"],
  ])("%s", (instruction, ref) => expect(meant(stock, instruction)).toBe(ref));
});

describe("sides", () => {
  const form = modelOf(
    { role: "text", name: "Total", ...at(100, 100) },
    { name: "Up", ...at(100, 60) },
    { name: "Down", ...at(100, 140) },
    { name: "Left", ...at(0, 100) },
    { name: "Right", ...at(200, 100) },
    { name: "Far", ...at(300, 100) },
    { name: "Deep", ...at(100, 180) },
  );
  test.each([
    ["click the button below Total", "e2"],
    ["click the button above Total", "e1"],
    ["click the button to the left of Total", "e3"],
    ["click the button to the right of Total", "e4"],
    ["click the button after Far", "e6"],
    ["click the button before Down", "e1"],
    ["click the bottom button", "e6"],
    ["click the rightmost button", "e5"],
    ["click the button below Nowhere", "not_found"],
  ])("%s", (instruction, ref) => expect(meant(form, instruction)).toBe(ref));

  test("a heading's section comes before what is drawn below it", () => {
    const billing = [placeOf("heading", "Billing")];
    const page = modelOf(
      { role: "heading", name: "Billing", ...at(0, 0) },
      { role: "heading", name: "Shipping", ...at(200, 0) },
      { name: "Edit", ...at(0, 60), context: billing },
      { name: "Edit", ...at(0, 30), context: [placeOf("heading", "Shipping")] },
    );
    expect(meant(page, "click Edit under Billing")).toBe("e2");
  });
});

describe("states and values", () => {
  const list = modelOf(
    { role: "checkbox", name: "Tea", states: ["checked"] },
    { role: "checkbox", name: "Milk" },
    { role: "checkbox", name: "Bread" },
    { role: "textbox", name: "City", value: "Rome" },
    { role: "textbox", name: "Street" },
    { name: "Publish", states: ["disabled"] },
    { role: "tab", name: "Active users" },
  );
  test.each([
    ["click the checked checkbox", "e0"],
    ["click the second unchecked checkbox", "e2"],
    ["click the unchecked checkbox", "ambiguous"],
    ["click the empty field", "e4"],
    ["click the field that contains Rome", "e3"],
    ["click the disabled button", "e5"],
    ["click the Active users tab", "e6"],
    ["click the checkbox that is checked", "e0"],
  ])("%s", (instruction, ref) => expect(meant(list, instruction)).toBe(ref));
});

test("what is modal is meant before what waits for it", () => {
  const page = modelOf({ name: "Close" }, { name: "Close", context: [placeOf("dialog", "Settings", { modal: true })] });
  expect(meant(page, "click Close")).toBe("e1");
});

test("a thing of no kind is found by its place or its name", () => {
  const mail = modelOf(
    { role: "link", name: "Rail Club" },
    { role: "link", name: "Photos from the trip" },
    { name: "Delete", context: [placeOf("row", "Newsletter November")] },
  );
  expect(meant(mail, "open the mail from Rail Club")).toBe("e0");
  expect(meant(mail, "open the message Photos from the trip")).toBe("e1");
  expect(meant(mail, "delete the newsletter message")).toBe("e2");
  expect(meant(mail, "delete the invoice message")).toBe("not_found");
});

test("what is done to what is the control that stands there", () => {
  const shop = modelOf(
    { role: "text", name: "Oak bench", path: [11, 1] },
    { name: "Add to cart", path: [12, 1] },
    { role: "text", name: "Fire bowl", path: [21, 2] },
    { name: "Add to cart", path: [22, 2] },
    { name: "Share", path: [23, 2] },
    { name: "B", description: "Bold" },
  );
  expect(meant(shop, "add the Fire bowl to the cart")).toBe("e3");
  expect(meant(shop, "share Fire bowl")).toBe("e4");
  expect(meant(shop, "add a unicorn to the cart")).toBe("not_found");
  expect(meant(shop, "share happiness")).toBe("not_found");
  expect(meant(shop, "press the Bold button")).toBe("e5");
});

test("German words find what English ones and their own synonyms name", () => {
  const page = modelOf({ name: "Einloggen" }, { name: "Settings" }, { name: "", hints: ["icon", "trash"] });
  expect(meant(page, "Klicke auf Anmelden")).toBe("e0");
  expect(meant(page, "öffne die Einstellungen")).toBe("e1");
  expect(meant(page, "klicke auf Löschen")).toBe("e2");
});

test("a candidate says why it came into question", () => {
  const [first, second] = modelOf({ name: "Delete", context: [placeOf("row", "Ann")] }, { name: "Remove", states: ["disabled"] }).elements;
  expect(first && reasonFor(first, named("Delete"))).toBe('called "Delete", in the row "Ann"');
  expect(second && reasonFor(second, named("Delete"))).toBe('"Remove" means the same, disabled now');
});

test("nothing stands below itself", () => {
  const lamp = modelOf({ role: "switch", name: "Child lock" }, { role: "switch", name: "Night light" });
  expect(meant(lamp, "click the switch under Child lock")).toBe("e1");
});
