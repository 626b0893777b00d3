import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink, type TRPCClient, TRPCClientError } from "@trpc/client";
import { EventSource } from "eventsource";
import { z } from "zod";
import type { AppRouter } from "../api/root.ts";
import type { GetSessionLogsInput, LogEntry } from "../contract/activity.ts";
import type {
  ActInput,
  ActOutput,
  ContentInput,
  ContentOutput,
  EvaluateOutput,
  NavigateInput,
  NavigateOutput,
  ObserveInput,
  ObserveOutput,
  ScreenshotInput,
  WaitCondition,
  WaitForOutput,
} from "../contract/agent.ts";
import type { AgentInput, AgentRunDetails } from "../contract/agent-run.ts";
import { Json } from "../contract/common.ts";
import type { PerchEvent } from "../contract/events.ts";
import type { ExportEvidenceInput } from "../contract/evidence.ts";
import type { HumanQuestion } from "../contract/hand-off.ts";
import type { EmbedOptions } from "../contract/live-embed.ts";
import type { CreateShareLinkInput, CreateShareLinkOutput } from "../contract/live-links.ts";
import type { Recording } from "../contract/recordings.ts";
import type { CreateSessionInput } from "../contract/sessions.ts";
import { failureOf, PerchError } from "./perch-error.ts";
import { type LiveEvent, type WatchLiveOptions, watchLive } from "./watch-live.ts";

/** Longer than any call may take on the server: only a server that went away is given up. */
const CALL_LIMIT_MS = 330_000;

type PerchOptions = {
  /** Where the server is, as in `http://127.0.0.1:3000`. */
  url: string;
  /** Made on the settings page, or found in `.data/local-key` on the server's own machine. */
  apiKey: string;
};
/** Lines of a log that are asked for at once. */
const LOGS_AT_ONCE = 1_000;

type LiveUrlOptions = { mode?: "view" | "control"; tabId?: string; expiresInSeconds?: number; look?: Partial<Pick<EmbedOptions, "theme" | "chrome" | "fit">> };
type LogsFilter = Partial<Pick<GetSessionLogsInput, "level" | "source" | "tabId" | "search" | "fromMs" | "toMs">>;
type EvidenceOptions = z.input<typeof ExportEvidenceInput> & { format?: "pdf" | "zip" };
type Options<Input> = Omit<Input, "sessionId" | "timeoutMs"> & { timeoutMs?: number };

type Api = TRPCClient<AppRouter>;
/** Where calls go that are no procedures, and what lets them in. */
type Server = { origin: string; headers: Record<string, string> };

/** A running session. Dispose it (`await using`), or call `end`. */
export class PerchSession {
  readonly id: string;
  /** The page of the dashboard that shows the session. */
  readonly liveViewUrl: string;
  readonly #api: Api["browser"];
  readonly #activity: Api["activity"];
  readonly #live: Api["live"];
  readonly #server: Server;

  constructor(api: Api, server: Server, created: { sessionId: string; liveViewUrl: string }) {
    this.#api = api.browser;
    this.#activity = api.activity;
    this.#live = api.live;
    this.#server = server;
    this.id = created.sessionId;
    this.liveViewUrl = created.liveViewUrl;
  }

  /** Opens an address in the active tab. @throws PerchError URL_BLOCKED | NAVIGATION_FAILED | TIMEOUT */
  navigate(url: string, options: Partial<Options<Omit<NavigateInput, "url">>> = {}): Promise<NavigateOutput> {
    return told(this.#api.navigate.mutate({ sessionId: this.id, url, ...options }));
  }

  /** Does what the instruction says, or says why not (`outcome`); it never guesses between elements that fit alike. */
  act(instruction: string, options: Partial<Options<Omit<ActInput, "instruction">>> = {}): Promise<ActOutput> {
    return told(this.#api.act.mutate({ sessionId: this.id, instruction, ...options }));
  }

  /** What acts called with `whenUnsure: "ask"` wait for a person to say; told as it comes by the event `action.needsHuman`. */
  async questions(): Promise<HumanQuestion[]> {
    return (await told(this.#api.listQuestions.query({ sessionId: this.id }))).questions;
  }

  /** Tells a waiting act which candidate is meant; null: none of them. @throws PerchError NOT_FOUND when it waits no more */
  async answer(questionId: string, ref: string | null): Promise<void> {
    await told(this.#api.answerQuestion.mutate({ sessionId: this.id, questionId, ref }));
  }

  /** What is on the page and what can be done with it. */
  observe(instruction?: string, options: Partial<Options<Omit<ObserveInput, "instruction">>> = {}): Promise<ObserveOutput> {
    return told(this.#api.observe.mutate({ sessionId: this.id, ...(instruction !== undefined && { instruction }), ...options }));
  }

  /** Data from the page in the shape of the Zod schema. @throws PerchError EXTRACTION_INVALID when the page does not hold it */
  async extract<T>(schema: z.ZodType<T>, instruction?: string): Promise<T> {
    const jsonSchema = z.record(z.string(), Json).parse(JSON.parse(JSON.stringify(z.toJSONSchema(schema))));
    const { data } = await told(this.#api.extract.mutate({ sessionId: this.id, schema: jsonSchema, ...(instruction !== undefined && { instruction }) }));
    return schema.parse(data);
  }

  /** What the page says: as Markdown unless told otherwise, or as an outline of what can be acted on. */
  content(options: Partial<Options<ContentInput>> = {}): Promise<ContentOutput> {
    return told(this.#api.content.mutate({ sessionId: this.id, ...options }));
  }

  /**
   * Lets the model reach a goal in several steps, and waits until it has or cannot. It goes on when the caller leaves;
   * `agentRuns` of the API hold, stop and show it. @throws PerchError MODEL_NOT_CONFIGURED | CONFLICT while another is under way
   */
  async agent(goal: string, options: Partial<Options<Omit<AgentInput, "goal">>> = {}): Promise<AgentRunDetails> {
    return (await told(this.#api.agent.mutate({ sessionId: this.id, goal, ...options }))).run;
  }

  /** A picture of the page. */
  async screenshot(options: Partial<Options<ScreenshotInput>> = {}): Promise<Uint8Array> {
    const { data } = await told(this.#api.screenshot.mutate({ sessionId: this.id, ...options }));
    return Buffer.from(data, "base64");
  }

  /** Waits until the page is as described. @throws PerchError TIMEOUT */
  waitFor(condition: WaitCondition, timeoutMs?: number): Promise<WaitForOutput> {
    return told(this.#api.waitFor.mutate({ sessionId: this.id, condition, ...(timeoutMs !== undefined && { timeoutMs }) }));
  }

  /** The value of a JavaScript expression in the page. @throws PerchError EVALUATION_FAILED */
  evaluate(expression: string): Promise<EvaluateOutput> {
    return told(this.#api.evaluate.mutate({ sessionId: this.id, expression }));
  }

  /**
   * An address that shows the session to anyone who has it, for an hour unless told otherwise. `look` chooses how its page
   * looks, for a frame of one's own site. @throws PerchError FORBIDDEN | SESSION_NOT_RUNNING | TAB_NOT_FOUND
   */
  async liveUrl({ look = {}, ...options }: LiveUrlOptions = {}): Promise<string> {
    const { url } = await told(this.#api.getLiveViewUrl.mutate({ sessionId: this.id, ...options }));
    const query = new URLSearchParams(look).toString();
    return query === "" ? url : `${url}?${query}`;
  }

  /** A link to be kept, changed and revoked (`api.live`), as long as the session unless told otherwise. @throws PerchError FORBIDDEN | LIMIT_EXCEEDED */
  share(options: Omit<z.input<typeof CreateShareLinkInput>, "sessionId"> = {}): Promise<CreateShareLinkOutput> {
    return told(this.#live.createShareLink.mutate({ sessionId: this.id, ...options }));
  }

  /** Pictures, tabs, log lines and activities as they come: `for await (const event of session.watchLive({ fps: 1 }))`. */
  watchLive(options: WatchLiveOptions = {}): AsyncGenerator<LiveEvent, void> {
    return watchLive({ ...this.#server, sessionId: this.id }, options);
  }

  /** What there is of the session's recording; `url` is the page that plays it. Also after the session's end. */
  recording(): Promise<Recording> {
    return told(this.#api.getRecording.query({ sessionId: this.id }));
  }

  /** What the pages and the browser logged, the oldest first: `for await (const line of session.logs({ level: ["error"] }))`. Also after the session's end. */
  async *logs(filter: LogsFilter = {}): AsyncGenerator<LogEntry, void> {
    for (let last: string | undefined; ; ) {
      const page = { sessionId: this.id, ...filter, order: "asc" as const, limit: LOGS_AT_ONCE, ...(last !== undefined && { before: last }) };
      const { entries, hasMore } = await told(this.#api.getSessionLogs.query(page));
      yield* entries;
      last = entries.at(-1)?.id;
      if (!hasMore) return;
    }
  }

  /**
   * What was done, with its pictures and what they weigh, as a file to hand out: a PDF unless told otherwise. Also after the
   * session's end. @throws PerchError NOT_FOUND where nothing was done | INVALID_INPUT
   */
  async evidence({ format = "pdf", ...options }: EvidenceOptions = {}): Promise<Uint8Array> {
    const response = await fetch(`${this.#server.origin}/api/sessions/${this.id}/evidence.${format}`, {
      method: "POST",
      headers: { ...this.#server.headers, "content-type": "application/json" },
      body: JSON.stringify(options),
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
    if (!response.ok) throw await failureOf(response);
    return new Uint8Array(await response.arrayBuffer());
  }

  /**
   * What happens in the session, from now until it ends or the reader stops reading: `for await (const event of session.events())`.
   * The first event tells how the session is. A lost connection is taken up again where it was; some events may then come twice.
   */
  events(): ReadableStream<PerchEvent> {
    let unsubscribe = (): void => {};
    return new ReadableStream({
      start: (reader) => {
        const subscription = this.#activity.onSession.subscribe(
          { sessionId: this.id },
          {
            onData: ({ data }) => {
              reader.enqueue(data);
              if (data.type !== "session.ended") return;
              reader.close();
              unsubscribe();
            },
            onError: (error) => reader.error(perchErrorOf(error)),
          },
        );
        unsubscribe = () => subscription.unsubscribe();
      },
      cancel: () => unsubscribe(),
    });
  }

  /** Ends the session; one that has ended is left as it is. */
  async end(): Promise<void> {
    await told(this.#api.terminateSession.mutate({ sessionId: this.id }));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }
}

/** A client of one server. */
export type Perch = ReturnType<typeof createPerch>;

/** Makes it; nothing is sent before the first call. */
export function createPerch({ url, apiKey }: PerchOptions) {
  const origin = url.replace(/\/+$/, "");
  const endpoint = `${origin}/api/trpc`;
  const headers = { authorization: `Bearer ${apiKey}` };
  const api = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({
          url: endpoint,
          EventSource,
          eventSourceOptions: { fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }) },
        }),
        false: httpLink({
          url: endpoint,
          headers,
          fetch: (input, init) =>
            fetch(input, { ...init, signal: AbortSignal.any([AbortSignal.timeout(CALL_LIMIT_MS), ...(init?.signal ? [init.signal] : [])]) } as RequestInit),
        }),
      }),
    ],
  });
  /** The session that another call has made or found, as `api.browser.acquireSession`. */
  const sessionOf = (created: { sessionId: string; liveViewUrl: string }): PerchSession => new PerchSession(api, { origin, headers }, created);
  return {
    /** Every procedure of the server, typed. */
    api,
    sessionOf,
    /** What a session shows and tells, as `PerchSession.watchLive`, of one that somebody else has made. */
    watchLive: (sessionId: string, options: WatchLiveOptions = {}): AsyncGenerator<LiveEvent, void> => watchLive({ origin, headers, sessionId }, options),
    /** A link to a session that somebody else has made, as `PerchSession.share`. @throws PerchError NOT_FOUND | FORBIDDEN | LIMIT_EXCEEDED */
    shareSession: (sessionId: string, options: Omit<z.input<typeof CreateShareLinkInput>, "sessionId"> = {}): Promise<CreateShareLinkOutput> =>
      told(api.live.createShareLink.mutate({ sessionId, ...options })),
    /** A new session, ready to be driven. @throws PerchError INVALID_INPUT | LIMIT_EXCEEDED | BROWSER_LAUNCH_FAILED */
    createSession: async (options: z.input<typeof CreateSessionInput> = {}): Promise<PerchSession> =>
      sessionOf(await told(api.browser.createSession.mutate(options))),
  };
}

/** The call's answer, or what the server said as a PerchError. */
async function told<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw perchErrorOf(error);
  }
}

function perchErrorOf(error: unknown): unknown {
  const body = error instanceof TRPCClientError ? (error as TRPCClientError<AppRouter>).data?.perch : undefined;
  return body ? new PerchError(body, error) : error;
}
