import { describe, expect, test } from "vitest";
import type { ModelElement, PageModel, Place } from "../page-model.ts";
import { outlineOf } from "./outline.ts";
import { tokensOf } from "./tokens.ts";

const place = (role: string, name: string, id: number): Place => ({ role, name, id, modal: false });

const page = (...elements: Partial<ModelElement>[]): PageModel => ({
  url: "https://example.test/",
  title: "Test",
  elements: elements.map((element, i) => ({
    ...{ ref: `e${i}`, backendNodeId: i, frameId: "main", role: "text", name: "", value: null, states: [], context: [], url: null, popup: false },
    ...{ description: null, shown: [], level: null, column: null },
    ...{ bounds: { x: 0, y: i * 20, width: 100, height: 20 }, clickable: false, hints: [], around: [], path: [] },
    ...element,
  })),
});
const linesOf = (model: PageModel, maxTokens = 1000): string[] => outlineOf(model, { maxTokens }).text.split("\n");

describe("an outline", () => {
  test("has a line for each thing, with its ref, value, states and address", () => {
    const model = page(
      { role: "heading", name: "Billing" },
      { name: "Billing" },
      { role: "textbox", name: "Card", value: "4111", states: ["required"] },
      { role: "button", name: 'Say "hi"', states: ["disabled"] },
      { role: "link", name: "Help", url: "https://example.test/help" },
    );
    expect(linesOf(model)).toEqual([
      "Test <https://example.test/>",
      "# Billing",
      '[e2] textbox "Card" = "4111" (required)',
      `[e3] button "Say 'hi'" (disabled)`,
      '[e4] link "Help" → https://example.test/help',
    ]);
  });

  test("tells a row in one line and indents by places", () => {
    const [main, ann, bob] = [place("main", "", 1), place("row", "Ann Edit", 2), place("row", "Bob Edit", 3)];
    const model = page(
      { name: "People", context: [main] },
      { role: "cell", name: "Ann", context: [ann, main] },
      { name: "Ann", context: [ann, main] },
      { role: "button", name: "Edit", context: [ann, main] },
      { name: "Bob", context: [bob, main] },
      { role: "button", name: "Edit", context: [bob, main] },
    );
    expect(linesOf(model).slice(1)).toEqual(["main:", "  People", '  row: Ann | [e3] button "Edit"', '  row: Bob | [e5] button "Edit"']);
  });

  test("puts a closed list's options beside it and leaves out what is not drawn", () => {
    const model = page(
      { role: "combobox", name: "Colour", value: "Red" },
      { role: "option", name: "Red", bounds: null },
      { role: "option", name: "Green", bounds: null },
      { role: "button", name: "Nowhere", bounds: null },
    );
    expect(linesOf(model).slice(1)).toEqual(['[e0] combobox "Colour" = "Red" {Red | Green}']);
  });

  test("keeps to its tokens, and goes on where it ended until all is told", () => {
    const model = page(...Array.from({ length: 200 }, (_, i) => ({ role: "button", name: `Button number ${i}` })));
    const all = linesOf(model, 1_000_000).slice(1);
    const seen: string[] = [];
    for (let from: number | null = 0; from !== null; ) {
      const part = outlineOf(model, { maxTokens: 300, from });
      expect(tokensOf(part.text)).toBeLessThanOrEqual(300);
      seen.push(...part.text.split("\n").filter((line) => line.startsWith("[")));
      from = part.next;
    }
    expect(seen).toEqual(all);
  });
});
