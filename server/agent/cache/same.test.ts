import { describe, expect, test } from "vitest";
import type { Facts } from "./entry.ts";
import { doubtOf, isUnchanged, ownEvidence, sameOf } from "./same.ts";

const facts = (over: Partial<Facts> = {}): Facts => ({
  kind: "button",
  name: "Delete",
  shown: true,
  places: [],
  heading: "",
  near: "",
  card: null,
  own: {},
  nth: 0,
  of: 1,
  frame: "",
  ...over,
});
const inRow = (label: string, over: Partial<Facts> = {}): Facts => facts({ places: [{ kind: "row", label }], near: label, ...over });
const at = (kind: string, label: string): Partial<Facts> => ({ places: [{ kind, label }] });
const plain = { ordinal: null, loose: false };

describe("the same element", () => {
  test("is the one in the same row, wherever the rows are", () => {
    expect(sameOf(inRow("Alice"), [inRow("Bob"), inRow("Alice")], plain)).toEqual({ index: 1 });
    expect(sameOf(inRow("Alice"), [inRow("Bob")], plain)).toBe("none");
    expect(sameOf(inRow("Alice"), [inRow("Alice"), inRow("Alice")], plain)).toBe("several");
  });

  test("is not a twin in another section, frame or dialog", () => {
    expect(sameOf(facts({ heading: "Billing" }), [facts({ heading: "Shipping" }), facts({ heading: "Billing" })], plain)).toEqual({ index: 1 });
    expect(sameOf(facts({ frame: "pay" }), [facts(), facts({ frame: "pay" })], plain)).toEqual({ index: 1 });
    expect(sameOf(facts(at("dialog", "Settings")), [facts()], plain)).toBe("none");
  });

  test("is told by its card, then by what its author calls it, then not at all", () => {
    const card = (words: string, own: Facts["own"] = {}): Facts => facts({ card: words, near: words, own, of: 2 });
    expect(sameOf(card("Kettle"), [card("Toaster"), card("Kettle")], plain)).toEqual({ index: 1 });
    expect(sameOf(card("Kettle"), [facts({ near: "Toaster" })], plain)).toBe("none");
    expect(sameOf(facts({ own: { id: "go" } }), [facts({ own: { id: "stop" } }), facts({ own: { id: "go" } })], plain)).toEqual({ index: 1 });
    expect(sameOf(facts(), [facts(), facts()], plain)).toBe("several");
  });

  test("under another heading is the only one that its author calls the same", () => {
    const meant = facts({ heading: "Inbox (3)", own: { "data-action": "send" } });
    expect(sameOf(meant, [facts({ heading: "Inbox (4)" })], plain)).toEqual({ index: 0 });
    expect(sameOf(meant, [facts({ heading: "Drafts", own: { "data-action": "send" } })], plain)).toEqual({ index: 0 });
    expect(sameOf(meant, [facts({ heading: "Drafts" })], plain)).toBe("none");
  });

  test("is counted where the instruction counts", () => {
    const rows = [inRow("New"), inRow("Alice"), inRow("Bob")];
    expect(sameOf(inRow("Alice"), rows, { ordinal: 0, loose: false })).toEqual({ index: 0 });
    expect(sameOf(inRow("Alice"), rows, { ordinal: -1, loose: false })).toEqual({ index: 2 });
    expect(sameOf(inRow("Alice"), rows, { ordinal: 3, loose: false })).toBe("none");
  });

  test("may stand in another row where that was confirmed", () =>
    expect(sameOf(inRow("Alice"), [inRow("Bob")], { ordinal: null, loose: true })).toEqual({ index: 0 }));
});

describe("doubt", () => {
  test.each([
    ["it left its row", inRow("Alice"), inRow("Bob"), 'it stood in "Alice", and this one stands in "Bob"'],
    ["it left its row by id", inRow("Alice", { own: { id: "x" } }), facts({ own: { id: "x" } }), 'it stood in "Alice"'],
    ["its card", facts({ card: "Kettle", near: "Kettle" }), facts({ near: "Toaster" }), 'it stood beside "Kettle", and this one beside "Toaster"'],
    [
      "another section, another author's name",
      facts({ heading: "A", own: { id: "save" } }),
      facts({ heading: "B" }),
      'it stood in "A", and this one stands in "B"',
    ],
    ["out of a dialog", facts(at("dialog", "Settings")), facts(), 'it stood in dialog "Settings", and this one stands in no named part of the page'],
    ["into a row", facts(), inRow("Bob"), 'it stood in no named part of the page, and this one stands in row "Bob"'],
  ])("%s", (_, meant, found, why) => expect(doubtOf(meant, found)).toBe(why));

  test.each([
    ["nothing changed", inRow("Alice"), inRow("Alice")],
    ["moved with its id", facts({ heading: "A", own: { id: "save" } }), facts({ heading: "B", own: { id: "save" } })],
    ["a plain one in another section", facts({ heading: "A" }), facts({ heading: "B" })],
  ])("none: %s", (_, meant, found) => expect(doubtOf(meant, found)).toBeNull());
});

test("ids that machines make prove nothing", () => {
  expect(ownEvidence(facts({ own: { id: "del-17" } }), facts({ own: { id: "del-17" } }))).toBe("none");
  expect(ownEvidence(facts({ own: { id: ":r1:" } }), facts({ own: { id: ":r1:" } }))).toBe("none");
  expect(ownEvidence(facts({ own: { id: "save" } }), facts({ own: { id: "save", "data-x": "new" } }))).toBe("same");
  expect(ownEvidence(facts({ own: { id: "save" } }), facts())).toBe("other");
});

test("what is found as it was is unchanged", () => {
  expect(isUnchanged(inRow("Alice"), inRow("Alice"))).toBe(true);
  expect(isUnchanged(facts({ heading: "A 1" }), facts({ heading: "A 2" }))).toBe(true);
  expect(isUnchanged(facts({ heading: "A" }), facts({ heading: "B" }))).toBe(false);
});
