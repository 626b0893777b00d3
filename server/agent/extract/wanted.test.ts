import { describe, expect, test } from "vitest";
import type { JsonSchema } from "../../contract/agent.ts";
import { NO_LOCALE } from "./locale.ts";
import { compileSchema } from "./schema.ts";
import { type Wanted, wantedOf } from "./wanted.ts";

const text = { kind: "value", type: "string", options: null, format: null, pattern: null, locale: NO_LOCALE } as const satisfies Wanted;
const property = (name: string, over: object = {}) => ({ name, description: "", required: false, nullable: false, wanted: text, ...over });

describe("what a schema asks for", () => {
  test("objects, required and described properties, lists", () => {
    const schema = {
      type: "object",
      properties: { name: { type: "string", description: "Full name" }, tags: { type: "array", items: { type: "string" }, maxItems: 3 } },
      required: ["name"],
    };
    expect(wantedOf(schema)).toEqual({
      kind: "object",
      properties: [property("name", { description: "Full name", required: true }), property("tags", { wanted: { kind: "array", items: text, maxItems: 3 } })],
    });
  });

  test.each([
    ["a list of types", { type: ["string", "null"] }],
    ["a union", { anyOf: [{ type: "string" }, { type: "null" }] }],
    ["OpenAPI's way", { type: "string", nullable: true }],
  ])("null as %s", (_, inner) => {
    expect(wantedOf({ type: "object", properties: { phone: inner } })).toEqual({ kind: "object", properties: [property("phone", { nullable: true })] });
  });

  test("references, joined schemas and those without a type", () => {
    const schema: JsonSchema = {
      $defs: { named: { properties: { name: { type: "string" } }, required: ["name"] }, "a/b": { type: "integer" } },
      allOf: [{ $ref: "#/$defs/named" }, { properties: { age: { $ref: "#/$defs/a~1b" } } }],
    };
    expect(wantedOf(schema)).toEqual({
      kind: "object",
      properties: [property("age", { wanted: { ...text, type: "integer" } }), property("name", { required: true })].sort((a, b) =>
        a.name.localeCompare(b.name),
      ),
    });
  });

  test("a schema that holds itself ends", () => {
    const tree = { type: "object", properties: { name: { type: "string" }, children: { type: "array", items: { $ref: "#" } } } };
    expect(JSON.stringify(wantedOf(tree)).length).toBeLessThan(5_000);
    expect(wantedOf({ $ref: "#" })).toEqual(text);
  });

  test("values to choose from, and objects of any names", () => {
    expect(wantedOf({ enum: ["a", null, "b"] })).toEqual({ ...text, options: ["a", "b"] });
    expect(wantedOf({ const: 4 })).toEqual({ ...text, options: [4] });
    expect(wantedOf({ type: "object", additionalProperties: { type: "number" } })).toEqual({ kind: "map", values: { ...text, type: "number" } });
  });
});

describe("checking against the schema", () => {
  test("problems name the field", () => {
    const problems = compileSchema({ type: "object", properties: { age: { type: "integer" }, at: { type: "string", format: "date" } }, required: ["name"] });
    expect(problems({ name: "Ann", age: 3, at: "2024-01-01" })).toEqual([]);
    expect(problems({ age: 1.5, at: "soon" })).toEqual(["name is missing", "age must be integer", 'at must match format "date"']);
  });

  test("draft-07 is read as such; what is no schema is refused", () => {
    const tuple = { $schema: "http://json-schema.org/draft-07/schema#", items: [{ type: "string" }, { type: "number" }] };
    expect(compileSchema(tuple)(["a", "b"])).toEqual(["1 must be number"]);
    expect(() => compileSchema({ type: "nonsense" })).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  });
});
