import type { EventBus } from "../../core/events.ts";
import type { Log } from "../../core/log.ts";
import type { Db } from "../../db/client.ts";
import type { Admission } from "./admission.ts";
import { isOver, type LinkRow } from "./link-row.ts";

/** Rows are the truth, events only make it quick: they may be lost, and a key or a place in the workspace may end silently. */
const RECHECK_MS = 10_000;

/** Why a look by a link is over; `changed`: the link lets others in, or lets them do more or less, and who looks is to come in anew. */
export type LinkEnd = "expired" | "revoked" | "changed";
/** `cameBy`: what the link let in and allowed when they came. */
type Look = { cameBy: LinkRow; onEnd: (why: LinkEnd) => void };
type Held = { looks: Set<Look>; expiry: NodeJS.Timeout | undefined };

export type OpenLinksParts = { db: Db; events: Pick<EventBus, "subscribe">; log: Log; isBacked: Admission["isBacked"] };

/** Those who look by live links at sessions of this server: ends their look when their link's right does. */
export class OpenLinks {
  readonly #parts: OpenLinksParts;
  readonly #held = new Map<string, Held>();
  #unsubscribe: (() => void) | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: OpenLinksParts) {
    this.#parts = parts;
  }

  /** Idempotent. From here on changes of links are heard, from whichever server. */
  start(): void {
    this.#unsubscribe ??= this.#parts.events.subscribe({ types: ["live.linkChanged"], from: "anywhere" }, (event) => {
      if (event.type === "live.linkChanged") this.#check([event.linkId]);
    });
    this.#timer ??= setInterval(() => this.#check([...this.#held.keys()]), RECHECK_MS);
  }

  /** Idempotent. */
  stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const id of [...this.#held.keys()]) this.#drop(id);
  }

  /** A viewer came in by the link. `onEnd` is called once at most, when the link is over; the answer stops that. Idempotent. */
  hold(link: LinkRow, onEnd: Look["onEnd"]): () => void {
    const held = this.#held.get(link.id) ?? { looks: new Set(), expiry: undefined };
    this.#held.set(link.id, held);
    const look = { cameBy: link, onEnd };
    held.looks.add(look);
    this.#schedule(held, link);
    // It may have been revoked between the look at its row and now, when nobody listened for it.
    this.#check([link.id]);
    return () => {
      held.looks.delete(look);
      if (held.looks.size === 0 && this.#held.get(link.id) === held) this.#drop(link.id);
    };
  }

  #check(ids: readonly string[]): void {
    const open = ids.filter((id) => this.#held.has(id));
    if (open.length === 0) return;
    this.#examine(open).catch((error: unknown) => this.#parts.log.warn({ err: error }, "open live links could not be looked up again"));
  }

  async #examine(ids: readonly string[]): Promise<void> {
    const rows = await this.#parts.db.liveLink.findMany({ where: { id: { in: [...ids] } } });
    const gone = ids.filter((id) => !rows.some((row) => row.id === id));
    for (const id of gone) this.#end(id, "revoked");
    await Promise.all(
      rows.map(async (row) => {
        if (row.revokedAt !== null) return this.#end(row.id, "revoked");
        if (isOver(row)) return this.#end(row.id, "expired");
        const held = this.#held.get(row.id);
        if (held) this.#schedule(held, row);
        for (const look of [...(held?.looks ?? [])])
          if (!allowsAlike(look.cameBy, row)) {
            held?.looks.delete(look);
            look.onEnd("changed");
          }
        if (!(await this.#parts.isBacked(row))) this.#end(row.id, "revoked");
      }),
    );
  }

  /** A timer only for an end that comes before the look after next: timers do not reach as far as links may last. */
  #schedule(held: Held, { id, expiresAt }: LinkRow): void {
    clearTimeout(held.expiry);
    const leftMs = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - Date.now();
    held.expiry = leftMs > 2 * RECHECK_MS ? undefined : setTimeout(() => this.#end(id, "expired"), Math.max(0, leftMs));
  }

  #end(id: string, why: LinkEnd): void {
    const looks = this.#held.get(id)?.looks ?? [];
    this.#drop(id);
    for (const { onEnd } of looks) onEnd(why);
  }

  #drop(id: string): void {
    clearTimeout(this.#held.get(id)?.expiry);
    this.#held.delete(id);
  }
}

/** A password that is asked no more changes nothing for those who are in. */
const allowsAlike = (before: LinkRow, after: LinkRow): boolean =>
  before.mode === after.mode && before.includesLogs === after.includesLogs && (after.passwordHash === null || before.passwordHash === after.passwordHash);
