import type { Actor } from "../../access/actor.ts";
import { ActInput, ExtractInput, type ModelUsage, NavigateInput, type Via, WaitForInput } from "../../contract/agent.ts";
import type { AgentInput } from "../../contract/agent-run.ts";
import type { Json } from "../../contract/common.ts";
import { AppError } from "../../core/errors.ts";
import type { Agent } from "../agent.ts";
import type { Decision } from "./decide.ts";
import { isAtHost } from "./hosts.ts";

/** What came of a step that touched the page. */
export type Done = { success: boolean; outcome: string; via: Via | null; usage: ModelUsage | null; url: string; data?: Json };
type Asked = { agent: Pick<Agent, "act" | "extract" | "navigate" | "waitFor">; actor: Actor; input: AgentInput; signal: AbortSignal };

/** A step is given up after this; the next one may try another way. */
const STEP_LIMIT_MS = 45_000;
const WAIT_LIMIT_MS = 15_000;
const OUTCOME_LENGTH = 2_000;

/**
 * Takes one step with the means that any caller has: the same instructions, the same policy for addresses, the same log.
 * @throws AppError FORBIDDEN outside the run's hosts, else as the call that the step is
 */
export async function takeStep({ tool, input: text, fields, url }: Decision, asked: Asked): Promise<Done> {
  const { agent, actor, input, signal } = asked;
  const { sessionId, hosts } = input;
  assertHost(tool === "navigate" ? text : url, tool, hosts);
  const act = async (instruction: string): Promise<Done> => {
    const wanted = ActInput.parse({ sessionId, instruction, timeoutMs: STEP_LIMIT_MS, ...(input.variables && { variables: input.variables }) });
    const done = await agent.act(actor, wanted, signal);
    return { success: done.success, outcome: done.message, via: done.via, usage: done.usage, url: done.url };
  };
  const extract = async (schema: Record<string, Json>): Promise<Done> => {
    const { data, via, usage, missing } = await agent.extract(
      actor,
      ExtractInput.parse({ sessionId, instruction: text, schema, timeoutMs: STEP_LIMIT_MS }),
      signal,
    );
    const outcome = JSON.stringify(data).slice(0, OUTCOME_LENGTH) + (missing.length > 0 ? ` (not found: ${missing.join(", ")})` : "");
    return { success: true, outcome, via, usage, url, data };
  };
  const properties = Object.fromEntries(fields.map((name) => [name.trim(), { type: "string" }]));
  switch (tool) {
    case "act":
      return act(text);
    case "goBack":
      return act("go back");
    case "extract":
      return extract({ type: "object", properties });
    case "extractList":
      return extract({ type: "array", items: { type: "object", properties } });
    case "navigate": {
      const { url: at, title } = await agent.navigate(actor, NavigateInput.parse({ sessionId, url: text, timeoutMs: STEP_LIMIT_MS }), signal);
      return { success: true, outcome: `at ${at}, "${title}"`, via: null, usage: null, url: at };
    }
    case "waitFor": {
      const condition = { kind: "text", text };
      const { url: at } = await agent.waitFor(actor, WaitForInput.parse({ sessionId, condition, timeoutMs: WAIT_LIMIT_MS }), signal);
      return { success: true, outcome: "it is visible", via: null, usage: null, url: at };
    }
    case "done":
    case "fail":
      return { success: tool === "done", outcome: "", via: null, usage: null, url };
  }
}

/** Going back and ending is allowed from anywhere: it leads out. */
function assertHost(address: string, tool: Decision["tool"], hosts: AgentInput["hosts"]): void {
  if (tool === "goBack" || tool === "done" || tool === "fail" || isAtHost(address, hosts)) return;
  const where = tool === "navigate" ? "That address" : "The page";
  throw new AppError("FORBIDDEN", `${where} is not at one of the hosts of this run (${hosts?.join(", ")}); navigate to one of them, or go back.`);
}
