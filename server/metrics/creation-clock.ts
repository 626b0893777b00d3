import { ENDED_STATUSES, RUNNING_STATUSES, type Session } from "../contract/sessions.ts";

type Started = (provider: string, outcome: "active" | "failed", durationMs: number) => void;

/** Times sessions from `creating` to the first status in which they run, or until they end without. */
export class CreationClock {
  readonly #onDone: Started;
  readonly #startedAt = new Map<string, number>();

  constructor(onDone: Started) {
    this.#onDone = onDone;
  }

  /** Takes note of a session as it is now. One that waits again in the queue begins anew when it leaves that. */
  note({ id, status, provider }: Pick<Session, "id" | "status" | "provider">): void {
    const startedAt = this.#startedAt.get(id);
    if (status === "creating") this.#startedAt.set(id, startedAt ?? performance.now());
    else if (startedAt !== undefined) {
      this.#startedAt.delete(id);
      if (RUNNING_STATUSES.includes(status)) this.#onDone(provider, "active", performance.now() - startedAt);
      else if (ENDED_STATUSES.includes(status)) this.#onDone(provider, "failed", performance.now() - startedAt);
    }
  }
}
