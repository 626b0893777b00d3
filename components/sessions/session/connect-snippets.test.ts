import { describe, expect, it } from "vitest";
import { CLIENTS, maskAddress } from "./connect-snippets.ts";

describe("maskAddress", () => {
  it.each([
    ["wss://perch.test/cdp/sess_1?token=abc.def", "wss://perch.test/cdp/sess_1?token=••••••••"],
    ["ws://127.0.0.1:4000/devtools/browser/6f1c", "ws://127.0.0.1:4000/devtools/browser/••••••••"],
  ])("of %s shows %s", (address, shown) => expect(maskAddress(address)).toBe(shown));
});

describe("CLIENTS", () => {
  it.each(CLIENTS.map(({ name, code }) => [name, code] as const))("%s is given the address as it is", (_name, code) =>
    expect(code("wss://perch.test/cdp/sess_1?token=abc")).toContain('"wss://perch.test/cdp/sess_1?token=abc"'),
  );
});
