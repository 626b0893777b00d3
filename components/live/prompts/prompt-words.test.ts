import { describe, expect, it } from "vitest";
import type { LivePrompt } from "../../../server/contract/live-prompts.ts";
import { promptTitle, siteName } from "./prompt-words.ts";

const common = { promptId: "ask_1", tabId: "tab", origin: "https://shop.example", remainingMs: null };

describe("promptTitle", () => {
  it("names the site that asks", () => {
    expect(promptTitle({ kind: "confirm", ...common, message: "Sure?" })).toBe("shop.example says");
    expect(promptTitle({ kind: "permission", ...common, permission: "geolocation" })).toBe("shop.example wants to know your location");
    const signIn = { kind: "signIn", ...common, realm: "", scheme: "basic", ofProxy: false } as const satisfies LivePrompt;
    expect(promptTitle(signIn)).toBe("shop.example asks you to sign in");
    expect(promptTitle({ ...signIn, ofProxy: true })).toBe("The proxy shop.example asks you to sign in");
  });

  it("tells one file, several and a folder apart", () => {
    const chooser = { kind: "fileChooser", ...common, multiple: false, directory: false, accept: "" } as const satisfies LivePrompt;
    expect(promptTitle(chooser)).toBe("shop.example asks for a file");
    expect(promptTitle({ ...chooser, multiple: true })).toBe("shop.example asks for files");
    expect(promptTitle({ ...chooser, multiple: true, directory: true })).toBe("shop.example asks for a folder");
  });
});

describe("siteName", () => {
  it("keeps a scheme that is not https, and names documents without a site", () => {
    expect(siteName("http://localhost:3000")).toBe("http://localhost:3000");
    expect(siteName("")).toBe("This page");
  });
});
