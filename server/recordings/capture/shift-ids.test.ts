import { expect, it } from "vitest";
import { asFrameEvent } from "./shift-ids.ts";

const BASE = 1_000;
const placed = (event: object) => {
  const told = asFrameEvent(JSON.stringify(event), BASE, 7);
  return told && { ...told, json: JSON.parse(told.json) as unknown };
};

it("puts a frame's snapshot into its element, as a document of its own", () => {
  const text = { type: 3, textContent: "id 5", id: 3 };
  const node = { type: 0, id: 1, childNodes: [{ type: 2, tagName: "p", attributes: { id: 5, start: 3 }, id: 2, childNodes: [text] }] };
  expect(placed({ type: 2, data: { node, initialOffset: { left: 0, top: 0 } }, timestamp: 9 })).toEqual({
    attaches: true,
    json: {
      type: 3,
      timestamp: 9,
      data: {
        source: 0,
        adds: [
          {
            parentId: 7,
            nextId: null,
            node: {
              type: 0,
              id: 1_001,
              childNodes: [
                { type: 2, tagName: "p", attributes: { id: 5, start: 3 }, id: 1_002, rootId: 1_001, childNodes: [{ ...text, id: 1_003, rootId: 1_001 }] },
              ],
            },
          },
        ],
        removes: [],
        texts: [],
        attributes: [],
        isAttachIframe: true,
      },
    },
  });
});

it("raises every number of a node or a sheet in what follows, and nothing else", () => {
  const add = { parentId: 2, nextId: null, node: { type: 3, textContent: "x", id: 4 } };
  const data = { source: 0, adds: [add], removes: [{ parentId: 2, id: 3 }], texts: [{ id: -1, value: "id" }], attributes: [{ id: 2, attributes: { id: 8 } }] };
  expect(placed({ type: 3, data, timestamp: 1 })?.json).toMatchObject({
    data: {
      adds: [{ parentId: 1_002, nextId: null, node: { id: 1_004, rootId: 1_001 } }],
      removes: [{ parentId: 1_002, id: 1_003 }],
      texts: [{ id: -1, value: "id" }],
      attributes: [{ id: 1_002, attributes: { id: 8 } }],
    },
  });
  expect(
    placed({ type: 3, data: { source: 15, id: 1, styleIds: [1, 2], styles: [{ styleId: 2, rules: [{ rule: "a{}", index: 3 }] }] }, timestamp: 1 })?.json,
  ).toMatchObject({
    data: { id: 1_001, styleIds: [1_001, 1_002], styles: [{ styleId: 1_002, rules: [{ index: 3 }] }] },
  });
  expect(placed({ type: 3, data: { source: 1, positions: [{ x: 5, y: 6, id: 3, timeOffset: -2 }] }, timestamp: 1 })?.json).toMatchObject({
    data: { positions: [{ x: 5, y: 6, id: 1_003, timeOffset: -2 }] },
  });
});

it("leaves out what only a page has", () => {
  expect([4, 0, 1].map((type) => placed({ type, data: {}, timestamp: 1 }))).toEqual([null, null, null]);
  expect(placed({ type: 3, data: { source: 4, width: 1, height: 2 }, timestamp: 1 })).toBeNull();
});
