import { describe, expect, it } from "vitest";
import { withItem } from "./use-history.ts";

const pages = [
  {
    items: [
      { id: "c", done: false },
      { id: "b", done: true },
    ],
    hasMore: true,
  },
  { items: [{ id: "a", done: true }], hasMore: false },
];
const ids = (list: typeof pages) => list.map(({ items }) => items.map(({ id }) => id));

describe("withItem", () => {
  it("puts what is new first", () => expect(ids(withItem(pages, { id: "d", done: false }))).toEqual([["d", "c", "b"], ["a"]]));
  it("replaces what is known where it stands, on any page", () => {
    expect(withItem(pages, { id: "c", done: true })[0]?.items[0]?.done).toBe(true);
    expect(ids(withItem(pages, { id: "a", done: false }))).toEqual(ids(pages));
  });
  it("cuts a first page that has grown too long, so that what is behind it can be loaded again", () => {
    const long = Array.from({ length: 500 }, (_, place) => ({ id: `n${place}`, done: true }));
    const cut = withItem([{ items: long, hasMore: false }], { id: "new", done: true });
    expect(cut).toMatchObject([{ hasMore: true, items: expect.objectContaining({ length: 500 }) }]);
    expect([cut[0]?.items[0]?.id, cut[0]?.items.at(-1)?.id]).toEqual(["new", "n498"]);
  });
});
