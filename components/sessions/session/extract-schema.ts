import { JsonSchema } from "../../../server/contract/agent.ts";

const show = (schema: object): string => JSON.stringify(schema, null, 2);
const text = { type: "string" };

/** Schemas to begin with. */
export const TEMPLATES = [
  { label: "Page heading", text: show({ type: "object", properties: { heading: text }, required: ["heading"] }) },
  {
    label: "List of items",
    text: show({
      type: "object",
      properties: { items: { type: "array", items: { type: "object", properties: { name: text, price: text }, required: ["name"] } } },
      required: ["items"],
    }),
  },
  {
    label: "Links",
    text: show({
      type: "object",
      properties: { links: { type: "array", items: { type: "object", properties: { text, href: text }, required: ["text", "href"] } } },
      required: ["links"],
    }),
  },
] as const;

type ReadSchema = { schema: JsonSchema; error: null } | { schema: null; error: string };

/** The typed text as a JSON Schema, or what is wrong with it. The server has the last word on its meaning. */
export function readSchema(text: string): ReadSchema {
  try {
    const parsed = JsonSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return { schema: null, error: 'A schema is a JSON object, as in { "type": "object", "properties": … }.' };
    if (!("type" in parsed.data || "properties" in parsed.data || "$ref" in parsed.data || "anyOf" in parsed.data)) {
      return { schema: null, error: 'Say what the data is: add "type", as in "type": "object".' };
    }
    return { schema: parsed.data, error: null };
  } catch (error) {
    return { schema: null, error: `This is not valid JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
