import { z } from "zod";
import type { GridSettings } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import { abortError } from "../core/time.ts";

/** The Grid refuses JSON that is not said to be UTF-8. */
const JSON_TYPE = "application/json; charset=utf-8";
const SHOWN_CHARACTERS = 300;

/** What marks a browser as ours: the installation, the server and the browser's id. The Grid gives back every `se:` capability. */
export const MARK = "se:perch";

const Slot = z.object({
  session: z.object({ sessionId: z.string(), capabilities: z.object({ [MARK]: z.string().optional() }).nullish() }).nullish(),
  stereotype: z.object({ browserName: z.string().optional() }),
});
const Node = z.object({ uri: z.string(), availability: z.string(), maxSessions: z.int(), sessionTimeout: z.number(), slots: z.array(Slot) });
const Status = z.object({ value: z.object({ nodes: z.array(Node).default([]) }) });
const Created = z.object({ value: z.object({ sessionId: z.string(), capabilities: z.object({ "se:cdp": z.string().optional() }) }) });
const Refused = z.object({ value: z.object({ error: z.string(), message: z.string() }) });
const Queue = z.object({ data: z.object({ grid: z.object({ sessionQueueSize: z.int() }) }) });

/** One machine of the Grid as its status shows it; `sessionTimeout` in milliseconds. */
export type GridNode = z.infer<typeof Node>;
export type GridCapabilities = Record<string, unknown>;

type Answer = { status: number; body: unknown };

/** The part of a Selenium Grid 4's HTTP interface that we use: WebDriver sessions, the Grid's status and its queue. */
export class GridClient {
  /** Without user and password: fit to be shown and stored. */
  readonly address: string;
  readonly #cdpBase: string;
  readonly #headers: Record<string, string>;

  constructor({ url, cdpUrl }: GridSettings) {
    const { address, user } = split(url);
    const cdp = split(cdpUrl ?? url);
    this.address = address;
    this.#cdpBase = `${cdp.address.replace(/^http/, "ws").replace("://", `://${cdp.user || user}`)}`;
    this.#headers = user === "" ? {} : { authorization: `Basic ${Buffer.from(decodeURIComponent(user.slice(0, -1))).toString("base64")}` };
  }

  /**
   * The debugging address of a session's browser. Not the one that the Grid announces, which names its own idea of its
   * host: the Grid is reached where we reach it. It may hold the Grid's password.
   */
  cdpUrl(sessionId: string): string {
    return `${this.#cdpBase}/session/${sessionId}/se/cdp`;
  }

  /**
   * A new WebDriver session (https://www.w3.org/TR/webdriver2/#new-session); resolves with its id.
   * @throws AppError PROVIDER_UNAVAILABLE | BROWSER_LAUNCH_FAILED | CAPABILITY_UNSUPPORTED (a browser without a debugging address)
   */
  async newSession(capabilities: GridCapabilities, signal: AbortSignal): Promise<string> {
    const { status, body } = await this.#ask("POST", "/session", signal, { capabilities: { alwaysMatch: capabilities } });
    const made = Created.safeParse(body);
    if (!made.success) throw new AppError("BROWSER_LAUNCH_FAILED", `The Selenium Grid started no browser: ${said(status, body)}`);
    const { sessionId, capabilities: got } = made.data.value;
    if (got["se:cdp"] === undefined) {
      await this.deleteSession(sessionId, signal);
      throw new AppError("CAPABILITY_UNSUPPORTED", "The Selenium Grid gives no CDP address; start its nodes with --enable-cdp true and with Chrome.");
    }
    return sessionId;
  }

  /** Ends a session; one that is gone already is fine. @throws AppError PROVIDER_UNAVAILABLE */
  async deleteSession(sessionId: string, signal: AbortSignal): Promise<void> {
    const { status, body } = await this.#ask("DELETE", `/session/${sessionId}`, signal);
    if (status !== 200 && status !== 404) throw new AppError("PROVIDER_UNAVAILABLE", `The Selenium Grid did not end a session: ${said(status, body)}`);
  }

  /**
   * The cheapest command to a session, so that the Grid does not take it for idle; false when there is no such session.
   * @throws AppError PROVIDER_UNAVAILABLE
   */
  async touch(sessionId: string, signal: AbortSignal): Promise<boolean> {
    const { status, body } = await this.#ask("GET", `/session/${sessionId}/timeouts`, signal);
    if (status === 200) return true;
    if (status === 404) return false;
    throw new AppError("PROVIDER_UNAVAILABLE", `The Selenium Grid did not reach a session: ${said(status, body)}`);
  }

  /** @throws AppError PROVIDER_UNAVAILABLE */
  async nodes(signal: AbortSignal): Promise<GridNode[]> {
    const { status, body } = await this.#ask("GET", "/status", signal);
    const parsed = Status.safeParse(body);
    if (!parsed.success) throw new AppError("PROVIDER_UNAVAILABLE", `The Selenium Grid's status is not as expected: ${said(status, body)}`);
    return parsed.data.value.nodes;
  }

  /** How many requests wait in the Grid's queue. @throws AppError PROVIDER_UNAVAILABLE */
  async queueSize(signal: AbortSignal): Promise<number> {
    const { status, body } = await this.#ask("POST", "/graphql", signal, { query: "{ grid { sessionQueueSize } }" });
    const parsed = Queue.safeParse(body);
    if (!parsed.success) throw new AppError("PROVIDER_UNAVAILABLE", `The Selenium Grid's queue is not as expected: ${said(status, body)}`);
    return parsed.data.data.grid.sessionQueueSize;
  }

  async #ask(method: string, path: string, signal: AbortSignal, body?: unknown): Promise<Answer> {
    try {
      const response = await fetch(`${this.address}${path}`, {
        method,
        signal,
        headers: { ...this.#headers, "content-type": JSON_TYPE },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (response.status === 401 || response.status === 403)
        throw new AppError("PROVIDER_UNAVAILABLE", "The Selenium Grid refuses the user and password of GRID_URL.");
      const text = await response.text();
      return { status: response.status, body: parse(text) };
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (signal.aborted) throw abortError(signal);
      throw new AppError(
        "PROVIDER_UNAVAILABLE",
        `The Selenium Grid at ${this.address} does not answer: ${messageOf(error instanceof Error && error.cause ? error.cause : error)}.`,
        { cause: error },
      );
    }
  }
}

/** An address without its user, and the user as `name:password@` (still encoded), or empty. */
function split(text: string): { address: string; user: string } {
  const url = new URL(text);
  const user = url.username === "" ? "" : `${url.username}:${url.password}@`;
  url.username = "";
  url.password = "";
  return { address: url.href.replace(/\/+$/, ""), user };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function said(status: number, body: unknown): string {
  const refused = Refused.safeParse(body);
  const text = refused.success ? (refused.data.value.message.split("\n")[0] ?? "") : `status ${status}`;
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
