import pg from "pg";
import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";

const CONNECT_LIMIT_MS = 5_000;
const QUERY_LIMIT_MS = 5_000;
/** A connection whose other end is gone says nothing: this often it is asked. */
const ASK_MS = 10_000;
const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 5_000;

type ChannelParts = {
  databaseUrl: string;
  /** PostgreSQL's name of the channel. */
  name: string;
  log: Log;
  onMessage: (payload: string) => void;
  /** Called after each time that listening began; after a break with the time from which on messages may have been missed. */
  onOpen: (missedSince: Date | null) => void;
};

/** A LISTEN/NOTIFY channel of the database with a connection of its own, which is made anew whenever it breaks. */
export class Channel {
  readonly #parts: ChannelParts;
  #client: pg.Client | null = null;
  #running = false;
  /** When the connection was last known to work; null before the first. */
  #provenAt: Date | null = null;
  #attempts = 0;
  #retry: NodeJS.Timeout | undefined;
  #ask: NodeJS.Timeout | undefined;
  #connecting: Promise<void> = Promise.resolve();

  constructor(parts: ChannelParts) {
    this.#parts = parts;
  }

  /** Whether messages can be sent and come in now. */
  get isOpen(): boolean {
    return this.#client !== null;
  }

  /** Resolves after the first attempt to connect, also when it failed: it goes on trying. Idempotent. */
  start(): Promise<void> {
    if (!this.#running) {
      this.#running = true;
      this.#connecting = this.#connect();
    }
    return this.#connecting;
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    this.#running = false;
    clearTimeout(this.#retry);
    await this.#connecting;
    const client = this.#client;
    this.#drop();
    await client?.end().catch(() => {});
  }

  /** Sends messages in one transaction, in order. Rejects when the channel is not open or breaks. */
  async send(payloads: readonly string[]): Promise<void> {
    if (!this.#client) throw new Error("the channel is not open");
    await this.#client.query("select pg_notify($1, payload) from unnest($2::text[]) as payload", [this.#parts.name, payloads]);
  }

  async #connect(): Promise<void> {
    const { databaseUrl, name } = this.#parts;
    const client = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      query_timeout: QUERY_LIMIT_MS,
      application_name: "perch events",
      keepAlive: true,
    });
    client.on("notification", ({ payload }) => {
      this.#provenAt = new Date();
      if (payload !== undefined) this.#parts.onMessage(payload);
    });
    client.on("error", (error) => this.#lost(client, error));
    client.on("end", () => this.#lost(client, new Error("the connection was closed")));
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(name)}`);
    } catch (error) {
      void client.end().catch(() => {});
      this.#later(error);
      return;
    }
    if (!this.#running) return void (await client.end().catch(() => {}));
    this.#client = client;
    this.#attempts = 0;
    this.#ask = setInterval(() => void this.#prove(client), ASK_MS);
    const missedSince = this.#provenAt;
    this.#provenAt = new Date();
    this.#parts.onOpen(missedSince);
  }

  async #prove(client: pg.Client): Promise<void> {
    try {
      await client.query("select 1");
      this.#provenAt = new Date();
    } catch (error) {
      this.#lost(client, error);
    }
  }

  #lost(client: pg.Client, error: unknown): void {
    if (this.#client !== client) return;
    this.#drop();
    void client.end().catch(() => {});
    this.#later(error);
  }

  #drop(): void {
    clearInterval(this.#ask);
    this.#client = null;
  }

  #later(error: unknown): void {
    if (!this.#running) return;
    const waitMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#parts.log.warn({ error: messageOf(error), attempts: this.#attempts, waitMs }, "the connection for events between servers broke; it is made anew");
    this.#retry = setTimeout(() => {
      this.#connecting = this.#connect();
    }, waitMs);
  }
}
