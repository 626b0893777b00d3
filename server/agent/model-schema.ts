import type { JsonSchema } from "../contract/agent.ts";
import type { Json } from "../contract/common.ts";

type Node = Record<string, Json>;

/** Limits that not every vendor accepts in a schema: told in words, and checked on the answer. */
const LIMITS = [
  "format",
  "pattern",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "uniqueItems",
];
const KEPT = ["type", "enum", "const", "$ref"];

/**
 * The schema in the strict form that vendors' structured answers share: an object at the top (another kind is put under
 * `value`), no further properties, every property required, what may be missing may be null. Pure.
 */
export function toModelSchema(schema: JsonSchema): JsonSchema {
  const definitions = Object.fromEntries(["$defs", "definitions"].flatMap((key) => (isNode(schema[key]) ? [[key, mapValues(schema[key], strict)]] : [])));
  const top = isObject(schema) ? strict(schema) : { type: "object", properties: { value: strict(schema) }, required: ["value"], additionalProperties: false };
  return { ...top, ...definitions };
}

/** The model's answer in the caller's own form: nulls that stand for nothing are left out, and their paths are told. Pure. */
export function fromModelAnswer(answer: Json, schema: JsonSchema): { data: Json; missing: string[] } {
  const missing: string[] = [];
  const plain = (value: Json, at: Json, path: string): Json => {
    if (Array.isArray(value)) return value.map((item, i) => plain(item, isNode(at) ? (at.items ?? null) : null, `${path}${i}.`));
    if (!isNode(value) || !isNode(at) || !isNode(at.properties)) return value;
    const out: Node = {};
    for (const [name, inner] of Object.entries(value)) {
      const wanted = at.properties[name];
      if (inner === null && !requiredOf(at).includes(name) && !takesNull(wanted)) missing.push(path + name);
      else out[name] = plain(inner, wanted ?? null, `${path}${name}.`);
    }
    return out;
  };
  const own = isObject(schema) ? answer : isNode(answer) ? (answer.value ?? null) : null;
  return { data: plain(own, schema, ""), missing };
}

const isNode = (value: Json | undefined): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);
const isObject = (schema: Node): boolean => schema.type === "object" || isNode(schema.properties);
const requiredOf = (schema: Node): Json[] => (Array.isArray(schema.required) ? schema.required : []);
const mapValues = (node: Node, map: (value: Json) => Json): Node => Object.fromEntries(Object.entries(node).map(([key, value]) => [key, map(value)]));

function takesNull(schema: Json | undefined): boolean {
  if (!isNode(schema)) return false;
  const choices = [schema.anyOf, schema.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return schema.type === "null" || (Array.isArray(schema.type) && schema.type.includes("null")) || choices.some(takesNull);
}

function strict(schema: Json): Node {
  if (!isNode(schema)) return {};
  const out: Node = Object.fromEntries(KEPT.flatMap((key) => (schema[key] === undefined ? [] : [[key, schema[key]]])));
  // The client turns addresses into numbers of the page's links and back, so that the model cannot invent one.
  if (schema.format === "uri") out.format = "uri";
  const limits = LIMITS.filter((key) => schema[key] !== undefined && out[key] === undefined).map((key) => `${key} ${JSON.stringify(schema[key])}`);
  const words = [schema.title, schema.description, limits.join(", ")].filter((part) => typeof part === "string" && part !== "");
  if (words.length > 0) out.description = words.join("; ");
  if (isNode(schema.properties)) {
    const required = requiredOf(schema);
    const properties = Object.entries(schema.properties).map(([name, inner]) => [name, required.includes(name) ? strict(inner) : orNull(inner)]);
    Object.assign(out, { type: "object", properties: Object.fromEntries(properties), required: Object.keys(schema.properties), additionalProperties: false });
  } else if (schema.additionalProperties !== undefined)
    out.additionalProperties = isNode(schema.additionalProperties) ? strict(schema.additionalProperties) : schema.additionalProperties;
  if (schema.items !== undefined) out.items = strict(schema.items);
  if (Array.isArray(schema.prefixItems)) out.prefixItems = schema.prefixItems.map(strict);
  for (const [from, to] of [
    ["anyOf", "anyOf"],
    ["oneOf", "anyOf"],
    ["allOf", "allOf"],
  ] as const) {
    const list = schema[from];
    if (Array.isArray(list)) out[to] = list.map(strict);
  }
  return out;
}

const orNull = (schema: Json): Node => (takesNull(schema) ? strict(schema) : { anyOf: [strict(schema), { type: "null" }] });
