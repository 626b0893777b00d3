import { hostname } from "node:os";
import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Db } from "../db/client.ts";
import { startOf } from "../providers/process.ts";

const BEAT_MS = 2_000;
/** A server that has not been heard of for this long is gone. */
const DEAD_AFTER_MS = 10_000;
const FORGET_AFTER_MS = 3_600_000;

/** One server process as the others see it. */
export type ServerInfo = { readonly id: string; readonly address: string; readonly hostId: string };

type Self = { id: string; address: string; hostId: string; pid: number; processStart: string; startedAt: Date };

type ServersParts = {
  db: Db;
  log: Log;
  /** This server's own id, new with each start. */
  id: string;
  /** Servers of one machine that keep their browsers in the same directory can adopt each other's. */
  dataDir: string;
};

/**
 * The servers that share the database: this one tells that it is alive every BEAT_MS, and hears of the others.
 * On one machine a dead process is known at once; elsewhere after DEAD_AFTER_MS of silence.
 */
export class Servers {
  readonly id: string;
  readonly hostId: string;
  readonly #parts: ServersParts;
  readonly #known = new Map<string, ServerInfo>();
  /** The last beat that was seen of each server, in milliseconds since the epoch; kept for a while after its end. */
  readonly #beats = new Map<string, number>();
  /** Since when the database answers; null while it does not. */
  #reachedSince: number | null = null;
  readonly #lostListeners: (() => Promise<void>)[] = [];
  #self: Self | null = null;
  #timer: NodeJS.Timeout | null = null;
  #beating: Promise<void> = Promise.resolve();

  constructor(parts: ServersParts) {
    this.#parts = parts;
    this.id = parts.id;
    this.hostId = `${hostname()}:${parts.dataDir}`;
  }

  /** Called when the others took this one for dead (it was stopped, or cut off): what it held may be theirs by now. */
  onLost(listener: () => Promise<void>): void {
    this.#lostListeners.push(listener);
  }

  /** Makes this server known under its address and begins to look after the others. Idempotent. */
  async start(address: string): Promise<void> {
    if (this.#timer) return;
    const processStart = (await startOf(process.pid)) ?? "";
    this.#self = { id: this.id, address, hostId: this.hostId, pid: process.pid, processStart, startedAt: new Date() };
    await this.#parts.db.server.create({ data: { ...this.#self, heartbeatAt: new Date() } });
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
    await this.look();
  }

  /** Takes this server off the list. Idempotent. */
  async stop(): Promise<void> {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
    await this.#beating;
    await this.#parts.db.server.deleteMany({ where: { id: this.id } });
  }

  /** What is known of a server: null for one that is gone. */
  get(id: string): ServerInfo | null {
    return this.#known.get(id) ?? null;
  }

  /** Whether that server answers for its sessions. This one always does. */
  isAlive(id: string): boolean {
    return id === this.id || this.#known.has(id);
  }

  /** When a server was last known to be alive, in milliseconds since the epoch; null where this one never heard of it. */
  lastSeen(id: string | null): number | null {
    return (id === null ? undefined : this.#beats.get(id)) ?? null;
  }

  /** Every living server, this one among them. */
  all(): ServerInfo[] {
    return [...this.#known.values()];
  }

  /** Reads the list anew; the rows of dead servers are removed by whoever finds them first. */
  async look(): Promise<void> {
    const rows = await this.#parts.db.server.findMany();
    const now = Date.now();
    // While the database was away nobody could be heard of: silence counts from its return.
    this.#reachedSince ??= now;
    const judges = now - this.#reachedSince >= DEAD_AFTER_MS;
    for (const { id, heartbeatAt } of rows) this.#beats.set(id, heartbeatAt.getTime());
    for (const [id, beat] of this.#beats) if (now - beat > FORGET_AFTER_MS) this.#beats.delete(id);
    const seen = await Promise.all(
      rows.map(async ({ id, address, hostId, pid, processStart, heartbeatAt }) => {
        const here = hostId === this.hostId && (await startOf(pid)) !== processStart;
        return { id, address, hostId, alive: id === this.id || (!here && (!judges || now - heartbeatAt.getTime() < DEAD_AFTER_MS)) };
      }),
    );
    this.#known.clear();
    for (const { id, address, hostId, alive } of seen) if (alive) this.#known.set(id, { id, address, hostId });
    const dead = seen.filter(({ alive }) => !alive);
    if (dead.length > 0) await this.#parts.db.server.deleteMany({ where: { id: { in: dead.map(({ id }) => id) } } });
  }

  #beat(): void {
    this.#beating = this.#beating.then(async () => {
      try {
        const { count } = await this.#parts.db.server.updateMany({ where: { id: this.id }, data: { heartbeatAt: new Date() } });
        if (count === 0 && this.#self) {
          await this.#parts.db.server.create({ data: { ...this.#self, heartbeatAt: new Date() } });
          for (const listener of this.#lostListeners) await listener();
        }
        await this.look();
      } catch (error) {
        this.#reachedSince = null;
        this.#parts.log.warn({ error: messageOf(error) }, "the list of servers could not be kept up; the next beat tries again");
      }
    });
  }
}
