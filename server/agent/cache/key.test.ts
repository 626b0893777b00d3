import { describe, expect, test } from "vitest";
import { addressDigest, instructionShape, keyDigest, pageSignature } from "./key.ts";

describe("the kind of page", () => {
  test.each([
    ["https://shop.test/orders/17/edit?tab=2&q=x", "https://shop.test/orders/*/edit?q&tab"],
    ["https://shop.test/orders/18/edit?q=&tab=1#top", "https://shop.test/orders/*/edit?q&tab"],
    ["https://shop.test/u/9f1c2d3e-0000-4000-8000-1234567890ab", "https://shop.test/u/*"],
    ["https://shop.test/p/sess_k3m4n5p6q7", "https://shop.test/p/*"],
    ["https://shop.test/v2/about", "https://shop.test/v2/about"],
    ["https://shop.test/#/users/3", "https://shop.test/#/users/*"],
    ["https://shop.test/stra%C3%9Fe", "https://shop.test/straße"],
    ["https://shop.test/100%", "https://shop.test/100%"],
    ["about:blank", "about://blank"],
    ["nonsense", "nonsense"],
  ])("%s is %s", (address, signature) => expect(pageSignature(address)).toBe(signature));

  test("of an address that is its own content is told by it", () => {
    expect(pageSignature("data:text/html,one")).not.toBe(pageSignature("data:text/html,two"));
    expect(pageSignature("data:text/html,secret")).not.toContain("secret");
  });
});

test("instructions differ by words, letters and names, not by spaces, kinds of quotes and a full stop", () => {
  expect(instructionShape("  click  “Save”. ")).toBe('click "Save"');
  expect(instructionShape("type %Name% into Name")).not.toBe(instructionShape("type %name% into Name"));
  expect(instructionShape("click ...")).toBe("click ...");
});

test("a key hangs on kind, instruction, page and names of variables in any order", () => {
  const key = { kind: "act" as const, instruction: "click Save", page: "https://a.test/", variables: ["a", "b"] };
  expect(keyDigest(key)).toBe(keyDigest({ ...key, variables: ["b", "a"] }));
  const others = [
    { ...key, kind: "observe" as const },
    { ...key, instruction: "click Cancel" },
    { ...key, page: "https://a.test/x" },
    { ...key, variables: ["a"] },
  ];
  expect(new Set([key, ...others].map(keyDigest)).size).toBe(5);
});

test("one address is told from another, anchors aside", () => {
  expect(addressDigest("https://a.test/1#top")).toBe(addressDigest("https://a.test/1"));
  expect(addressDigest("https://a.test/1")).not.toBe(addressDigest("https://a.test/2"));
  expect(addressDigest("https://a.test/#/1")).not.toBe(addressDigest("https://a.test/#/2"));
});
