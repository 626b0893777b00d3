import { expect, it } from "vitest";
import { activeTabAt, lanesOf, switchesOf } from "./lanes.ts";

const frames = [
  { atMs: 0, tabId: "A" },
  { atMs: 200, tabId: "A" },
  { atMs: 1_000, tabId: "B" },
  { atMs: 3_000, tabId: "A" },
];

it("knows by the pictures which tab was worked in", () => {
  const switches = switchesOf(frames);
  expect(switches).toEqual([
    { atMs: 0, tabId: "A" },
    { atMs: 1_000, tabId: "B" },
    { atMs: 3_000, tabId: "A" },
  ]);
  expect([-1, 0, 999, 1_000, 9_000].map((atMs) => activeTabAt(switches, atMs))).toEqual(["A", "A", "A", "B", "A"]);
  expect(activeTabAt([], 5)).toBeNull();
});

it("gives each tab a lane with its life and when it was active", () => {
  const tabs = [
    { tabId: "B", openedAtMs: 1_100, closedAtMs: 2_900, url: "https://shop.example/cart", title: "" },
    { tabId: "A", openedAtMs: -20, closedAtMs: null, url: "https://a.example/", title: "Start" },
  ];
  expect(lanesOf(tabs, frames, switchesOf(frames), 5_000)).toEqual([
    {
      tabId: "A",
      label: "Start",
      url: "https://a.example/",
      life: { fromMs: 0, toMs: 5_000 },
      active: [
        { fromMs: 0, toMs: 1_000 },
        { fromMs: 3_000, toMs: 5_000 },
      ],
    },
    {
      tabId: "B",
      label: "shop.example",
      url: "https://shop.example/cart",
      life: { fromMs: 1_000, toMs: 2_900 },
      active: [{ fromMs: 1_000, toMs: 3_000 }],
    },
  ]);
});

it("takes tabs from pictures where nothing else tells of them", () => {
  expect(lanesOf([], frames, switchesOf(frames), 5_000).map(({ label, life }) => [label, life])).toEqual([
    ["Tab 1", { fromMs: 0, toMs: 5_000 }],
    ["Tab 2", { fromMs: 1_000, toMs: 3_000 }],
  ]);
});
