import { describe, expect, it } from "vitest";
import type { LiveServerMessage } from "../../contract/live.ts";
import { PromptDesk, type Question } from "./prompt-desk.ts";

const question: Question = { kind: "confirm", tabId: "tab", origin: "https://example.test", message: "Sure?" };

/** A desk with what it has told. */
function desk() {
  const told: LiveServerMessage[] = [];
  return { desk: new PromptDesk((message) => told.push(message)), told };
}

describe("PromptDesk", () => {
  it("gives the first answer, and refuses a second", async () => {
    const { desk: at, told } = desk();
    const outcome = at.ask(question, { limitMs: null, gone: new AbortController().signal });
    const [{ promptId } = { promptId: "" }] = at.list();
    expect(at.answer(promptId, { what: "accept" }, "Ann")).toBeNull();
    expect(at.answer(promptId, { what: "dismiss" }, "Bob")).toMatch(/any more/);
    expect(await outcome).toMatchObject({ answer: { what: "accept" }, by: "Ann" });
    expect(told.at(-1)).toEqual({ type: "promptEnded", promptId, by: "Ann" });
  });

  it("keeps waiting after an answer that is none", async () => {
    const { desk: at } = desk();
    const outcome = at.ask(question, { limitMs: null, gone: new AbortController().signal });
    const [{ promptId } = { promptId: "" }] = at.list();
    expect(at.answer(promptId, { what: "option", index: 0 }, "Ann")).toMatch(/no answer/);
    expect(at.list()).toHaveLength(1);
    at.giveUp();
    expect(await outcome).toBeNull();
  });

  it("ends with what asked, also where that is gone already", async () => {
    const { desk: at } = desk();
    const gone = new AbortController();
    const outcome = at.ask(question, { limitMs: null, gone: gone.signal });
    gone.abort();
    expect(await outcome).toBeNull();
    expect(await at.ask(question, { limitMs: null, gone: gone.signal })).toBeNull();
    expect(at.list()).toEqual([]);
  });

  it("gives up one kind alone", async () => {
    const { desk: at } = desk();
    const gone = new AbortController().signal;
    void at.ask(question, { limitMs: null, gone });
    const chooser = at.ask({ kind: "fileChooser", tabId: "tab", origin: "", multiple: false, directory: false, accept: "" }, { limitMs: null, gone });
    at.giveUp("fileChooser");
    expect(await chooser).toBeNull();
    expect(at.list().map(({ kind }) => kind)).toEqual(["confirm"]);
  });
});
