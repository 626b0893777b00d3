import { z } from "zod";
import { AGENT_TOOLS } from "../../contract/agent-run.ts";

const MAX_INPUT = 2_000;
const MAX_FIELDS = 20;

/** One step as the model is asked for it: every property is there, since not every vendor takes optional ones. */
export const Choice = z.object({
  thought: z.string().describe("One short sentence: what you see, and why this step is next"),
  tool: z.enum(AGENT_TOOLS),
  input: z.string().describe("The instruction, address, text, result or reason, by the tool"),
  fields: z.array(z.string()).describe("Names of the values to read; empty unless the tool is extract or extractList"),
});
export type Choice = z.infer<typeof Choice>;

/** What keeps an answer of the right form from being a step; null where nothing does. Pure. */
export function problemOf({ tool, input, fields }: Choice): string | null {
  if (input.length > MAX_INPUT) return `"input" is longer than ${MAX_INPUT} characters`;
  if (tool !== "goBack" && input.trim() === "") return `"input" is empty, and ${tool} needs it`;
  if (tool === "navigate" && !/^https?:\/\/\S+$/.test(input.trim())) return '"input" of navigate must be an address that begins with http:// or https://';
  if (tool !== "extract" && tool !== "extractList") return null;
  if (fields.length === 0) return `"fields" is empty, and ${tool} needs the names of the values to read`;
  if (fields.length > MAX_FIELDS) return `"fields" has more than ${MAX_FIELDS} names`;
  return fields.every((name) => name.trim() !== "") ? null : '"fields" holds an empty name';
}
