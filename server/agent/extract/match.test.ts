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

describe("what a value was read from", () => {
  const kinds = (found: ReturnType<typeof match>) => Object.fromEntries((found?.proofs ?? []).map(({ path, source }) => [path, source]));

  test("is told for each", () => {
    const page = [
      el("h1", "Oak desk"),
      dl(["Weight (kg)", "12.5"]),
      el("p", "Colour: Brown"),
      nodeOf({ tag: "input", label: "Size", value: "L", at: 7, end: 7 }),
    ];
    const schema = object({ title: text, weightKg: { type: "number" }, colour: text, size: text, sku: text });
    const found = match(schema, page, { linked: [{ "@type": "Product", name: "Oak desk", sku: "D-1" }] });
    expect(found?.data).toEqual({ title: "Oak desk", weightKg: 12.5, colour: "Brown", size: "L", sku: "D-1" });
    expect(kinds(found)).toEqual({ title: "heading", weightKg: "definition-list", colour: "label", size: "form", sku: "json-ld" });
    expect(found?.proofs.find(({ path }) => path === "size")).toMatchObject({ at: 7, text: "L" });
  });

  test("of rows by their place in the list, of lists in rows too", () => {
    const row = (name: string, ...tags: string[]): PageNode =>
      el("li", el("h3", name), named("tags", ...tags.map((tag) => nodeOf({ tag: "a", href: `/${tag}`, classes: ["tag"], kids: [tag] }))));
    const found = match(list(object({ name: text, tags: list(text) }, ["name"])), [el("ul", row("A", "x", "y"), row("B", "z", "x"))]);
    expect(found?.proofs.map(({ path }) => path).sort()).toEqual(["0.name", "0.tags.0", "0.tags.1", "1.name", "1.tags.0", "1.tags.1"]);
  });
});

describe("data for machines", () => {
  test("gives way to what the page shows when it speaks of something else", () => {
    const linked = [{ "@type": "Product", name: "Old lamp", offers: { price: "10.00", priceCurrency: "USD" } }];
    const found = match(object({ name: text, price: { type: "number" } }), [el("h1", "Lamp Halo"), named("price", "$35.00")], { linked });
    expect(found?.data).toEqual({ name: "Lamp Halo", price: 35 });
  });

  test("stands in for a list that the page does not show", () => {
    const linked = [
      { "@graph": ["Run", "Market"].map((name, i) => ({ "@type": "Event", name, startDate: `2024-09-1${i}`, location: { name: `Pier ${i}` } })) },
    ];
    const event = object({ name: text, startDate: { type: "string", format: "date" }, location: object({ name: text }) });
    expect(match(object({ events: list(event) }), [el("p", "Loading…")], { linked })?.data).toEqual({
      events: [
        { name: "Run", startDate: "2024-09-10", location: { name: "Pier 0" } },
        { name: "Market", startDate: "2024-09-11", location: { name: "Pier 1" } },
      ],
    });
  });
});

test("cells over several rows are in each of them, heads over several columns are joined, sums are left out", () => {
  const cell = (tag: string, words: string, ...span: [number, number]): PageNode => nodeOf({ tag, kids: [words], span });
  const head = [el("tr", cell("th", "City", 1, 2), cell("th", "Rain", 2, 1)), el("tr", el("th", "Days"), el("th", "Total"))];
  const body = [el("tr", cell("td", "Oslo", 1, 2), el("td", "4"), el("td", "20")), el("tr", el("td", "5"), el("td", "31"))];
  const table = el("table", el("thead", ...head), el("tbody", ...body), el("tfoot", el("tr", el("td", "All"), el("td", "9"), el("td", "51"))));
  const whole = { type: "integer" };
  expect(match(list(object({ city: text, rainDays: whole, rainTotal: whole })), [table])?.data).toEqual([
    { city: "Oslo", rainDays: 4, rainTotal: 20 },
    { city: "Oslo", rainDays: 5, rainTotal: 31 },
  ]);
});

test("the body of an article is its paragraphs, without lines about it", () => {
  const long = [
    "For the first time in twenty years seals were seen on the bank in front of the mill.",
    "They had left when the bridge was built, and fish are back now too, the office said.",
  ];
  const page = [
    el("article", el("h1", "Seals"), el("p", "By Ida"), ...long.map((words) => el("p", words))),
    named("comments", el("p", `Nice! ${"very ".repeat(50)}`)),
  ];
  expect(match(object({ title: text, author: text, content: text }), page)?.data).toEqual({ title: "Seals", author: "Ida", content: long.join(" ") });
});

test("a page's words may be German where the schema's are English", () => {
  const page = [dl(["Bestellnummer", "B-77"], ["Menge", "3"], ["Farbe", "Rot"])];
  expect(match(object({ orderNumber: text, quantity: { type: "integer" }, color: text }), page)?.data).toEqual({
    orderNumber: "B-77",
    quantity: 3,
    color: "Rot",
  });
});
