import { describe, expect, it } from "vitest";
import type { LivePrompt } from "../../contract/live-prompts.ts";
import { answerWord, misfit } from "./answers.ts";

const common = { promptId: "ask_1", tabId: "tab", origin: "https://example.test", remainingMs: null };
const confirm: LivePrompt = { kind: "confirm", ...common, message: "Sure?" };
const prompt: LivePrompt = { kind: "prompt", ...common, message: "Name?", defaultText: "" };
const files: LivePrompt = { kind: "fileChooser", ...common, multiple: false, directory: false, accept: "" };
const option = (index: number, disabled = false) => ({ index, label: `Option ${index}`, group: null, disabled, selected: false });
const select: LivePrompt = {
  kind: "select",
  ...common,
  box: { x: 0, y: 0, width: 10, height: 10 },
  label: "",
  options: [option(0), option(2, true)],
};

describe("misfit", () => {
  it("takes what fits a question, and closing it always", () => {
    expect(misfit(confirm, { what: "accept" })).toBeNull();
    expect(misfit(select, { what: "option", index: 0 })).toBeNull();
    for (const one of [confirm, files, select]) expect(misfit(one, { what: "dismiss" })).toBeNull();
  });

  it("refuses what belongs to another kind of question", () => {
    expect(misfit(confirm, { what: "option", index: 0 })).toMatch(/no answer/);
    expect(misfit(select, { what: "accept" })).toMatch(/no answer/);
  });

  it("refuses options that are disabled or were not offered", () => {
    expect(misfit(select, { what: "option", index: 2 })).toMatch(/cannot be chosen/);
    expect(misfit(select, { what: "option", index: 1 })).toMatch(/cannot be chosen/);
  });

  it("gives several files only to what takes several", () => {
    const answer = { what: "files", fileIds: ["a", "b"] } as const;
    expect(misfit(files, { ...answer, fileIds: ["a", "b"] })).toMatch(/one file/);
    expect(misfit({ ...files, multiple: true }, { ...answer, fileIds: ["a", "b"] })).toBeNull();
  });
});

describe("answerWord", () => {
  it("tells what was done and not what was typed", () => {
    expect(answerWord(prompt, { what: "accept", text: "my secret" })).toBe("accepted");
    expect(answerWord({ kind: "permission", ...common, permission: "geolocation" }, { what: "dismiss" })).toBe("blocked");
    expect(answerWord(files, { what: "files", fileIds: ["a"] })).toBe("1 file");
  });
});
