import { expect, test } from "vitest";
import { parseInstruction } from "./grammar.ts";

test.each([
  "Set the volume to 35. no, don't",
  "Set the priority to urgent and zap the post",
  "change the title to Minutes and zap the lunch",
  "enter a (b into Name",
  "set the title to Minutes; forget the rest",
  "Set the volume to 35 only when it rains",
  "before you click Save, tick Terms",
  "change the title to Minutes... no, don't",
])("%s: a value that may have a clause in it is not written", (instruction) => {
  expect(parseInstruction(instruction)).toBeNull();
});

test.each([
  ['set the title to "Bread. and butter"', "Bread. and butter"],
  ["set the title to Ben and Jerry", "Ben and Jerry"],
  ["set the note to Back soon :)", "Back soon :)"],
  ["type bread and butter into Note", "bread and butter"],
  ["type f(x) into Formula", "f(x)"],
  ["search for bed and breakfast", "bed and breakfast"],
])("%s: is written as it is", (instruction, value) => {
  expect(JSON.stringify(parseInstruction(instruction))).toContain(JSON.stringify(value));
});
