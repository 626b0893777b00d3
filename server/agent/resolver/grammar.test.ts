import { describe, expect, test } from "vitest";
import { parseInstruction } from "./grammar.ts";
import type { Step } from "./steps.ts";
import { inside, named, type Target } from "./target.ts";

/** A target but for its fuller readings, which have a test of their own. */
const target = (words: string, over: Partial<Target> = {}) => ({ ...named(words, over), literal: expect.any(Array) });
const button = { kind: "button", roles: ["button", "link"] };
const field = (kind: string) => ({ kind, roles: expect.arrayContaining(["textbox"]) });
const press = (key: string, over: object = {}) => ({ verb: "press", key, times: 1, target: null, ...over });

describe("one step", () => {
  test.each<[string, object]>([
    ["Click the 'Sign In' button", { verb: "click", target: target("Sign In", { quoted: true, ...button }) }],
    ['click on "Save and close"', { verb: "click", target: target("Save and close", { quoted: true }) }],
    ['click the button labelled "Save"', { verb: "click", target: target("Save", { quoted: true, ...button }) }],
    ["click the button that says Submit", { verb: "click", target: target("Submit", button) }],
    ["click the 'Sign in' link at the top", { verb: "click", target: target("Sign in", { quoted: true, kind: "link", roles: ["link", "button"] }) }],
    ["click the edit icon in Bob's row", { verb: "click", target: target("edit", { kind: "icon", roles: expect.any(Array), places: [inside("Bob")] }) }],
    ["press the Save button", { verb: "click", target: target("Save", button) }],
    ["click the Log in button", { verb: "click", target: target("Log in", button) }],
    ["please click Save.", { verb: "click", target: target("Save") }],
    ["click the second Edit link", { verb: "click", target: target("Edit", { kind: "link", roles: ["link", "button"], ordinal: 2 }) }],
    ["click the last button", { verb: "click", target: target("", { ...button, ordinal: -1 }) }],
    ["click the 12th Edit link", { verb: "click", target: target("Edit", { kind: "link", roles: ["link", "button"], ordinal: 12 }) }],
    ["click Delete in the row of Alice", { verb: "click", target: target("Delete", { places: [inside("Alice")] }) }],
    ["click the Delete button in the 'Old users' section", { verb: "click", target: target("Delete", { ...button, places: [inside("Old users")] }) }],
    ["close the Settings dialog", { verb: "click", target: target("close", { places: [inside("Settings")] }) }],
    ["dismiss the banner", { verb: "click", target: target("dismiss", { places: [inside("banner")] }) }],
    ["double-click on Total", { verb: "doubleClick", target: target("Total") }],
    ["right click the Photo image", { verb: "rightClick", target: target("Photo", { kind: "image", roles: ["image", "link"] }) }],
    ["hover the mouse over Products", { verb: "hover", target: target("Products") }],
    ["hover over Products", { verb: "hover", target: target("Products") }],
    ["expand the Advanced section", { verb: "expand", target: target("Advanced", { kind: "section", roles: expect.any(Array) }) }],
    ["check I agree", { verb: "check", target: target("I agree") }],
    ["untick the Newsletter checkbox", { verb: "uncheck", target: target("Newsletter", { kind: "checkbox", roles: ["checkbox", "switch"] }) }],
    ["clear the search box", { verb: "clear", target: target("search", field("box")) }],
    ["go back", { verb: "back" }],
  ])("%s", (instruction, step) => {
    expect(parseInstruction(instruction)).toEqual([step]);
  });
});

describe("typing and choosing", () => {
  test.each<[string, object]>([
    ['Type "hello, and bye" into the Message field', { verb: "type", text: "hello, and bye", target: target("Message", field("field")) }],
    ["type I was born in Rome into City", { verb: "type", text: "I was born in Rome", target: target("City") }],
    ["fill Email with %email%", { verb: "type", text: "%email%", target: target("Email") }],
    ["set Quantity to 3", { verb: "type", text: "3", target: target("Quantity") }],
    ["enter secret in Password", { verb: "type", text: "secret", target: target("Password") }],
    ["type hello", { verb: "type", text: "hello", target: null }],
    [
      "Select Green from the Colour dropdown",
      { verb: "select", option: "Green", target: target("Colour", { kind: "dropdown", roles: expect.arrayContaining(["combobox"]) }) },
    ],
    ["choose the Large option", { verb: "select", option: "Large", target: null }],
  ])("%s", (instruction, step) => {
    expect(parseInstruction(instruction)).toMatchObject([step]);
  });

  test("search is typed and sent", () => {
    expect(parseInstruction("search for left-pad")).toEqual([{ verb: "type", text: "left-pad", target: target("search", field("field")) }, press("Enter")]);
  });
});

describe("keys", () => {
  test.each<[string, object]>([
    ["Press Enter", press("Enter")],
    ["press the Escape key", press("Escape")],
    ["press Ctrl + A", press("Ctrl+A")],
    ["press down arrow 3 times", press("ArrowDown", { times: 3 })],
    ["press Tab twice", press("Tab", { times: 2 })],
    ["press Enter in the Search field", press("Enter", { target: target("Search", field("field")) })],
  ])("%s", (instruction, step) => {
    expect(parseInstruction(instruction)).toEqual([step]);
  });
});

describe("scrolling", () => {
  test.each<[string, object]>([
    ["scroll", { direction: "down", target: null }],
    ["scroll down", { direction: "down", target: null }],
    ["scroll down 500 pixels", { direction: "down", target: null, px: 500 }],
    ["scroll the sidebar up", { direction: "up", target: target("sidebar") }],
    ["scroll to the bottom of the page", { direction: "bottom", target: null }],
    ["scroll down to the bottom", { direction: "bottom", target: null }],
    ["scroll up in the Messages list", { direction: "up", target: target("Messages", { kind: "list", roles: expect.any(Array) }) }],
    ['scroll to "Terms"', { direction: null, target: target("Terms", { quoted: true }) }],
    ["scroll down to the footer", { direction: null, target: target("footer") }],
  ])("%s", (instruction, step) => {
    expect(parseInstruction(instruction)).toEqual([{ verb: "scroll", px: null, times: 1, until: null, ...step }]);
  });
});

describe("dragging", () => {
  const canvas = target("", { kind: "canvas", roles: ["canvas"] });
  test.each<[string, Target, object]>([
    ["drag Task 1 to Done", target("Task 1"), { onto: target("Done"), at: null }],
    ["drag the inject node onto the canvas", target("inject", { kind: "node", roles: expect.any(Array) }), { onto: canvas, at: null }],
    ["drag inject onto the canvas at 300, 200", target("inject"), { onto: canvas, at: { x: 300, y: 200 } }],
    ["drag 'a to b' to 400,300", target("a to b", { quoted: true }), { point: { x: 400, y: 300 } }],
    ["drag Tick to the point (400, 300)", target("Tick"), { point: { x: 400, y: 300 } }],
    ["drag Tick by 100 -20", target("Tick"), { by: { x: 100, y: -20 } }],
    ["drag Tick 80 pixels to the left", target("Tick"), { by: { x: -80, y: 0 } }],
    ["move the Volume slider right by 40", target("Volume", { kind: "slider", roles: ["slider"] }), { by: { x: 40, y: 0 } }],
  ])("%s", (instruction, what, to) => {
    expect(parseInstruction(instruction)).toEqual([{ verb: "drag", target: what, to }]);
  });
});

test("several steps, in order", () => {
  const verbs = (steps: Step[] | null) => steps?.map(({ verb }) => verb);
  expect(verbs(parseInstruction('type "a" into Name and type b into City, then click Save'))).toEqual(["type", "type", "click"]);
  expect(parseInstruction("type ann in the Name field and secret in Password")).toEqual([
    { verb: "type", text: "ann", target: target("Name", field("field")) },
    { verb: "type", text: "secret", target: target("Password") },
  ]);
  expect(parseInstruction("In the Name field, type Ann")).toEqual([{ verb: "type", text: "Ann", target: target("Name", field("field")) }]);
  expect(verbs(parseInstruction("Click Save. Then press Enter"))).toEqual(["click", "press"]);
  expect(parseInstruction("click Bread and butter")).toEqual([{ verb: "click", target: target("Bread and butter") }]);
});

test("a fuller reading comes first, so that words of a name are not taken for grammar", () => {
  expect(parseInstruction("type Ann into the First name field")).toMatchObject([
    { target: { words: "name", ordinal: 1, literal: ["First name field", "First name"] } },
  ]);
  expect(parseInstruction("click Sign in for free")).toMatchObject([{ target: { words: "Sign in", places: [inside("free")], literal: ["Sign in for free"] } }]);
  expect(parseInstruction("click Last")).toMatchObject([{ target: { words: "Last", ordinal: null } }]);
  expect(parseInstruction('click "First name"')).toMatchObject([{ target: { words: "First name", ordinal: null, literal: [] } }]);
});

test.each(["", "make me a sandwich", "click", "the button", "drag x", "enter the building", "press", "type", "click Save and make me a sandwich, then click"])(
  "%j is not understood",
  (instruction) => {
    expect(parseInstruction(instruction)).toBeNull();
  },
);
