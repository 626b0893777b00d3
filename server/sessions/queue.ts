import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Db } from "../db/client.ts";
import type { Places } from "./places.ts";
import type { SessionRow } from "./session-row.ts";

const LOOK_MS = 1_000;
/** How many waiting sessions are looked at for one that has a place: others may wait for their own workspace. */
const LOOK_AT = 50;

type QueueParts = {
  db: Db;
  log: Log;
  places: Places;
  /** Whether a provider would try to start it now. */
  canBegin: (row: SessionRow) => boolean;
  /** Moves the session to `creating` on this server; null when another server or its owner was quicker. */
  claim: (row: SessionRow) => Promise<SessionRow | null>;
  /** Starts the claimed session; resolves when it runs or has failed. */
  begin: (row: SessionRow) => Promise<void>;
};

/** Sessions that wait for a place, first come first served; any server may start any of them. */
export class SessionQueue {
  readonly #parts: QueueParts;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  readonly #beginning = new Set<Promise<void>>();

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  /** Idempotent. */
  start(): void {
    this.#timer ??= setInterval(() => this.kick(), LOOK_MS);
  }

  /** Idempotent. Waits for the sessions that are just being started. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#looking;
    await Promise.all(this.#beginning);
  }

  /** Looks now: a place has become free. */
  kick(): void {
    if (!this.#timer) return;
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.#parts.log.warn({ error: messageOf(error) }, "the queue could not be looked at; the next look tries again"))
      .finally(() => {
        this.#looking = null;
      });
  }

  /** How many start before this one, from 1; null for one that does not wait. */
  async positionOf({ id, status, createdAt }: SessionRow): Promise<number | null> {
    if (status !== "queued") return null;
    const before = { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
    return (await this.#parts.db.browserSession.count({ where: { status: "queued", ...before } })) + 1;
  }

  async #look(): Promise<void> {
    const { db, places, canBegin, claim, begin } = this.#parts;
    const waiting = await db.browserSession.findMany({ where: { status: "queued" }, orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: LOOK_AT });
    for (const row of waiting) {
      if (!canBegin(row)) continue;
      const shortage = await places.take(row.id, row.workspaceId);
      if (shortage?.limit === "workspace") continue;
      if (shortage) return;
      const claimed = await claim(row).catch((error: unknown) => {
        places.give(row.id);
        throw error;
      });
      if (!claimed) {
        places.give(row.id);
        continue;
      }
      const beginning = begin(claimed).finally(() => this.#beginning.delete(beginning));
      this.#beginning.add(beginning);
    }
  }
}
