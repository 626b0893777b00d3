import type { JsonSchema } from "../../contract/agent.ts";
import type { Json } from "../../contract/common.ts";

/** A page, what is asked of it, and exactly what it states. `$BASE` in `data` stands for the page's own address. */
export type PageCase = {
  name: string;
  html: string;
  schema: JsonSchema;
  instruction?: string;
  /** Null where the page does not hold what is required. */
  data: Json;
  missing?: string[];
};

export const text = { type: "string" };
export const number = { type: "number" };
export const whole = { type: "integer" };
export const flag = { type: "boolean" };
export const day = { type: "string", format: "date" };
export const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({ type: "object", properties, required });
export const list = (items: JsonSchema): JsonSchema => ({ type: "array", items });
