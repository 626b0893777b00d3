import { expect, test } from "vitest";
import { modelOf } from "../../testing/page-models.ts";
import type { ModelElement } from "../page-model.ts";
import { labelledBy } from "./labels.ts";
import { named } from "./target.ts";

const FIT = { roles: ["textbox"] };
const text = (name: string, path: number[], over: Partial<ModelElement> = {}): Partial<ModelElement> => ({ role: "text", name, path, ...over });
const field = (name: string, path: number[], over: Partial<ModelElement> = {}): Partial<ModelElement> => ({ role: "textbox", name, path, ...over });
const meant = (elements: readonly Partial<ModelElement>[], words: string): string[] =>
  labelledBy(modelOf(...elements), named(words), FIT).map(({ element }) => element.ref);

test("a field is called by the text beside it in the smallest part that holds both", () => {
  const page = [text("From", [1, 9]), field("Station", [1, 9]), text("To", [2, 9]), field("Station", [2, 9])];
  expect(meant(page, "From")).toEqual(["e1"]);
  expect(meant(page, "To")).toEqual(["e3"]);
});

test.each<[string, Partial<ModelElement>[]]>([
  ["that is far off", [text("From", [1, 9]), field("Station", [1, 9], { bounds: { x: 0, y: 300, width: 100, height: 20 } })]],
  ["that has another beside it", [text("From", [1, 9]), field("Station", [1, 9]), field("Date", [1, 9])]],
  ["by words that say more", [text("From here on all is free", [1, 9]), field("Station", [1, 9])]],
  ["by what is pressed", [text("From", [1, 9], { clickable: true }), field("Station", [1, 9])]],
])("no field is called so %s", (_, elements) => {
  expect(meant(elements, "From")).toEqual([]);
});
