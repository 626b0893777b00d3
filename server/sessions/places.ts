import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import { availableMemoryBytes } from "../core/memory.ts";
import type { Db } from "../db/client.ts";

/** Statuses in which a session holds a browser or is about to. */
export const PLACE_STATUSES = ["creating", "active", "idle", "terminating"] as const;

type PlacesParts = { db: Db; env: Pick<Env, "maxSessions" | "maxSessionsPerWorkspace" | "minFreeMemoryBytes"> };

/** Why there is no place for one more session. */
export type Shortage = { limit: "server" | "workspace" | "memory"; message: string; details: Record<string, number> };

/**
 * How many sessions may run: on this server, by count and by the memory that is free now, and in a workspace over all
 * servers. A place of this server is taken before the session's row is written, so that two calls never get the last one.
 */
export class Places {
  readonly #parts: PlacesParts;
  readonly #taken = new Set<string>();

  constructor(parts: PlacesParts) {
    this.#parts = parts;
  }

  /** Sessions of this server that run or are being started. */
  get taken(): number {
    return this.#taken.size;
  }

  /** Takes a place for the session, or tells why there is none. The caller gives it back when the session is over. */
  async take(sessionId: string, workspaceId: string): Promise<Shortage | null> {
    const { db, env } = this.#parts;
    if (this.#taken.size >= env.maxSessions)
      return { limit: "server", message: `This server runs at most ${env.maxSessions} sessions at once`, details: { max: env.maxSessions } };
    this.#taken.add(sessionId);
    const shortage = (await this.#memoryShortage()) ?? (await this.#workspaceShortage(db, sessionId, workspaceId));
    if (shortage) this.#taken.delete(sessionId);
    return shortage;
  }

  /** Counts a session that runs already (an adopted one), whatever the limit. */
  hold(sessionId: string): void {
    this.#taken.add(sessionId);
  }

  /** Idempotent. */
  give(sessionId: string): void {
    this.#taken.delete(sessionId);
  }

  async #memoryShortage(): Promise<Shortage | null> {
    const least = this.#parts.env.minFreeMemoryBytes;
    const free = await availableMemoryBytes();
    if (free >= least) return null;
    return {
      limit: "memory",
      message: `Only ${mb(free)} MB of memory are free and ${mb(least)} MB are kept free`,
      details: { freeBytes: free, leastBytes: least },
    };
  }

  async #workspaceShortage(db: Db, sessionId: string, workspaceId: string): Promise<Shortage | null> {
    const max = this.#parts.env.maxSessionsPerWorkspace;
    if (max === null) return null;
    const running = await db.browserSession.count({ where: { workspaceId, id: { not: sessionId }, status: { in: [...PLACE_STATUSES] } } });
    return running < max ? null : { limit: "workspace", message: `This workspace runs at most ${max} sessions at once`, details: { max } };
  }
}

/** The refusal for a caller that does not want to wait. `closable` lists sessions that could be ended, the least used first. */
export const limitExceeded = (shortage: Shortage, closable: readonly string[]): AppError =>
  new AppError("LIMIT_EXCEEDED", `${shortage.message}; end one first, or ask with queue: true to wait.`, {
    details: { limit: shortage.limit, ...shortage.details, closable },
  });

const mb = (bytes: number): number => Math.round(bytes / 1024 / 1024);
