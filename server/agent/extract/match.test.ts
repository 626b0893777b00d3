import { describe, expect, test } from "vitest";
import type { JsonSchema } from "../../contract/agent.ts";
import type { Json } from "../../contract/common.ts";
import { matchPage } from "./match.ts";
import { nodeOf, type PageNode } from "./page-tree.ts";
import { wantedOf } from "./wanted.ts";

type Kid = PageNode | string;
const el = (tag: string, ...kids: Kid[]): PageNode => nodeOf({ tag, kids });
const named = (name: string, ...kids: Kid[]): PageNode => nodeOf({ tag: "div", classes: [name], kids });
const link = (href: string, ...kids: Kid[]): PageNode => nodeOf({ tag: "a", href, block: false, kids });

const text = { type: "string" };
const object = (properties: JsonSchema, required: string[] = []): JsonSchema => ({ type: "object", properties, required });
const list = (items: JsonSchema): JsonSchema => ({ type: "array", items });

/** What matches on a page of these elements. */
function match(schema: JsonSchema, kids: Kid[], { instruction = "", linked = [] as Json[] } = {}) {
  return matchPage({ url: "https://shop.test/", title: "", lang: "", root: el("body", ...kids), meta: [], linked }, wantedOf(schema), instruction);
}
const card = (name: string, price: string): PageNode => named("card", el("h3", link(`https://shop.test/${name}`, name)), named("price", price));
const dl = (...pairs: [string, string][]): PageNode => el("dl", ...pairs.flatMap(([dt, dd]) => [el("dt", dt), el("dd", dd)]));

describe("one thing", () => {
  test("labels, headings and types; what is not there is missing", () => {
    const schema = object({ title: text, weightKg: { type: "number" }, inStock: { type: "boolean" }, colour: text });
    expect(match(schema, [el("h1", "Oak desk"), dl(["Weight (kg)", "12.5"], ["In stock", "yes"])])).toMatchObject({
      data: { title: "Oak desk", weightKg: 12.5, inStock: true },
      missing: ["colour"],
    });
  });

  test("nothing that answers is no answer", () => {
    expect(match(object({ sku: text, price: { type: "number" } }), [el("h1", "Hello"), el("p", "Nothing here.")])).toBeNull();
  });

  test("a value that is not of the type is not taken", () => {
    const schema = object({ age: { type: "integer" }, status: { enum: ["open", "closed"] } });
    expect(match(schema, [dl(["Age", "unknown"], ["Status", "Closed"])])).toMatchObject({ data: { status: "closed" }, missing: ["age"] });
  });

  test("an object inside is read from its own part only", () => {
    const schema = object({ name: text, owner: object({ name: text, email: text }) });
    const owner = el("section", el("h2", "Owner"), dl(["Name", "Ann"], ["Email", "ann@example.test"]));
    expect(match(schema, [el("h1", "Boat"), owner])).toMatchObject({ data: { name: "Boat", owner: { name: "Ann", email: "ann@example.test" } }, missing: [] });
    expect(match(schema, [el("h1", "Boat"), dl(["Length", "9 m"])])).toMatchObject({ data: { name: "Boat" }, missing: ["owner"] });
  });

  test("null where it is required and may be null", () => {
    const schema = object({ name: text, phone: { type: ["string", "null"] } }, ["name", "phone"]);
    expect(match(schema, [el("h1", "Ann")])).toMatchObject({ data: { name: "Ann", phone: null }, missing: ["phone"] });
  });

  test("data for machines stands in for what is not shown", () => {
    const linked = [{ "@type": "Product", name: "Desk", offers: { price: "249.00" } }];
    expect(match(object({ name: text, price: { type: "number" } }), [el("p", "…")], { linked })).toMatchObject({ data: { name: "Desk", price: 249 } });
  });
});

describe("many", () => {
  const cards = [card("Kettle", "$24.50"), card("Toaster", "$1,039.00"), card("Lamp", "$9")];
  const item = object({ name: text, price: { type: "number" } }, ["name", "price"]);

  test("each with its own values", () => {
    const data = [
      { name: "Kettle", price: 24.5 },
      { name: "Toaster", price: 1039 },
      { name: "Lamp", price: 9 },
    ];
    expect(match(list(item), cards)).toMatchObject({ data, missing: [] });
    expect(match(object({ products: list(item) }), [el("main", ...cards)])).toMatchObject({ data: { products: data } });
  });

  test("as many as are asked for", () => {
    expect(match(list(item), cards, { instruction: "the first 2 products" })?.data).toHaveLength(2);
    expect(match({ ...list(item), maxItems: 1 }, cards)?.data).toHaveLength(1);
  });

  test("one of them is taken only by its name; parts of several are never mixed", () => {
    expect(match(item, cards, { instruction: "the price of the Toaster" })).toMatchObject({ data: { name: "Toaster", price: 1039 } });
    expect(match(item, cards)?.data ?? {}).not.toHaveProperty("price");
  });

  test("lists of single values: by their heading, or between commas", () => {
    const schema = object({ ingredients: list(text), authors: list(text) });
    const page = [el("h2", "Ingredients"), el("ul", el("li", "Eggs"), el("li", "Flour")), el("p", "Authors: Ann Lee, Bo Chen")];
    expect(match(schema, page)).toMatchObject({ data: { ingredients: ["Eggs", "Flour"], authors: ["Ann Lee", "Bo Chen"] } });
  });

  test("rows without what is required are left out", () => {
    const rows = [
      ["Name", "Age"],
      ["Ann", "31"],
      ["Total", ""],
    ].map((cells, i) => el("tr", ...cells.map((cell) => el(i === 0 ? "th" : "td", cell))));
    const schema = list(object({ name: text, age: { type: "integer" } }, ["name", "age"]));
    expect(match(schema, [el("table", el("tbody", ...rows))])).toMatchObject({ data: [{ name: "Ann", age: 31 }] });
  });
});
