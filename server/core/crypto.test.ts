import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { open, seal, timingSafeEqualText } from "./crypto.ts";

const key = randomBytes(32);

test("a box opens with its key and context, and with nothing else", () => {
  const box = seal(key, Buffer.from("cookie jar"), "workspace-1");
  expect(open(key, box, "workspace-1").toString()).toBe("cookie jar");
  expect(() => open(randomBytes(32), box, "workspace-1")).toThrow("could not be opened");
  expect(() => open(key, box, "workspace-2")).toThrow("could not be opened");
  box[box.length - 1] = (box.at(-1) ?? 0) ^ 1;
  expect(() => open(key, box, "workspace-1")).toThrow("could not be opened");
  expect(() => open(key, Buffer.from("short"))).toThrow("could not be opened");
});

test("texts of any length compare", () => {
  expect(timingSafeEqualText("abc", "abc")).toBe(true);
  expect(timingSafeEqualText("abc", "abcd")).toBe(false);
});
