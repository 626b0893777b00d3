import { type GridNode, MARK } from "./grid-client.ts";

/** What the Grid calls the session of a slot whose browser is still being started. */
const RESERVED = "reserved";
const UP = "UP";

/** Places of the Grid for browsers of ours: those of nodes that take sessions now. */
export type GridPlaces = { nodesUp: number; slots: number; free: number };

/** A session on the Grid that one of our servers made. */
export type MarkedSession = { gridSession: string; installation: string; serverId: string; browserId: string };

/** Counts the places for Chrome. A node takes at most `maxSessions` at once, however many slots it has. */
export function placesOf(nodes: readonly GridNode[]): GridPlaces {
  const up = nodes.filter(({ availability }) => availability === UP);
  const each = up.map(({ slots, maxSessions }) => {
    const chrome = slots.filter(({ stereotype }) => stereotype.browserName === "chrome");
    const taken = slots.filter(({ session }) => session).length;
    return { slots: Math.min(chrome.length, maxSessions), free: Math.min(chrome.filter(({ session }) => !session).length, Math.max(0, maxSessions - taken)) };
  });
  const sum = (name: "slots" | "free"): number => each.reduce((total, node) => total + node[name], 0);
  return { nodesUp: up.length, slots: sum("slots"), free: sum("free") };
}

/** How many of these launches, or of launches of anybody, hold a slot in the status already. */
export function seenIn(nodes: readonly GridNode[], launching: ReadonlySet<string>): number {
  const sessions = nodes.flatMap(({ slots }) => slots.flatMap(({ session }) => session ?? []));
  return sessions.filter(({ sessionId, capabilities }) => sessionId === RESERVED || launching.has(readMark(capabilities?.[MARK])?.browserId ?? "")).length;
}

/** The node that a session runs on; null when the Grid knows none. */
export const nodeOf = (nodes: readonly GridNode[], gridSession: string): GridNode | null =>
  nodes.find(({ slots }) => slots.some(({ session }) => session?.sessionId === gridSession)) ?? null;

/** The shortest time, in milliseconds, after which a node ends a session without a WebDriver command. */
export const idleTimeoutOf = (nodes: readonly GridNode[]): number => Math.min(...nodes.map(({ sessionTimeout }) => sessionTimeout));

/** Every session on the Grid with a mark of ours. */
export const markedSessions = (nodes: readonly GridNode[]): MarkedSession[] =>
  nodes.flatMap(({ slots }) =>
    slots.flatMap(({ session }) => {
      const mark = readMark(session?.capabilities?.[MARK]);
      return session && mark ? [{ gridSession: session.sessionId, ...mark }] : [];
    }),
  );

export const writeMark = (installation: string, serverId: string, browserId: string): string => `${installation}/${serverId}/${browserId}`;

function readMark(text: string | undefined): Omit<MarkedSession, "gridSession"> | null {
  const [installation, serverId, browserId] = text?.split("/") ?? [];
  return installation && serverId && browserId ? { installation, serverId, browserId } : null;
}
