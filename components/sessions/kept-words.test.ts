import { expect, test } from "vitest";
import { choiceOf, defaultFor } from "./kept-words.ts";

const NONE = { recordSession: null, recordInputs: null, logNetwork: null, evidence: null };

test("what is left open is named by what then happens", () => {
  expect([defaultFor("recordSession", NONE), defaultFor("recordInputs", NONE), defaultFor("logNetwork", undefined), defaultFor("evidence", NONE)]).toEqual([
    "Default: off",
    "Default: masked",
    "Default: headers",
    "Default: of failures, if recorded",
  ]);
  const chosen = { recordSession: true, recordInputs: false, logNetwork: "bodies", evidence: "both" } as const;
  expect([defaultFor("recordSession", chosen), defaultFor("recordInputs", chosen), defaultFor("logNetwork", chosen)]).toEqual([
    "Workspace default: on",
    "Workspace default: masked",
    "Workspace default: headers and bodies",
  ]);
});

test("choices are values of a select", () => {
  expect([true, false, "bodies", null, undefined].map(choiceOf)).toEqual(["on", "off", "bodies", "", ""]);
});
