import { expect, test } from "vitest";
import { modelOf, placeOf } from "../../testing/page-models.ts";
import { parseByNames, parseInstruction } from "./grammar.ts";
import { choose } from "./rank.ts";

/** What is pressed for a clause, whoever understands it. */
function pressed(instruction: string, ...elements: Parameters<typeof modelOf>): string {
  const [step] = parseInstruction(instruction) ?? parseByNames(instruction) ?? [];
  const [first] = step?.verb === "either" ? (step.readings[0] ?? []) : [step];
  if (!first || !("target" in first) || !first.target) return "not understood";
  const choice = choose(modelOf(...elements), first.target, { roles: [], presses: true });
  return choice.outcome === "found" ? choice.element.name : choice.outcome;
}

const cookies = { context: [placeOf("dialog", "Cookies on this site")] };

test.each([
  ["make it bold", "Bold", [{ name: "Bold" }, { name: "Italic" }]],
  ["align right", "Align right", [{ name: "Align left" }, { name: "Align right" }]],
  ["reopen this ticket", "Reopen", [{ name: "Reopen" }, { name: "Delete" }]],
  ["pause the music", "Pause", [{ name: "Pause" }, { name: "Next" }]],
  ["sign me out", "Sign out", [{ name: "Sign out" }, { name: "Sign up" }]],
  [
    "only allow the necessary cookies",
    "Necessary only",
    [
      { name: "Necessary only", ...cookies },
      { name: "Allow all", ...cookies },
    ],
  ],
])("%s presses %s", (instruction, name, elements) => expect(pressed(instruction, ...elements)).toBe(name));

test.each([
  ["pause the washing", [{ name: "Pause" }]],
  ["check the order", [{ name: "Check in" }]],
  ["reopen this ticket", [{ name: "Reopen all" }]],
  [
    "reopen this ticket",
    [
      { name: "Reopen", context: [placeOf("listitem", "One")] },
      { name: "Reopen", context: [placeOf("listitem", "Two")] },
    ],
  ],
])("%s is not done where something else is there", (instruction, elements) => expect(pressed(instruction, ...elements)).toMatch(/not_found|ambiguous/));

test.each(["Is Bold on?", "do not press Bold", "the weather in Oslo is fine today and it will be so all of the week"])("%s asks for nothing", (sentence) =>
  expect(parseInstruction(sentence) ?? parseByNames(sentence)).toBeNull(),
);
