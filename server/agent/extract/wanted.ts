import type { JsonSchema } from "../../contract/agent.ts";
import type { Json } from "../../contract/common.ts";
import { type Locale, NO_LOCALE } from "./locale.ts";

export type WantedValue = {
  kind: "value";
  type: "string" | "number" | "integer" | "boolean";
  /** The schema's enum or const. */
  options: readonly Json[] | null;
  format: string | null;
  pattern: string | null;
  /** How the page writes numbers and dates. */
  locale: Locale;
};
export type WantedObject = { kind: "object"; properties: readonly Property[] };
export type WantedArray = { kind: "array"; items: Wanted; maxItems: number };
/** An object of any names: what the page labels. */
export type WantedMap = { kind: "map"; values: Wanted };
/** What a JSON Schema asks for, without its ways of saying so. */
export type Wanted = WantedValue | WantedObject | WantedArray | WantedMap;
export type Property = { name: string; description: string; required: boolean; nullable: boolean; wanted: Wanted };

type SchemaObject = Record<string, unknown>;

/** Schemas that hold themselves are followed so far. */
const MAX_DEPTH = 8;

/** Reads references, unions with null and joined schemas into what extraction works with. Of other unions the first member counts. */
export function wantedOf(schema: JsonSchema, locale: Locale = NO_LOCALE): Wanted {
  return plan(schema, { schema, locale }, 0).wanted;
}

/** The schema that references point into, and what all its values share. */
type Root = { schema: JsonSchema; locale: Locale };

type Planned = { wanted: Wanted; nullable: boolean; description: string };

function plan(given: unknown, root: Root, depth: number): Planned {
  const { schema, nullable } = flatten(isObject(given) ? given : {}, root.schema, 0);
  const description = String(schema.description ?? schema.title ?? "");
  return { wanted: wantedIn(schema, root, depth), nullable, description };
}

function wantedIn(schema: SchemaObject, root: Root, depth: number): Wanted {
  const type = [schema.type].flat().find((one) => one !== "null" && one !== undefined) ?? (schema.properties ? "object" : schema.items ? "array" : "string");
  if (type === "array") {
    const items = Array.isArray(schema.prefixItems) ? schema.prefixItems[0] : schema.items;
    const maxItems = typeof schema.maxItems === "number" ? schema.maxItems : Number.POSITIVE_INFINITY;
    return { kind: "array", items: plan(items, root, depth + 1).wanted, maxItems };
  }
  if (type === "object") {
    const properties = depth < MAX_DEPTH && isObject(schema.properties) ? Object.entries(schema.properties) : [];
    if (properties.length === 0 && isObject(schema.additionalProperties))
      return { kind: "map", values: plan(schema.additionalProperties, root, depth + 1).wanted };
    const required = Array.isArray(schema.required) ? schema.required : [];
    return { kind: "object", properties: properties.map(([name, inner]) => ({ name, required: required.includes(name), ...plan(inner, root, depth + 1) })) };
  }
  const options = "const" in schema ? [schema.const as Json] : Array.isArray(schema.enum) ? (schema.enum as Json[]).filter((option) => option !== null) : null;
  return {
    kind: "value",
    type: type === "number" || type === "integer" || type === "boolean" ? type : "string",
    options,
    format: typeof schema.format === "string" ? schema.format : null,
    pattern: typeof schema.pattern === "string" ? schema.pattern : null,
    locale: root.locale,
  };
}

/** One schema of what references, joins and unions say. */
function flatten(schema: SchemaObject, root: JsonSchema, hops: number): { schema: SchemaObject; nullable: boolean } {
  const own = (Array.isArray(schema.type) && schema.type.includes("null")) || schema.nullable === true;
  if (hops > MAX_DEPTH) return { schema: {}, nullable: own };
  const inner: unknown[] = [];
  if (typeof schema.$ref === "string") inner.push(pointed(schema.$ref, root));
  if (Array.isArray(schema.allOf)) inner.push(...schema.allOf);
  const union = [schema.anyOf, schema.oneOf].find(Array.isArray) ?? [];
  const isNull = (member: unknown): boolean => isObject(member) && member.type === "null";
  const member = union.find((one) => !isNull(one));
  if (member !== undefined) inner.push(member);
  const parts = inner.filter(isObject).map((part) => flatten(part, root, hops + 1));
  const merged = parts.reduce<SchemaObject>((all, part) => join(all, part.schema), schema);
  return { schema: merged, nullable: own || union.some(isNull) || parts.some((part) => part.nullable) };
}

function join(a: SchemaObject, b: SchemaObject): SchemaObject {
  const out = { ...b, ...a };
  if (isObject(a.properties) && isObject(b.properties)) out.properties = { ...b.properties, ...a.properties };
  if (Array.isArray(a.required) && Array.isArray(b.required)) out.required = [...b.required, ...a.required];
  return out;
}

/** What a JSON pointer of the same document names (RFC 6901). */
function pointed(ref: string, root: JsonSchema): unknown {
  if (!ref.startsWith("#")) return undefined;
  const steps = ref.slice(1).split("/").slice(1);
  return steps.reduce<unknown>((at, step) => (isObject(at) ? at[decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~")] : undefined), root);
}

const isObject = (value: unknown): value is SchemaObject => typeof value === "object" && value !== null && !Array.isArray(value);
