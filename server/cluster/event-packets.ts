import type { PerchEvent } from "../contract/events.ts";

/** PostgreSQL takes payloads shorter than 8000 bytes (its manual, NOTIFY); the rest is room for the envelope. */
const MAX_BODY_BYTES = 7_800;

/** One event in a packet: itself, or the id under which it was put aside because it is too long. */
export type PacketItem = { event: PerchEvent } | { ref: string };

/** What one notification carries. An empty one says that its sender has come or goes. */
export type Packet = {
  /** The sending server's id. */
  from: string;
  /** Differs in each packet of a sender: of equal notifications in one transaction PostgreSQL delivers one. */
  sequence: number;
  items: PacketItem[];
};

/** Whether an event, as JSON, is too long to travel in a notification. */
export const isTooLong = (json: string): boolean => Buffer.byteLength(json) > MAX_BODY_BYTES;

/** Divides items, each as its JSON text, into groups that fit a notification; the order stays. Pure. */
export function groupItems(items: readonly string[]): string[][] {
  const groups: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const size = Buffer.byteLength(item) + 1;
    const group = groups.at(-1);
    if (group && bytes + size <= MAX_BODY_BYTES) {
      group.push(item);
      bytes += size;
    } else {
      groups.push([item]);
      bytes = size;
    }
  }
  return groups;
}

/** A packet's text. @param items each as its JSON text */
export const packetText = (from: string, sequence: number, items: readonly string[]): string =>
  `{"from":${JSON.stringify(from)},"sequence":${sequence},"items":[${items.join(",")}]}`;
