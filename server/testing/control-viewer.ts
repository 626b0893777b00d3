import { once } from "node:events";
import { expect, vi } from "vitest";
import { WebSocket } from "ws";
import { LiveServerMessage } from "../contract/live.ts";
import type { ControlStateMessage } from "../contract/live-control.ts";

const WAIT = { timeout: 30_000, interval: 20 };

/** A viewer of a session's live view, as tests of control see it. */
export type ControlViewer = Awaited<ReturnType<typeof openControlViewer>>;

/** Opens a viewer's socket; resolves when it knows who controls. */
export async function openControlViewer(address: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(address, { headers });
  const messages: LiveServerMessage[] = [];
  socket.on("message", (data, isBinary) => {
    if (!isBinary) messages.push(LiveServerMessage.parse(JSON.parse(data.toString())));
  });
  const state = (): ControlStateMessage | undefined => messages.findLast((message) => message.type === "control");
  await vi.waitFor(() => expect(state()).toBeDefined(), WAIT);
  return {
    state,
    messages,
    say: (message: object) => socket.send(JSON.stringify(message)),
    /** Breaks the connection, as a lost network does. */
    cut: () => socket.terminate(),
    close: async (): Promise<void> => {
      const closed = once(socket, "close");
      socket.close();
      await closed;
    },
  };
}
