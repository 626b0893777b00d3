import pg from "pg";
import { processes, signal } from "./processes.ts";

const LIMIT_MS = 10_000;

export type SessionFacts = { id: string; key: string | null; status: string; reason: string | null; browserPid: number | null; gridSession: string | null };

/** The database as an operator sees it: asked by SQL, and stopped and continued as a whole. */
export class Database {
  readonly #pool: pg.Pool;
  #frozen: number[] = [];

  constructor(url: string) {
    this.#pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: LIMIT_MS, query_timeout: LIMIT_MS });
    // Connections of a stopped database break; the next query opens others.
    this.#pool.on("error", () => {});
  }

  /** How the sessions of these keys stand. */
  async sessions(keys: readonly string[]): Promise<SessionFacts[]> {
    const { rows } = await this.#pool.query<SessionFacts>(
      `select id, key, status, termination_reason as reason, (browser->>'pid')::int as "browserPid",
              browser->>'gridSession' as "gridSession" from browser_sessions where key = any($1)`,
      [keys],
    );
    return rows;
  }

  /** Rows that are not as the row of a session must be that has ended. */
  async wrongRows(): Promise<SessionFacts[]> {
    const { rows } = await this.#pool.query<SessionFacts>(
      `select id, key, status, termination_reason as reason, null as "browserPid", null as "gridSession" from browser_sessions
       where status not in ('terminated', 'error') or terminated_at is null or termination_reason is null or terminated_at < created_at`,
    );
    return rows;
  }

  /** How many sessions went on with another server, and why those ended that were not ended by their users. */
  async fates(): Promise<{ adopted: number; lost: Record<string, number> }> {
    const adopted = await this.#pool.query<{ count: number }>(
      "select count(distinct session_id)::int as count from session_recoveries where outcome = 'adopted'",
    );
    const lost = await this.#pool.query<{ reason: string; count: number }>(
      "select termination_reason as reason, count(*)::int as count from browser_sessions where termination_reason <> 'user' group by 1",
    );
    return { adopted: adopted.rows[0]?.count ?? 0, lost: Object.fromEntries(lost.rows.map(({ reason, count }) => [reason, count])) };
  }

  /** Stops every process of the database, as SIGSTOP does: nothing is refused, nothing answered. */
  async freeze(): Promise<void> {
    const { rows } = await this.#pool.query<{ pid: number }>("select pg_backend_pid() as pid");
    const all = await processes();
    const postmaster = all.find(({ pid }) => pid === rows[0]?.pid)?.parent;
    if (postmaster === undefined || postmaster <= 1) throw new Error("The database's process was not found.");
    // The parent first: it must not start others meanwhile.
    this.#frozen = [postmaster, ...all.filter(({ parent }) => parent === postmaster).map(({ pid }) => pid)];
    for (const pid of this.#frozen) signal(pid, "SIGSTOP");
  }

  /** Lets them go on. Idempotent. */
  thaw(): void {
    for (const pid of this.#frozen.splice(0).reverse()) signal(pid, "SIGCONT");
  }

  async stop(): Promise<void> {
    await this.#pool.end();
  }
}
