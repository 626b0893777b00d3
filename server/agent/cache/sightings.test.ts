import { expect, test } from "vitest";
import type { ModelElement } from "../page-model.ts";
import type { Scored } from "../resolver/score.ts";
import { CachedStep } from "./entry.ts";
import { compareSightings, sightings } from "./sightings.ts";

type Place = { role: string; name: string };

const button = (name: string, ...places: Place[]): Scored => {
  const element: ModelElement = {
    ...{ ref: "e1", backendNodeId: 1, frameId: "main", role: "button", name, value: null, description: null, shown: [], states: [], level: null, column: null },
    context: places.map((place, id) => ({ ...place, id, modal: false })),
    ...{ url: null, popup: false, bounds: { x: 0, y: 0, width: 10, height: 10 }, clickable: true, hints: [], around: [], path: [] },
  };
  return { element, score: 1 };
};
const seen = (...found: Scored[]): CachedStep[] => sightings(found, () => null) ?? [];
const row = (name: string): Place => ({ role: "row", name });
const heading = (name: string): Place => ({ role: "heading", name });

test("what was seen can be stored, and says what it was; nothing and too much are not", () => {
  const [step] = seen(button("Delete", row("Alice"), heading("Users")));
  expect(CachedStep.parse(step)).toMatchObject({
    description: 'button "Delete" in row "Alice"',
    element: { facts: { places: [{ kind: "row", label: "Alice" }], heading: "Users" } },
  });
  expect(sightings([], () => null)).toBeNull();
  expect(
    sightings(
      Array.from({ length: 101 }, () => button("Delete")),
      () => null,
    ),
  ).toBeNull();
  expect(CachedStep.safeParse(seen(button("x".repeat(5_000), row("y".repeat(5_000))))[0]).success).toBe(true);
});

test("in another order it is the same, twins included; a counter in a heading makes no other", () => {
  const [alice, bob] = [button("Delete", row("Alice"), heading("Users (2)")), button("Delete", row("Bob"), heading("Users (3)"))];
  expect(compareSightings(seen(alice, bob), seen(bob, alice))).toEqual({ isSame: true, changes: [] });
  expect(compareSightings(seen(alice, alice), seen(alice, alice)).isSame).toBe(true);
  expect(compareSightings(seen(alice, alice), seen(alice)).isSame).toBe(false);
});

test.each([
  ["called otherwise", button("Remove", row("Bob"))],
  ["in another row", button("Delete", row("Carol"))],
  ["in a dialog", button("Delete", row("Bob"), { role: "dialog", name: "" })],
])("one that is %s is another one, and what changed is told", (_, other) => {
  const was = seen(button("Delete", row("Alice")), button("Delete", row("Bob")));
  const { isSame, changes } = compareSightings(was, seen(button("Delete", row("Alice")), other));
  expect([isSame, changes.length]).toEqual([false, 1]);
  expect(changes[0]?.was).toBe('button "Delete" in row "Bob"');
});

test("one more is seen; where nothing of it is left, nothing has only changed", () => {
  const was = seen(button("Delete", row("Alice")));
  expect(compareSightings(was, seen(button("Delete", row("Alice")), button("Delete", row("Bob"))))).toMatchObject({
    isSame: false,
    changes: [{ was: "", now: 'button "Delete" in row "Bob"' }],
  });
  expect(compareSightings(was, seen(button("Save")))).toEqual({ isSame: false, changes: [] });
});
