import { describe, expect, it } from "vitest";
import { EMPTY_FORM, fieldOf, readForm } from "./form-values.ts";

describe("the create form", () => {
  it("is valid as it opens, and leaves empty boxes out", () => {
    const { input } = readForm(EMPTY_FORM);
    expect(input).toMatchObject({ viewport: { width: 1280, height: 720 }, tags: [], keepAlive: false });
    expect(input).not.toHaveProperty("geolocation");
    expect(input).not.toHaveProperty("proxy");
    expect(input).not.toHaveProperty("name");
  });

  it("leaves what is kept to the workspace until it is chosen", () => {
    const kept = ["recordSession", "recordInputs", "logNetwork", "evidence"];
    expect(kept.filter((name) => Object.hasOwn(readForm(EMPTY_FORM).input ?? {}, name))).toEqual([]);
    const chosen = { recordSession: false, recordInputs: "on", logNetwork: "off", evidence: "both", maskPatterns: " EMP-\\d{6}\n\n(?i)plan \\w+ " };
    expect(readForm({ ...EMPTY_FORM, ...chosen }).input).toMatchObject({
      ...{ recordSession: false, recordInputs: true, logNetwork: "off", evidence: "both" },
      maskPatterns: ["EMP-\\d{6}", "(?i)plan \\w+"],
    });
  });

  it("sends minutes as milliseconds and tags as a list", () => {
    const { input } = readForm({ ...EMPTY_FORM, timeoutMinutes: "1.5", idleMinutes: "10", queue: true, tags: " shop, nightly ,, " });
    expect(input).toMatchObject({ timeout: 90_000, idleTimeout: 600_000, queue: true, tags: ["shop", "nightly"] });
  });

  it.each([
    ["width", { width: "100" }],
    ["height", { height: "" }],
    ["timeoutMinutes", { timeoutMinutes: "soon" }],
    ["idleMinutes", { idleMinutes: "0.1" }],
    ["country", { city: "Lyon" }],
    ["timezone", { timezone: "Mars/Olympus" }],
    ["locale", { locale: "not a locale" }],
    ["proxyServer", { proxyServer: "proxy.test" }],
  ])("says at %s what is wrong", (field, change) => {
    const { issues } = readForm({ ...EMPTY_FORM, ...change });
    expect(issues?.map((issue) => issue.field)).toContain(field);
  });

  it("finds the box for what the server names", () => {
    expect(fieldOf("geolocation.city")).toBe("city");
    expect(fieldOf("tags.3")).toBe("tags");
    expect(fieldOf("provider")).toBeNull();
  });
});
