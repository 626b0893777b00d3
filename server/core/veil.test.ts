import { expect, test } from "vitest";
import { createVeil } from "./veil.ts";

const hide = (variables: Record<string, string>, text: string): string => {
  const veil = createVeil();
  veil.learn(variables);
  return veil.hide(text);
};

test.each([
  [{ pw: "hunter2!" }, "[0-7] textbox: hunter2!", "[0-7] textbox: %pw%"],
  [{ pw: "a.b*c(d" }, "aXb a.b*c(d", "aXb %pw%"],
  [{ pw: 'say "hi" now' }, 'value: "say \\"hi\\" now"', 'value: "%pw%"'],
  [{ note: "one\n two" }, "text: one two", "text: %note%"],
  [{ pw: "hunter2", longer: "hunter2000" }, "hunter2000 hunter2", "%longer% %pw%"],
  [{ price: "$& $1 100" }, "it is $& $1 100", "it is %price%"],
])("%j is hidden in %j", (variables, text, hidden) => {
  expect(hide(variables, text)).toBe(hidden);
});

test("a number is hidden where it stands alone, not inside ids of elements", () => {
  expect(hide({ cvv: "123" }, "[0-123] textbox: 123\n[0-1234] button: 5123")).toBe("[0-123] textbox: %cvv%\n[0-1234] button: 5123");
});

test("what is too short to tell from text stays, and nothing is hidden before it is known", () => {
  expect(hide({ a: "a", empty: "" }, "a cat")).toBe("a cat");
});

test("within data every text is hidden, and a number that is a value", () => {
  const veil = createVeil();
  veil.learn({ pin: "4711", password: "correct horse" });
  expect(veil.hideIn({ pin: 4711, price: 47_110, notes: ["a correct  horse", null, true] })).toEqual({
    pin: "%pin%",
    price: 47_110,
    notes: ["a %password%", null, true],
  });
});

test("a value in an address is hidden however addresses spell it", () => {
  const veil = createVeil();
  const value = "Grüße & 50% off/Zebediah";
  veil.learn({ words: value });
  const spelled = [encodeURIComponent(value), encodeURI(value), new URLSearchParams({ q: value }).toString().slice(2)];
  expect(new Set(spelled).size).toBe(3);
  for (const form of spelled) expect(veil.hide(`https://x.test/?q=${form}&page=2`)).toBe("https://x.test/?q=%words%&page=2");
  expect(() => veil.learn({ broken: "half a pair \ud800 here" })).not.toThrow();
});
