import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What waits in the road's own queue before the sender is slowed down. */
const QUEUE_BYTES = 64 * 1024;

/** A road to a server that carries so many bits a second towards the viewer, each byte so much later. */
export type NarrowRoad = { port: number; close: () => Promise<void> };

/** Opens one: whoever connects to its port talks to `port` of this machine. */
export async function openNarrowRoad({ port, bitsPerSecond, oneWayMs }: { port: number; bitsPerSecond: number; oneWayMs: number }): Promise<NarrowRoad> {
  const sockets = new Set<Socket>();
  const server = createServer((viewer) => {
    const target = connect({ port, host: "127.0.0.1" });
    for (const socket of [viewer, target]) sockets.add(socket.setNoDelay(true));
    const state = { freeAtMs: 0, queuedBytes: 0 };
    target.on("data", (data: Buffer) => {
      state.queuedBytes += data.length;
      state.freeAtMs = Math.max(state.freeAtMs, performance.now()) + (data.length * 8_000) / bitsPerSecond;
      if (state.queuedBytes > QUEUE_BYTES) target.pause();
      setTimeout(() => {
        state.queuedBytes -= data.length;
        if (state.queuedBytes <= QUEUE_BYTES) target.resume();
        setTimeout(() => viewer.write(data), oneWayMs);
      }, state.freeAtMs - performance.now());
    });
    viewer.on("data", (data: Buffer) => setTimeout(() => target.write(data), oneWayMs));
    for (const [one, other] of [[viewer, target] as const, [target, viewer] as const]) {
      one.on("error", () => one.destroy());
      one.on("close", () => other.destroy());
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
