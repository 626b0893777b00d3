import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { z } from "zod";
import type { Json } from "../contract/common.ts";

/** The parts of an OpenAI chat completion request that scripts look at. */
const ChatRequest = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))]) })),
  response_format: z.looseObject({ json_schema: z.looseObject({ schema: z.looseObject({ properties: z.record(z.string(), z.unknown()).default({}) }) }) }),
});

/** One request as the server got it. */
export type ModelRequest = {
  path: string;
  authorization: string | null;
  model: string;
  /** What is asked for, told from the shape of the wanted answer; Stagehand asks `progress` after each extraction, a run for each `step`. */
  asks: "act" | "observe" | "progress" | "extract" | "step";
  /** Everything the model was told, the page's accessibility tree included. */
  prompt: string;
  /** The JSON Schema that the answer must satisfy. */
  schema: Json;
};

/** What the server does with a request: answers with an object, with text as it is, with a failure, or not at all. */
export type ScriptedAnswer = { json: Json } | { text: string } | { status: number; message: string; headers?: Record<string, string> } | "hang";
export type Script = (request: ModelRequest) => ScriptedAnswer | Promise<ScriptedAnswer>;

/** What each answer says that it cost. */
export const TOKENS = { input: 1_200, output: 34 };

/** A model of scripted answers behind a real HTTP server in the chat form of OpenAI's API. */
export async function startModelServer() {
  const requests: ModelRequest[] = [];
  const state: { script: Script; hanging: number } = { script: () => ({ status: 500, message: "No script is set." }), hanging: 0 };

  const onRequest = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const request = parse(req, await text(req));
    requests.push(request);
    const answer = await state.script(request);
    if (answer === "hang") {
      state.hanging++;
      res.once("close", () => state.hanging--);
      return;
    }
    const failed = "status" in answer;
    const body = failed ? { error: { message: answer.message, type: "scripted", code: null, param: null } } : completion(request.model, contentOf(answer));
    res.writeHead(failed ? answer.status : 200, { "content-type": "application/json", ...(failed && answer.headers) }).end(JSON.stringify(body));
  };
  const server = createServer((req, res) => {
    onRequest(req, res).catch((error: unknown) => res.writeHead(400).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    /** The base address to set as MODEL_BASE_URL. */
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    /** Every request so far, oldest first. */
    requests,
    /** Requests that a script left hanging and whose caller is still waiting. */
    hanging: (): number => state.hanging,
    /** Forgets the requests and answers by this script from here on. */
    play(script: Script): void {
      requests.length = 0;
      state.script = script;
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * The id that the prompt's accessibility tree (`[0-7] button: Sign in`) gives to the element of this role and name.
 * @throws Error with the tree when there is no such line, so that a failing test shows what the model saw
 */
export function elementId({ prompt }: ModelRequest, line: string): string {
  const found = prompt.split("\n").find((shown) => shown.trimEnd().endsWith(`] ${line}`));
  const id = found && /\[(\d+-\d+)\]/.exec(found)?.[1];
  if (!id) throw new Error(`The prompt shows no "${line}":\n${prompt}`);
  return id;
}

/** Answers an act with one action on the element of this line of the tree. */
export const clicks =
  (line: string, method = "click", args: string[] = []): Script =>
  (request) => ({ json: { action: { elementId: elementId(request, line), description: `${method} ${line}`, method, arguments: args }, twoStep: false } });

/** Answers an extraction with this data. */
export const reads =
  (data: Record<string, Json>): Script =>
  ({ asks }) => ({ json: asks === "progress" ? { progress: "all of it", completed: true } : data });

/** One step of a run: its tool, the tool's input, and the fields to read. */
export type ScriptedStep = readonly [tool: string, input: string, fields?: string[]];

/** Chooses these steps one after the other, and says that it fails when they are used up; all else is told to be broken. */
export function walks(steps: readonly ScriptedStep[]): Script {
  const rest = [...steps];
  return ({ asks }) => {
    if (asks !== "step") return { status: 400, message: "Only steps are scripted." };
    const [tool, input, fields = []] = rest.shift() ?? ["fail", "the script has come to its end"];
    return { json: { thought: `next: ${tool}`, tool, input, fields } };
  };
}

/** Answers an observation with nothing. */
export const seesNothing: Script = () => ({ json: { elements: [] } });

function parse(req: IncomingMessage, body: string): ModelRequest {
  const { model, messages, response_format } = ChatRequest.parse(JSON.parse(body));
  const { schema } = response_format.json_schema;
  const has = (name: string): boolean => name in schema.properties;
  return {
    path: req.url ?? "",
    authorization: req.headers.authorization ?? null,
    model,
    asks:
      has("thought") && has("tool")
        ? "step"
        : has("twoStep")
          ? "act"
          : has("elements")
            ? "observe"
            : has("progress") && has("completed")
              ? "progress"
              : "extract",
    prompt: messages.map(({ content }) => (typeof content === "string" ? content : content.map((part) => part.text ?? "").join("\n"))).join("\n"),
    schema: z.json().parse(schema),
  };
}

const contentOf = (answer: { json: Json } | { text: string }): string => ("json" in answer ? JSON.stringify(answer.json) : answer.text);

const completion = (model: string, content: string) => ({
  id: "chatcmpl-scripted",
  object: "chat.completion",
  created: 1_780_000_000,
  model,
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  usage: { prompt_tokens: TOKENS.input, completion_tokens: TOKENS.output, total_tokens: TOKENS.input + TOKENS.output },
});
