import type { Servers } from "../cluster/servers.ts";
import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Db } from "../db/client.ts";
import { PLACE_STATUSES } from "./places.ts";
import type { SessionRow } from "./session-row.ts";

const LOOK_MS = 2_000;
/** So long a session whose browser is out of this server's reach is left to a server that reaches it. */
const LEAVE_TO_OTHERS_MS = 15_000;

type TakeOverParts = {
  db: Db;
  log: Log;
  servers: Servers;
  canAdopt: (row: SessionRow) => boolean;
  /** Makes the session this server's, whatever becomes of it. */
  adopt: (row: SessionRow) => Promise<void>;
  /** The session is lost with its server. */
  lose: (row: SessionRow) => Promise<void>;
};

/** Looks for running sessions whose server is gone, and sees that each is adopted or ended. */
export class TakeOver {
  readonly #parts: TakeOverParts;
  readonly #unreachableSince = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;

  constructor(parts: TakeOverParts) {
    this.#parts = parts;
  }

  /** Looks once and then every LOOK_MS; resolves when the first look is over. Idempotent. */
  async start(): Promise<void> {
    this.#timer ??= setInterval(() => void this.look(), LOOK_MS);
    await this.look();
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#looking;
  }

  /** One look at a time; who asks meanwhile waits for the one under way. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: unknown) =>
        this.#parts.log.warn({ error: messageOf(error) }, "sessions of other servers could not be looked at; the next look tries again"),
      )
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { db, servers } = this.#parts;
    const alive = servers.all().map(({ id }) => id);
    const strange = await db.browserSession.findMany({
      where: { status: { in: [...PLACE_STATUSES] }, OR: [{ serverId: null }, { serverId: { notIn: [...alive, servers.id] } }] },
    });
    // Whoever made a session is on the list already: read after the sessions, it also names a server that came a moment ago.
    if (strange.length > 0) await servers.look();
    const orphaned = strange.filter(({ serverId }) => serverId === null || !servers.isAlive(serverId));
    await Promise.all(orphaned.map((row) => this.#one(row)));
    const still = new Set(orphaned.map(({ id }) => id));
    for (const id of this.#unreachableSince.keys()) if (!still.has(id)) this.#unreachableSince.delete(id);
  }

  async #one(row: SessionRow): Promise<void> {
    const { adopt, lose, canAdopt, log } = this.#parts;
    try {
      if (row.status === "creating" || row.status === "terminating") await lose(row);
      else if (canAdopt(row)) await adopt(row);
      else if (row.browser === null || this.#waitedFor(row.id) >= LEAVE_TO_OTHERS_MS) await lose(row);
    } catch (error) {
      log.warn({ sessionId: row.id, error: messageOf(error) }, "a session of a server that is gone could not be taken over; the next look tries again");
    }
  }

  #waitedFor(id: string): number {
    const since = this.#unreachableSince.get(id) ?? Date.now();
    this.#unreachableSince.set(id, since);
    return Date.now() - since;
  }
}
