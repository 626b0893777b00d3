import { describe, expect, test } from "vitest";
import { fromModelAnswer, toModelSchema } from "./model-schema.ts";

const PRODUCT = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", minLength: 1, description: "as on the page" },
    price: { type: "number", minimum: 0, default: 0 },
    maker: { type: ["string", "null"] },
    link: { type: "string", format: "uri" },
    tags: { type: "array", items: { type: "object", properties: { label: { type: "string" } } } },
  },
};

describe("the schema for a model", () => {
  test("everything is required, what may be missing may be null, nothing more is allowed", () => {
    expect(toModelSchema(PRODUCT)).toEqual({
      type: "object",
      additionalProperties: false,
      required: ["name", "price", "maker", "link", "tags"],
      properties: {
        name: { type: "string", description: "as on the page; minLength 1" },
        price: { anyOf: [{ type: "number", description: "minimum 0" }, { type: "null" }] },
        maker: { type: ["string", "null"] },
        link: { anyOf: [{ type: "string", format: "uri" }, { type: "null" }] },
        tags: {
          anyOf: [
            {
              type: "array",
              items: {
                type: "object",
                additionalProperties: false,
                required: ["label"],
                properties: { label: { anyOf: [{ type: "string" }, { type: "null" }] } },
              },
            },
            { type: "null" },
          ],
        },
      },
    });
  });

  test("a list at the top is put under a name, and definitions stay where references find them", () => {
    const schema = {
      type: "array",
      items: { $ref: "#/$defs/row" },
      $defs: { row: { type: "object", properties: { n: { type: "integer" } }, required: ["n"] } },
    };
    expect(toModelSchema(schema)).toEqual({
      type: "object",
      additionalProperties: false,
      required: ["value"],
      properties: { value: { type: "array", items: { $ref: "#/$defs/row" } } },
      $defs: { row: { type: "object", additionalProperties: false, required: ["n"], properties: { n: { type: "integer" } } } },
    });
  });

  test("a map of any names keeps the schema of its values", () => {
    expect(toModelSchema({ type: "object", additionalProperties: { type: "number", minimum: 1 } })).toEqual({
      type: "object",
      additionalProperties: { type: "number", description: "minimum 1" },
    });
  });
});

describe("the model's answer", () => {
  test("nulls for what may be missing are left out and named; a null that the schema wants stays", () => {
    const answer = { name: "Kettle", price: null, maker: null, link: null, tags: [{ label: "new" }, { label: null }] };
    expect(fromModelAnswer(answer, PRODUCT)).toEqual({
      data: { name: "Kettle", maker: null, tags: [{ label: "new" }, {}] },
      missing: ["price", "link", "tags.1.label"],
    });
  });

  test("a list is taken from under its name", () => {
    expect(fromModelAnswer({ value: [1, 2] }, { type: "array", items: { type: "integer" } })).toEqual({ data: [1, 2], missing: [] });
  });

  test("a required field that is null is not hidden: the check that follows says so", () => {
    expect(fromModelAnswer({ name: null }, PRODUCT).data).toEqual({ name: null });
  });
});
