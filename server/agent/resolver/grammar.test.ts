import { describe, expect, test } from "vitest";
import { parseInstruction } from "./grammar.ts";

const target = (words: string, over: object = {}) => ({ words, quoted: false, roles: null, ordinal: null, within: null, ...over });

describe("one step", () => {
  test.each([
    ["Click the 'Sign In' button", { verb: "click", target: target("Sign In", { quoted: true, roles: ["button"] }) }],
    ['click on "Save and close"', { verb: "click", target: target("Save and close", { quoted: true }) }],
    ["press the Save button", { verb: "click", target: target("Save", { roles: ["button"] }) }],
    ["Press Enter", { verb: "press", key: "Enter" }],
    ["press Ctrl + A", { verb: "press", key: "Ctrl+A" }],
    [
      'Type "hello, and bye" into the Message field',
      { verb: "type", text: "hello, and bye", target: target("Message", { roles: expect.arrayContaining(["textbox"]) }) },
    ],
    ["fill Email with %email%", { verb: "type", text: "%email%", target: target("Email") }],
    ["enter secret in Password", { verb: "type", text: "secret", target: target("Password") }],
    ["Select Green from the Colour dropdown", { verb: "select", option: "Green", target: target("Colour", { roles: expect.arrayContaining(["combobox"]) }) }],
    ["check I agree", { verb: "check", target: target("I agree") }],
    ["untick the Newsletter checkbox", { verb: "uncheck", target: target("Newsletter", { roles: ["checkbox", "switch"] }) }],
    ["scroll down", { verb: "scroll", direction: "down" }],
    ["scroll to the bottom of the page", { verb: "scroll", direction: "bottom" }],
    ['scroll to "Terms"', { verb: "scroll", target: target("Terms", { quoted: true }) }],
    ["click the second Edit link", { verb: "click", target: target("Edit", { roles: ["link"], ordinal: 2 }) }],
    ["click Delete in the row of Alice", { verb: "click", target: target("Delete", { within: "Alice" }) }],
    ["drag the inject node to Canvas", { verb: "drag", target: target("inject", { roles: expect.anything() }), onto: target("Canvas") }],
    ["go back", { verb: "back" }],
    ["hover over Products", { verb: "hover", target: target("Products") }],
  ])("%s", (instruction, step) => {
    expect(parseInstruction(instruction)).toEqual([step]);
  });
});

test("several steps, in order", () => {
  expect(parseInstruction('type "a" into Name and type b into City, then click Save')?.map((step) => step.verb)).toEqual(["type", "type", "click"]);
  expect(parseInstruction("click Bread and butter")).toEqual([{ verb: "click", target: target("Bread and butter") }]);
});

test.each(["", "make me a sandwich", "click", "the button", "drag x"])("%j is not understood", (instruction) => {
  expect(parseInstruction(instruction)).toBeNull();
});
