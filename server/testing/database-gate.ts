import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** How the way to the database is: open, silent (as of a stopped machine: nothing is refused, nothing answered), or refused. */
type Way = "open" | "silent" | "refused";

/** A way to a database that can be closed and opened again. */
export type DatabaseGate = {
  /** The database's address by way of the gate. */
  url: string;
  set(way: Way): void;
  stop(): Promise<void>;
};

/** Opens a gate to the database at `databaseUrl`. */
export async function openDatabaseGate(databaseUrl: string): Promise<DatabaseGate> {
  const target = new URL(databaseUrl);
  const state: { way: Way } = { way: "open" };
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (state.way === "refused") return void near.destroy();
    const far = keep(connect(Number(target.port), target.hostname));
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.pipe(to).on("close", () => from.destroy());
      if (state.way === "silent") from.pause();
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  url.hostname = "127.0.0.1";
  return {
    url: url.toString(),
    set: (way) => {
      state.way = way;
      for (const socket of sockets) {
        if (way === "refused") socket.destroy();
        else if (way === "silent") socket.pause();
        else socket.resume();
      }
    },
    stop: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
