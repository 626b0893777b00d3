import type { Servers } from "../cluster/servers.ts";
import type { Db } from "../db/client.ts";
import type { BrowserProvider, BrowserRecord, Leftovers } from "../providers/provider.ts";
import { PLACE_STATUSES } from "./places.ts";

/** Ends browsers and removes directories that belong to no running session and to no living server. */
export async function cleanLeftovers({ db, servers, providers }: { db: Db; servers: Servers; providers: readonly BrowserProvider[] }): Promise<Leftovers> {
  const rows = await db.browserSession.findMany({ where: { status: { in: [...PLACE_STATUSES] } }, select: { browser: true } });
  const wanted = new Set(rows.map(({ browser }) => (browser as BrowserRecord | null)?.browserId));
  const found = await Promise.all(
    providers.map((provider) => provider.clean(({ serverId, browserId }) => wanted.has(browserId) || (serverId !== servers.id && servers.isAlive(serverId)))),
  );
  return found.reduce((sum, one) => ({
    processes: sum.processes + one.processes,
    directories: sum.directories + one.directories,
    freedBytes: sum.freedBytes + one.freedBytes,
  }));
}
