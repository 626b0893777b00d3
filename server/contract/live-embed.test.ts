import { expect, it } from "vitest";
import { readEmbedOptions } from "./live-embed.ts";

it("reads the options of the public page, and names what it does not understand", () => {
  const defaults = { theme: "auto", chrome: "on", fit: "contain", mode: "control" };
  expect(readEmbedOptions({})).toEqual({ options: defaults, ignored: [] });
  expect(readEmbedOptions({ theme: "dark", chrome: "off", fit: "actual", mode: "view", tab: "T1" })).toEqual({
    options: { theme: "dark", chrome: "off", fit: "actual", mode: "view", tab: "T1" },
    ignored: [],
  });
  expect(readEmbedOptions({ theme: "pink", chrome: ["on", "off"], tab: "", nonsense: "1" })).toEqual({
    options: defaults,
    ignored: ["chrome", "nonsense", "tab", "theme"],
  });
});
