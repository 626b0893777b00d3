import { describe, expect, it } from "vitest";
import { readSchema, TEMPLATES } from "./extract-schema.ts";

describe("readSchema", () => {
  it.each(TEMPLATES.map(({ label, text }) => [label, text]))("takes the template %s", (_label, text) => expect(readSchema(text).error).toBeNull());
  it("says where JSON breaks off", () => expect(readSchema("{").error).toMatch(/not valid JSON/));
  it("refuses what is no object", () => expect(readSchema("[1]").error).toMatch(/JSON object/));
  it("asks for a type", () => expect(readSchema("{}").error).toMatch(/"type"/));
});
