/** Gives a workspace's row by its id, or null. Two callers may get the same object: it is not to be changed. */
export type RowLoader<Row> = (workspaceId: string, id: string) => Promise<Row | null>;

type Waiting<Row> = Map<string, PromiseWithResolvers<Row | null>>;

/**
 * Lookups that share queries: what is asked for in one turn of the event loop becomes one `read` for each workspace,
 * because under load most of a lookup's time is its round trip and not its row. Nothing is kept: a row is read after
 * everyone who gets it has asked, so that nobody sees an older one than with a query of their own.
 * @param read the rows of that workspace among these ids, in any order; a failure goes to all who asked
 */
export function createRowLoader<Row extends { id: string }>(read: (workspaceId: string, ids: string[]) => Promise<Row[]>): RowLoader<Row> {
  const state = { asked: new Map<string, Waiting<Row>>() };

  const readWorkspace = async (workspaceId: string, waiting: Waiting<Row>): Promise<void> => {
    try {
      const rows = await read(workspaceId, [...waiting.keys()]);
      const found = new Map(rows.map((row) => [row.id, row]));
      for (const [id, { resolve }] of waiting) resolve(found.get(id) ?? null);
    } catch (error) {
      for (const { reject } of waiting.values()) reject(error);
    }
  };
  const readAll = (): void => {
    const { asked } = state;
    state.asked = new Map();
    for (const [workspaceId, waiting] of asked) void readWorkspace(workspaceId, waiting);
  };

  return (workspaceId, id) => {
    if (state.asked.size === 0) setImmediate(readAll);
    const waiting: Waiting<Row> = state.asked.get(workspaceId) ?? new Map();
    state.asked.set(workspaceId, waiting);
    const answer = waiting.get(id) ?? Promise.withResolvers<Row | null>();
    waiting.set(id, answer);
    return answer.promise;
  };
}
