import type { Protocol } from "devtools-protocol";
import { expect, test } from "vitest";
import { textOfArguments } from "./remote-text.ts";

type Remote = Protocol.Runtime.RemoteObject;
const text = (value: string): Remote => ({ type: "string", value });
const list = (items: string[], overflow = false): Remote => ({
  ...{ type: "object", subtype: "array", description: `Array(${items.length})` },
  preview: {
    ...{ type: "object", subtype: "array", description: `Array(${items.length})`, overflow },
    properties: items.map((value, name) => ({ name: String(name), type: "string", value })),
  },
});

test.each<[string, Remote[], string]>([
  ["nothing", [], ""],
  ["plain values", [text("a"), { type: "number", value: 1 }, { type: "object", subtype: "null", value: null }, { type: "undefined" }], "a 1 null undefined"],
  [
    "formats, and what is left over",
    [text("%s has %d (%i) %f%% %o %x"), text("Ann"), text("3.7"), text("8"), text("1.50"), list(["b"]), text("more")],
    'Ann has 3 (8) 1.5% ["b"] %x more',
  ],
  ["a secret behind its name, and no other word", [text("password:"), text("hunter2"), text("rest")], "password: *** rest"],
  ["what is not called a secret", [text("Invalid token found"), text("<")], "Invalid token found <"],
  ["a format without a value", [text("%s and %s"), text("one")], "one and %s"],
  ["a list that is longer than shown", [list(["a", "b"], true)], '["a", "b", …]'],
  [
    "what JSON has no word for",
    [
      { type: "number", unserializableValue: "Infinity" },
      { type: "bigint", unserializableValue: "9n" },
    ],
    "Infinity 9n",
  ],
  ["an error by its stack", [{ type: "object", subtype: "error", description: "Error: no\n    at f (a.js:1:2)" }], "Error: no\n    at f (a.js:1:2)"],
])("%s", (_, args, shown) => expect(textOfArguments(args)).toBe(shown));

test("a text of any length is cut", () => {
  expect(textOfArguments([text("x".repeat(1_000_000))]).length).toBeLessThan(20_000);
});
