import type { Protocol } from "devtools-protocol";
import type { NetworkRecord } from "./record.ts";

/** Requests whose headers nobody has asked for are forgotten beyond this, the oldest first. */
const MOST_REQUESTS = 1_000;

type Headers = Protocol.Network.Headers;
type Queue = { came: Headers[]; waiting: NetworkRecord[] };
type Kind = "sent" | "got";

/**
 * Brings headers as they went over the wire (CDP's ExtraInfo events) to the records that they belong to. They come by
 * another road than the rest, before it or after it; those of one request, redirects included, come in order.
 */
export class HeaderPairs {
  readonly #queues = new Map<string, Record<Kind, Queue>>();
  readonly #give: (record: NetworkRecord, kind: Kind, headers: Headers) => void;

  constructor(give: (record: NetworkRecord, kind: Kind, headers: Headers) => void) {
    this.#give = give;
  }

  /** Headers have come. */
  came(requestId: string, kind: Kind, headers: Headers): void {
    const queue = this.#of(requestId)[kind];
    const record = queue.waiting.shift();
    if (record) this.#give(record, kind, headers);
    else queue.came.push(headers);
  }

  /** The record's request had such headers: they are here already, or will come. */
  awaited(requestId: string, record: NetworkRecord): void {
    for (const kind of ["sent", "got"] as const) {
      const queue = this.#of(requestId)[kind];
      const headers = queue.came.shift();
      if (headers) this.#give(record, kind, headers);
      else queue.waiting.push(record);
    }
  }

  /** The record's request got no answer: what was sent for it may have come, or not. */
  taken(requestId: string, record: NetworkRecord): void {
    const headers = this.#queues.get(requestId)?.sent.came.shift();
    if (headers) this.#give(record, "sent", headers);
  }

  #of(requestId: string): Record<Kind, Queue> {
    const known = this.#queues.get(requestId);
    if (known) return known;
    const made = { sent: { came: [], waiting: [] }, got: { came: [], waiting: [] } };
    this.#queues.set(requestId, made);
    const [oldest] = this.#queues.keys();
    if (this.#queues.size > MOST_REQUESTS && oldest !== undefined) this.#queues.delete(oldest);
    return made;
  }
}
