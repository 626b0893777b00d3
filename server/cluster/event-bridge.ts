import { z } from "zod";
import type { PerchEvent } from "../contract/events.ts";
import { messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import { delay } from "../core/time.ts";
import type { Db } from "../db/client.ts";
import { Channel } from "./channel.ts";
import { groupItems, isTooLong, type Packet, type PacketItem, packetText } from "./event-packets.ts";
import type { Servers } from "./servers.ts";

const CHANNEL = "perch_events";
/** Events are gathered for this long: a busy page writes many log lines at once. */
const GATHER_MS = 20;
/** While the connection is away the newest so many wait for it. */
const MAX_WAITING = 2_000;
const MAX_ATTEMPTS = 3;
const RETRY_MS = 500;
/** A long event is put aside for this long; every listening server has fetched it by then. */
const KEEP_MS = 60_000;
/** Writers of rows gather for less than this. */
const SETTLE_MS = 1_000;

const PacketText = z.object({
  from: z.string(),
  sequence: z.number(),
  items: z.array(z.union([z.object({ ref: z.string() }), z.object({ event: z.object({}).loose() })])),
});

type BridgeParts = {
  db: Db;
  databaseUrl: string;
  log: Log;
  events: EventBus;
  servers: Servers;
  /** What happened to sessions of other servers since then, for after a break of the connection; oldest first. */
  missed: (since: Date) => Promise<PerchEvent[]>;
};

/**
 * Carries events between the servers of a database. What is published here goes to the others while there are any; what
 * they publish is passed on here, marked as theirs. Events may be lost or come twice around a break of the connection:
 * rows are the truth, and `missed` reads from them what a break may have swallowed.
 */
export class EventBridge {
  readonly #parts: BridgeParts;
  readonly #channel: Channel;
  #unsubscribe: (() => void) | null = null;
  #waiting: string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();
  #receiving: Promise<void> = Promise.resolve();
  readonly #stopped = new AbortController();
  #sequence = 0;
  #failures = 0;
  #cleanedAt = 0;

  constructor(parts: BridgeParts) {
    this.#parts = parts;
    this.#channel = new Channel({
      databaseUrl: parts.databaseUrl,
      name: CHANNEL,
      log: parts.log,
      onMessage: (payload) => this.#onMessage(payload),
      onOpen: (missedSince) => this.#onOpen(missedSince),
    });
  }

  /** After `Servers.start`: tells the others that this server is there. Idempotent. */
  async start(): Promise<void> {
    this.#unsubscribe ??= this.#parts.events.subscribe({}, (event) => this.#onEvent(event));
    await this.#channel.start();
  }

  /** Sends what still waits, and after `Servers.stop` tells the others that this server has gone. Idempotent. */
  async stop(): Promise<void> {
    if (!this.#unsubscribe) return;
    this.#unsubscribe();
    this.#unsubscribe = null;
    this.#stopped.abort();
    await this.#flush();
    await this.#greet();
    await this.#receiving;
    await this.#channel.stop();
  }

  get #alone(): boolean {
    const { servers } = this.#parts;
    return servers.all().every(({ id }) => id === servers.id);
  }

  #onEvent(event: PerchEvent): void {
    if (this.#alone) return;
    this.#waiting.push(JSON.stringify({ event } satisfies PacketItem));
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    this.#timer ??= setTimeout(() => void this.#flush(), GATHER_MS);
  }

  #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending = this.#sending.then(() => this.#send());
    return this.#sending;
  }

  async #send(): Promise<void> {
    if (!this.#channel.isOpen || this.#waiting.length === 0) return;
    const items = this.#waiting;
    this.#waiting = [];
    try {
      const short = await this.#putAsideLong(items);
      await this.#channel.send(groupItems(short).map((group) => this.#packet(group)));
      this.#failures = 0;
    } catch (error) {
      this.#again(items, error);
    }
  }

  /** A database that is slow or away for a moment loses nothing; one that goes on refusing must not hold up what follows. */
  #again(items: readonly string[], error: unknown): void {
    this.#failures += 1;
    const facts = { error: messageOf(error), events: items.length, attempts: this.#failures };
    if (this.#failures >= MAX_ATTEMPTS) {
      this.#failures = 0;
      this.#parts.log.warn(facts, "events could not be told to the other servers");
      return;
    }
    this.#parts.log.debug(facts, "events could not be told to the other servers; they are sent again");
    this.#waiting = [...items, ...this.#waiting].slice(-MAX_WAITING);
    if (!this.#stopped.signal.aborted) this.#timer ??= setTimeout(() => void this.#flush(), RETRY_MS);
  }

  #packet(items: readonly string[]): string {
    this.#sequence += 1;
    return packetText(this.#parts.servers.id, this.#sequence, items);
  }

  /** The same items, each of the too long ones replaced by a reference. */
  async #putAsideLong(items: readonly string[]): Promise<string[]> {
    const long = new Map(items.filter(isTooLong).map((body) => [body, newId("relay")]));
    if (long.size === 0) return [...items];
    const { relayedEvent } = this.#parts.db;
    if (Date.now() - this.#cleanedAt > KEEP_MS) {
      this.#cleanedAt = Date.now();
      await relayedEvent.deleteMany({ where: { createdAt: { lt: new Date(Date.now() - KEEP_MS) } } });
    }
    await relayedEvent.createMany({ data: [...long].map(([body, id]) => ({ id, body })) });
    return items.map((body) => {
      const ref = long.get(body);
      return ref === undefined ? body : JSON.stringify({ ref } satisfies PacketItem);
    });
  }

  #onMessage(payload: string): void {
    const packet = PacketText.safeParse(parsed(payload)).data as Packet | undefined;
    if (!packet || packet.from === this.#parts.servers.id) return;
    this.#receiving = this.#receiving
      .then(() => this.#receive(packet))
      .catch((error: unknown) => this.#parts.log.warn({ error: messageOf(error), from: packet.from }, "events of another server could not be read"));
  }

  async #receive({ items }: Packet): Promise<void> {
    // A greeting: a server has come or gone, and the list is read at once instead of at the next beat.
    if (items.length === 0) return this.#parts.servers.look();
    const refs = items.flatMap((item) => ("ref" in item ? [item.ref] : []));
    const rows = refs.length === 0 ? [] : await this.#parts.db.relayedEvent.findMany({ where: { id: { in: refs } } });
    const bodies = new Map(rows.map(({ id, body }) => [id, body]));
    for (const item of items) {
      if ("event" in item) this.#parts.events.publishRemote(item.event);
      else this.#publishStored(bodies.get(item.ref));
    }
  }

  #publishStored(body: string | undefined): void {
    const item = body === undefined ? null : (JSON.parse(body) as PacketItem);
    if (item && "event" in item) this.#parts.events.publishRemote(item.event);
  }

  #onOpen(missedSince: Date | null): void {
    void this.#greet();
    void this.#flush();
    if (missedSince === null) return;
    this.#receiving = this.#receiving
      .then(() => this.#catchUp(missedSince))
      .catch((error: unknown) => this.#parts.log.warn({ error: messageOf(error) }, "events that were missed could not be read"));
  }

  async #catchUp(since: Date): Promise<void> {
    // What was told in the break is in the rows a moment later.
    await delay(SETTLE_MS, this.#stopped.signal).catch(() => {});
    await this.#parts.servers.look();
    if (this.#alone || this.#stopped.signal.aborted) return;
    for (const event of await this.#parts.missed(since)) this.#parts.events.publishRemote(event);
  }

  /** An empty packet: whoever hears it reads the list of servers. */
  #greet(): Promise<void> {
    this.#sending = this.#sending
      .then(() => (this.#channel.isOpen ? this.#channel.send([this.#packet([])]) : undefined))
      .catch((error: unknown) => this.#parts.log.debug({ error: messageOf(error) }, "the other servers could not be greeted"));
    return this.#sending;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
