import { describe, expect, test } from "vitest";
import { withItems } from "./streamed-pages.ts";

type Item = { id: string; state: string };
const item = (id: string, state = "done"): Item => ({ id, state });
const pages = [
  { items: [item("r5"), item("r4", "pending")], hasMore: true },
  { items: [item("r3")], hasMore: true },
];
const all = { fits: () => true, most: 100 };
const ids = (list: { items: Item[] }[]) => list.map(({ items }) => items.map(({ id }) => id));

describe("withItems", () => {
  test("new items come first, the newest before the others", () => {
    expect(ids(withItems(pages, [item("r6"), item("r7")], all))).toEqual([["r7", "r6", "r5", "r4"], ["r3"]]);
  });
  test("known items are renewed in their place", () => {
    expect(withItems(pages, [item("r4", "failed")], all)[0]?.items[1]).toEqual(item("r4", "failed"));
    expect(ids(withItems(pages, [item("r3", "failed")], all))).toEqual(ids(pages));
  });
  test("what no longer fits goes, and what does not fit does not come", () => {
    const pending = { fits: ({ state }: Item) => state === "pending", most: 100 };
    expect(ids(withItems([{ items: [item("r4", "pending")], hasMore: false }], [item("r4"), item("r6"), item("r8", "pending")], pending))).toEqual([["r8"]]);
  });
  test("an older item than all that is loaded is on a page that is not", () => {
    expect(ids(withItems(pages, [item("r1")], all))).toEqual(ids(pages));
  });
  test("a first page that has grown too long is cut", () => {
    expect(withItems(pages, [item("r6"), item("r7")], { ...all, most: 3 })).toMatchObject([
      { hasMore: true, items: [{ id: "r7" }, { id: "r6" }, { id: "r5" }] },
    ]);
  });
});
